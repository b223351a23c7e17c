"""The whole web application: the REST API, the page at ``/`` and what guards them."""

from __future__ import annotations

import secrets

import gradio as gr
from fastapi import FastAPI
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import HTMLResponse, JSONResponse
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.api import create_api
from assistant.importing.limits import limits_of
from assistant.library.desk import Library
from assistant.protocol import Assistant
from assistant.service import LocalAssistant
from assistant.settings import Settings
from assistant.web.document import content_security_policy, page_document, static_folder
from assistant.web.draft_page import draft_pages
from assistant.web.eval_page import eval_pages
from assistant.web.guide_page import guide_pages
from assistant.web.library_page import library_pages
from assistant.web.page import build_page
from assistant.web.theme import page_theme

#: The parts of Gradio's own API that the page uses. The rest (uploads, files of the server, its proxy
#: to other hosts, its recorder) is not needed and not served.
_GRADIO = "/gradio_api/"
_GRADIO_USED = ("queue/", "heartbeat/", "startup-events", "info", "app_id", "reset", "cancel")
_GRADIO_PAGES = ("/config", "/theme.css", "/assets/", "/static/")
_OURS = (
    "/",
    "/page/",
    "/api/",
    "/healthz",
    "/favicon.ico",
    "/library",
    "/library/",
    "/draft",
    "/draft/",
    "/guide",
    "/guide/",
    "/eval",
    "/eval/",
)


def create_site(
    assistant: Assistant, settings: Settings, library: Library | None = None
) -> FastAPI:
    """API and pages over one service; ``library`` is that of the service when it has one."""
    library = library or library_of(assistant)
    app = create_api(assistant, library, settings)
    if library is not None:
        app.include_router(library_pages(library, settings))
        app.include_router(draft_pages(settings))
        app.include_router(guide_pages(settings))
        app.include_router(eval_pages(settings))
    app.mount("/page", StaticFiles(directory=static_folder()), name="page")
    site: FastAPI = gr.mount_gradio_app(
        app,
        build_page(assistant),
        path="/",
        server_name=settings.host,
        server_port=settings.port,
        footer_links=[],
        run_history=False,
        show_error=False,
        ssr_mode=False,
        enable_monitoring=False,
        pwa=False,
        mcp_server=False,
        theme=page_theme(),
    )
    site.add_middleware(PageGuard)
    return site


def library_of(assistant: Assistant) -> Library | None:
    """The library of a service over a data folder; None for any other service."""
    if not isinstance(assistant, LocalAssistant):
        return None
    return Library(
        assistant.index,
        assistant.gazetteer,
        lambda: assistant.importer,
        shipped=assistant.shipped_ids(),
        limits=limits_of(assistant.settings),
    )


class PageGuard:
    """Puts our document in the place of Gradio's, closes what the page does not use, adds headers."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
        elif not _served(scope["path"]):
            response = JSONResponse({"error": "这里没有这个页面。"}, status_code=404)
            await response(scope, receive, _with_headers(send, ""))
        elif scope["path"] == "/":
            await self._document(scope, receive, send)
        else:
            await self.app(scope, receive, _with_headers(send, ""))

    async def _document(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Gradio's document, read whole and unpacked, then ours with a nonce of its own."""
        start: Message = {}
        body = b""

        async def collect(message: Message) -> None:
            nonlocal start, body
            if message["type"] == "http.response.start":
                start = message
            elif message["type"] == "http.response.body":
                body += message.get("body", b"")

        plain = [(name, value) for name, value in scope["headers"] if name != b"accept-encoding"]
        await self.app({**scope, "headers": plain}, receive, collect)
        if not Headers(raw=start["headers"]).get("content-type", "").startswith("text/html"):
            await send(start)
            await send({"type": "http.response.body", "body": body})
            return
        nonce = secrets.token_urlsafe(16)
        response = HTMLResponse(page_document(body.decode("utf-8"), nonce) if body else "")
        await response(scope, receive, _with_headers(send, content_security_policy(nonce)))


def _served(path: str) -> bool:
    if path.startswith(_GRADIO):
        return path.removeprefix(_GRADIO).startswith(_GRADIO_USED)
    return any(
        path == one or (one != "/" and one.endswith("/") and path.startswith(one))
        for one in (*_OURS, *_GRADIO_PAGES)
    )


def _with_headers(send: Send, policy: str) -> Send:
    async def guarded(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            headers["X-Content-Type-Options"] = "nosniff"
            headers["Referrer-Policy"] = "no-referrer"
            if policy:
                headers["Content-Security-Policy"] = policy
                headers["Cache-Control"] = "no-store"
        await send(message)

    return guarded
