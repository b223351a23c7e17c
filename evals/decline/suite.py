"""Declining as a suite: right and wrong declines, false premises, and the curve of the gate's threshold."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from corpus.errors import BadInput
from evals.decline.asking import GRID, Gated, all_gated
from evals.decline.watching import threshold_of
from evals.qa.asking import Given
from evals.qa.choosing import questions_of, told
from evals.qa.figures import Grouped, Measure, measure_of
from evals.qa.saying import forbidden_said
from evals.questions_schema import QuestionKind
from evals.results import Figure, Item
from evals.statistics import bootstrap
from evals.suites import Context, Found

MEASURES = (
    Measure("right", "该拒的拒、不该拒的不拒", lambda item: float(bool(item.right))),
    Measure("declined_rightly", "该拒的拒了", measure_of("declined_rightly")),
    Measure("declined_wrongly", "不该拒的拒了", measure_of("declined_wrongly"), better="lower"),
    Measure("premise_held", "前提有错的没有顺着说", measure_of("premise_held")),
    Measure(
        "says_what_is_missing",
        "拒答的说了缺什么、该问谁",
        measure_of("says_what_is_missing"),
        grouped=False,
    ),
)


def decline(context: Context) -> Found:
    """All questions of the split; the fast part leaves the curve at its ends and the product's own.

    Raises BadInput where there are no questions.
    """
    questions, assistant = questions_of(context), context.assistant()
    if not questions:
        raise BadInput(f"题组“{context.split}”里没有题。")
    own = threshold_of(assistant)
    grid = sorted({0.0, own, 1.0} if context.fast else {*GRID, own})
    asked = all_gated(assistant, questions, grid, context.progress)
    items = tuple(item_of(one) for one in asked)
    figures = (
        *Grouped(context.seed).figures(items, MEASURES),
        _auroc("auroc", "门槛概率分得开可答与不可答（全部题）", asked, context.seed),
        _auroc(
            "auroc/decided=gate", "门槛概率分得开可答与不可答（只由门槛决定的题）",
            [one for one in asked if one.decided_by_gate], context.seed,
        ),
        Figure(name="threshold", label="作答门槛", value=own, unit="score", better="neither", n=len(items)),
    )  # fmt: skip
    curve = tuple(point(threshold, asked) for threshold in grid)
    return Found(figures, (*items, *curve), _notes(asked))


def item_of(gated: Gated) -> Item:
    """A question: whether it was declined as it should be."""
    given, gold = gated.given, gated.given.gold
    measures = judged(given)
    wrong = [name for name, value in measures.items() if value != _WANTED[name]]
    found = {
        "status": given.answer.status if given.answer else None,
        "route": given.answer.route if given.answer else None,
        "probability": given.probability,
        "decided_by_gate": gated.decided_by_gate,
        "error": given.error or None,
    }
    return Item(
        id=gold.id,
        kind=gold.kind.value,
        split=gold.split.value,
        tags=tuple(tag.value for tag in gold.tags),
        right=not wrong,
        faults=tuple(wrong),
        measures=measures,
        detail=told(gold, found),
    )


_WANTED = {
    "declined_rightly": 1.0,
    "declined_wrongly": 0.0,
    "premise_held": 1.0,
    "says_what_is_missing": 1.0,
}


def judged(given: Given) -> dict[str, float | None]:
    """What is judged of a question; None where asking failed.

    ``declined_rightly``: of the unanswerable, the status is one that the gold question accepts.
    ``declined_wrongly``: of the answerable, declined. ``premise_held``: of false premises, answered as
    expected and without a claim that would confirm it. ``says_what_is_missing``: of the declined, what is
    not in the library, or what the product does not do, and whom to ask or what to do.
    """
    gold, answer = given.gold, given.answer
    name = "declined_rightly" if gold.unanswerable else "declined_wrongly"
    found: dict[str, float | None] = {name: None}
    premise = gold.kind is QuestionKind.PREMISE
    if answer is None:
        return {**found, "premise_held": None} if premise else found
    expected = answer.status in gold.expect
    wrongly = answer.status == "declined" and not expected
    found[name] = float(expected if gold.unanswerable else wrongly)
    if answer.status == "declined":
        missing = answer.missing
        found["says_what_is_missing"] = float(missing is not None and bool(missing.ask.strip()))
    if premise:
        found["premise_held"] = float(expected and not forbidden_said(gold.forbidden, answer))
    return found


def point(threshold: float, asked: Sequence[Gated]) -> Item:
    """A threshold with the shares of right and wrong declines, over all and by split."""
    measures: dict[str, float | None] = {"threshold": threshold}
    for split in ("", *sorted({one.given.gold.split.value for one in asked})):
        of_split = [one for one in asked if split in ("", one.given.gold.split.value)]
        found = [judged(one.at[threshold]) for one in of_split]
        for name in ("declined_rightly", "declined_wrongly"):
            suffix = f"/split={split}" if split else ""
            measures[f"{name}{suffix}"] = _share(found, name)
    return Item(id=f"threshold-{threshold:.2f}", kind="threshold", measures=measures)


def _share(found: Iterable[dict[str, float | None]], name: str) -> float | None:
    """Mean of a measure; a question that could not be asked is as bad as one can be."""
    worst = 1.0 - _WANTED[name]
    values = [worst if one[name] is None else one[name] or 0.0 for one in found if name in one]
    return sum(values) / len(values) if values else None


def _auroc(name: str, label: str, asked: Sequence[Gated], seed: int) -> Figure:
    """How well the gate's probability tells questions with an answer from those without; 0.5 is chance.

    The probability is that of the question standing alone; without evidence it is 0.
    """
    sure = [(one.given.gold.unanswerable, one.given.probability or 0.0) for one in asked]
    positive = [value for unanswerable, value in sure if not unanswerable]
    negative = [value for unanswerable, value in sure if unanswerable]
    if not positive or not negative:
        return Figure(name=name, label=label, value=None, unit="score", n=len(sure))
    found = bootstrap.auroc(positive, negative, seed=seed)
    return Figure(
        name=name, label=label, value=found.value, low=found.low, high=found.high,
        unit="score", n=len(sure),
    )  # fmt: skip


#: For the reader of the curve.
_CURVE = (
    "门槛曲线：每个门槛重新作答；与门槛的比较结果不变的题沿用上一个门槛的回答，与逐题重问相同。"
    "已知缺失、分流和库中没有的地区不经过门槛，因此曲线两端不是 0 和 100%。"
)


def _notes(asked: Sequence[Gated]) -> tuple[str, ...]:
    failed = [one.given.gold.id for one in asked if one.given.error]
    failures = (f"{len(failed)} 题出错，按判断错计：{'、'.join(failed)}。",) if failed else ()
    return (_CURVE, *failures)
