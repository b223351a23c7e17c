"""A contest: the same questions, a row a contestant, and whether a difference is more than chance."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from assistant.settings import load_settings
from corpus.errors import BadInput
from evals.contests.contestants import without_parts
from evals.contests.printing import markdown, rows, title_of
from evals.results import Figure, Item, Result, Run
from evals.runner import Options


def result(configuration: str, right: list[bool]) -> Result:
    items = tuple(
        Item(id=f"dev-{n:03}", kind="fact", split="dev", right=one, detail={"asked": str(n)})
        for n, one in enumerate(right)
    )
    figure = Figure(name="right", label="全对", value=sum(right) / len(right), n=len(right))
    run = Run(
        suite="qa", started=datetime.now(UTC), seconds=1.0, configuration=configuration,
        figures=(figure,),
    )  # fmt: skip
    return Result(run=run, items=items)


OURS = result("default", [True] * 40)
WORSE = result("bm25-top5", [True] * 20 + [False] * 20)
SAME = result("without-words", [True] * 39 + [False])


def test_the_first_row_is_what_the_others_are_held_against() -> None:
    first, worse, same = rows([OURS, WORSE, SAME])
    assert (first[0], first[1], first[-1]) == ("本产品", "100.0%", "—")
    assert (worse[0], worse[1], worse[-1]) == (
        "只按词（BM25），5 段",
        "50.0%",
        "好 0 差 20，p < 0.001",
    )
    assert same[-1] == "好 0 差 1，p = 1.000"


def test_what_was_not_measured_is_a_dash_and_no_number() -> None:
    assert rows([OURS])[0][2:-1] == ["—"] * 9


def test_the_table_can_be_put_into_the_documentation() -> None:
    lines = markdown([OURS, WORSE]).splitlines()
    assert len(lines) == 4
    assert len({line.count("|") for line in lines}) == 1


@pytest.mark.parametrize(
    ("configuration", "title"),
    [
        ("langchain-top5-least-joined", "LangChain 教程，5 段，会拒答，连上文"),
        ("without-gate", "不设门槛"),
        ("my-own", "my-own"),
    ],
)
def test_contestants_have_names(configuration: str, title: str) -> None:
    assert title_of(configuration) == title


def test_an_unknown_configuration_is_named_with_those_there_are(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="没有“nosuch”这个配置，可用：default、"):
        next(without_parts(load_settings(data_dir=tmp_path), ["nosuch"], Options()))
