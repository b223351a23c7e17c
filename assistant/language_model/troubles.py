"""What can go wrong with a model, whatever its provider, as one error with one Chinese line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from concurrent.futures import CancelledError
from enum import StrEnum
from typing import Any

from corpus.errors import CqoError
from prompts.loading import load_prompts


class Trouble(StrEnum):
    """Kinds of failure; their lines stand in ``prompts/generating.yaml``."""

    UNREACHABLE = "unreachable"
    TIMEOUT = "timeout"
    KEY = "key"  # 401, 403
    NOT_FOUND = "not-found"  # 404: no such model or path
    REJECTED = "rejected"  # 400 and the like
    TOO_LONG = "too-long"  # more than the model can read
    BUSY = "busy"  # 429
    SERVER = "server"  # 5xx
    RUBBISH = "rubbish"  # an answer that is no answer
    EMPTY = "empty"  # an answer without a word
    CUT = "cut"  # the answer ended in the middle
    STOPPED = "stopped"  # by the caller


#: Worth another try while nothing has been handed on.
RETRYABLE = frozenset(
    (Trouble.UNREACHABLE, Trouble.TIMEOUT, Trouble.BUSY, Trouble.SERVER, Trouble.CUT)
)
_BY_STATUS = {401: Trouble.KEY, 403: Trouble.KEY, 404: Trouble.NOT_FOUND, 408: Trouble.TIMEOUT}
_TOO_LONG = re.compile(
    r"context.{0,12}(?:length|window|size|limit)|maximum context|prompt is too long|too many tokens",
    re.I,
)
#: LangChain's common model errors, httpx's transport errors and the like, by name: no provider is imported here.
_BY_NAME = (
    ("ContextOverflow", Trouble.TOO_LONG),
    ("Timeout", Trouble.TIMEOUT),
    ("AuthenticationError", Trouble.KEY),
    ("PermissionDenied", Trouble.KEY),
    ("RateLimit", Trouble.BUSY),
    ("RemoteProtocolError", Trouble.CUT),
    ("ReadError", Trouble.CUT),
    ("TransportError", Trouble.UNREACHABLE),
    ("ConnectionError", Trouble.UNREACHABLE),
)


class ModelUnavailable(CqoError):
    """The model gave no usable reply. ``message`` says what is wrong and what to do.

    It carries nothing of the request or of the server's words, so that no key can be in it.
    """

    def __init__(self, trouble: Trouble, endpoint: str, *, seconds: float = 0.0) -> None:
        line = load_prompts("generating")["troubles"][trouble.value]
        super().__init__(line.format(endpoint=endpoint, seconds=f"{seconds:g}"))
        self.trouble = trouble


def trouble_of(error: BaseException) -> Trouble:
    """The kind of failure that an exception of any provider stands for."""
    if _TOO_LONG.search(str(error)) and _status_of(error) in (None, 400, 413, 422, 500):
        return Trouble.TOO_LONG
    for one in _chain(error):
        status = _status_of(one)
        if status is not None:
            return _from_status(status)
        found = _from_class(one)
        if found is not None:
            return found
    return Trouble.RUBBISH


def retry_after(error: BaseException) -> float | None:
    """Seconds that the server asks to wait; None when it says nothing that can be read."""
    for one in _chain(error):
        headers: Mapping[str, str] = getattr(getattr(one, "response", None), "headers", None) or {}
        for name, scale in (("retry-after-ms", 0.001), ("retry-after", 1.0)):
            try:
                return max(0.0, float(headers[name]) * scale)
            except (KeyError, ValueError):
                continue
    return None


def _chain(error: BaseException) -> Iterator[BaseException]:
    """The error and what caused it."""
    seen: set[int] = set()
    one: BaseException | None = error
    while one is not None and id(one) not in seen:
        seen.add(id(one))
        yield one
        one = one.__cause__ or one.__context__


def _status_of(error: BaseException) -> int | None:
    response: Any = getattr(error, "response", None)
    for value in (getattr(error, "status_code", None), getattr(response, "status_code", None)):
        if isinstance(value, int) and value >= 400:
            return value
    return None


def _from_status(status: int) -> Trouble:
    if status in _BY_STATUS:
        return _BY_STATUS[status]
    if status == 429:
        return Trouble.BUSY
    return Trouble.SERVER if status >= 500 else Trouble.REJECTED


def _from_class(error: BaseException) -> Trouble | None:
    if isinstance(error, TimeoutError):
        return Trouble.TIMEOUT
    if isinstance(error, CancelledError):
        return Trouble.STOPPED
    names = [kind.__name__ for kind in type(error).__mro__]
    for part, trouble in _BY_NAME:
        if any(part in name for name in names):
            return _nearer(error) if trouble is Trouble.UNREACHABLE else trouble
    return Trouble.UNREACHABLE if isinstance(error, OSError) else None


def _nearer(error: BaseException) -> Trouble:
    """A connection error is a time-out when that is what caused it."""
    timed_out = any(
        isinstance(one, TimeoutError) or "Timeout" in type(one).__name__ for one in _chain(error)
    )
    return Trouble.TIMEOUT if timed_out else Trouble.UNREACHABLE
