"""Force, negation and quantifiers: what a statement may not raise, lower or turn round."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.verifying.aligning import Aligned
from assistant.verifying.content import coverage, segments_of
from assistant.verifying.evidence import Evidence
from assistant.verifying.lexicon import lexicon
from assistant.verifying.models import Fault, Reason
from corpus.models import Modality
from corpus.structure.modality import MODALITIES, forces

_STRONG = Modality.REQUIREMENT
_WEAK = (Modality.ENCOURAGEMENT, Modality.RECOMMENDATION)
#: Said of what others must do, it is a requirement too.
_DEMANDS = re.compile(
    r"明确要求|(?:鼓励|引导|支持|倡导)(?:和|并)要求|(?<![本有基相应和及各项的位])要求(?!和|与|及|为|是|作|进行|等|,|\.|$)|强制"
)
#: 不能 and 不可 forbid as 不得 does.
_FORBID = re.compile(r"不(?:能够?|可以?|准|许)(?!靠|抗|行|控|见|比|少|缺)")
_FORBIDS = re.compile(r"禁止|严禁|不得|不能|不可|不准|不许|不应")
_ENOUGH = 0.6
#: Words of force and negation; pieces that share so much without them say the same or its opposite.
_TURNING = re.compile(
    r"不得|不能够?|不可以?|不应当?|不宜|不准|不许|禁止|严禁|没有|应当?|应该|必须|须|可以?|允许|能够?|宜|鼓励|[不未无]"
)
_SAME = 0.85
_WEAKLY = re.compile(r"鼓励|倡导|提倡|(?<![适便事])宜")
_ADVISED = re.compile(r"建议")
_COMPELS = re.compile(r"(?<!不是)必须|务必|强制")
#: A segment of the evidence is about the same when the statement has so much of it.
_ABOUT = 0.5
#: What is listed or counted, all of it: 甲、乙均…, 两个办法都….
ENUMERATES = re.compile(
    r"[\u4e00-\u9fff]{2}(?:,|和|与|及)[\u4e00-\u9fff\d].{0,48}?(?:均|都)"
    r"|[两三四五六七八九十\d](?:个|项|类|地|者|份|家|种).{0,10}?(?:均|都)"
)
_SAYS = {
    Modality.REQUIREMENT: "应（要求）",
    Modality.RECOMMENDATION: "宜（建议）",
    Modality.ENCOURAGEMENT: "鼓励",
    Modality.PERMISSION: "可（允许）",
    Modality.POSSIBILITY: "能",
}


def _same_matter(piece: Aligned) -> str:
    """The segment that says the same but for words of force and negation, else empty.

    纸面可以有破损, 纸面不得有破损.
    """
    own = _TURNING.sub("", piece.segment)
    for segment in (*piece.segments, *piece.further):
        other = _TURNING.sub("", segment)
        if min(coverage(own, [other]), coverage(other, [own])) >= _SAME:
            return segment
    return ""


def is_advised(statement: str, evidence: Evidence) -> bool:
    """Whether the statement passes on advice as advice: what is advised may be said with 应 or 宜, not with 必须."""
    return (
        evidence.is_advice
        and bool(_ADVISED.search(statement))
        and not _COMPELS.search(lexicon().not_negation.sub("#", statement))
    )


def check_force(pieces: Sequence[Aligned], statement: str, evidence: Evidence) -> Iterator[Reason]:
    """Faults of modality, negation and quantifiers."""
    advised = is_advised(statement, evidence)
    for piece in pieces:
        if not piece.segments or not (piece.score >= _ENOUGH or _same_matter(piece)):
            continue
        if not advised:
            yield from _modality(piece, statement)
        yield from _negation(piece, pieces, statement)
        yield from _quantifiers(piece, statement)


def force_of(text: str) -> set[Modality]:
    found = {MODALITIES[rank] for _, rank in forces(_FORBID.sub("不得", text))}
    if _DEMANDS.search(text):
        found.add(_STRONG)
    return found


def _forces_at(nearest: Sequence[str], sentence: str) -> set[Modality]:
    """Forces of the nearest segments in ``sentence``; one without its own has that of those before it."""
    found: set[Modality] = set()
    carried: set[Modality] = set()
    hit = False
    for _, segment in segments_of(sentence):
        own = force_of(segment)
        carried = own or carried
        if any(segment in near for near in nearest):
            found |= carried
            hit = True
    return found if hit else force_of(sentence)


def _forbids(piece: Aligned) -> bool:
    """Whether both forbid: 禁止有…的人员参加, 有…的人员不得参加."""
    return bool(_FORBIDS.search(piece.segment)) and any(map(_FORBIDS.search, piece.sentences))


def _modality(piece: Aligned, statement: str) -> Iterator[Reason]:
    own = force_of(piece.segment)
    near = [force_of(segment) for segment in piece.segments]
    around = set().union(*(_forces_at(piece.segments, s) for s in piece.sentences))
    same = _same_matter(piece)
    if same and force_of(same):
        around = force_of(same)  # not that of what stands beside it
    for force in own:
        if force in around or (force is _STRONG and _forbids(piece)):
            continue
        if (
            not same
            and force not in (_STRONG, *_WEAK)
            and any(force in force_of(s) for s in piece.sentences)
        ):
            continue
        if force is _STRONG or force in _WEAK or (around & {_STRONG, *_WEAK}):
            said = "、".join(_SAYS[m] for m in _SAYS if m in around) or "没有规定强弱的陈述"
            message = (
                f"“{piece.segment}”的语气是{_SAYS.get(force, force.value)}，所引条款是{said}。"
            )
            yield Reason(Fault.MODALITY, piece.segment, message)
            return
    weak = {m for m in near[0] if m in _WEAK} if _WEAKLY.search(piece.segments[0]) else set()
    plain_fact = not own and not force_of(statement) & {*_WEAK, Modality.PERMISSION, _STRONG}
    if weak and plain_fact and all(set(_WEAK) & some for some in near):
        said = "、".join(_SAYS[m] for m in weak)
        message = f"所引条款是{said}，“{piece.segment}”写成了已定的事。"
        yield Reason(Fault.MODALITY, piece.segment, message)
        return
    intended = lexicon().tentative
    if all(intended.search(s) for s in piece.segments) and not intended.search(statement):
        word = intended.search(piece.segments[0])
        message = (
            f"所引条款写的是“{word.group() if word else ''}”，“{piece.segment}”写成了已定的事。"
        )
        yield Reason(Fault.MODALITY, piece.segment, message)


def _negation(piece: Aligned, pieces: Sequence[Aligned], statement: str) -> Iterator[Reason]:
    at = pieces.index(piece)
    beside = [p.segment for p in (*pieces[at - 1 : at], *pieces[at + 1 : at + 2])]
    own = negations(piece.segment) % 2
    near = {negations(segment) % 2 for segment in (*piece.segments, *piece.further)}
    spread = any(negations(other) and (own + negations(other)) % 2 in near for other in beside)
    whole = negations(statement) % 2
    moved = any(negations(sentence) % 2 == whole for sentence in piece.sentences)
    about = bool(_same_matter(piece)) or any(
        coverage(segment, [piece.segment]) >= _ABOUT for segment in piece.segments
    )
    if own not in near and not spread and not moved and about:
        message = f"“{piece.segment}”与所引条款一个肯定、一个否定。"
        yield Reason(Fault.NEGATION, piece.segment, message)


def negations(text: str) -> int:
    """Words of negation in ``text``; those that are part of another word aside.

    >>> negations("不得公开"), negations("不断改进"), negations("没有规定")
    (1, 0, 1)
    """
    words = lexicon()
    return len(words.negation.findall(words.not_negation.sub("#", text)))


def _quantifiers(piece: Aligned, statement: str) -> Iterator[Reason]:
    words = lexicon()
    own = words.not_quantifier.sub("#", piece.segment)
    near = [words.not_quantifier.sub("#", text) for text in (*piece.segments, *piece.sentences)]
    for pattern in words.quantifiers.values():
        match = pattern.search(own)
        if pattern is words.quantifiers["all"] and ENUMERATES.search(statement):
            continue  # 甲、乙都…: what is listed, all of it
        if match and not any(pattern.search(text) for text in near):
            message = f"“{match.group()}”是所引条款里没有的限定。"
            yield Reason(Fault.QUANTIFIER, match.group(), message)
    some = words.quantifiers["some"]
    whole = words.not_quantifier.sub("#", statement)
    nearest = [words.not_quantifier.sub("#", text) for text in piece.segments]
    if all(some.search(text) for text in nearest) and not some.search(whole):
        match = some.search(nearest[0])
        word = match.group() if match else ""
        yield Reason(Fault.QUANTIFIER, piece.segment, f"所引条款限定为“{word}”，这句话没有写。")
