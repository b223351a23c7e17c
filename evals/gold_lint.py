"""Check the gold questions themselves: clauses, duplicates, leaks, points, review, numbers.

Findings name questions by id. Words of blind questions (split ``test``) are never shown.
"""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from pathlib import Path
from statistics import quantiles

from corpus.library_files import read_library
from corpus.models import Clause, Document
from evals.qa.matching import alternatives, normalised, stands_any
from evals.qa.measuring import accepted
from evals.questions_schema import GoldQuestion, QuestionKind, Split, Tag, read_questions

#: The text of which every clause is asked for, and in how many wordings.
NOTES, WORDINGS = "cqo-notes", 2
#: Length of the character n-grams by which wordings are compared.
_GRAM = 4
#: Jaccard from which two questions are near duplicates; share of a question's n-grams that stand in
#: its gold clauses from which it gives the wording away.
NEAR, LEAK = 0.6, 0.4
#: An n-gram in more than this share of all clauses, and this many (首席质量), gives no clause away.
_STOCK, _STOCK_CLAUSES = 0.1, 10
_DECILES = 10

#: What a check is called.
CHECKS = {
    "vanished": "条款不存在",
    "duplicate": "题目重复",
    "near": "题目太像",
    "leak": "漏出条款原话",
    "points": "要点不在应引条款中",
    "reviewed": "没有复核记录",
    "quota": "数量不够",
    "notes": "编制说明的条没问够",
    "sources": "资料没有问到",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to put right, or (``fault`` False) to look at. ``ids``: the questions or clauses meant."""

    check: str
    message: str
    ids: tuple[str, ...] = ()
    fault: bool = True


@dataclass(frozen=True, slots=True)
class Linted:
    """What was found. ``leaks``: share of n-grams in the gold clauses, by id of answerable questions."""

    questions: int
    findings: tuple[Finding, ...]
    leaks: dict[str, float]
    counts: dict[str, int]

    @property
    def clean(self) -> bool:
        """Whether there is nothing to put right."""
        return not any(one.fault for one in self.findings)

    @property
    def faults(self) -> tuple[Finding, ...]:
        return tuple(one for one in self.findings if one.fault)

    def distribution(self) -> dict[str, float]:
        """Deciles of the leaks; empty with fewer than two questions."""
        values = sorted(self.leaks.values())
        if len(values) < 2:
            return {}
        cuts = quantiles(values, n=_DECILES, method="inclusive")
        return {f"p{10 * n}": cut for n, cut in enumerate(cuts, start=1)} | {"max": values[-1]}


@dataclass(frozen=True)
class Held:
    """The library that gold clauses stand in."""

    documents: Sequence[Document]

    @cached_property
    def clauses(self) -> dict[str, Clause]:
        return {clause.id: clause for one in self.documents for clause in one.clauses}

    @cached_property
    def texts(self) -> dict[str, str]:
        """Text of each clause below its heading; the whole of one that has none."""
        return {key: one.text for key, one in self.clauses.items()}

    @cached_property
    def grams(self) -> dict[str, frozenset[str]]:
        return {key: grams_of(text) for key, text in self.texts.items()}

    @cached_property
    def stock(self) -> frozenset[str]:
        """N-grams that stand in so many clauses that they give none away."""
        counts = Counter(gram for grams in self.grams.values() for gram in grams)
        most = max(_STOCK_CLAUSES, _STOCK * len(self.grams))
        return frozenset(gram for gram, count in counts.items() if count > most)


@dataclass(frozen=True, slots=True)
class Quota:
    """At least ``least`` questions that ``holds`` is true of."""

    name: str
    least: int
    holds: Callable[[GoldQuestion], bool]


def _kind(kind: QuestionKind) -> Callable[[GoldQuestion], bool]:
    return lambda one: one.kind is kind


def _worded(one: GoldQuestion) -> bool:
    return bool({Tag.TYPO, Tag.TRADITIONAL, Tag.DIALECT} & set(one.tags))


QUOTAS = (
    Quota("全部", 300, lambda one: True),
    Quota("该拒答的", 80, lambda one: one.unanswerable),
    Quota("比较", 30, _kind(QuestionKind.COMPARISON)),
    Quota("追问", 30, _kind(QuestionKind.FOLLOW_UP)),
    Quota("时间", 20, lambda one: Tag.TIME in one.tags),
    Quota("一问多事", 20, _kind(QuestionKind.SEVERAL)),
    Quota("错别字、繁体、方言口语", 20, _worded),
    Quota("前提有错", 20, _kind(QuestionKind.PREMISE)),
    Quota("开发题", 1, lambda one: one.split is Split.DEV),
    Quota("盲测题", 1, lambda one: one.split is Split.TEST),
)


def lint(folder: Path, documents: Iterable[Document] | None = None) -> Linted:
    """Check the questions in ``folder`` against the shipped library, or ``documents``."""
    questions = read_questions(folder)
    held = Held(tuple(read_library() if documents is None else documents))
    leaks = {q.id: leak(q, held) for q in questions if q.gold}
    findings = (
        *vanished(questions, held),
        *duplicates(questions),
        *_leaking(leaks),
        *unheld_points(questions, held),
        *unreviewed(questions),
        *quotas(questions),
        *unasked(questions, held),
    )
    counts = {one.name: sum(map(one.holds, questions)) for one in QUOTAS}
    return Linted(len(questions), findings, leaks, counts)


# -- checks ------------------------------------------------------------------------------------------


def vanished(questions: Sequence[GoldQuestion], held: Held) -> Iterator[Finding]:
    """Gold clauses that the library does not have."""
    for one in questions:
        gone = sorted(key for key in accepted(one) if key not in held.clauses)
        if gone:
            yield Finding("vanished", f"资料库中没有 {'、'.join(gone)}。", (one.id,))


def duplicates(questions: Sequence[GoldQuestion]) -> Iterator[Finding]:
    """The same question twice; nearly the same: a fault where one of the two is blind."""
    texts = {one.id: normalised("\n".join((*one.before, one.question))) for one in questions}
    grams = {key: grams_of(text) for key, text in texts.items()}
    for one, other in combinations(questions, 2):
        ids = (one.id, other.id)
        if texts[one.id] == texts[other.id]:
            yield Finding("duplicate", "两题相同。", ids)
        elif (near := jaccard(grams[one.id], grams[other.id])) >= NEAR:
            across = one.split is not other.split
            told = "，且一题是盲测题" if across and Split.TEST in (one.split, other.split) else ""
            yield Finding("near", f"两题的四字组重合 {near:.0%}{told}。", ids, fault=across)


def leak(one: GoldQuestion, held: Held) -> float:
    """Share of the question's n-grams, stock ones aside, that stand in its gold clauses."""
    asked = grams_of(one.question) - held.stock
    told = {gram for key in accepted(one) for gram in held.grams.get(key, ())}
    return len(asked & told) / len(asked) if asked else 0.0


def _leaking(leaks: dict[str, float]) -> Iterator[Finding]:
    for key, value in sorted(leaks.items(), key=lambda one: -one[1]):
        if value >= LEAK:
            yield Finding(
                "leak", f"题目的四字组有 {value:.0%} 是应引条款的原话。", (key,), fault=False
            )


def unheld_points(questions: Sequence[GoldQuestion], held: Held) -> Iterator[Finding]:
    """Points of which no alternative stands in any gold clause, nor is its source's place."""
    regions = {one.source.id: one.source.region for one in held.documents}
    for one in questions:
        if one.unanswerable:
            continue
        keys = accepted(one)
        text = "\n".join(held.texts.get(key, "") for key in sorted(keys))
        places = {regions.get(key.partition("#")[0], "") for key in keys}
        for number, entry in enumerate(one.points, start=1):
            if not stands_any(entry, text) and not places.intersection(alternatives(entry)):
                words = "" if one.split is Split.TEST else f"“{' / '.join(alternatives(entry))}”"
                yield Finding("points", f"第 {number} 个要点{words}不在应引条款中。", (one.id,))


def unreviewed(questions: Sequence[GoldQuestion]) -> Iterator[Finding]:
    """Questions that no second person has noted to have checked."""
    ids = tuple(one.id for one in questions if not (one.reviewed or "").strip())
    if ids:
        yield Finding("reviewed", f"{len(ids)} 题没有写第二个人复核了什么。", ids)


def quotas(questions: Sequence[GoldQuestion]) -> Iterator[Finding]:
    """Kinds of which there are too few."""
    for one in QUOTAS:
        found = sum(map(one.holds, questions))
        if found < one.least:
            yield Finding("quota", f"{one.name}：{found} 题，至少要 {one.least} 题。")


def unasked(questions: Sequence[GoldQuestion], held: Held) -> Iterator[Finding]:
    """Clauses of the compilation notes asked in fewer than two wordings; sources never asked for."""
    asked = Counter(key for one in questions for key in accepted(one))
    notes = [c for one in held.documents if one.source.id == NOTES for c in one.clauses if c.body]
    few = tuple(one.id for one in notes if asked[one.id] < WORDINGS)
    if few:
        yield Finding("notes", f"编制说明有 {len(few)} 条少于 {WORDINGS} 种问法。", few)
    sources = {key.partition("#")[0] for key in asked}
    silent = tuple(one.source.id for one in held.documents if one.source.id not in sources)
    if silent:
        yield Finding("sources", f"{len(silent)} 份资料没有题问到。", silent)


def grams_of(text: str) -> frozenset[str]:
    """Character n-grams of the letters and digits of ``text``; the whole of a shorter one."""
    bare = "".join(character for character in normalised(text) if character.isalnum())
    pieces = (bare[i : i + _GRAM] for i in range(max(1, len(bare) - _GRAM + 1)))
    return frozenset(piece for piece in pieces if piece)


def jaccard(one: frozenset[str], other: frozenset[str]) -> float:
    """Shared members over all members; 0 where there are none."""
    return len(one & other) / len(one | other) if one or other else 0.0


# -- telling -----------------------------------------------------------------------------------------


def as_dict(linted: Linted) -> dict[str, object]:
    """What was found as JSON."""
    return {
        "clean": linted.clean,
        "questions": linted.questions,
        "counts": linted.counts,
        "findings": [dataclasses.asdict(one) for one in linted.findings],
        "leak_limit": LEAK,
        "leak_distribution": linted.distribution(),
        "leaks": linted.leaks,
    }


def print_lint(linted: Linted) -> None:
    """Numbers, the distribution of leaks, and the findings, faults first."""
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    out = Console(width=120)
    numbers = Table(title=f"评测题（{linted.questions} 题）")
    numbers.add_column("类别")
    numbers.add_column("题数", justify="right")
    numbers.add_column("至少", justify="right")
    for quota in QUOTAS:
        numbers.add_row(quota.name, str(linted.counts[quota.name]), str(quota.least))
    out.print(numbers)
    deciles = "，".join(f"{name} {value:.0%}" for name, value in linted.distribution().items())
    if deciles:
        out.print(f"题目四字组见于应引条款的比例：{deciles}；从 {LEAK:.0%} 起提醒。")
    for one in sorted(linted.findings, key=lambda one: not one.fault):
        sign = "[red]错[/red]" if one.fault else "[yellow]看[/yellow]"
        out.print(f"{sign} {CHECKS[one.check]}：{escape(one.message)}{escape(_shown(one.ids))}")
    faults = len(linted.faults)
    out.print("没有要改的。" if linted.clean else f"要改的 {faults} 处。")


#: Ids that a line names before it says how many there are.
_MOST = 12


def _shown(ids: Sequence[str]) -> str:
    if not ids:
        return ""
    more = f"……共 {len(ids)} 个" if len(ids) > _MOST else ""
    return f"（{'、'.join(ids[:_MOST])}{more}）"
