"""The document of the library page: its words, what a browser needs to know, and what it may load."""

from __future__ import annotations

import secrets
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse

from assistant.library.desk import Library
from assistant.library.guard import foreign_host
from assistant.library.problems import Refused
from assistant.settings import Settings
from assistant.web.script_page import script_document, script_policy, words_in
from index.originals import ENDINGS

STYLES = (
    "tokens.css",
    "library/frame.css",
    "site_nav.css",
    "library/controls.css",
    "library/list.css",
    "library/uploads.css",
    "library/search.css",
    "library/document.css",
    "library/side.css",
    "library/original.css",
)


def library_pages(library: Library, settings: Settings) -> APIRouter:
    """``/library``, ``/library/SOURCE`` and ``/library/uploads/UPLOAD``: one document, the script tells."""
    router = APIRouter(include_in_schema=False)

    def page(request: Request, depth: int) -> HTMLResponse:
        if foreign_host(request.headers.get("host", ""), settings.host):
            raise Refused(403, "请求的网址不是本机的。请用 127.0.0.1 或 localhost 打开。")
        nonce = secrets.token_urlsafe(16)
        headers = {"Content-Security-Policy": script_policy(nonce), "Cache-Control": "no-store"}
        return HTMLResponse(library_document(library, nonce, depth), headers=headers)

    @router.get("/library")
    def listed(request: Request) -> HTMLResponse:
        return page(request, 0)

    @router.get("/library/{source_id}")
    def text(request: Request, source_id: str) -> HTMLResponse:
        return page(request, 1)

    @router.get("/library/uploads/{job}")
    def upload(request: Request, job: str) -> HTMLResponse:
        return page(request, 2)

    return router


def library_document(library: Library, nonce: str, depth: int) -> str:
    """The document; ``depth`` says how many folders below ``/library`` its address lies."""
    config: dict[str, Any] = {
        "regions": [region.name for region in library.gazetteer.regions],
        "limit": library.limits.file_bytes,
        "accept": ",".join(sorted(ENDINGS)),
    }
    return script_document("library", library_texts(), nonce, depth, styles=STYLES, config=config)


def library_texts() -> dict[str, dict[str, str]]:
    """The words of the page by language."""
    return words_in("library_texts.yaml")
