"""Which earlier turn of a conversation a question goes back to: 第二问, 最开始问的那个地方, 前面说的漳州."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answering.condensing import Earlier
from corpus.regions import NATION, Gazetteer

_NUMERALS = {char: at for at, char in enumerate("一二三四五六七八九十", 1)}
_NTH = re.compile(
    r"(?:我|刚才|前面|之前|回到|说回)*第\s*(?P<n>\d{1,3}|[一二三四五六七八九十]{1,3})\s*(?:个?问题|问|次问的)(?:里|中)?的?"
)
_PLACE = "地方|地区|省份?|城市|市"
_PAPER = "文件|办法|标准|规范|意见|通知|条例|规定|方案|制度"
_TOLD = r"(?:我|我们|你|您)?(?:(?:问|说|讲|聊|谈)(?:到|过|起)?|提(?:到|过|起))的?"
_FIRST = re.compile(
    rf"(?:最开始|一开始|刚开始|最初|最早|最先|起初|最?开头|第一次)"
    rf"(?:{_TOLD}(?:那|这)?(?:一)?(?:个|份|条|部|项)?|的?那(?:个|份|条|部|项)|的(?=问题))(?P<what>{_PLACE}|{_PAPER}|问题|话题)?"
)
_BEFORE = re.compile(
    rf"(?:回到|说回|再说回|回过头(?:来)?(?:说|看|问)?|(?:前面|之前|早先|先前|上面|刚才|早些时候){_TOLD})(?:那|这)?(?:一)?(?:个|份|条|部|项)?"
)
_AGAIN = re.compile(r"(?:再|请)?(?:说|讲|答|看|回答)(?:一?[遍下次])?[。.？?！!]*|回到[。]?")
_WHAT = re.compile(rf"^(?P<what>{_PLACE}|{_PAPER}|问题|话题|事情?)")


@dataclass(frozen=True, slots=True)
class Recalled:
    """The earlier turn that is meant, and what is asked about it; ``sure`` when it was counted out."""

    turn: Earlier
    rest: str
    sure: bool


def goes_back(text: str) -> bool:
    """Whether ``text`` may go back to an earlier turn."""
    return any(pattern.search(text) for pattern in (_NTH, _FIRST, _BEFORE))


def recall(text: str, turns: Sequence[Earlier | None], gazetteer: Gazetteer) -> Recalled | None:
    """The turn of ``turns`` (oldest first; None is small talk) that ``text`` goes back to, if it does.

    >>> from corpus.library_files import read_regions
    >>> from corpus.regions import gazetteer_of
    >>> turns = [Earlier("漳州的任职条件是什么？"), Earlier("标准由谁起草？"), Earlier("湖北的呢？")]
    >>> found = recall("最开始问的那个地方，由谁备案？", turns, gazetteer_of(read_regions()))
    >>> found.turn.standalone, found.rest
    ('漳州的任职条件是什么？', '由谁备案？')
    """
    nth = _NTH.search(text)
    if nth:
        number = _number(nth["n"])
        turn = turns[number - 1] if 1 <= number <= len(turns) else None
        return _found(text, nth, turn, sure=True) if turn is not None else None
    known = [turn for turn in turns if turn is not None]
    first = _FIRST.search(text)
    if first:
        fitting = [turn for turn in known if _is_about(turn, first["what"] or "", gazetteer)]
        return _place_kept(text, first, fitting[0], gazetteer) if fitting else None
    before = _BEFORE.search(text)
    return _before(text, before, known, gazetteer) if before else None


def _place_kept(text: str, match: re.Match[str], turn: Earlier, gazetteer: Gazetteer) -> Recalled:
    """The turn, with its place before a question that stands alone but for the place."""
    found = _found(text, match, turn, sure=False)
    if not re.fullmatch(_PLACE, match["what"] or "") or "首席质量官" not in found.rest:
        return found
    place = next(p.name for p in gazetteer.mentioned(turn.standalone) if p.name != NATION)
    return Recalled(turn, f"{place}{found.rest}", sure=False)


def _before(
    text: str, match: re.Match[str], turns: Sequence[Earlier], gazetteer: Gazetteer
) -> Recalled | None:
    """The last turn on the place, the document or the kind of thing that the words behind name."""
    behind = text[match.end() :]
    places = [p for p in gazetteer.mentioned(behind[:8]) if p.name != NATION]
    for turn in reversed(turns):
        if places:
            forms = (places[0].name, *places[0].aliases)
            form = next((f for f in forms if behind.startswith(f)), "")
            if form and any(f in turn.standalone for f in forms):
                rest = re.sub(rf"^(?:的|市|省|那份?|那个|{_PAPER})*", "", behind[len(form) :])
                return Recalled(turn, _tidy(text[: match.start()] + rest), sure=False)
            continue
        what = _WHAT.match(behind)
        if what and _is_about(turn, what["what"], gazetteer):
            rest = _tidy(text[: match.start()] + behind[what.end() :])
            return Recalled(turn, rest, sure=False)
    return None


def _is_about(turn: Earlier, what: str, gazetteer: Gazetteer) -> bool:
    """Whether the turn names a place or is answered from a document of the kind called ``what``."""
    if re.fullmatch(_PLACE, what):
        return any(p.name != NATION for p in gazetteer.mentioned(turn.standalone))
    if what == "文件":
        return bool(turn.document)
    if re.fullmatch(_PAPER, what):
        return what in turn.document or what in turn.standalone
    return True


def _found(text: str, match: re.Match[str], turn: Earlier, *, sure: bool) -> Recalled:
    return Recalled(turn, _tidy(text[: match.start()] + text[match.end() :]), sure)


def _tidy(rest: str) -> str:
    bare = re.sub(r"^(?:那么?|请|再|的|里|中|，|,|。|\s)+", "", rest).strip()
    return "" if _AGAIN.fullmatch(bare) else bare


def _number(words: str) -> int:
    if words.isdecimal():
        return int(words)
    if "十" in words:
        tens, ones = words.split("十", 1)
        return _NUMERALS.get(tens, 1) * 10 + _NUMERALS.get(ones, 0)
    return _NUMERALS[words]
