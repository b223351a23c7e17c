"""What the checker says about a place in a file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from assistant.drafting.checking.paper import Paragraph

#: 错误 has to be put right before the file is signed; 提醒 has to be looked at.
Severity = Literal["错误", "提醒"]
_LONGEST = 40


@dataclass(frozen=True, slots=True)
class Finding:
    """``paragraph`` counts from 1 in the order of reading, 0 for the file as a whole; ``near`` is the
    heading or article that it stands under; ``words`` are those in question; ``message``: what is wrong
    and what to do."""

    paragraph: int
    near: str
    words: str
    message: str
    severity: Severity

    @property
    def place(self) -> str:
        """第12段（第三条）, or 全文."""
        if not self.paragraph:
            return "全文"
        return f"第{self.paragraph}段" + (f"（{self.near}）" if self.near else "")


def found(
    paragraph: Paragraph, words: str | Sequence[str], message: str, severity: Severity = "提醒"
) -> Finding:
    """A finding in the paragraph; several words are joined."""
    shown = words if isinstance(words, str) else "、".join(dict.fromkeys(words))
    shown = " ".join(shown.split())
    if len(shown) > _LONGEST:
        shown = shown[: _LONGEST - 1] + "…"
    return Finding(paragraph.number, paragraph.near, shown, message, severity)


def overall(words: str, message: str, severity: Severity = "提醒") -> Finding:
    """A finding about the file as a whole."""
    return Finding(0, "", words, message, severity)
