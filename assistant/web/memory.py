"""What a browser remembers between visits: language, conversations, region, the enterprise."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from assistant.profile.models import Profile
from assistant.web.texts import Language

#: Conversations of which a browser keeps the id; the oldest are forgotten first.
KEPT = 50


class Memory(BaseModel):
    """Kept in the browser's local storage as JSON; the server stores only the conversations."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    language: Language = "zh"
    conversation: str | None = None
    known: tuple[str, ...] = ()  # newest first
    region: str | None = None
    editing: int | None = None  # number of the turn whose question is in the input
    profile: Profile = Profile()  # what the person said of their enterprise; kept nowhere else

    def continuing(self, conversation: str) -> Memory:
        """This memory with ``conversation`` as the current one."""
        others = [one for one in self.known if one != conversation]
        known = (conversation, *others)[:KEPT]
        return self.model_copy(
            update={"conversation": conversation, "known": known, "editing": None}
        )

    def without_conversation(self) -> Memory:
        """This memory at the beginning of a new conversation."""
        return self.model_copy(update={"conversation": None, "editing": None})

    def stored(self) -> dict[str, Any]:
        """As JSON for the browser."""
        return self.model_dump(mode="json")


def memory_of(value: object) -> Memory:
    """What a browser sent; a fresh memory when it is not one."""
    try:
        return Memory.model_validate(value)
    except ValidationError:
        return Memory()
