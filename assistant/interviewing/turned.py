"""What the interview replies to one message."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.answering.models import Asking, PageLink
from assistant.guiding.way import Way
from assistant.interviewing.steps import say


@dataclass(frozen=True, slots=True)
class Turned:
    """Words, and what is asked next; nothing when the interview rests."""

    said: str = ""
    asking: Asking | None = None
    notes: tuple[str, ...] = ()
    links: tuple[PageLink, ...] = ()


def guide_link(way: Way) -> PageLink:
    return PageLink(label=say("open_guide"), path=f"guide/{way.company.id}")


def interview_link(way: Way) -> PageLink:
    return PageLink(label=say("open_interview"), path=f"guide/{way.company.id}/interview")
