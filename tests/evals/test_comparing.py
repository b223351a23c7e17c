"""Two results question by question: what changed, and whether that is more than chance."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from rich.console import Console

from corpus.errors import BadInput
from evals.comparing import compare
from evals.comparing.printing import as_dict, print_comparison
from evals.results import Figure, Item, Result, Run


def result(*items: Item, **facts: Any) -> Result:
    run = Run(
        **{"suite": "qa", "started": datetime(2026, 11, 27, tzinfo=UTC), "seconds": 1.0, **facts}
    )
    return Result(run=run, items=items)


def item(number: int, right: bool | None = True, **changes: Any) -> Item:
    facts: dict[str, Any] = {
        "id": f"dev-{number:03d}", "kind": "fact", "split": "dev", "right": right,
        "faults": () if right else ("cited",), "measures": {"cited_recall": float(bool(right))},
        "detail": {"question": f"第{number}问[x]？"},
    }  # fmt: skip
    return Item(**{**facts, **changes})


def test_each_question_got_better_or_worse_or_stayed() -> None:
    first = result(item(1), item(2, False), item(3), item(4, False))
    second = result(item(1), item(2), item(3, False), item(4, False))
    found = compare(first, second)
    assert [one.first.id for one in found.better] == ["dev-002"]
    assert [one.first.id for one in found.worse] == ["dev-003"]
    assert [one.first.id for one in found.same] == ["dev-001", "dev-004"]
    assert found.p_right == 1
    assert found.left_out == ()


def test_what_only_one_has_or_asks_otherwise_is_left_out_and_counted() -> None:
    other = item(3, detail={"question": "改过的问法？"})
    found = compare(result(item(1), item(2), item(3)), result(item(1), other, item(4)))
    assert len(found.pairs) == 1
    assert set(found.left_out) == {"dev-002", "dev-003", "dev-004"}


def test_results_that_share_nothing_or_are_of_two_suites_are_refused() -> None:
    with pytest.raises(BadInput, match="没有相同的题"):
        compare(result(item(1)), result(item(2)))
    with pytest.raises(BadInput, match="不是同一套件"):
        compare(result(item(1)), result(item(1), suite="decline"))


def test_a_real_gain_is_told_from_a_lucky_one() -> None:
    before = result(*(item(n, n % 2 == 0) for n in range(40)))
    much = compare(before, result(*(item(n, n % 4 != 1) for n in range(40))))
    little = compare(before, result(*(item(n, n % 2 == 0 or n == 1) for n in range(40))))
    assert much.p_right < 0.05
    assert (much.measures[0].significant, much.measures[0].improved) == (True, True)
    assert little.p_right == 1
    assert (little.measures[0].significant, little.measures[0].improved) == (False, True)


def test_slower_is_worse_and_longer_is_neither() -> None:
    def timed(n: int, ms: float) -> Item:
        return item(n, measures={"milliseconds": ms, "characters": ms, "odd": ms})

    first = result(*(timed(n, 10.0 + n % 3) for n in range(30)))
    figures = (Figure(name="odd/kind=fact", label="怪", value=1.0, better="lower"),)
    second = result(*(timed(n, 20.0 + n % 3) for n in range(30)), figures=figures)
    measures = {one.name: one for one in compare(first, second).measures}
    assert measures["milliseconds"].improved is False
    assert measures["characters"].improved is None
    assert measures["odd"].improved is False, "as the run's own figure says"
    assert measures["milliseconds"].difference.value == pytest.approx(10)


def test_several_measures_are_corrected_together() -> None:
    def many(n: int, gain: float) -> Item:
        return item(n, measures={f"m{k}": gain * (n % 2) for k in range(5)})

    found = compare(
        result(*(many(n, 0) for n in range(12))), result(*(many(n, 1) for n in range(12)))
    )
    for one in found.measures:
        assert one.p_corrected == pytest.approx(min(1, 5 * one.difference.p), rel=1e-6)


def test_what_could_not_be_scored_is_as_bad_as_can_be() -> None:
    broken = item(1, False, measures={"cited_recall": None, "milliseconds": None})
    found = compare(
        result(item(1, measures={"cited_recall": 0.5, "milliseconds": 5.0})), result(broken)
    )
    means = {one.name: (one.first, one.second) for one in found.measures}
    assert means == {"cited_recall": (0.5, 0.0), "milliseconds": (5.0, 5.0)}


def test_points_of_a_curve_are_not_averaged_with_questions() -> None:
    curve = item(9, None, kind="threshold", measures={"cited_recall": 0.0})
    found = compare(result(item(1), curve), result(item(1), curve))
    assert found.measures[0].n == 1
    assert len(found.same) == 1


def test_the_table_names_the_questions_that_changed_and_how_many_are_left_out() -> None:
    first = result(item(1, False), item(2), item(3))
    second = result(item(1), item(2, False), configuration="without-gate")
    out = Console(record=True, width=120, file=None, quiet=False)
    with out.capture() as shown:
        print_comparison(compare(first, second), out)
    text = shown.get()
    assert "变好 1 题，变差 1 题" in text
    assert "1 题只在一个结果里" in text
    assert "dev-002（事实）第2问[x]？" in text
    assert "没有引全应引的条款" in text
    assert "without-gate" in text


def test_as_json_it_holds_the_same() -> None:
    found = as_dict(compare(result(item(1, False)), result(item(1))))
    assert found["questions"] == 1
    assert [one["id"] for one in found["better"]] == ["dev-001"]  # type: ignore[attr-defined]
    assert found["worse"] == []
