"""Choose the numbering family by a vote over the whole text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence

from corpus.structure.lines import Line, is_title
from corpus.structure.marks import Sort

_OFFICIAL = (Sort.TOP, Sort.BRACKET, Sort.POINT, Sort.ROUND)


def votes_of(lines: Sequence[Line], without: Collection[int]) -> Mapping[str, int]:
    """How many headings each family would have; ``without`` are indexes of quoted lines and contents."""
    marked = [line for i, line in enumerate(lines) if line.mark and i not in without]
    sorts = Counter(line.mark.sort for line in marked if line.mark)
    dotted = sum(
        1
        for line in marked
        if line.mark and line.mark.sort == Sort.NUMBER and len(line.mark.numbers) > 1
    )
    chapters = _chapters(marked)
    plain = sum(
        1
        for line in lines
        if line.heading and (line.mark is None or line.mark.sort in (Sort.ROW, Sort.UNNUMBERED))
    )
    levels = sorts[Sort.BOOK] + sorts[Sort.PART] + sorts[Sort.CHAPTER] + sorts[Sort.SECTION]
    return {
        "law": sorts[Sort.ARTICLE] + levels,
        "standard": dotted
        + (chapters if dotted or chapters >= 3 else 0)
        + sorts[Sort.ANNEX_NUMBER]
        + (sorts[Sort.ANNEX] if dotted else 0),
        "official": sum(sorts[sort] for sort in _OFFICIAL),
        "markdown": plain,
        "articles": sorts[Sort.ARTICLE],
        "tops": sorts[Sort.TOP] + sorts[Sort.BRACKET],
    }


def _chapters(lines: Sequence[Line]) -> int:
    """Chapters of a standard in unbroken order: 1 范围, 2 规范性引用文件 …"""
    last = 0
    for line in lines:
        mark = line.mark
        if (
            mark is not None
            and mark.sort == Sort.NUMBER
            and len(mark.numbers) == 1
            and mark.numbers[0] == last + 1
            and (line.heading is not None or is_title(line.rest))
        ):
            last += 1
    return last


def family_of(votes: Mapping[str, int]) -> tuple[str, float]:
    """The family with the best claim, and how clear the vote is (0 to 1)."""
    law, standard, official, plain = (votes[k] for k in ("law", "standard", "official", "markdown"))
    articles = votes["articles"]
    if articles >= 2 and law >= plain and articles * 2 >= standard:
        family = "law"
    elif standard >= 3 and standard * 2 >= official and standard >= plain:
        family = "standard"
    elif plain >= 2 and plain > votes["tops"] and plain * 2 > official:
        family = "markdown"
    elif official >= 2:
        family = "official"
    elif articles or law >= 2:
        family = "law"
    elif plain:
        family = "markdown"
    elif standard >= 2:
        family = "standard"
    else:
        return ("official", 0.55) if votes["tops"] else ("paragraphs", 0.2)
    # Items of a law or a standard are written as an official document writes its levels.
    total = law + standard + plain + (0 if family in ("law", "standard") else official)
    return family, round(0.5 + 0.5 * votes[family] / total, 2) if total else 0.5
