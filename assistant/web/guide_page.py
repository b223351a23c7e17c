"""The document of the guide's page: its words and what it may load. The script shows the rest."""

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
    "draft/fields.css",
    "draft/dialogs.css",
    "guide/frame.css",
    "guide/start.css",
    "guide/overview.css",
    "guide/interview.css",
    "guide/task.css",
    "guide/plan.css",
    "guide/checks.css",
)
#: Styles that plotly.js puts into the page: an empty sheet, which it fills by script, and that of the
#: maps inside it, which are not drawn here. Nothing else in the text of the page may style it.
_PLOTLY_STYLES = (
    "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='",
    "'sha256-ji27qzEtxXZW+7dun6UwjHXJ18e6WAin1VvNtkzIE/o='",
)
_MB = 1 << 20


def guide_pages(settings: Settings) -> APIRouter:
    """``/guide`` and all below it: one document, the script tells (static/guide/places.js)."""
    router = APIRouter(include_in_schema=False)

    def page(request: Request, depth: int) -> HTMLResponse:
        if foreign_host(request.headers.get("host", ""), settings.host):
            raise Refused(403, "请求的网址不是本机的。请用 127.0.0.1 或 localhost 打开。")
        nonce = secrets.token_urlsafe(16)
        headers = {"Content-Security-Policy": guide_policy(nonce), "Cache-Control": "no-store"}
        document = guide_document(nonce, depth, settings.evidence_file_mb * _MB)
        return HTMLResponse(document, headers=headers)

    @router.get("/guide")
    def start(request: Request) -> HTMLResponse:
        return page(request, 0)

    @router.get("/guide/{place:path}")
    def below(request: Request, place: str) -> HTMLResponse:
        return page(request, place.count("/") + 1)

    return router


def guide_policy(nonce: str) -> str:
    """That of the other script pages, and the two style sheets of plotly.js by their hashes."""
    own = "style-src 'self'"
    return script_policy(nonce).replace(own, f"{own} {' '.join(_PLOTLY_STYLES)}")


def guide_document(nonce: str, depth: int, limit: int) -> str:
    """The document; ``depth`` says how many folders below ``/guide`` its address lies, ``limit`` how
    many bytes a file of evidence may have.
    """
    return script_document(
        "guide", guide_texts(), nonce, depth, styles=STYLES, config={"limit": limit}
    )


def guide_texts() -> dict[str, dict[str, str]]:
    """The words of the page by language."""
    return words_in("guide_texts.yaml")
