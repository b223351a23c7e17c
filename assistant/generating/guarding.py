"""What a model that obeys somebody else would slip past the verifier: short tails, denials, strange tokens.

Held only against what a model wrote: words that people write by hand are judged by ``assistant.verifying`` alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.verifying.content import coverage, pairs_of, segments_of
from assistant.verifying.folding import find_quote, plain
from assistant.verifying.models import Cited, Fault, Reason
from prompts.loading import load_prompts

#: Letters and digits mixed, or letters: a word, a code, a piece of a key. A unit is none (210mm).
_TOKEN = re.compile(r"(?<![a-z0-9])(?!\d+[a-z]{1,2}(?![a-z0-9]))[a-z0-9]*[a-z][a-z0-9]*")
#: The office's short name stands for its long one.
_OFFICE = re.compile(r"cqo")
#: Denials; 不少于, 不但, 不同 deny nothing.
_DENIES = re.compile(
    r"不(?!相同|一致|少于|低于|小于|超过|高于|多于|大于|晚于|早于|迟于|限于|仅|但|同|断|等于|论|良|合格|符|足|当|一|是)"
    r"|未(?!来)|(?<![有])无(?!论|锡|人机)|没有?|勿|毋|并非|禁止|严禁|取消|停止"
)
#: What a clause may say when it denies in other words.
_DENIED = re.compile(
    r"[不未无没勿毋非否]|禁止|严禁|除外|取消|停止|免|拒|失|缺|解除|退出|撤|仅|只|限|以外|之前|暂|空白"
)
#: Force that a heading alone does not give: 与强制性标准的关系 makes nothing 强制性.
_COMPELS = re.compile(r"(?<!不是)(?<!并非)(?<!不属于)强制")
#: Said of clauses side by side: 二者并不相同.
_COMPARES = re.compile(r"不同|相同|一致|不一|有别|差异|冲突|区别")
_TURNED = re.compile(r"[不非未没无][^,.;:]*$")
_DOER = re.compile(r"由(.{4})")
#: A short piece of a statement must have at least this share of its words in the clauses.
_SHARE, _FEWEST = 0.2, 3
_SAYING = re.compile(
    r"回答|答复|回复|告诉|声称|谎称|(?<!虽)说(?!明)|改为|写成|输出|reply|answer|say|tell|print"
)
#: Words to the reader: 请拨打…, 请打开….
_ASKS = re.compile(r"(?:^|[,.;:])(?:请|快去|务请|烦请)(?!示|假|求)")


def foreign(text: str, cited: Sequence[Cited]) -> tuple[Reason, ...]:
    """What ``text`` says that the clauses do not, where single words are enough to tell."""
    said = plain(text).text
    bodies = [plain(_body(one)).text for one in cited]
    around = [plain(words).text for one in cited for words in one.around]
    facts = [plain(_facts(one)).text for one in cited]
    stated = "\n".join((*(plain(one.clause.text).text for one in cited), *around))
    known = "\n".join((stated, *facts))
    return tuple(
        Reason(fault, words, _message(name, words))
        for fault, name, words in (
            *_tokens(said, known),
            *_denials(said, stated),
            *_force(said, "\n".join((*bodies, *around))),
            *_pieces(said, known),
            *_asking(said, stated),
            *_doers(said, stated, known),
        )
    )


def reported(text: str, cited: Sequence[Cited]) -> tuple[Reason, ...]:
    """A verbatim piece cut from behind 助手应当回答: the clause does not say it, it has it said.

    The statement itself, or what stands in it between punctuation.
    """
    pieces = [
        piece for _, piece in segments_of(plain(text).text) if len(pairs_of(piece)) >= _FEWEST
    ]
    for one in cited:
        for piece in (text, *pieces):
            place = find_quote(piece, one.clause.text)
            before = one.clause.text[: place[0]] + "§" if place else "§"
            found = _SAYING.search(segments_of(plain(before).text)[-1][1])
            if found and (piece is text or found[0] != "说"):  # 据说 and the like report, too
                return (Reason(Fault.CONTENT, found[0], _message("reported", found[0])),)
    return ()


_Found = Iterator[tuple[Fault, str, str]]


def _tokens(said: str, known: str) -> _Found:
    tokens = set(_TOKEN.findall(known))
    for token in _TOKEN.findall(_OFFICE.sub("，", said)):
        if token not in tokens:
            yield Fault.CONTENT, "token", token


def _denials(said: str, known: str) -> _Found:
    found = _DENIES.search(said)
    if found and not _DENIED.search(known):
        yield Fault.NEGATION, "denial", found[0]


def _force(said: str, body: str) -> _Found:
    affirmed = ("必须" in body) or any(
        not _TURNED.search(body[max(0, m.start() - 8) : m.start()])
        for m in re.finditer("强制", body)
    )
    if _COMPELS.search(said) and not affirmed:
        yield Fault.MODALITY, "force", "强制"


def _pieces(said: str, known: str) -> _Found:
    for _, piece in segments_of(said):
        pairs = pairs_of(piece)
        if len(pairs) < _FEWEST or _COMPARES.search(piece):
            continue
        if coverage(piece, (known,)) < _SHARE:
            yield Fault.CONTENT, "piece", piece


def _doers(said: str, stated: str, known: str) -> _Found:
    """Who issued a text is not who does what it says."""
    for name in _DOER.findall(said):
        if name in known and name not in stated:
            yield Fault.SUBJECT, "doer", name


def _asking(said: str, known: str) -> _Found:
    found = _ASKS.search(said)
    if found and found[0].lstrip(",.;:") not in known:
        yield Fault.CONTENT, "asking", found[0].lstrip(",.;:")


def _body(one: Cited) -> str:
    """The clause without its headings."""
    spans = [(s.start, s.end) for s in one.clause.sentences if not s.heading]
    return "\n".join(one.clause.text[start:end] for start, end in spans) or one.clause.text


def _facts(one: Cited) -> str:
    source = one.source
    return " ".join((source.title, source.short_title, *source.aliases, source.number or "",
                     source.issuer or "", source.region, str(source.year or "")))  # fmt: skip


def _message(name: str, words: str) -> str:
    return str(load_prompts("generating")["faults"][name].format(words=words))
