"""An import that is killed with SIGKILL goes on where it was, and nothing half is ever visible."""

from __future__ import annotations

from pathlib import Path

import pytest

from evals.importing.killing import kill_and_resume
from evals.importing.texts import SampleText
from tests.assistant.importing.conftest import Write
from tests.assistant.importing.texts import law


@pytest.mark.slow
def test_a_killed_import_is_resumed_and_leaves_nothing_half(write: Write, tmp_path: Path) -> None:
    texts = []
    for number in range(4):
        text = law(f"第{number}类", 100)
        path = write(f"in/{number}.txt", text)
        texts.append(SampleText(path.name, path, text))
    figures = kill_and_resume(texts, tmp_path)
    assert figures.killed
    assert (figures.half_after_kill, figures.half, figures.repeated) == (0, 0, 0)
    assert (figures.sources, figures.second_exit) == (4, 0)
    assert figures.reused == figures.kept > 0
    assert figures.made_again == figures.vectors - figures.kept
    assert figures.verified
