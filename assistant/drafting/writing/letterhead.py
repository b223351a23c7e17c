"""The upper part of a document: red head, number, title, to whom it is addressed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from assistant.drafting.document import Document, Run, Runs, text_of
from assistant.drafting.writing.elements import Element, cleaned, el, paragraph
from assistant.drafting.writing.inline import words
from assistant.drafting.writing.measuring import width

#: Year of a document's number in brackets of any kind.
_YEAR = re.compile(r"[\[［【（(〔]\s*((?:19|20)\d\d)\s*[\]］】）)〕]")
#: The largest and the smallest size of a red head, in points, and the room it has.
_LARGEST, _SMALLEST, _ROOM = 38, 24, 430
#: Characters of a title that fit on a line.
_TITLE_LINE = 20


def head(document: Document, landscape: bool) -> list[Element]:
    """All that stands above the body."""
    found: list[Element] = []
    number = document_number(document)
    if document.letterhead and document.company:
        found.append(_letterhead(document.company))
        if number:
            found.append(paragraph("CqoDocumentNumber", words(number)))
        found.append(paragraph("CqoRedLine"))
    company = text_of(document.company)
    limit = _TITLE_LINE * (3 if landscape else 2) // 2
    title = paragraph("CqoTitle", words(_broken(document.title, company, limit)))
    found.append(title)
    if number and not (document.letterhead and document.company):
        found.append(paragraph("CqoDocumentNumber", words(number)))
    if document.addressee:
        colon = Run("：") if not text_of(document.addressee).endswith(("：", ":")) else None
        addressee = (*document.addressee, *([colon] if colon else []))
        found.append(paragraph("CqoAddressee", words(addressee)))
    return found


def document_number(document: Document) -> Runs:
    """文号 with its year in 〔〕, whatever brackets it was given with."""
    return tuple(replace(one, text=_YEAR.sub(r"〔\1〕", one.text)) for one in document.number)


def _letterhead(company: Runs) -> Element:
    """The company's name, as large as fits on a line; a very long one takes two."""
    size = min(_LARGEST, max(_SMALLEST, int(_ROOM / max(width(text_of(company)), 1))))
    content = words(company)
    for one in content:
        large = (el("w:sz", val=size * 2), el("w:szCs", val=size * 2))
        one.replace(one[0], el("w:rPr", *one[0], *large))
    return paragraph("CqoLetterhead", content)


def _broken(title: Runs, company: str, limit: int) -> Runs:
    """The title with a line break where its sense allows one, when it is too long for a line."""
    text = cleaned(text_of(title))
    if width(text) <= limit or "\n" in text:
        return title
    at = _break(text, company, limit)
    return tuple(_with_break(title, at)) if at else title


def _break(text: str, company: str, limit: int) -> int:
    """Behind the company's name, else behind a mark or 的 nearest to the middle; 0 where none fits."""
    if company and text.startswith(company) and width(text[len(company) :]) <= limit:
        return len(company) if width(company) <= limit else 0
    places = [
        n for n, one in enumerate(text, 1) if one in "、，的" or text[n : n + 1] in ("和", "为")
    ]
    fitting = [n for n in places if width(text[:n]) <= limit and width(text[n:]) <= limit]
    return min(fitting, key=lambda n: abs(width(text[:n]) - width(text[n:])), default=0)


def _with_break(runs: Runs, at: int) -> Iterator[Run]:
    passed = 0
    for one in runs:
        inside = at - passed
        if 0 < inside <= len(one.text):
            yield replace(one, text=f"{one.text[:inside]}\n{one.text[inside:]}")
        else:
            yield one
        passed += len(one.text)
