"""Labels of clauses as people write them: 六（四）, 六、(四), 第5条第二款, ４．２．１ a)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from index.characters import Folded, folded
from index.numerals import NUMERAL, arabic

_N = rf"(?:{NUMERAL}|\d{{1,3}})"
_GAP = r"[\s、,，]*"
_BRACKETED = rf"第?\(\s?{_N}\s?\)项?"
_LAW = rf"第{_N}条(?:之{NUMERAL})?(?:{_GAP}第{_N}款)?(?:{_GAP}(?:{_BRACKETED}|第{_N}项))?"
_CHAPTER = rf"第{_N}(?:编|章|部分)(?:{_GAP}第{_N}节)?(?:{_GAP}{_LAW})?"
_OFFICIAL = (
    rf"{NUMERAL}{_GAP}\(\s?{_N}\s?\)(?:{_GAP}\d{{1,2}}(?![\d.%年月日个家条人])(?:{_GAP}\({_N}\))?)?"
)
_OFFICIAL_TOP = rf"(?<!第){NUMERAL}、"
_STANDARD = (
    r"(?<![\d.a-z/-])第?(?:附录)?(?:[a-h]\.)?\d{1,2}(?:\.\d{1,3}){1,5}(?![\d.%])条?(?:\s*[a-z]\))?"
)
_ANNEX = r"附录\s*[a-h](?![a-z])"
_PATTERN = re.compile("|".join((_CHAPTER, _LAW, _OFFICIAL, _STANDARD, _ANNEX, _OFFICIAL_TOP)))
_UNIT = re.compile(r"\s*(?:倍|亿|万|元|米|mm|cm|kg|%|％|版|分|小时|天)")


@dataclass(frozen=True, slots=True)
class LabelMention:
    """A label in a question: positions in the question, and the keys it may be stored under."""

    start: int
    end: int
    text: str
    keys: tuple[str, ...]  # best first: the label, its other spellings, then the places around it
    same: int  # how many of the keys name the place itself

    def is_other_spelling(self, turn: int) -> bool:
        """Whether ``keys[turn]`` names the very place, rather than one around it."""
        return turn < self.same


def label_key(label: str) -> str:
    """One spelling for every way of writing a label.

    >>> label_key("六、（四）"), label_key("第五条第二款第（一）项"), label_key("４．２．１")
    ('6(4)', '第5条第2款(1)', '4.2.1')
    """
    key = re.sub(r"[\s、,，]", "", folded(label))
    key = arabic(key)
    key = re.sub(r"第?(\(\d+\))项?", r"\1", key)
    key = re.sub(r"第(\d+)项", r"(\1)", key)
    return re.sub(r"^第(\d+(?:\.\d+)+)条?", r"\1", key).rstrip(".")


def find_labels(question: Folded) -> tuple[LabelMention, ...]:
    """Labels in a folded question, from left to right."""
    found = []
    for match in _PATTERN.finditer(question.text):
        if _UNIT.match(question.text, match.end()) or not match.group():
            continue
        start, end = question.span(*match.span())
        same, wider = _keys(label_key(match.group()))
        keys = tuple(dict.fromkeys((*same, *wider)))
        found.append(LabelMention(start, end, match.group(), keys, len(same)))
    return tuple(found)


def _keys(key: str) -> tuple[list[str], list[str]]:
    """``key`` and what it is called in other families; the places around it, nearest first."""
    same, wider = [key], []
    chapter = re.fullmatch(r"第(\d+)(?:编|章|部分)(?:第(\d+)节)?", key)
    if chapter:
        number, section = chapter.groups()
        same += [f"{number}({section})", f"{number}.{section}"] if section else [number]
    article = re.search(r"第\d+条(?:之\d+)?", key)
    if article:
        rest = key[article.start() :]
        if rest != key:  # 第2章第5条: articles are counted through the chapters
            same.append(rest)
        item = re.search(r"\(\d+\)$", rest)
        if item and rest != article.group() + item.group():
            same.append(article.group() + item.group())
        if rest != article.group():
            wider.append(article.group())
    lettered = re.fullmatch(r"([\d.]+)([a-z]\))", key)
    if lettered:
        wider.append(lettered.group(1))
    return same, wider
