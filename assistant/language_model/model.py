"""A language model as the assistant uses it: it is asked for a schema and answers in it, in time, or not at all."""

from __future__ import annotations

import logging
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Generator, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Generic, TypeVar

from langchain_core.language_models import BaseChatModel, LanguageModelInput
from langchain_core.messages import AIMessage, BaseMessage
from langchain_core.runnables import Runnable
from pydantic import BaseModel, ValidationError

from assistant.language_model.background import Background
from assistant.language_model.calling import Piece, Usage, pieces, unavailable
from assistant.language_model.deadline import Deadline
from assistant.language_model.item_feed import Item, ItemFeed
from assistant.language_model.json_text import json_object
from assistant.language_model.modes import Mode, bound, modes_of
from assistant.language_model.settings import ModelSettings
from assistant.language_model.troubles import ModelUnavailable, Trouble, trouble_of

_log = logging.getLogger(__name__)
S = TypeVar("S", bound=BaseModel)
#: The server does stream: what it streams is of no use, or it fails whatever it is asked.
_NOT_OF_STREAMING = frozenset((Trouble.RUBBISH, Trouble.SERVER))
_OTHER_WAY = frozenset((Trouble.REJECTED, Trouble.RUBBISH, Trouble.EMPTY))


@dataclass(frozen=True, slots=True)
class Reply(Generic[S]):
    """A whole reply. ``usage`` is None where the server does not count tokens."""

    value: S
    mode: Mode
    usage: Usage | None = None


@dataclass(frozen=True, slots=True)
class _Asking(Generic[S]):
    messages: Sequence[BaseMessage]
    schema: type[S]
    deadline: Deadline


class LanguageModel:
    """One model at one endpoint. Safe to use from several threads.

    Which way of asking for JSON works is learnt at the first call and kept.
    """

    def __init__(
        self,
        chat: BaseChatModel,
        settings: ModelSettings,
        release: Callable[[], Awaitable[None]] | None = None,
    ) -> None:
        """``release`` gives back what ``chat`` holds: its connections."""
        self.settings, self._release = settings, release
        self._chat = chat
        self._modes = list(modes_of(settings))
        self._proven, self._streams = False, True
        self._background = Background()

    def __repr__(self) -> str:
        return f"LanguageModel({self.settings.model!r}, {self.settings.shown!r})"

    @property
    def mode(self) -> Mode:
        """The way of asking for JSON that is tried first."""
        return self._modes[0]

    def deadline(self, stopped: threading.Event | None = None) -> Deadline:
        """The time limit of an answer that begins now, and that somebody may stop."""
        return Deadline.after(self.settings.timeout, stopped)

    def structured(
        self, messages: Sequence[BaseMessage], schema: type[S], *, deadline: Deadline | None = None
    ) -> Reply[S]:
        """The reply as a whole. Raises ModelUnavailable."""
        until = deadline or self.deadline()
        *_, whole = self._asked(messages, schema, until, streaming=False)
        assert isinstance(whole, Reply)  # nothing else stands last
        return whole

    def stream(
        self, messages: Sequence[BaseMessage], schema: type[S], *, deadline: Deadline | None = None
    ) -> Generator[Item | Reply[S], None, None]:
        """Objects in the lists of the reply as each is complete, then the whole reply.

        Raises ModelUnavailable, also after items: the reply was then cut off.
        """
        return self._asked(messages, schema, deadline or self.deadline(), streaming=True)

    def close(self) -> None:
        """End calls in progress and close the connections; no more calls after that."""
        self._background.close(self._release)

    def _asked(
        self,
        messages: Sequence[BaseMessage],
        schema: type[S],
        deadline: Deadline,
        *,
        streaming: bool,
    ) -> Generator[Item | Reply[S], None, None]:
        """The reply in the first way that works: each mode, then each without streaming."""
        last: ModelUnavailable | None = None
        asking = _Asking(messages, schema, deadline)
        ways = self._ways(streaming)
        for stream, mode in ways:
            if stream is not ways[0][0] and last and last.trouble in _NOT_OF_STREAMING:
                break
            given = False
            # a failing server has been tried often enough in the first mode
            retries = 0 if last and last.trouble is Trouble.SERVER else self.settings.retries
            try:
                with closing(self._read(asking, mode, stream=stream, retries=retries)) as parts:
                    for part in parts:
                        given = streaming  # who wants the whole has been given nothing yet
                        yield part
            except ModelUnavailable as error:
                last = error
            else:
                if not self._proven or (last and last.trouble is Trouble.REJECTED):
                    self._keep(mode, streams=stream or not streaming)
                return
            if given or last.trouble not in self._another_way():
                break
            _log.info("%r: no JSON by %s (%s)", self, mode.value, last.trouble.value)
        raise last or unavailable(Trouble.RUBBISH, self.settings)

    def _ways(self, streaming: bool) -> list[tuple[bool, Mode]]:
        modes = tuple(self._modes)
        ways = [(streaming and self._streams, mode) for mode in modes]
        if streaming and self._streams:
            ways += [(False, mode) for mode in modes]
        return ways

    def _another_way(self) -> frozenset[Trouble]:
        """Failures that another way of asking may mend; some servers answer 500 to what they do not know."""
        return _OTHER_WAY if self._proven else _OTHER_WAY | {Trouble.SERVER}

    def _keep(self, mode: Mode, *, streams: bool) -> None:
        """Begin like this from now on; stricter modes do not work here."""
        self._proven = True
        self._streams = self._streams and streams
        if mode in self._modes:
            self._modes = self._modes[self._modes.index(mode) :]

    def _read(
        self, asking: _Asking[S], mode: Mode, *, stream: bool, retries: int
    ) -> Generator[Item | Reply[S], None, None]:
        """One reply as it is written."""
        chat = _bound(self._chat, self.settings, mode, asking.schema)

        def make() -> AsyncIterator[Piece]:
            messages, until = asking.messages, asking.deadline
            return pieces(chat, messages, self.settings, until, streaming=stream, retries=retries)

        feed, usage, trouble, given = ItemFeed(), None, None, False
        try:
            with closing(self._background.iterate(make, asking.deadline)) as written:
                for piece in written:
                    usage = piece.usage or usage
                    for item in feed.feed(piece.text):
                        given = True
                        yield item
        except ModelUnavailable:
            raise
        except Exception as error:
            trouble = trouble_of(error)
        if trouble is not None:  # outside the handler, see ``pieces``
            raise unavailable(trouble, self.settings)
        value = _value(feed.text, asking.schema)
        if value is None:
            broken_off = given and json_object(feed.text) is None
            poor = Trouble.RUBBISH if feed.text.strip() else Trouble.EMPTY
            raise unavailable(Trouble.CUT if broken_off else poor, self.settings)
        yield Reply(value, mode, usage)


def _bound(
    chat: BaseChatModel, settings: ModelSettings, mode: Mode, schema: type[BaseModel]
) -> Runnable[LanguageModelInput, AIMessage]:
    try:
        return bound(chat, settings, mode, schema)
    except NotImplementedError:  # a provider without tools
        pass
    raise unavailable(Trouble.REJECTED, settings)


def _value(text: str, schema: type[S]) -> S | None:
    """The reply in its schema; None when it is not."""
    data = json_object(text)
    if data is None:
        return None
    try:
        return schema.model_validate(data)
    except ValidationError:
        return None
