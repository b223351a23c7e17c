"""Whether what a document says of a text stands there, and that nothing in it comes from nowhere."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.drafting.basis import Texts
from assistant.drafting.document import text_of
from assistant.drafting.parsing import Statement, parse
from assistant.verifying.verifier import verify
from corpus.models import Source

#: Somebody else's rules said to hold something: 地方标准规定, 省里的办法要求. 本办法规定 is one's own.
_SAYS = re.compile(
    r"(?:国家|地方|广东|省|市|行业|推荐性|强制性|上述|该|有关|相关)[^，。；]{0,12}"
    r"(?:标准|规范|办法|通知|意见|条例|规定|政策|法律|法规)[^，。；本]{0,8}(?:规定|要求|明确|写明|提出|载明|指出)"
    r"|(?:标准|规范|编制说明|政策|法律|法规)(?:第[^，。；]{1,8}条)?(?:中)?(?:规定|要求|明确|写明|提出|载明|指出)"
)
_OWN = re.compile(r"本(?:公司|企业|单位)?(?:的)?(?:标准|规范|办法|章程|制度|规定)")
_OWN_TITLE = re.compile(r"(?:本公司|本企业|本单位)(?:的)?《[^《》]*》")
_SENTENCE = re.compile(r"[^。！？；\n]+")
_TITLE = re.compile(r"《([^《》]{2,80})》")


@dataclass(frozen=True, slots=True)
class Doubt:
    """A sentence that does not stand, and one Chinese line why."""

    words: str
    message: str


def doubt_of(statement: Statement, texts: Texts) -> Doubt | None:
    """Why the statement does not stand on what it cites; None when it does."""
    if statement.mention:
        return _mention(statement, texts.source(statement.target))
    cited = texts.cited(statement.target)
    if cited is None:
        return Doubt(statement.words, f"依据 {statement.target} 不在资料库里。")
    verdict = verify(statement.words, [cited])
    if verdict.supported:
        return None
    return Doubt(statement.words, "；".join(reason.message for reason in verdict.reasons))


def _mention(statement: Statement, source: Source | None) -> Doubt | None:
    """A sentence that names a text may say its title, number and nothing else of it."""
    if source is None:
        return Doubt(statement.words, f"提到的资料 {statement.target} 不在资料库里。")
    known = " ".join((source.title, *source.aliases, source.number or ""))
    if any(title in known for title in _TITLE.findall(statement.words)):
        return None
    return Doubt(statement.words, f"这句话里没有资料“{source.title}”的名称。")


def unnamed(marked: str, texts: Texts) -> tuple[str, ...]:
    """Lines for sentences of a hand-written text that say what a text says and do not stand on it."""
    found: list[str] = []
    for piece in parse(marked):
        cited = {statement.words for statement in piece.statements}
        for sentence in _SENTENCE.findall(text_of(piece.runs)):
            source = _named_source(sentence, texts)
            if source is None or any(sentence in words or words in sentence for words in cited):
                continue
            if _only_names(sentence) or _stands(sentence, source, texts):
                continue
            found.append(
                f"“{sentence[:40]}”说到《{source.title}》，在资料库里核不到这句话，签发前请核对。"
            )
    return tuple(found)


def says_of_text(sentence: str) -> bool:
    """Whether the sentence says what somebody else's text rules.

    >>> says_of_text("地方标准规定任期为三年"), says_of_text("本办法规定的情形")
    (True, False)
    """
    return bool(_SAYS.search(_OWN.sub("", sentence)))


def _named_source(sentence: str, texts: Texts) -> Source | None:
    """The text of the library that the sentence names by title; 本公司《…》 is one's own."""
    titles = [title for title in _TITLE.findall(_OWN_TITLE.sub("", sentence)) if len(title) >= 4]
    if not titles:
        return None
    for source in texts.catalogue.sources():
        names = {_folded(name) for name in (source.title, *source.aliases)}
        if any(_folded(title) in names for title in titles):
            return source
    return None


def _folded(title: str) -> str:
    return re.sub(r"[《》（）()\s]|试行|摘要", "", title)


def _only_names(sentence: str) -> bool:
    """Whether the sentence only says by which texts the company goes."""
    rest = re.sub(_TITLE, "", sentence)
    return bool(
        re.search(r"(?:根据|依据|按照|参照|遵照|结合|贯彻|落实)", sentence)
    ) and not re.search(r"规定|要求|明确|写明|提出|载明|指出", rest)


def _stands(sentence: str, source: Source, texts: Texts) -> bool:
    clauses = texts.catalogue.clauses(source.id)
    return any(
        verify(sentence, [cited]).supported
        for clause in clauses
        if (cited := texts.cited(clause.id)) is not None
    )
