"""Split a question that asks several things into questions that each ask one."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from assistant.answering.condensing import with_place
from assistant.answering.question import lexicon, topics_in
from corpus.regions import Gazetteer

_BREAK = re.compile(
    r"[？?；;：:]+|[，,。]\s*(?:还有|另外|以及|并且|同时|那|而且|再问)?"
    r"|(?:以及|还有|另外)(?=.{0,6}(?:谁|什么|哪|多少|几|怎么|如何|何时))"
)
_ASKS = re.compile(
    r"谁|什么|啥|哪|还是|多少|几[个家条年名项]|怎么|怎样|如何|何时|何地|为何|多久|是否|是不是|能不能|要不要|吗"
)
_LISTED = re.compile(
    r"(?<=[\u4e00-\u9fff])、(?=(?:由|向|归)?(?:谁|哪|什么|何时|多少|几))"
    r"|、(?=[^、]{1,8}(?:由谁|是谁|何时|什么时候|多少))"
)
#: 三件小事：, 问两个问题
_ANNOUNCES = re.compile(
    r"(?:我?(?:有|问|请教|想问)?)(?:[两二三四五几]|[2-5])(?:个|件|点)(?:小|连着的)?(?:事情?|问题|疑问)(?:一块|一起)?(?:问|请教)?"
)
_COMPARES = re.compile(
    r"比较|对比|相比|区别|不同|不一样|差别|差异|差在|出入|一样吗|口气|谁先|谁更|哪边|哪个更|松紧|各自|分别|两边|两头"
)
#: 那清远呢: the same is asked of another place.
_SAME = re.compile(r"(?:呢|呐)$")
_SHORT_SAME = 12
#: More parts than this are not several questions but a long one.
MOST = 5


def split_parts(text: str, gazetteer: Gazetteer, rare: Callable[[str], Sequence[str]]) -> list[str]:
    """Questions in ``text``, each with the subject of the first when it names none itself.

    ``rare`` gives the telling words of a piece.

    A piece that asks nothing stays with the piece behind it: 我们是小公司，没有人够本科怎么办？
    """
    pieces: list[str] = []
    held = ""
    for piece in _BREAK.split(text):
        for part in _listed(piece or ""):
            part = part.strip(" ，,、。")
            if not part:
                continue
            if _ANNOUNCES.fullmatch(part):
                continue
            same = _same_of(part, pieces[-1], gazetteer) if pieces else ""
            if same or _ASKS.search(part):
                asked = same or part
                pieces.append(f"{held}，{asked}" if held else asked)
                held = ""
            else:
                held = f"{held}，{part}" if held else part
    if held and pieces:
        pieces[-1] = f"{pieces[-1]}，{held}"
    pieces = _with_content(pieces, rare, gazetteer)
    if not 2 <= len(pieces) <= MOST or any(len(piece) < 3 for piece in pieces):
        return [text]
    subject, told = "", []
    for piece in pieces:
        own = subject_of(piece, gazetteer)
        told.append(piece if own or not subject else subject + piece)
        subject = own or subject
    return told


def asks_place_by_place(text: str, gazetteer: Gazetteer) -> bool:
    """Whether ``text`` asks one thing of one place and another of another, and compares nothing.

    >>> from corpus.library_files import read_regions
    >>> from corpus.regions import gazetteer_of
    >>> asks_place_by_place("漳州的办法有几条？西藏的是哪天定的？", gazetteer_of(read_regions()))
    True
    """
    if _COMPARES.search(text):
        return False
    asking = [part for part in re.split(r"[？?；;。！!]+", text) if _ASKS.search(part)]
    places = [[place.name for place in gazetteer.mentioned(part)] for part in asking]
    if len(asking) < 2 or any(len(names) > 1 for names in places):
        return False
    return len({names[0] for names in places if names}) > 1


def _same_of(part: str, before: str, gazetteer: Gazetteer) -> str:
    """清远的文件里呢: the question before it, asked of that place; empty when it is none such."""
    places = gazetteer.mentioned(part)
    if len(places) != 1 or not _SAME.search(part) or _ASKS.search(part) or len(part) > _SHORT_SAME:
        return ""
    return with_place(before, places[0].name, gazetteer)


def _with_content(
    pieces: list[str], rare: Callable[[str], Sequence[str]], gazetteer: Gazetteer
) -> list[str]:
    """Pieces that say nothing of their own (该怎么写？) put back to the one before them."""
    kept: list[str] = []
    for piece in pieces:
        leans = len(piece) <= 9 and bool(_LEANS.search(piece))
        empty = not rare(piece) and not gazetteer.mentioned(piece)
        if kept and not topics_in(piece) and (leans or empty):
            kept[-1] = f"{kept[-1]}，{piece}"
        else:
            kept.append(piece)
    return kept


#: A short piece that goes on with the one before it: 各是啥内容, 每条说的啥.
_LEANS = re.compile(r"^(?:各|每|都|分别|具体|该|又|怎么|如何|内容|理由|是谁|为什么)")


def _listed(piece: str) -> list[str]:
    """什么人能当、谁来聘、要有多少个: the items of a list when each of them asks."""
    items = piece.split("、")
    if len(items) > 1 and all(_ASKS.search(item) for item in items):
        return items
    return _LISTED.split(piece)


def subject_of(piece: str, gazetteer: Gazetteer) -> str:
    """The document, place or role that ``piece`` is about; empty when it names none."""
    quoted = re.search(r"《[^》]+》", piece)
    if quoted:
        return quoted.group()
    numbered = re.search(
        r"[\u4e00-\u9fff]{0,6}[〔\[（(]?\d{2,4}[〕\]）)]?\d*号(?:文|令|通知)?", piece
    )
    if numbered:
        return numbered.group()
    places = gazetteer.mentioned(piece)
    if places:
        return places[0].name
    return next(
        (name for name in lexicon().standard_names if name in piece),
        "标准" if "标准" in piece else "",
    )
