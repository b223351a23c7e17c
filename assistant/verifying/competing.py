"""A value, label or place that the evidence gives for something else, while another stands for this."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.verifying.content import pairs_of, segments_of
from assistant.verifying.evidence import Evidence
from assistant.verifying.models import Fault, Reason
from assistant.verifying.naming import Names, names_of
from assistant.verifying.quantities import dates_of, quantities_of

#: The other one must fit so much better.
_BETTER = 0.4
#: Values that may stand nowhere and still be had from the evidence (``deriving``).
_DERIVED = frozenset(("number", "period"))
#: Pairs of characters by which a segment is told from others.
_TELLING = 3


@dataclass(frozen=True, slots=True)
class Anchor:
    """A value in a segment: ``key`` compares, ``sort`` says with what it competes."""

    sort: str
    key: object
    words: str
    start: int
    end: int


def check_competing(statement: str, evidence: Evidence) -> Iterator[Reason]:
    """Faults of a folded statement: segments that hold one value of a sort."""
    stated = {(a.sort, a.key) for _, anchors in _with_anchors(evidence.facts) for a in anchors}
    stated |= {("year", (d.year, 0)) for d in dates_of(evidence.facts)}
    known: list[_Known] | None = None
    parts = _with_anchors(statement)
    places = {a.key for _, anchors in parts for a in anchors if a.sort == "place"}
    for segment, anchors in parts:
        sorts = Counter(a.sort for a in anchors)
        for anchor in anchors:
            alone = sorts[anchor.sort] == 1
            alone = alone and (anchor.sort != "place" or len(places) == 1)
            alone = alone and (anchor.words in evidence.whole or anchor.sort not in _DERIVED)
            if not alone or (anchor.sort, anchor.key) in stated:
                continue
            known = _known(evidence) if known is None else known
            if _fits_another(anchor, _rest(segment, anchors), known):
                fault = _FAULTS[anchor.sort]
                message = f"所引条款里“{anchor.words}”说的是另一件事，这里应是别的{_SAID[fault]}。"
                yield Reason(fault, anchor.words, message)


@dataclass(frozen=True, slots=True)
class _Known:
    """A segment of the evidence: its values, its words, and the values beside it."""

    keys: frozenset[tuple[str, object]]
    words: frozenset[str]
    beside: frozenset[tuple[str, object]]


def _known(evidence: Evidence) -> list[_Known]:
    found = []
    for sentence in evidence.sentences:
        parts = _with_anchors(sentence)
        years: frozenset[tuple[str, object]] = frozenset()  # hold until the next date
        keys = [frozenset((a.sort, a.key) for a in anchors) for _, anchors in parts]
        for n, (segment, anchors) in enumerate(parts):
            years = frozenset(k for k in keys[n] if k[0] == "year") or years
            beside = frozenset().union(*keys[max(0, n - 1) : n + 2])
            words = _rest(segment, anchors)
            if n and len(words) < _TELLING:  # 累计24572家: of what was said right before
                words |= _rest(*parts[n - 1])
            found.append(_Known(keys[n] | years, words, beside))
    return found


def _fits_another(anchor: Anchor, rest: frozenset[str], known: list[_Known]) -> bool:
    """Whether what is said of the value stands, in the evidence, with another value of its sort."""
    rivals = [k for k in known if any(sort == anchor.sort for sort, _ in k.keys)]
    telling = rest & frozenset().union(*(k.words for k in rivals))
    if len(telling) < (_TELLING if anchor.sort == "year" else _TELLING - 1):
        return False
    own = other = 0.0
    for rival in rivals:
        share = len(telling & rival.words) / len(telling)
        if _has(rival.beside if anchor.sort == "place" else rival.keys, anchor):
            own = max(own, share)
        else:
            other = max(other, share)
    least = 0.8 if anchor.sort == "place" else 0.6
    return other >= least and other - own >= _BETTER


def _has(keys: frozenset[tuple[str, object]], anchor: Anchor) -> bool:
    """Whether the value is among them; a month alone has the year that was named before it."""
    if (anchor.sort, anchor.key) in keys:
        return True
    return (
        anchor.sort == "year"
        and isinstance(anchor.key, tuple)
        and ("year", (0, anchor.key[1])) in keys
    )


_FAULTS = {
    "year": Fault.DATE,
    "number": Fault.NUMBER,
    "percent": Fault.NUMBER,
    "period": Fault.NUMBER,
    "money": Fault.NUMBER,
    "label": Fault.LABEL,
    "place": Fault.PLACE,
}
_SAID = {Fault.DATE: "日期", Fault.NUMBER: "数", Fault.LABEL: "条号", Fault.PLACE: "地方"}
_SORTS = {
    "count": "number",
    "bare": "number",
    "month": "period",
    "day": "period",
    "workday": "period",
}


def _with_anchors(sentence: str) -> list[tuple[str, list[Anchor]]]:
    return [(segment, _anchors(segment)) for _, segment in segments_of(sentence)]


def _anchors(segment: str) -> list[Anchor]:
    names: Names = names_of(segment)
    found = [
        Anchor("year", (d.year, d.month), segment[d.start : d.end], d.start, d.end)
        for d in dates_of(names.blanked)
    ]
    for q in quantities_of(names.blanked):
        sort = _SORTS.get(q.unit, q.unit)
        if sort in _FAULTS and q.value != 1:
            found.append(Anchor(sort, q.value, segment[q.start : q.end], q.start, q.end))
    found += [Anchor("label", keys[0], segment[s:e], s, e) for keys, s, e in names.labels if keys]
    found += [
        Anchor("place", p.key, segment[p.start : p.end], p.start, p.end) for p in names.places
    ]
    return found


def _rest(segment: str, anchors: list[Anchor]) -> frozenset[str]:
    """What the segment says apart from its values."""
    for anchor in sorted(anchors, key=lambda a: -a.start):
        segment = segment[: anchor.start] + "." + segment[anchor.end :]
    return pairs_of(segment)
