"""Answers as a suite: every gold question asked once, measured without a judge."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.service import LocalAssistant
from corpus.errors import BadInput
from evals.qa.asking import all_given
from evals.qa.choosing import questions_of
from evals.qa.figures import Grouped, Measure, measure_of, right_where
from evals.qa.measuring import DEPTHS, Library, measured
from evals.questions_schema import GoldQuestion
from evals.results import Figure, Item
from evals.suites import Context, Found, Progress

#: Answerable questions alone have this measure.
_ANSWERABLE = "declined_wrongly"

MEASURES = (
    Measure("right", "全对", lambda item: float(bool(item.right))),
    Measure("precision", "作答的题中全对", right_where("attempted", holds=1.0)),
    Measure("accuracy", "可答的题中全对", right_where(_ANSWERABLE)),
    Measure("cited_recall", "应引的条款引到", measure_of("cited_recall")),
    Measure("cited_precision", "引的条款对", measure_of("cited_precision")),
    *(
        Measure(f"retrieved_recall@{k}", f"应引的条款排在前{k}", measure_of(f"retrieved_recall@{k}"),
                grouped=k == 5)
        for k in DEPTHS
    ),
    Measure("points", "要点", measure_of("points")),
    Measure("forbidden_free", "没有说不该说的", measure_of("forbidden_free")),
    Measure("quotes", "引文逐字", measure_of("quotes")),
    Measure("declined_rightly", "该拒的拒了", measure_of("declined_rightly")),
    Measure("declined_wrongly", "不该拒的拒了", measure_of("declined_wrongly"), better="lower"),
    Measure("mix_ups", "串了地区或年份", measure_of("mix_ups"), better="lower"),
    Measure("statements", "每次作答的句数", measure_of("statements"), "count", "neither", grouped=False),
    Measure("characters", "每次作答的字数", measure_of("characters"), "count", "neither", grouped=False),
)  # fmt: skip
_TIMES = (
    (Measure("p50_ms", "每题毫秒（中位）", measure_of("milliseconds"), "ms", "lower"), 0.5),
    (Measure("p95_ms", "每题毫秒（95%）", measure_of("milliseconds"), "ms", "lower"), 0.95),
)


def qa(context: Context) -> Found:
    """All questions of the split. Raises BadInput where there are none."""
    questions = questions_of(context)
    if not questions:
        raise BadInput(f"题组“{context.split}”里没有题。")
    items = asked(context.assistant(), questions, context.progress)
    return Found(figures_of(items, Grouped(context.seed)), items, _notes(items))


def asked(
    assistant: LocalAssistant, questions: Sequence[GoldQuestion], progress: Progress
) -> tuple[Item, ...]:
    """Each question asked and measured."""
    library = library_of(assistant)
    items: list[Item] = []
    for given in all_given(assistant, questions):
        items.append(measured(given, library))
        progress(len(items), len(questions))
    return tuple(items)


def library_of(assistant: LocalAssistant) -> Library:
    """What answers of ``assistant`` may rest on."""
    sources = {one.id: one for one in assistant.sources()}
    return Library(assistant.shelf.clause, sources, assistant.gazetteer)


def figures_of(items: Sequence[Item], grouped: Grouped) -> tuple[Figure, ...]:
    """All figures of measured questions."""
    times = (grouped.percentile(items, measure, share) for measure, share in _TIMES)
    return (*grouped.figures(items, MEASURES), *times)


def _notes(items: Sequence[Item]) -> tuple[str, ...]:
    failed = [item.id for item in items if "error" in item.faults]
    return (f"{len(failed)} 题出错，按答错计：{'、'.join(failed)}。",) if failed else ()
