"""The buttons under an answer, beside its sources and in the enterprise panel, and what Gradio calls for them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, cast, get_args

import gradio as gr

from assistant.profile.models import Profile
from assistant.protocol import GivenFeedback, Verdict
from assistant.web import render
from assistant.web.chat import Chat, Shown
from assistant.web.memory import memory_of

if TYPE_CHECKING:
    from assistant.web.page import Page

#: What the buttons of a turn fire; the templates name them in ``data-fire``.
TURN_EVENTS = ("again", "edit", "version", "feedback")


class TurnButtons:
    """Turns what the browser sends into a Memory and calls, and a Shown back into values."""

    def __init__(self, chat: Chat) -> None:
        self.chat = chat

    def wire(self, page: Page, everything: list[Any], quiet: dict[str, Any]) -> None:
        """Bind the events of the page's parts; ``everything`` is in the order of ``values_of``."""
        page.log.again(self._again, [page.region, page.memory], everything, **quiet)
        page.log.edit(self._edit, page.memory, everything, **quiet)
        page.log.version(self._version, page.memory, everything, **quiet)
        page.log.feedback(self._feedback, page.memory, everything, **quiet)
        page.cards.feedback(self._wrong, page.memory, [page.cards, page.reader, page.log], **quiet)
        page.stop.click(self._stop, page.memory, None, **quiet)
        kept = [page.memory, page.profile]
        page.profile.save_profile(self._save_profile, page.memory, kept, **quiet)
        page.profile.clear_profile(self._clear_profile, page.memory, kept, **quiet)

    def _again(self, region: str, stored: object, event: gr.EventData) -> Iterator[list[Any]]:
        memory = memory_of(stored).model_copy(update={"region": region or None})
        for shown in self.chat.again(memory, number_of(event, "turn")):
            yield values_of(shown)

    def _edit(self, stored: object, event: gr.EventData) -> list[Any]:
        return values_of(self.chat.edited(memory_of(stored), number_of(event, "turn")))

    def _version(self, stored: object, event: gr.EventData) -> list[Any]:
        turn, version = number_of(event, "turn"), number_of(event, "version")
        return values_of(self.chat.turned(memory_of(stored), turn, version))

    def _feedback(self, stored: object, event: gr.EventData) -> list[Any]:
        keep = word_of(event, "keep") == "yes"
        return values_of(self.chat.judged(memory_of(stored), _feedback_of(event), keep=keep))

    def _wrong(self, stored: object, event: gr.EventData) -> list[Any]:
        memory, given = memory_of(stored), _feedback_of(event)
        shown = self.chat.judged(memory, given)
        panel = self.chat.panel.open(memory, given.clause_id, given.turn, "")
        return [panel.cards, panel.reader, shown.chat]

    def _stop(self, stored: object) -> None:
        self.chat.stop(memory_of(stored))

    def _save_profile(self, stored: object, event: gr.EventData) -> list[Any]:
        memory = memory_of(stored)
        typed = event._data.get("values") if isinstance(event._data, dict) else None
        values = (
            {k: v for k, v in typed.items() if isinstance(v, str)}
            if isinstance(typed, dict)
            else {}
        )
        return _profile(stored, Profile.typed(values, memory.profile))

    def _clear_profile(self, stored: object) -> list[Any]:
        return _profile(stored, Profile())


def word_of(event: gr.EventData, name: str) -> str:
    """One string of what the browser sent; empty when it is missing or something else."""
    value = event._data.get(name) if isinstance(event._data, dict) else None
    return value if isinstance(value, str) else ""


def number_of(event: gr.EventData, name: str) -> int:
    """One number of what the browser sent; 0 when there is none."""
    word = word_of(event, name)
    return int(word) if word.isascii() and word.isdecimal() and len(word) < 9 else 0


def values_of(shown: Shown) -> list[Any]:
    """What Gradio puts into the parts of the page."""
    kept = gr.skip()
    return [
        shown.memory.stored(),
        shown.chat,
        shown.panel.cards if shown.panel else kept,
        shown.panel.reader if shown.panel else kept,
        kept if shown.question is None else shown.question,
        kept if shown.conversations is None else shown.conversations,
        kept if shown.profile is None else shown.profile,
    ]


def _profile(stored: object, profile: Profile) -> list[Any]:
    memory = memory_of(stored).model_copy(update={"profile": profile})
    return [memory.stored(), render.profile(memory.language, profile)]


def _feedback_of(event: gr.EventData) -> GivenFeedback:
    verdict = word_of(event, "verdict")
    known = cast("Verdict | None", verdict if verdict in get_args(Verdict) else None)
    return GivenFeedback(
        "", number_of(event, "turn"), known, word_of(event, "clause"), word_of(event, "note")
    )
