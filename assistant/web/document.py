"""The HTML document of the page: our own, with what Gradio's document carries for its scripts.

Gradio's own document names other hosts and loads a frame resizer, a manifest and its own titles. Of
it we take three things only: its configuration, its script and its style sheet.
"""

from __future__ import annotations

import re
from functools import cache
from importlib import resources

from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from markupsafe import Markup

from assistant.web.texts import texts

_CONFIG = re.compile(
    r"<script>window\.gradio_config = (.*?);</script>\s*"
    r"<script>window\.gradio_api_info = .*?;</script>",
    re.DOTALL,
)
_SCRIPT = re.compile(r'<script type="module" crossorigin src="(\./assets/[\w.-]+\.js)"></script>')
_STYLE = re.compile(r'<link rel="stylesheet" crossorigin href="(\./assets/[\w.-]+\.css)">')
STYLES = (
    "tokens.css",
    "layout.css",
    "header.css",
    "site_nav.css",
    "chat.css",
    "answers.css",
    "turns.css",
    "asking.css",
    "composer.css",
    "sources.css",
    "reader.css",
)
SCRIPTS = ("boot.js", "page.js")


class UnknownDocumentError(RuntimeError):
    """Gradio's document is not built as expected; another release of Gradio needs another reading."""


def page_document(gradio_document: str, nonce: str) -> str:
    """Our document around what Gradio's scripts need. ``nonce`` admits its one inline script.

    Raises UnknownDocumentError when Gradio's document has changed.
    """
    config = _CONFIG.search(gradio_document)
    script = _SCRIPT.search(gradio_document)
    style = _STYLE.search(gradio_document)
    if config is None or script is None or style is None:
        raise UnknownDocumentError("the document of this release of Gradio is not understood")
    return _template().render(
        t=texts("zh"),
        config=Markup(config.group(1)),  # Gradio wrote it as JSON that is safe inside <script>
        script=script.group(1),
        style=style.group(1),
        styles=STYLES,
        scripts=SCRIPTS,
        nonce=nonce,
    )


def content_security_policy(nonce: str) -> str:
    """What the page may load and run: this host only, and no script that stands in its text.

    Gradio compiles templates and handlers in the browser, hence ``unsafe-eval``; it sets styles on
    elements, hence ``unsafe-inline`` for styles.
    """
    return "; ".join(
        (
            "default-src 'self'",
            f"script-src 'self' 'nonce-{nonce}' 'unsafe-eval'",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data:",
            "font-src 'self'",
            "connect-src 'self'",
            "object-src 'none'",
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
    return environment.get_template("document.html")


def static_folder() -> str:
    """Folder of the page's styles, scripts and icon."""
    return str(resources.files(__package__).joinpath("static"))
