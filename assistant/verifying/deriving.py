"""Numbers that no clause writes down but that follow from it: things counted, sums, differences, ratios."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from datetime import date

from assistant.verifying.evidence import Evidence
from assistant.verifying.naming import names_of
from assistant.verifying.quantities import Quantity, dates_of, quantities_of

_PIECES = re.compile(r"[,.;:!?]")
_ITEMS = re.compile(r"、|和|与|及|以及|或")
#: Words that say how a number was worked out; they stand in the same statement.
_SUM = re.compile(r"加起来|合起来|加在一起|合计|共计|总计|一共|总共|之和")
_DIFFERENCE = re.compile(r"(?:[早晚多少高低差隔]|提前|推迟|增加|减少)(?:了|出)?(?:约|近)?$")
_SPAN = re.compile(r"(?:分|历时|跨|横跨|连续|为期)(?:了|成|作)?$")
_STEPS = ("步", "批", "阶段", "轮", "次", "个阶段", "年")
_NOUN = 2  # characters behind a number that say what is counted


def is_derived(quantity: Quantity, statement: str, evidence: Evidence) -> bool:
    """Whether the number of a folded statement can be had from the evidence by counting or reckoning."""
    return (
        _is_counted(quantity, statement, evidence)
        or _is_ratio(quantity, statement)
        or (bool(_SUM.search(statement)) and _is_sum(quantity, evidence))
        or (
            bool(_DIFFERENCE.search(statement[: quantity.start]))
            and _is_difference(quantity, evidence)
        )
        or _is_span(quantity, statement, evidence)
    )


def _is_counted(quantity: Quantity, statement: str, evidence: Evidence) -> bool:
    """A small number of things that are listed and not counted: 三项措施, 两地, 四个方面：甲、乙、丙和丁."""
    if quantity.unit not in ("count", "bare") or not 2 <= quantity.value <= 12:
        return False
    if quantity.value in (len(evidence.cited), len(evidence.sources)):
        return True
    if _is_counted_otherwise(quantity, statement, evidence):
        return False
    lists = [piece for text in (statement, *evidence.sentences) for piece in _PIECES.split(text)]
    counts = {len([p for p in _ITEMS.split(piece) if p]) for piece in lists}
    counts |= {sentence.count(";") + 1 for sentence in evidence.sentences}
    counts |= {len([p for p in sentence.split(",") if p]) for sentence in evidence.sentences}
    return quantity.value in counts


def _is_counted_otherwise(quantity: Quantity, statement: str, evidence: Evidence) -> bool:
    """Whether the evidence gives another number of the very things: 四个规范性附录 where it has 三个."""
    noun = statement[quantity.end : quantity.end + _NOUN]
    if len(noun) < _NOUN or not re.fullmatch(r"[\u4e00-\u9fff]+", noun):
        return False
    return any(
        text.startswith(noun, other.end) and other.value != quantity.value and other.value > 1
        for text in evidence.texts
        for other in quantities_of(names_of(text).blanked)
        if other.unit in ("count", "bare")
    )


def _is_ratio(quantity: Quantity, statement: str) -> bool:
    """甲2000名，乙100名，前者是后者的20倍: both numbers stand in the statement."""
    if quantity.unit != "fold":
        return False
    values = [q for q in quantities_of(names_of(statement).blanked) if q.unit != "fold" and q.value]
    return any(
        one.unit == other.unit and _equal(one.value / other.value, quantity.value)
        for one, other in itertools.permutations(values, 2)
    )


def _is_sum(quantity: Quantity, evidence: Evidence) -> bool:
    """A sum of numbers that stand side by side in one sentence."""
    for sentence in evidence.sentences:
        found = quantities_of(names_of(sentence).blanked)
        values = [q.value for q in found if q.unit == quantity.unit]
        for start, end in itertools.combinations(range(len(values) + 1), 2):
            if end - start > 1 and _equal(sum(values[start:end]), quantity.value):
                return True
    return False


def _is_difference(quantity: Quantity, evidence: Evidence) -> bool:
    if quantity.unit in ("day", "month"):
        return any(_equal(days, quantity.value) for days in _times_between(quantity.unit, evidence))
    values = [q.value for q in evidence.quantities if q.unit == quantity.unit]
    return any(_equal(abs(a - b), quantity.value) for a, b in itertools.combinations(values, 2))


def _times_between(unit: str, evidence: Evidence) -> Iterator[float]:
    """Days between any two whole dates, or months between two dates of the evidence."""
    for one, other in itertools.combinations(set(evidence.dates), 2):
        if not (one.year and other.year):
            continue
        if unit == "month" and bool(one.month) == bool(other.month):
            yield abs((one.year - other.year) * 12 + one.month - other.month)
        elif unit == "day" and one.month and one.day and other.month and other.day:
            try:
                days = (
                    date(one.year, one.month, one.day) - date(other.year, other.month, other.day)
                ).days
            except ValueError:  # 2月30日
                continue
            yield abs(days)


def _is_span(quantity: Quantity, statement: str, evidence: Evidence) -> bool:
    """分两步, 分五年: as many as the years that follow, or that one sentence of the evidence has."""
    words = statement[quantity.start : quantity.end]
    if not words.endswith(_STEPS) or not _SPAN.search(statement[: quantity.start]):
        return False
    value = quantity.value / 12 if quantity.unit == "month" else quantity.value
    follows = statement[quantity.end :]
    return any(_equal(_years(text), value) for text in (follows, *evidence.sentences))


def _years(text: str) -> int:
    return len({d.year for d in dates_of(names_of(text).blanked) if d.year})


def _equal(one: float, other: float) -> bool:
    return abs(one - other) <= 1e-6 * max(1.0, abs(one))
