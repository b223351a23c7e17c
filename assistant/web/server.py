"""``cqo serve``: the site in this process until Ctrl-C."""

from __future__ import annotations

import errno
import logging
import socket
import threading

import uvicorn
from fastapi import FastAPI

from assistant.protocol import Assistant
from assistant.settings import Settings
from corpus.errors import BadInput

_log = logging.getLogger(__name__)
#: Seconds that open pages get when the server stops; they hold a connection each.
_GRACE = 2


def serve(assistant: Assistant, settings: Settings) -> None:
    """Serve page and API on ``settings.host`` and ``settings.port`` until Ctrl-C.

    Raises BadInput when the address cannot be used; it is tried before anything slow is loaded.
    """
    with listen(settings.host, settings.port) as listener:
        from assistant.web.site import create_site

        threading.Thread(target=warm, args=(assistant,), daemon=True).start()
        run(create_site(assistant, settings), listener)


def warm(assistant: Assistant) -> None:
    """Load what the first question needs before a person asks one."""
    try:
        assistant.warm_up()
    except Exception:
        _log.exception("the first question failed")


def run(app: FastAPI, listener: socket.socket) -> None:
    """Serve ``app`` on a listening socket until Ctrl-C."""
    config = uvicorn.Config(
        app, log_level="warning", access_log=False, timeout_graceful_shutdown=_GRACE
    )
    try:
        _AnnouncingServer(config).run(sockets=[listener])
    except KeyboardInterrupt:
        print("质官助手已停止。", flush=True)


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens on the address. Raises BadInput."""
    try:
        family, kind, _, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        listener = socket.socket(family, kind)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    except OSError as error:
        raise BadInput(
            f"监听地址 {host} 无效，请改用 127.0.0.1 或本机的地址（--host）。"
        ) from error
    try:
        listener.bind(address)
        listener.listen(128)
    except OSError as error:
        listener.close()
        raise BadInput(_refusal(error, host, port)) from error
    return listener


def _refusal(error: OSError, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"端口 {port} 已被占用，请停掉占用它的程序，或用 --port 换一个端口。"
    if error.errno == errno.EACCES:
        return f"没有权限使用端口 {port}，请用 --port 换一个 1024 以上的端口。"
    return f"不能在 {host}:{port} 上监听，请检查 --host 和 --port。"


class _AnnouncingServer(uvicorn.Server):
    """Says where the page is once it can be opened."""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        for one in sockets or []:
            print(f"质官助手已启动：{address_of(one)} （按 Ctrl+C 停止）", flush=True)


def address_of(listener: socket.socket) -> str:
    """The address to open in a browser of this machine."""
    host, port = listener.getsockname()[:2]
    if host in ("0.0.0.0", "::"):
        host = "127.0.0.1"
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
