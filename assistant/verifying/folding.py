"""One spelling for what is compared: width, case, script, spaces and punctuation; positions are kept."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.verifying.remembering import remembered
from index.characters import fold

_PUNCTUATION = str.maketrans(
    {"。": ".", "“": '"', "”": '"', "‘": '"', "’": '"', "'": '"', "·": ".", "…": "."}
    | dict.fromkeys("「」『』", '"')
    | dict.fromkeys("〔[【", "(")
    | dict.fromkeys("〕]】", ")")
    | dict.fromkeys("〈«", "《")
    | dict.fromkeys("〉»", "》")
    | dict.fromkeys("~～", "-")
)


#: Marks of Markdown, which say nothing.
_MARKS = frozenset("#*`|")


@dataclass(frozen=True, slots=True)
class Plain:
    """A text in one spelling, without white space but line breaks; ``origin[i]`` is where character ``i`` came from."""

    text: str
    origin: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Positions in the text as it was given of ``self.text[start:end]`` (``end > start``)."""
        return self.origin[start], self.origin[end - 1] + 1


@remembered
def plain(text: str) -> Plain:
    """``text`` in one spelling.

    >>> plain("近 两万家，（2024年）").text
    '近两万家,(2024年)'
    """
    folded = fold(text)
    kept: list[str] = []
    origin: list[int] = []
    for position, character in enumerate(folded.text):
        if character == "\n" or not (character.isspace() or character in _MARKS):
            kept.append(character)
            origin.append(folded.origin[position])
    return Plain("".join(kept).translate(_PUNCTUATION), tuple(origin))


def find_quote(quote: str, text: str) -> tuple[int, int] | None:
    """Where ``quote`` stands in ``text``, spelling, spaces and outer punctuation aside; else None.

    >>> find_quote("标准 正文", "没有标准正文。")
    (2, 6)
    """
    wanted = plain(quote).text.replace("\n", "").strip('.,;:!?"')
    if not wanted:
        return None
    whole = plain(text)
    letters = [i for i, c in enumerate(whole.text) if c != "\n"]
    start = whole.text.replace("\n", "").find(wanted)
    if start < 0:
        return None
    return whole.span(letters[start], letters[start + len(wanted) - 1] + 1)
