"""Labels of clauses as people write them: 六（四）, 六、(四), 第5条第二款, ４．２．１ a)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from index.characters import Folded, folded
from index.numerals import NUMERAL, arabic

_N = rf"(?:{NUMERAL}|\d{{1,4}})"
_GAP = r"[\s、,，的]*"
_BRACKETED = rf"第?\(\s?{_N}\s?\)项?"
_POINT = rf"(?:{_GAP}第{_N}目)?"
_LAW = rf"第{_N}条(?:之{NUMERAL})?(?:{_GAP}第{_N}款)?(?:{_GAP}(?:{_BRACKETED}|第{_N}项){_POINT})?"
_CHAPTER = rf"(?:第{_N}(?:分?编){_GAP})?第{_N}(?:分?编|章|部分)(?:{_GAP}第{_N}节)?(?:{_GAP}{_LAW})?"
_OFFICIAL = (
    rf"{NUMERAL}{_GAP}\(\s?{_N}\s?\)(?:{_GAP}\d{{1,2}}(?![\d.%年月日个家条人])(?:{_GAP}\({_N}\))?)?"
)
_OFFICIAL_TOP = rf"(?<!第){NUMERAL}、"
_LIST = r"(?:[\s的第]*[a-z](?:\)|\s?项)(?:[\s的第]*\d{1,2}(?:\)|\s?项(?![目])))?)?"
_DOTTED = r"(?:[a-z]\.)?\d{1,2}(?:\.\d{1,3}){1,5}|[a-z]\.\d{1,2}"
_LEAF = r"(?:表|图|注|示例)\s*(?:[a-z]\.)?\d{1,2}(?![\d.%年月日个份张家条人分次])"
_STANDARD = rf"(?<![\d.a-z/-])(?:第|附录\s*)?(?:{_DOTTED})(?![\d.%])条?(?:{_GAP}{_LEAF}|{_LIST})"
#: A chapter's number is no label by itself, with a letter it is: 4 a).
_CHAPTER_ITEM = r"(?<![\d.a-z/-])\d{1,2}\s?[a-z]\)"
_ANNEX = r"附录\s*[a-z](?![a-z])"
#: 表1 where 表 is a word of its own: 报表1, 代表2 are none.
_LONE_LEAF = rf"(?<![\u4e00-\u9fffa-z])(?:{_LEAF})|(?<=[见的中按和与及或在看据])(?:{_LEAF})"
_ATTACHMENT = r"附[件表]\s*\d{1,2}(?![\d.%年月日个份张家条人])"
_PATTERN = re.compile(
    "|".join(
        (
            _CHAPTER,
            _LAW,
            _OFFICIAL,
            _STANDARD,
            _CHAPTER_ITEM,
            _ANNEX,
            _ATTACHMENT,
            _LONE_LEAF,
            _OFFICIAL_TOP,
        )
    )
)
_UNIT = re.compile(r"\s*(?:倍|亿|万|元|米|mm|cm|kg|%|％|版|分|小时|天)")
#: A label that stands at the end of the labels of many clauses: 表1 of 4.2.1 表1, 第2节 of 第1章第2节.
_TAIL = re.compile(r"(?:表|图|注|示例)(?:[a-z]\.)?\d+|附[件表]\d+|第\d+(?:编|分编|章|节).*")
_LONE = re.compile(r"(?:表|图|注|示例)(?:[a-z]\.)?\d+|附[件表]\d+|\d+[a-z]\)")
#: 款 whose items are looked for when only the article is named.
_PARAGRAPHS = range(2, 7)


@dataclass(frozen=True, slots=True)
class LabelMention:
    """A label in a question: positions in the question, and the keys it may be stored under."""

    start: int
    end: int
    text: str
    keys: tuple[str, ...]  # best first: the label, its other spellings, then the places around it
    same: int  # how many of the keys name the place itself

    @property
    def claims(self) -> bool:
        """Whether it is surely a label, so that its absence is worth telling: 六（四）; not 表1."""
        return not self.keys[0].isdigit() and not _LONE.fullmatch(self.keys[0])

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
    key = re.sub(r"(?<=[条款章节编目\d)])的(?=[第(表图注示a-z])", "", key)
    key = re.sub(r"^第?(\d+(?:\.\d+)+)条?", r"\1", key)
    key = re.sub(r"(?<=[\d)])第?([a-z]|\d+)项", r"\1)", key)
    return re.sub(r"^附录(?=[a-z]\.)", "", key).rstrip(".")


def ends_labels(key: str) -> bool:
    """Whether a key may stand for all labels that end with it: 表1 for 4.2.1 表1."""
    return _TAIL.fullmatch(key) is not None


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
    same: list[str] = [key]
    wider: list[str] = []
    chapter = re.fullmatch(r"第(\d+)(?:编|章|部分)(?:第(\d+)节)?", key)
    if chapter:
        number, section = chapter.groups()
        same += [f"{number}({section})", f"{number}.{section}"] if section else [number]
    article = re.search(r"第\d+条(?:之\d+)?", key)
    if article:
        rest = key[article.start() :]
        if rest != key:  # 第2章第5条: articles are counted through the chapters
            same.append(rest)
        _of_article(article.group(), rest, same, wider)
    lettered = re.fullmatch(r"([a-z\d.]+)([a-z]\))(\d+\))?", key)
    if lettered:
        number, letter, point = lettered.groups()
        wider += [number + letter, number] if point else [number]
    leaf = re.fullmatch(r"((?:[a-z]\.)?\d+(?:\.\d+)+|[a-z]\.\d+)((?:表|图|注|示例).+)", key)
    if leaf:
        number, mark = leaf.groups()
        if mark[0] in "表图":  # counted through the document
            same.append(mark)
        wider.append(number)
    return same, wider


def _of_article(article: str, rest: str, same: list[str], wider: list[str]) -> None:
    """Keys of a 款, 项 or 目 of an article: the article itself holds its first 款."""
    paragraph, item, point = re.fullmatch(
        r"(第\d+款)?(\(\d+\))?(第\d+目)?", rest[len(article) :]
    ).groups(default="")  # type: ignore[union-attr]
    if paragraph == "第1款":
        same.append(article + item + point)
    elif not paragraph and item:  # 第5条(1), said of the only list that the article has
        same += [f"{article}第{n}款{item}{point}" for n in _PARAGRAPHS]
    if point:
        wider.append(article + paragraph + item)
    if item and paragraph:
        wider.append(article + paragraph)
    if paragraph and item:  # in texts whose 款 are no clauses
        wider.append(article + item)
    if rest != article:
        wider.append(article)
