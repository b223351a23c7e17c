"""Cut a text into sentences, by position, and tell the force of each."""

from __future__ import annotations

import re
from bisect import bisect_right

from corpus.models import Sentence
from corpus.structure.modality import MODALITIES, NO_FORCE, forces


def _closed(pairs: str) -> str:
    """Text between brackets that close on their line, one level of the same brackets inside."""
    found = []
    for left, right in map(tuple, pairs.split()):
        inner = rf"[^\{left}\{right}\n]"
        found.append(rf"\{left}(?>{inner}+|\{left}{inner}*+\{right})*+\{right}")
    return "|".join(found)


_OPEN = r"（(“「『《【〔\["
_PAIRS = "（） () “” 「」 『』 《》 【】 〔〕 []"
#: A sentence ends after 。！？； (and closing quotes or brackets), or at a line break. A stop inside
#: brackets or quotation marks that close on the same line does not end it: （即：甲；乙） stays whole.
_SENTENCE = re.compile(
    rf"\s*((?>[^。！？!?；\n{_OPEN}]+|{_closed(_PAIRS)}|[{_OPEN}])*+"
    r"(?:[。！？!?；]++[”’」』）)\]》】]*+)?+)"
)
#: What is written and is no sentence: a comment, the line under a table's header, a fence.
_SILENT = re.compile(r"<!--.*?-->|\|?(?:\s*:?-+:?\s*\|)+(?:\s*:?-+:?\s*)?|[-*_]{3,}|[`~]{3,}\w*")
_SILENT_FIRST = frozenset("<|-`~*_:")


_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)


def seen(text: str) -> str:
    """``text`` with its comments as line breaks, every other character at its place.

    >>> seen("甲。<!--乙-->丙。").split()
    ['甲。', '丙。']
    """
    if "<!--" not in text:
        return text
    return _COMMENT.sub(lambda match: "\n" * len(match[0]), text)


def spans(text: str) -> list[tuple[int, int]]:
    """Start and end of each sentence of ``text``, outer white space left out."""
    text = seen(text)
    found = []
    for match in _SENTENCE.finditer(text):
        start, end = match.span(1)
        if start == end:
            continue
        if text[end - 1].isspace():
            end = start + len(text[start:end].rstrip())
        if text[start] in _SILENT_FIRST and _SILENT.fullmatch(text, start, end):
            continue
        found.append((start, end))
    return found


def ranked_spans(text: str) -> tuple[list[tuple[int, int]], list[int]]:
    """Sentences of ``text`` and the rank of the force of each, in one pass over the text."""
    found = spans(text)
    ranks = [NO_FORCE] * len(found)
    if found:
        starts = [start for start, _ in found]
        for position, rank in forces(text):
            index = bisect_right(starts, position) - 1
            if rank < ranks[index] and index >= 0 and position < found[index][1]:
                ranks[index] = rank
    return found, ranks


def split_sentences(text: str, *, offset: int = 0, heading: bool = False) -> tuple[Sentence, ...]:
    """Sentences of ``text`` as positions shifted by ``offset``."""
    found, ranks = ranked_spans(text)
    return tuple(
        Sentence(start + offset, end + offset, MODALITIES[rank], heading)
        for (start, end), rank in zip(found, ranks, strict=True)
    )
