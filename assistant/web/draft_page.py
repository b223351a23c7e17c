"""The document of the drafting page: its words and what it may load. The script shows the rest."""

from __future__ import annotations

import secrets

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse

from assistant.library.guard import foreign_host
from assistant.library.problems import Refused
from assistant.settings import Settings
from assistant.web.script_page import script_document, script_policy, words_in

STYLES = (
    "tokens.css",
    "library/frame.css",
    "site_nav.css",
    "library/controls.css",
    "draft/start.css",
    "draft/form.css",
    "draft/fields.css",
    "draft/paper.css",
    "draft/sections.css",
    "draft/side.css",
    "draft/dialogs.css",
)


def draft_pages(settings: Settings) -> APIRouter:
    """``/draft``, ``/draft/new/BLUEPRINT`` and ``/draft/DRAFT``: one document, the script tells."""
    router = APIRouter(include_in_schema=False)

    def page(request: Request, depth: int) -> HTMLResponse:
        if foreign_host(request.headers.get("host", ""), settings.host):
            raise Refused(403, "请求的网址不是本机的。请用 127.0.0.1 或 localhost 打开。")
        nonce = secrets.token_urlsafe(16)
        headers = {"Content-Security-Policy": script_policy(nonce), "Cache-Control": "no-store"}
        return HTMLResponse(draft_document(nonce, depth), headers=headers)

    @router.get("/draft")
    def start(request: Request) -> HTMLResponse:
        return page(request, 0)

    @router.get("/draft/{draft_id}")
    def draft(request: Request, draft_id: str) -> HTMLResponse:
        return page(request, 1)

    @router.get("/draft/new/{blueprint_id}")
    def form(request: Request, blueprint_id: str) -> HTMLResponse:
        return page(request, 2)

    return router


def draft_document(nonce: str, depth: int) -> str:
    """The document; ``depth`` says how many folders below ``/draft`` its address lies."""
    return script_document("draft", draft_texts(), nonce, depth, styles=STYLES)


def draft_texts() -> dict[str, dict[str, str]]:
    """The words of the page by language."""
    return words_in("draft_texts.yaml")
