"""What the pages of our own scripts share: words in two languages, what they may load, their document."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources
from typing import Any

import yaml
from jinja2 import Environment, PackageLoader, StrictUndefined, Template


@cache
def words_in(name: str) -> dict[str, dict[str, str]]:
    """The words of a page by language. Raises ValueError when a language lacks an entry."""
    content = resources.files(__package__).joinpath(name).read_text("utf-8")
    texts: dict[str, dict[str, str]] = yaml.safe_load(content)
    if different := texts["zh"].keys() ^ texts["en"].keys():
        raise ValueError(f"{name}: not in both languages: {sorted(different)}")
    wrong = [
        entry for words in texts.values() for entry, one in words.items() if type(one) is not str
    ]
    if wrong:
        raise ValueError(f"{name}: not text: {wrong}")
    return texts


def script_policy(nonce: str) -> str:
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


def script_document(
    page: str,
    texts: Mapping[str, Mapping[str, str]],
    nonce: str,
    depth: int,
    *,
    styles: Sequence[str],
    config: Mapping[str, Any] | None = None,
) -> str:
    """The document of ``page`` (draft, guide, library or eval), whose address lies ``depth`` folders below it.

    ``config`` is what its script is told beside the words.
    """
    name = f"{page}.html" if page in ("eval", "library") else "script_page.html"
    return _template(name).render(
        page=page,
        t=texts["zh"],
        config={"texts": texts, **(config or {})},
        nonce=nonce,
        root="../" * depth or "./",
        styles=styles,
    )


@cache
def _template(name: str) -> Template:
    environment = Environment(
        loader=PackageLoader("assistant.web"), autoescape=True, undefined=StrictUndefined
    )
    return environment.get_template(name)
