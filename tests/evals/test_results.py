"""What suites find is kept in one format: whole, honest about what could not be measured, readable later."""

from __future__ import annotations

import math
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pydantic import ValidationError

from corpus.errors import BadInput
from evals.results import (
    Figure,
    Item,
    Result,
    Run,
    digest,
    history,
    latest,
    read_result,
    share,
    write_result,
)

BEGUN = datetime(2026, 11, 27, 8, 0, tzinfo=UTC)


def result(suite: str = "qa", *, hours: int = 0, configuration: str = "default") -> Result:
    run = Run(
        suite=suite,
        started=BEGUN + timedelta(hours=hours),
        seconds=1.5,
        configuration=configuration,
        figures=(Figure(name="right", label="全对", value=0.9, n=10),),
    )
    item = Item(
        id="dev-001", kind="fact", right=False, faults=("cited",), detail={"said": "“甲”\n乙"}
    )
    return Result(run=run, items=(item,))  # fmt: skip


def test_a_result_is_read_as_it_was_written_a_line_an_item(tmp_path: Path) -> None:
    path = write_result(result(), tmp_path)
    assert read_result(path) == result()
    assert len(path.read_text("utf-8").splitlines()) == 2
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("value", [math.nan, math.inf])
def test_a_figure_that_is_no_number_is_refused(value: float) -> None:
    with pytest.raises(ValidationError):
        Figure(name="right", label="全对", value=value)


def test_a_share_over_nothing_is_not_a_perfect_one() -> None:
    assert share("right", "全对", []).value is None
    assert share("right", "全对", [True, False, False, True]).value == 0.5


def test_the_history_is_in_order_and_the_newest_of_each_suite_is_found(tmp_path: Path) -> None:
    for hours in (2, 1, 3):
        write_result(result(hours=hours), tmp_path)
    write_result(result("verify"), tmp_path)
    write_result(result(hours=9, configuration="without words/甲"), tmp_path)
    (tmp_path / "notes.jsonl").write_text("{}\n", "utf-8")
    assert [run.started.hour for _, run in history(tmp_path, "qa")] == [9, 10, 11, 17]
    newest = [read_result(path).run for path in latest(tmp_path)]
    assert [(run.suite, run.started.hour) for run in newest] == [("qa", 11), ("verify", 8)]
    assert history(tmp_path / "nothing") == []


@pytest.mark.parametrize("text", ["", "[]\n", '{"format": 1}\n', "不是 JSON\n"])
def test_a_file_that_is_no_result_is_named(tmp_path: Path, text: str) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(text, "utf-8")
    with pytest.raises(BadInput, match=r"a\.jsonl"):
        read_result(path)


def test_a_file_of_another_format_says_what_to_do(tmp_path: Path) -> None:
    path = write_result(result(), tmp_path)
    path.write_text(path.read_text("utf-8").replace('"format":1', '"format":99', 1), "utf-8")
    with pytest.raises(BadInput, match="重新运行 cqo eval"):
        read_result(path)


def test_the_digest_does_not_depend_on_the_order_of_keys() -> None:
    assert digest({"a": 1, "b": [1, 2]}) == digest({"b": [1, 2], "a": 1})
    assert digest({"a": 1}) != digest({"a": 2})
