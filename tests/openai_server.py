"""A real HTTP server that speaks the OpenAI protocol and says what a test tells it to.

    with OpenAIServer() as server:
        server.says({"statements": [...]})      # the next reply; more calls queue more
        ...                                     # the code under test asks server.url
        server.requests[0].prompt               # what it was asked

It streams when asked to, answers by tool call when asked for one, and can be told to know neither
schemas nor tools, to be slow, to hang, to break off, and to fail.
"""

from __future__ import annotations

import json
import socket
import threading
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, ClassVar, Self

MODEL = "scripted"
#: Characters of a streamed piece: small, so that strings, escapes and tags are torn apart.
PIECE = 7


@dataclass(frozen=True, slots=True)
class Reply:
    """One reply. ``content`` is sent as it is; an object as its JSON.

    ``status`` other than 200: an error, with ``headers``. ``wait`` and ``gap``: seconds before the
    reply and between its pieces. ``cut``: characters after which the connection is dropped.
    ``hang``: say nothing more after the headers (and ``cut`` characters) until the server stops.
    ``body``: these bytes instead of a reply of the protocol.
    """

    content: str = ""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    wait: float = 0.0
    gap: float = 0.0
    cut: int | None = None
    hang: bool = False
    body: bytes | None = None
    finish: str = "stop"


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as it came; names of headers in small letters."""

    path: str
    headers: Mapping[str, str]
    body: Mapping[str, Any]

    @property
    def prompt(self) -> str:
        """All that the model is told, as one text."""
        return "\n".join(str(message["content"]) for message in self.body["messages"])

    @property
    def last(self) -> str:
        return str(self.body["messages"][-1]["content"])

    @property
    def by(self) -> str:
        """schema, tool or text."""
        if "response_format" in self.body:
            return "schema"
        return "tool" if self.body.get("tools") else "text"


Script = Reply | Callable[[Asked], Reply]


def reply(content: object, **how: Any) -> Reply:
    """A reply of this text, or of this object as JSON."""
    text = content if isinstance(content, str) else json.dumps(content, ensure_ascii=False)
    return Reply(text, **how)


class OpenAIServer:
    """The server; ``otherwise`` is what it says when nothing is queued.

    ``knows``: what it accepts of ``schema``, ``tools``, ``stream`` and ``stream_options``; for the
    rest it answers 400, as many endpoints do. ``key``: the only key that it accepts.
    """

    everything: ClassVar[frozenset[str]] = frozenset(
        ("schema", "tools", "stream", "stream_options")
    )

    def __init__(self, otherwise: Script | None = None, *, key: str | None = None) -> None:
        self.otherwise: Script = otherwise or Reply(status=500)
        self.knows = self.everything
        self.key = key
        self.requests: list[Asked] = []
        self.left_early = threading.Event()  # somebody hung up before the reply was over
        self._queue: deque[Script] = deque()
        self._lock = threading.Lock()
        self._stopping = threading.Event()
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._server.script = self
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(0.02,), daemon=True
        )

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stopping.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}/v1"

    # -- the script ----------------------------------------------------------------------------------

    def says(self, content: object, **how: Any) -> Self:
        """Queue a reply of this text or object; ``how`` as in ``Reply``."""
        return self.does(reply(content, **how))

    def does(self, *scripts: Script) -> Self:
        """Queue replies, or functions that make one from the request."""
        with self._lock:
            self._queue.extend(scripts)
        return self

    def fails(self, status: int, **headers: str) -> Self:
        """Queue an error; ``retry_after="2"`` is a header."""
        named = {name.replace("_", "-").title(): value for name, value in headers.items()}
        return self.does(Reply(status=status, headers=named))

    # -- for the handler -----------------------------------------------------------------------------

    def next_reply(self, asked: Asked) -> Reply:
        with self._lock:
            self.requests.append(asked)
            refused = self._refused(asked)
            if refused is not None:
                return refused
            script = self._queue.popleft() if self._queue else self.otherwise
        return script(asked) if callable(script) else script

    def pause(self, seconds: float | None) -> None:
        """Wait, at most until the server stops."""
        if seconds is None or seconds > 0:
            self._stopping.wait(seconds)

    def _refused(self, asked: Asked) -> Reply | None:
        given = asked.headers.get("authorization", "").removeprefix("Bearer ")
        if self.key is not None and given != self.key:
            return Reply(f"Incorrect API key provided: {given}", status=401)
        if asked.by == "schema" and "schema" not in self.knows:
            return Reply("This response_format type is unavailable now", status=400)
        if asked.by == "tool" and "tools" not in self.knows:
            return Reply("tools are not supported", status=400)
        for name in ("stream", "stream_options"):
            if asked.body.get(name) and name not in self.knows:
                return Reply(f"unknown field {name}", status=400)
        return None


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    script: OpenAIServer

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hangs up is no error here."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""

    def do_GET(self) -> None:  # name given by http.server
        self._send_json({"object": "list", "data": [{"id": MODEL, "object": "model"}]})

    def do_POST(self) -> None:
        length = int(self.headers.get("Content-Length", 0))
        body = json.loads(self.rfile.read(length) or b"{}")
        headers = {name.lower(): value for name, value in self.headers.items()}
        asked = Asked(self.path, headers, body)
        given = self.server.script.next_reply(asked)
        self.server.script.pause(given.wait)
        try:
            self._answer(asked, given)
        except (BrokenPipeError, ConnectionResetError):
            self.server.script.left_early.set()
            self.close_connection = True

    def _answer(self, asked: Asked, given: Reply) -> None:
        if given.status != 200:
            error = {"error": {"message": given.content or "failed", "type": "scripted"}}
            self._send_json(error, given.status, given.headers)
        elif given.body is not None:
            self._send(
                given.body, "text/event-stream" if asked.body.get("stream") else "application/json"
            )
        elif asked.body.get("stream"):
            self._stream(asked, given)
        else:
            self._whole(asked, given)

    def _whole(self, asked: Asked, given: Reply) -> None:
        message: dict[str, Any] = {"role": "assistant", "content": given.content}
        if asked.by == "tool":
            message = {
                "role": "assistant",
                "content": None,
                "tool_calls": [_call(asked, given.content)],
            }
        choice = {"index": 0, "message": message, "finish_reason": given.finish}
        data = _head("chat.completion") | {"choices": [choice], "usage": _usage(asked, given)}
        written = json.dumps(data, ensure_ascii=False).encode()
        if given.hang or given.cut is not None:
            self._headers(200, "application/json", {"Content-Length": str(len(written))})
            self.wfile.write(written[: given.cut or 0])
            self._leave(given)
        else:
            self._send(written, "application/json")

    def _stream(self, asked: Asked, given: Reply) -> None:
        self._headers(200, "text/event-stream", {"Transfer-Encoding": "chunked"})
        for delta in _deltas(asked, given.content[: given.cut]):
            self._event({"choices": [{"index": 0, "delta": delta, "finish_reason": None}]})
            self.server.script.pause(given.gap)
        if given.hang or given.cut is not None:
            self._leave(given)
            return
        self._event({"choices": [{"index": 0, "delta": {}, "finish_reason": given.finish}]})
        if asked.body.get("stream_options"):
            self._event({"choices": [], "usage": _usage(asked, given)})
        self._chunk(b"data: [DONE]\n\n")
        self._chunk(b"")

    def _leave(self, given: Reply) -> None:
        """Say nothing more: keep the line open, or drop it in the middle."""
        self.wfile.flush()
        if given.hang:
            self._until_hung_up()
        self.close_connection = True
        self.connection.shutdown(socket.SHUT_RDWR)

    def _until_hung_up(self) -> None:
        self.connection.settimeout(0.02)
        while not self.server.script._stopping.is_set():
            try:
                if not self.connection.recv(1):
                    self.server.script.left_early.set()
                    return
            except TimeoutError:
                continue

    def _event(self, data: dict[str, Any]) -> None:
        line = json.dumps(_head("chat.completion.chunk") | data, ensure_ascii=False)
        self._chunk(f"data: {line}\n\n".encode())

    def _chunk(self, data: bytes) -> None:
        self.wfile.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")
        self.wfile.flush()

    def _send_json(
        self, data: object, status: int = 200, headers: Mapping[str, str] | None = None
    ) -> None:
        self._send(
            json.dumps(data, ensure_ascii=False).encode(), "application/json", status, headers
        )

    def _send(
        self, body: bytes, kind: str, status: int = 200, headers: Mapping[str, str] | None = None
    ) -> None:
        self._headers(status, kind, {"Content-Length": str(len(body)), **(headers or {})})
        self.wfile.write(body)

    def _headers(self, status: int, kind: str, headers: Mapping[str, str]) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()


def _head(kind: str) -> dict[str, Any]:
    return {"id": "chatcmpl-1", "object": kind, "created": 0, "model": MODEL}


def _usage(asked: Asked, given: Reply) -> dict[str, int]:
    read, written = len(asked.prompt), len(given.content)
    return {"prompt_tokens": read, "completion_tokens": written, "total_tokens": read + written}


def _call(asked: Asked, arguments: str) -> dict[str, Any]:
    name = asked.body["tools"][0]["function"]["name"]
    function = {"name": name, "arguments": arguments}
    return {"id": "call-1", "type": "function", "function": function}


def _deltas(asked: Asked, text: str) -> Iterator[dict[str, Any]]:
    for start in range(0, len(text), PIECE):
        piece = text[start : start + PIECE]
        if asked.by == "tool":
            call = _call(asked, piece) if start == 0 else {"function": {"arguments": piece}}
            yield {"tool_calls": [{"index": 0, **call}]}
        else:
            yield {"role": "assistant", "content": piece} if start == 0 else {"content": piece}
