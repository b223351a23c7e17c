"""The document of the evaluation page: its words and what it may load. The script shows the rest."""

from __future__ import annotations

import secrets

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse

from assistant.library.guard import foreign_host
from assistant.library.problems import Refused
from assistant.settings import Settings
from assistant.web.guide_page import guide_policy
from assistant.web.script_page import script_document, words_in

STYLES = (
    "tokens.css",
    "library/frame.css",
    "site_nav.css",
    "library/controls.css",
    "eval/page.css",
    "eval/review.css",
)


def eval_pages(settings: Settings) -> APIRouter:
    """``/eval`` and ``/eval/CANDIDATE``: one document, the script tells."""
    router = APIRouter(include_in_schema=False)

    def page(request: Request, depth: int) -> HTMLResponse:
        if foreign_host(request.headers.get("host", ""), settings.host):
            raise Refused(403, "请求的网址不是本机的。请用 127.0.0.1 或 localhost 打开。")
        nonce = secrets.token_urlsafe(16)
        # charts are drawn here as in the guide
        headers = {"Content-Security-Policy": guide_policy(nonce), "Cache-Control": "no-store"}
        return HTMLResponse(eval_document(nonce, depth), headers=headers)

    @router.get("/eval")
    def results(request: Request) -> HTMLResponse:
        return page(request, 0)

    @router.get("/eval/{candidate}")
    def candidate(request: Request, candidate: str) -> HTMLResponse:
        return page(request, 1)

    return router


def eval_document(nonce: str, depth: int) -> str:
    """The document; ``depth`` says how many folders below ``/eval`` its address lies."""
    return script_document("eval", eval_texts(), nonce, depth, styles=STYLES)


def eval_texts() -> dict[str, dict[str, str]]:
    """The words of the page by language."""
    return words_in("eval_texts.yaml")
