"""The document of the library page: its words, what a browser needs to know, and what it may load."""

from __future__ import annotations

import secrets
from functools import cache
from importlib import resources
from typing import Any

import yaml
from fastapi import APIRouter, Request
from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from starlette.responses import HTMLResponse

from assistant.library.desk import Library
from assistant.library.guard import foreign_host
from assistant.library.problems import Refused
from assistant.settings import Settings
from index.originals import ENDINGS

STYLES = (
    "tokens.css",
    "library/frame.css",
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
        headers = {"Content-Security-Policy": _policy(nonce), "Cache-Control": "no-store"}
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
        "texts": library_texts(),
        "regions": [region.name for region in library.gazetteer.regions],
        "limit": library.limits.file_bytes,
        "accept": ",".join(sorted(ENDINGS)),
    }
    return _template().render(
        t=library_texts()["zh"],
        config=config,
        nonce=nonce,
        root="../" * depth or "./",
        styles=STYLES,
    )


@cache
def library_texts() -> dict[str, dict[str, str]]:
    """The words of the page by language. Raises ValueError when a language lacks an entry."""
    content = resources.files(__package__).joinpath("library_texts.yaml").read_text("utf-8")
    texts: dict[str, dict[str, str]] = yaml.safe_load(content)
    if different := texts["zh"].keys() ^ texts["en"].keys():
        raise ValueError(f"library_texts.yaml: not in both languages: {sorted(different)}")
    wrong = [
        name for words in texts.values() for name, one in words.items() if type(one) is not str
    ]
    if wrong:
        raise ValueError(f"library_texts.yaml: not text: {wrong}")
    return texts


def _policy(nonce: str) -> str:
    """Stricter than the chat's: nothing here is compiled or styled in the text of the page."""
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src 'self' 'nonce-{nonce}'",
            "style-src 'self'",
            "img-src 'self' data:",
            "connect-src 'self'",
            "base-uri 'self'",
            "form-action 'none'",
            "frame-ancestors 'self'",
        )
    )


@cache
def _template() -> Template:
    environment = Environment(
        loader=PackageLoader("assistant.web"), autoescape=True, undefined=StrictUndefined
    )
    return environment.get_template("library.html")
