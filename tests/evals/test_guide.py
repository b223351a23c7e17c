"""``cqo eval guide``: figures over a copy, so that nobody's companies are touched."""

from __future__ import annotations

from pathlib import Path

from assistant.service import LocalAssistant
from assistant.settings import load_settings
from evals.guide.command import EXAMPLES, as_dict
from evals.guide.figures import run
from tests.assistant.conftest import assistant, gazetteer

__all__ = ["assistant", "gazetteer"]


def test_plan_charts_and_package_are_measured_and_nothing_is_left(
    library_data: Path, assistant: LocalAssistant
) -> None:
    before = assistant.guide.names()
    report = run(load_settings(data_dir=library_data), [EXAMPLES / "service.yaml"])
    made = as_dict(report)
    assert made["tasks"] == 60
    assert report.plan > 0
    assert report.charts > 0
    (package,) = report.packages
    assert (package.documents, package.company) == (16, "service")
    assert 0 < package.seconds < 60
    assert assistant.guide.names() == before
