"""A statement that is nearly a sentence of a clause: what was changed in it says what is wrong with it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from assistant.verifying.agents import is_issuer
from assistant.verifying.anchors import QUOTED
from assistant.verifying.content import pairs_of
from assistant.verifying.evidence import Evidence
from assistant.verifying.force import ENUMERATES, force_of, is_advised, negations
from assistant.verifying.lexicon import lexicon, masked
from assistant.verifying.models import Fault, Reason
from assistant.verifying.naming import is_short_for, names_of
from assistant.verifying.quantities import dates_of, quantities_of
from corpus.models import Modality

#: From this likeness on the differences are edits, not another wording.
LIKE = 0.82
_DIGIT = re.compile(r"[\d〇零一二两三四五六七八九十百千万亿半%]")
_STOP = ".;!?"
#: 不 put in or left out makes 合格 of 不合格, which counts as no negation elsewhere.
_BARE = ({"", "不"}, {"", "未"}, {"", "无"})
_MILD = frozenset((Modality.PERMISSION, Modality.POSSIBILITY))
#: A statement may leave out so much of a sentence and more, with what it denies or limits.
_LEFT_OUT = 6


def check_edits(statement: str, evidence: Evidence) -> Iterator[Reason]:
    """Faults of each sentence of a folded statement that is close to a sentence of the evidence."""
    for own in _sentences(statement):
        found = [
            [
                *_faults(own, *near, advised=is_advised(statement, evidence)),
                *_bodies(own, near[1], evidence),
                *_quoted(own, near[1]),
            ]
            for near in _closest(own, evidence.sentences)
        ]
        if found and all(found):
            yield from found[0]


def _sentences(text: str) -> list[str]:
    return [s for s in re.split(r"(?<=[.;!?])(?!\d)", text) if len(s) >= 8]


def _closest(own: str, sentences: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """Sentences that are like the statement, cut to what it has of them and whole; the best first."""
    wanted = pairs_of(own)
    found = []
    for sentence in sentences:
        shared = len(wanted & pairs_of(sentence))
        if shared < 0.5 * len(wanted):
            continue
        piece = _cut(own, sentence)
        ratio = SequenceMatcher(None, own, piece, autojunk=False).ratio()
        if ratio >= LIKE:
            found.append((ratio, piece, sentence))
    found.sort(key=lambda pair: -pair[0])
    best = found[0][0] if found else 0.0
    return tuple((piece, whole) for ratio, piece, whole in found if ratio >= best - 0.03)


def _cut(own: str, sentence: str) -> str:
    """The stretch of ``sentence`` between the first and last words that the statement shares with it."""
    blocks = [
        b
        for b in SequenceMatcher(None, own, sentence, autojunk=False).get_matching_blocks()
        if b.size >= 3
    ]
    if not blocks:
        return sentence
    start = max(0, blocks[0].b - blocks[0].a)
    end = min(
        len(sentence), blocks[-1].b + blocks[-1].size + (len(own) - blocks[-1].a - blocks[-1].size)
    )
    return sentence[start:end]


def _faults(own: str, near: str, sentence: str, *, advised: bool) -> Iterator[Reason]:
    first, second = own.strip(_STOP), near.strip(_STOP)
    changed = _changed(first, second) & _changed(first, sentence)
    if advised and not force_of(sentence):
        changed -= {Fault.MODALITY}  # 建议…: 应… as advice
    one, other = _Masked.of(first), _Masked.of(second)
    for tag, a, b, c, d in SequenceMatcher(None, first, second, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        new, old = first[a:b], second[c:d]
        if tag == "delete" and (a == 0 or b == len(first)):
            continue  # words around what is quoted: who says it
        if {new, old} in _BARE and all(_bare(first) != _bare(s) for s in (second, sentence)):
            reason = f"“{new or old}”在原文里{'没有' if new else '有'}，意思相反。"
            yield Reason(Fault.NEGATION, first[max(0, a - 4) : b + 4], reason)
            return
        here, there = slice(max(0, a - 4), b + 4), slice(max(0, c - 4), d + 4)
        yield from _fault_of(_Edit(new, old, one.cut(here), other.cut(there)), changed)


@dataclass(frozen=True, slots=True)
class _Masked:
    """A text as it is, and with the words masked that are no negations and no quantifiers."""

    text: str
    negated: str
    quantified: str

    @staticmethod
    def of(text: str) -> _Masked:
        words = lexicon()
        return _Masked(text, masked(text, words.not_negation), masked(text, words.not_quantifier))

    def cut(self, part: slice) -> _Masked:
        return _Masked(self.text[part], self.negated[part], self.quantified[part])


@dataclass(frozen=True, slots=True)
class _Edit:
    """``new`` in the place of ``old``, with four characters on either side."""

    new: str
    old: str
    here: _Masked
    there: _Masked


def _bodies(own: str, sentence: str, evidence: Evidence) -> Iterator[Reason]:
    """A body that the sentence does not name, or not so often: one was put in the place of another."""
    left = [body.key for body in names_of(sentence).bodies]
    for body in names_of(own).bodies:
        same = next((b for b in left if body.key in b or is_short_for(body.key, b)), None)
        titles = "".join(title.key for title in names_of(sentence).titles)
        if same is None and (body.key in evidence.facts or body.key in titles):
            continue
        if same is None and is_issuer(body, own, evidence):
            continue
        if same is None:
            message = f"原文这里不是{body.key}。"
            yield Reason(Fault.SUBJECT, body.key, message)
            return
        left.remove(same)


def _quoted(own: str, sentence: str) -> Iterator[Reason]:
    """Words in quotation marks that the sentence does not have, or not so often."""
    for quoted in Counter(QUOTED.findall(own)) - Counter(QUOTED.findall(sentence)):
        if sentence.count(quoted) < own.count(quoted):
            yield Reason(Fault.QUOTE, quoted, f"原文这里没有“{quoted}”。")
            return


def _bare(text: str) -> int:
    return sum(text.count(word) for word in "不未无")


def _changed(first: str, second: str) -> frozenset[Fault]:
    """Which kinds of words differ between two sentences; a word that only moved is no change."""
    one, other = _Masked.of(first), _Masked.of(second)
    found = set()
    if _numbers(first) - _numbers(second):
        found.add(Fault.NUMBER)
    counts = [negations(text) for text in (first, second)]
    both = "或" in second and counts[0] > counts[1] > 0  # 不能甲或乙: 既不能甲，也不能乙
    if counts[0] != counts[1] and not both:
        found.add(Fault.NEGATION)
    for kind, pattern in lexicon().quantifiers.items():
        listed = kind == "all" and ENUMERATES.search(first)
        often = min(_count(pattern, text.quantified) for text in (one, other)) > 1
        if not (listed or often) and _count(pattern, one.quantified) != _count(
            pattern, other.quantified
        ):
            found.add(Fault.QUANTIFIER)
    one_force, other_force = force_of(first), force_of(second)
    milder = one_force & _MILD and other_force - _MILD
    if (one_force ^ other_force) - _MILD or (milder and one_force - other_force):
        found.add(Fault.MODALITY)
    return frozenset(found)


def _numbers(text: str) -> Counter[tuple[float, str]]:
    names = names_of(text)
    days = [(d.year * 10000.0 + d.month * 100 + d.day, "date") for d in dates_of(names.blanked)]
    units = {"count": "", "bare": ""}
    values = [
        (q.value, units.get(q.unit, q.unit)) for q in quantities_of(names.blanked) if q.value != 1
    ]
    serials = [(0.0, number.key) for number, _, _ in names.numbers]
    return Counter([*days, *values, *serials, *((0.0, text[s:e]) for _, s, e in names.labels)])


def _fault_of(edit: _Edit, changed: frozenset[Fault]) -> Iterator[Reason]:
    words, new, old = lexicon(), edit.new, edit.old
    here, there = edit.here.text, edit.there.text
    digits = bool(new and old and _DIGIT.search(new) and _DIGIT.search(old))
    if Fault.NUMBER in changed and digits and _numbers(here) != _numbers(there):
        yield Reason(Fault.NUMBER, here, f"原文是“{there}”，不是“{here}”。")
        return
    counts = [_count(words.negation, text) for text in (edit.here.negated, edit.there.negated)]
    shorter = len(old) - len(new) >= _LEFT_OUT
    if shorter and (counts[0] or not counts[1]):
        return
    only = words.quantifiers["only"]
    if only.search(edit.here.quantified) and only.search(edit.there.quantified):
        return  # 没有查到，只知道…: 仅知道…
    if Fault.NEGATION in changed and counts[0] != counts[1]:
        yield Reason(Fault.NEGATION, here, f"原文是“{there}”，与“{here}”意思相反。")
        return
    if Fault.QUANTIFIER in changed:
        for pattern in words.quantifiers.values():
            if _count(pattern, edit.here.quantified) != _count(pattern, edit.there.quantified):
                yield Reason(Fault.QUANTIFIER, here, f"原文是“{there}”，“{here}”改了范围。")
                return
    moved = force_of(here) == force_of(there) or not (force_of(new) or force_of(old))
    if Fault.MODALITY in changed and not moved:
        yield Reason(Fault.MODALITY, here, f"原文是“{there}”，“{here}”改了语气。")


def _count(pattern: re.Pattern[str], text: str) -> int:
    return len(pattern.findall(text))
