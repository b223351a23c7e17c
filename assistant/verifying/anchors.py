"""Numbers, dates, documents, labels, names and places of a statement: each must stand in the evidence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.verifying.deriving import is_derived
from assistant.verifying.evidence import Evidence
from assistant.verifying.folding import plain
from assistant.verifying.lexicon import lexicon
from assistant.verifying.models import Fault, Reason
from assistant.verifying.naming import Names, gazetteer, is_short_for, names_of
from assistant.verifying.quantities import Quantity, dates_of, quantities_of, same_value
from corpus.versions import folded_title
from index.labels import label_key

_UNITS = frozenset(("mm", "cm", "km", "kg", "pt", "dpi", "ok", "ai"))
_LATIN = re.compile(r"(?<![a-z])[a-z]{2,}(?![a-z])")
#: What sort of rule a text is; said with 不是 it is no claim.
_KINDS = re.compile(r"(?<!不是)(?<!而非)(?<!并非)(?:强制性|推荐性|规范性|资料性)(?!引用)")
#: Words in quotation marks are said to stand in the text.
QUOTED = re.compile(r'"([^"]{1,40})"')
#: A label right behind the name of its document: 编制说明六(四), 本公司办法第五条.
_MARK = (
    r"(?:[一二三四五六七八九十]+|\d+(?:\.\d+)*)(?:条|部分|章)?(?:、?\([一二三四五六七八九十\d]+\))?"
    r"(?=写明|规定|明确|载明|所说|说|里|中|的|:|,)"
)


def check_anchors(statement: str, evidence: Evidence) -> Iterator[Reason]:
    """Faults of a folded statement."""
    names = names_of(statement)
    yield from _quantities(names.blanked, statement, evidence)
    yield from _dates(names.blanked, statement, evidence)
    yield from _documents(names, statement, evidence)
    yield from _labels(names, statement, evidence)
    yield from _names(names, statement, evidence)
    for word in _LATIN.findall(names.blanked):
        if word not in evidence.whole and word not in _UNITS and word not in lexicon().same:
            yield Reason(Fault.NAME, word, f"所引条款里没有“{word}”。")
    for kind in _KINDS.findall(statement):
        if kind not in evidence.whole:
            yield Reason(Fault.MODALITY, kind, f"所引条款里没有说“{kind}”。")
    for quoted in QUOTED.findall(statement):
        if quoted not in evidence.whole:
            yield Reason(Fault.QUOTE, quoted, f"所引条款里没有“{quoted}”这个说法。")


def _quantities(blanked: str, statement: str, evidence: Evidence) -> Iterator[Reason]:
    for quantity in quantities_of(blanked):
        words = statement[quantity.start : quantity.end]
        if words.startswith("一"):
            continue  # 一项 says no more than that there is one
        same = [q for q in evidence.quantities if same_value(quantity, q)]
        if not same:
            if words not in evidence.whole and not is_derived(quantity, statement, evidence):
                yield Reason(Fault.NUMBER, words, f"所引条款里没有“{words}”这个数。")
        elif not bound_holds(quantity, same):
            yield Reason(Fault.NUMBER, words, f"“{words}”的范围（以上、以下、约）与所引条款不同。")


def bound_holds(quantity: Quantity, same: Sequence[Quantity]) -> bool:
    """Whether one of the same numbers of the evidence has the range: 以上, 以下, 约, or none."""
    bounds = {q.bound for q in same}
    if quantity.bound in bounds:
        return True
    if not quantity.bound:
        return not bounds & {"most", "about"}
    return quantity.bound in ("least", "about") and bool(bounds & {"least", "about"})


def _dates(blanked: str, statement: str, evidence: Evidence) -> Iterator[Reason]:
    for day in dates_of(blanked):
        if not any(day.within(other) for other in evidence.dates):
            words = statement[day.start : day.end]
            yield Reason(Fault.DATE, words, f"所引条款里没有“{words}”这个日期。")


def _documents(names: Names, statement: str, evidence: Evidence) -> Iterator[Reason]:
    known = [n for other in evidence.names for n, _, _ in other.numbers]
    for number, start, end in names.numbers:
        if not any(number.covers(other) for other in known):
            words = statement[start:end]
            yield Reason(Fault.DOCUMENT, words, f"所引条款里没有“{words}”这个编号。")
    titles = [t.key for other in evidence.names for t in other.titles]
    for title in names.titles:
        wanted = folded_title(title.key)
        called = [folded_title(t) for t in titles]
        if wanted and any(_is_title(wanted, other) for other in called):
            continue
        if wanted and (
            wanted in folded_title(evidence.facts)
            or any(is_short_for(wanted, other) for other in called if len(other) < 2 * len(wanted))
        ):
            continue
        yield Reason(Fault.DOCUMENT, title.key, f"所引条款里没有提到《{title.key}》。")


def _is_title(wanted: str, other: str) -> bool:
    """Whether ``wanted`` is how ``other`` is called for short: its end, or most of it."""
    return other.endswith(wanted) or (wanted in other and len(wanted) >= 0.6 * len(other))


def _labels(names: Names, statement: str, evidence: Evidence) -> Iterator[Reason]:
    own = [
        plain(label).text
        for one in evidence.cited
        for label in (one.clause.label, *one.clause.path)
    ]
    for source in evidence.sources:
        called = "|".join(
            re.escape(plain(n).text) for n in (source.short_title, source.title, *source.aliases)
        )
        for match in re.finditer(rf"(?:{called})》?(?:的|中)?第?({_MARK})", statement):
            if match[1].strip(",.") not in "".join(own) and not _is_listed(match[1], own):
                yield Reason(Fault.LABEL, match[0], f"“{match[0]}”不是所引的条款。")
    for keys, start, end in names.labels:
        words = statement[start:end]
        wanted = {label_key(words), *keys}
        if wanted & evidence.labels or any(k.endswith(label_key(words)) for k in evidence.labels):
            continue
        yield Reason(Fault.LABEL, words, f"“{words}”不是所引的条款。")


def _is_known(name: str, evidence: Evidence, bodies: list[str]) -> bool:
    """Whether the evidence names it; up to three characters in front may belong to the sentence."""
    if name in evidence.whole or any(is_short_for(name, other) for other in bodies):
        return True
    return any(
        other.startswith(name[cut:]) or (is_short_for(name[cut:], other) and other[0] == name[cut])
        for cut in range(1, min(4, len(name) - 3))
        for other in bodies
    )


def _is_listed(mark: str, own: list[str]) -> bool:
    bare = re.sub(r"[第条部分,.的]", "", mark)
    return any(bare == re.sub(r"[第条部分,.的]", "", label) for label in own)


def _names(names: Names, statement: str, evidence: Evidence) -> Iterator[Reason]:
    bodies = [b.key for other in evidence.names for b in other.bodies]
    for body in names.bodies:
        if _is_known(body.key, evidence, bodies):
            continue
        yield Reason(Fault.NAME, body.key, f"所引条款里没有“{body.key}”。")
    for person in names.people:
        if person.key not in evidence.whole:
            yield Reason(Fault.NAME, person.key, f"所引条款里没有“{person.key}”这个名字。")
    for place in names.places:
        if place.key in evidence.regions or statement[place.start : place.end] in evidence.whole:
            continue
        within = [p.key for p in names.places if place.key in gazetteer().chain(p.key)[1:]]
        if any(key in evidence.regions for key in within):
            continue  # 福建漳州; but what 漳州 rules is not said of 福建
        if place.key in ("中国", "全国") or (
            gazetteer().find(place.key) is None and place.key[:2] in evidence.whole
        ):
            continue
        yield Reason(Fault.PLACE, place.key, f"所引条款不是{place.key}的，也没有提到{place.key}。")
