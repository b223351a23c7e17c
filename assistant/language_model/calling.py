"""One call of a chat model: pieces of its reply as they come, tried again where that makes sense."""

from __future__ import annotations

import asyncio
import json
import logging
import random
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from typing import Any

from langchain_core.language_models import LanguageModelInput
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage
from langchain_core.runnables import Runnable

from assistant.language_model.deadline import Deadline
from assistant.language_model.settings import ModelSettings
from assistant.language_model.troubles import (
    RETRYABLE,
    ModelUnavailable,
    Trouble,
    retry_after,
    trouble_of,
)

_log = logging.getLogger(__name__)
#: Characters after which a reply is given up: no answer is that long.
LONGEST = 60_000


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens as the server counted them."""

    read: int = 0
    written: int = 0

    def __add__(self, other: Usage) -> Usage:
        return Usage(self.read + other.read, self.written + other.written)


@dataclass(frozen=True, slots=True)
class Piece:
    """Some of the reply's text (``usage`` comes with the last), or of a tool call's arguments."""

    text: str
    usage: Usage | None = None


async def pieces(
    chat: Runnable[LanguageModelInput, AIMessage],
    messages: Sequence[BaseMessage],
    settings: ModelSettings,
    deadline: Deadline,
    *,
    streaming: bool,
    retries: int,
) -> AsyncIterator[Piece]:
    """The reply piece by piece. Raises ModelUnavailable.

    A failed call is repeated with growing pauses while nothing has been handed on, the failure may
    pass, and the pause ends before the deadline.
    """
    for attempt in range(retries + 1):
        written = 0
        try:
            async for message in _messages(chat, messages, streaming):
                text = text_of(message)
                written += len(text)
                if written > LONGEST:
                    break
                usage = _usage_of(message)
                if text or usage:
                    yield Piece(text, usage)
            else:
                return
            trouble, wait = Trouble.RUBBISH, 0.0
        except Exception as error:  # each provider has its own; trouble_of sorts them
            trouble = trouble_of(error)
            wait = _pause(settings, attempt, retry_after(error))
        if written and trouble is Trouble.UNREACHABLE:
            trouble = Trouble.CUT
        # raised outside the handler: what the provider's error holds must not travel with ours
        can_wait = attempt < retries and wait < deadline.left()
        if written or trouble not in RETRYABLE or not can_wait:
            raise unavailable(trouble, settings)
        _log.info("language model %s: %s, again in %.1f s", settings.shown, trouble.value, wait)
        await asyncio.sleep(wait)


def unavailable(trouble: Trouble, settings: ModelSettings) -> ModelUnavailable:
    return ModelUnavailable(trouble, settings.shown, seconds=settings.timeout)


async def _messages(
    chat: Runnable[LanguageModelInput, AIMessage], messages: Sequence[BaseMessage], streaming: bool
) -> AsyncIterator[AIMessage]:
    if not streaming:
        yield await chat.ainvoke(list(messages))
        return
    async for chunk in chat.astream(list(messages)):
        yield chunk


def _pause(settings: ModelSettings, attempt: int, asked: float | None) -> float:
    """Seconds to wait; what the server asks for goes first."""
    if asked is not None:
        return asked
    return settings.backoff * 2.0**attempt * random.uniform(0.75, 1.25)


def text_of(message: AIMessage) -> str:
    """The words of a reply, or of a piece of one: its text and the arguments of its tool call."""
    if isinstance(message, AIMessageChunk):
        called = "".join(chunk["args"] or "" for chunk in message.tool_call_chunks)
    else:
        called = "".join(
            json.dumps(call["args"], ensure_ascii=False) for call in message.tool_calls
        )
        called += "".join(call["args"] or "" for call in message.invalid_tool_calls)
    return str(message.text) + called


def _usage_of(message: AIMessage) -> Usage | None:
    counted: Any = message.usage_metadata
    if not counted:
        return None
    return Usage(counted["input_tokens"], counted["output_tokens"])
