"""Cut a clause's text into sentences, by position, and tell the force of each."""

from __future__ import annotations

import re

from corpus.models import Sentence
from corpus.structure.modality import modality_of

#: A sentence ends after 。！？； (and closing quotes or brackets), or at a line break.
_END = re.compile(r"[。！？!?；]+[”’」』）\)》】]*|\n+")
_OPEN, _CLOSE = "（(“「『《【〔[", "）)”」』》】〕]"


def split_sentences(text: str, *, offset: int = 0, heading: bool = False) -> tuple[Sentence, ...]:
    """Sentences of ``text`` as positions shifted by ``offset``; outer white space is left out.

    A stop inside brackets or quotation marks of the same line does not end the sentence, so that
    ``（即：甲；乙）`` stays whole.
    """
    spans: list[tuple[int, int]] = []
    start = 0
    for match in _END.finditer(text):
        if "\n" not in match.group() and _inside_brackets(text, start, match.start()):
            continue
        spans.append((start, match.end()))
        start = match.end()
    spans.append((start, len(text)))
    sentences = []
    for begin, end in spans:
        piece = text[begin:end]
        stripped = piece.strip()
        if not stripped:
            continue
        left = begin + len(piece) - len(piece.lstrip())
        sentences.append(
            Sentence(
                start=offset + left,
                end=offset + left + len(stripped),
                modality=modality_of(stripped),
                heading=heading,
            )
        )
    return tuple(sentences)


def _inside_brackets(text: str, start: int, position: int) -> bool:
    """Whether a bracket opened after ``start`` is still open at ``position`` and closes on this line."""
    depth = 0
    for char in text[start:position]:
        if char in _OPEN:
            depth += 1
        elif char in _CLOSE:
            depth = max(0, depth - 1)
    if depth == 0:
        return False
    line_end = text.find("\n", position)
    rest = text[position : line_end if line_end >= 0 else len(text)]
    return any(char in _CLOSE for char in rest)
