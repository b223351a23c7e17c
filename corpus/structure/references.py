"""Cross-references of a text as edges: 见 5.2, 按第七条, 前款, 附录 A, 表 1, 《××法》第三条."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

from corpus.models import Clause, ClauseKind, Reference
from corpus.structure.folding import NUMERAL
from corpus.structure.marks import Sort
from corpus.structure.nodes import Node
from corpus.structure.targets import Targets, Wanted

_N = rf"(?:{NUMERAL}+|\d{{1,4}})"
_ARTICLE = rf"第\s?{_N}\s?条(?:\s?之\s?{NUMERAL}+(?![款项分]))?"
_PARAGRAPH = rf"第\s?{_N}\s?款"
_ITEM = rf"第\s?(?:[（(]\s?{_N}\s?[)）]|{_N})\s?项"
_BELOW = rf"(?:\s?{_PARAGRAPH})?(?:\s?{_ITEM})?(?:\s?第\s?{_N}\s?目)?"
#: By the first character; the scan skips to these characters.
_BY_FIRST = {
    "第": rf"(?:\s?{_N}\s?条(?:\s?之\s?{NUMERAL}+(?![款项分]))?{_BELOW}"
    rf"|\s?{_N}\s?款(?:\s?{_ITEM})?(?:\s?第\s?{_N}\s?目)?"
    rf"|\s?(?:[（(]\s?{_N}\s?[)）]|{_N})\s?项(?:\s?第\s?{_N}\s?目)?"
    rf"|\s?{_N}\s?(?:分编|[编章节])(?:\s?第\s?{_N}\s?节)?)",
    "前": rf"[一二两三四]?[款条项](?:\s?{_PARAGRAPH})?(?:\s?{_ITEM})?",
    "《": rf"[^《》\n]{{1,80}}》(?:[（(]以下[^（）()\n]{{1,40}}[)）])?(?:\s?{_ARTICLE}{_BELOW})?",
    "附": r"(?:录 ?[A-Z](?: ?\. ?\d{1,3})*(?![A-Za-z])"
    rf"|件(?: ?\d{{1,2}}(?!\d))?(?:\s?{_ARTICLE}{_BELOW})?)",
    "表": r"[ \t]?(?:[A-Z] ?\. ?)?\d{1,3}(?![\d.])",
    "图": r"[ \t]?(?:[A-Z] ?\. ?)?\d{1,3}(?![\d.])",
    "A-Z": r"(?:(?<=G)B|(?<=I)SO|(?<=I)EC|(?<=D)B\d{2,4}|[A-Z](?=/[TZ])|(?<=[TQ])/[A-Z]{2,8})(?:/[A-Z]{1,3})?"
    r"[ \u3000]{0,2}\d[\d.]*(?<=\d)(?:\s?[—-]\s?\d{4})?(?![\dA-Za-z])",
}
_WITH_NUMBER = {
    "1-9": r"\d?(?:\.\d{1,3}){1,5}(?![\d.]*\d)(?:\s?[a-z][)）](?:\s?\d{1,2}[)）])?)?",
    "A-Z ": r"(?:\.\d{1,3}){1,5}(?!\d)(?:\s?[a-z][)）])?",
    "a-z": r"[)）]",
}


def _scan(by_first: Mapping[str, str]) -> re.Pattern[str]:
    firsts = "".join(first.strip() for first in by_first)
    return re.compile(
        f"[{firsts}](?:{'|'.join(f'(?<=[{first.strip()}]){rest}' for first, rest in by_first.items())})"
    )


_WITHOUT_NUMBERS = _scan(_BY_FIRST)
_WITH_NUMBERS = _scan(_BY_FIRST | _WITH_NUMBER)
_ONLY_ITEM = re.compile(_ITEM)
#: Between two references of which the second leaves out what the first has said.
_JOINED = frozenset(("、", "和", "或", "或者", "及", "以及", "至", "到", "，", "与"))
_OWN = re.compile(
    r"本(?:法|法典|条例|规定|办法|细则|规则|规范|章程|制度|决定|通则|准则|解释|规程|标准|文件|意见|方案|条|款|章|节)\s?$"
)
_OTHER = re.compile(
    r"(?:该|原|新)(?:法|条例|规定|办法|细则|规则)$"
    r"|([\u4e00-\u9fff]{1,24}(?:法|法典|条例|规定|办法|细则|规则|决定|解释|章程|公约|修正案))$"
)
_BEFORE_NAME = re.compile(
    r".*(?:依照|按照|根据|依据|违反|适用|参照|执行|符合|遵守|以及|并|和|与|或者?|有|由|对|将|在|为|是|于|等|及|除|把)"
)
#: Without articles of its own, a text means another's with 第三条, and nothing with 第二项.
_LEVEL_ENDS = frozenset("编章节")
_NAME_ENDS = frozenset("法典例定则释程约案")
#: A number stands for a clause behind these, not behind GB/T or a sum.
_CALLS = frozenset("见按照合足据行与和至或、在从（(及同由～~到即应")
_STRONG_CALLS = ("见", "按", "按照", "符合", "依据", "根据")
_UNIT = re.compile(r"\s?(?:mm|cm|km|kg|mg|[mgtsh]\b|%|％|‰|[倍元万亿年月日天个人家项次版级分])")
_OWN_KINDS = frozenset(
    (
        Sort.BOOK, Sort.PART, Sort.CHAPTER, Sort.SECTION, Sort.ARTICLE, Sort.NUMBER,
        Sort.ANNEX_NUMBER, Sort.ANNEX, Sort.ATTACHMENT, Sort.TABLE, Sort.FIGURE,
    )
)  # fmt: skip


def find_references(
    folded: str, nodes: Sequence[Node], clauses: Sequence[Clause], silent: Collection[int] = ()
) -> tuple[Reference, ...]:
    """References of every clause in order. ``nodes`` are those that ``clauses`` were built from.

    ``silent`` are offsets of lines that are no part of the text.
    """
    if not clauses:
        return ()
    shift = len(clauses) - len(nodes)
    targets = Targets(nodes, [clause.id for clause in clauses[shift:]], _names(clauses, shift))
    scan = _WITH_NUMBERS if targets.numbered else _WITHOUT_NUMBERS
    found: list[Reference] = []
    index, clause, count = 0, clauses[0], len(clauses)
    before: Wanted | None = None
    before_end = -1
    for match in scan.finditer(folded):
        start, end = match.span()
        while start >= clause.end and index + 1 < count:
            index += 1
            clause = clauses[index]
            before = None
        if clause.kind is ClauseKind.CONTENTS or start in silent or end > clause.end:
            continue
        node = nodes[index - shift] if index >= shift else None
        if node is not None and _is_own_mark(folded, start, node):
            continue
        words = match.group()
        joined = before if before is not None and folded[before_end:start] in _JOINED else None
        wanted = _wanted(folded, start, end, words, joined, targets)
        if wanted is None:
            continue
        target = targets.find(wanted, node)
        if target is not None or wanted.document or not wanted.weak:
            found.append(
                Reference(
                    clause.id, start - clause.start, end - clause.start, target, wanted.document
                )
            )
        before, before_end = wanted, end
    return tuple(found)


def _is_own_mark(folded: str, start: int, node: Node) -> bool:
    """Whether what stands at ``start`` is the mark with which ``node`` begins."""
    near = start - node.start < 12 and node.sort in _OWN_KINDS
    return near and not folded[node.start : start].strip(" \t\u3000#*")


def _names(clauses: Sequence[Clause], shift: int) -> frozenset[str]:
    """The lines above the first heading: one of them is the text's own title."""
    if not shift:
        return frozenset()
    lines = clauses[0].text[:4000].split("\n")
    return frozenset(re.sub(r"\s|^[#*\s]+", "", line) for line in lines)


def _wanted(
    folded: str, start: int, end: int, words: str, joined: Wanted | None, targets: Targets
) -> Wanted | None:
    """What the reference asks for; None when it is none."""
    first = words[0]
    if first == "《":
        return _named(words, targets.names)
    if first == "前":
        relative = words[:2] if words[1] in "款条项" else words[:3]  # 前款, 前两款
        return Wanted(words=words, relative=relative, weak=not targets.has_articles)
    if first == "第":
        document = None
        if joined is not None and joined.relative[-1:] == "款" and _ONLY_ITEM.match(words):
            relative = joined.relative  # 前款第一项、第二项
            return Wanted(words=relative + words, relative=relative, weak=joined.weak)
        if joined is not None:
            document = joined.document
        elif start and folded[start - 1] in _NAME_ENDS:
            document = _name_before(folded, start)
        return Wanted(
            words=words,
            document=document,
            joined=joined,
            weak=not targets.has_articles and words[-1] not in _LEVEL_ENDS,
        )
    if first in "附表图":
        return Wanted(words=words, weak=first != "附" or words == "附件")
    if first.islower():
        plain = not start or not folded[start - 1].isascii()
        return Wanted(words=words, weak=True) if plain else None
    if words[1] != "." and first.isalpha():
        return Wanted(words="", document=words)
    return _number(folded, start, end, words, targets.numbers)


def _named(words: str, names: frozenset[str]) -> Wanted:
    title, _, rest = words[1:].partition("》")
    if re.sub(r"\s", "", title) in names:
        rest = rest[rest.find("第") :] if "第" in rest else ""
        return Wanted(words=rest, weak=True)
    return Wanted(words="", document=title)


def _name_before(folded: str, start: int) -> str | None:
    """The name of another text written without 《》: 刑法第三条; "" when it cannot be told."""
    above = folded[max(0, start - 30) : start]
    if _OWN.search(above):
        return None
    match = _OTHER.search(above)
    if match is None:
        return None
    if match[1] is None:
        return match[0]
    name = _BEFORE_NAME.sub("", match[1])
    return name if len(name) > 1 else match[1]


def _number(
    folded: str, start: int, end: int, words: str, known: Mapping[str, object]
) -> Wanted | None:
    if start and (
        folded[start - 1] in "0123456789./—-"
        or (folded[start - 1].isascii() and folded[start - 1].isalpha())
    ):
        return None
    above = folded[max(0, start - 6) : start].rstrip()
    if not above or above[-1] not in _CALLS or above.endswith("版的"):
        return None
    if _UNIT.match(folded, end):
        return None
    number = re.sub(r"\s?[a-z][)）].*", "", words)
    if number not in known:
        return Wanted(words=words) if above.endswith(_STRONG_CALLS) else None
    return Wanted(words=words)
