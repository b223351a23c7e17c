"""The lower part of a document: attachments, signatures, receipt, copies."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from assistant.drafting.document import Closing, Document, Run, Runs, SignLine, text_of
from assistant.drafting.writing.elements import Element, el, paragraph, run
from assistant.drafting.writing.inline import line, words
from assistant.drafting.writing.measuring import width
from assistant.drafting.writing.references import Bookmarks, bookmarked
from assistant.drafting.writing.styles import LINE, indent
from assistant.drafting.writing.tables import Cell, Row, exactly, grid

#: Characters right of the date, and least right of the company's name.
_RIGHT, _LEAST = 4.0, 1.0
_SIGNED = re.compile(r"签字|签名|签章|盖章")
#: Sign fields in a row of the table 编制 审核 批准.
_ABREAST = 3


def end(document: Document, total: int) -> list[Element]:
    """All that stands below the body; ``total`` twips is the width of the page."""
    closing = document.closing
    copies = _copies(document.copies)
    receipt = _receipt(closing)
    signature = _signature(closing)
    parts = [part for part in (signature, receipt, copies) if part]
    # What is signed need not stay with what is received; 抄送 is never alone on a page.
    for part, below in pairwise([*parts, []]):
        if part is not copies and below is not copies:
            _loose(part[-1])
    return [
        *_attachments(document.attachments),
        *_approval(closing.approval, total),
        *_signers(closing.signers),
        *signature,
        *receipt,
        *copies,
    ]


def _attachments(titles: Sequence[str]) -> list[Element]:
    """附件：1. …, one blank line below the body, further lines under the first title."""
    found: list[Element] = []
    for number, title in enumerate(titles, 1):
        several = len(titles) > 1
        content: list[Element] = []
        name = Bookmarks.attachment(number)
        if number == 1:
            word = run("附件")
            content += [word] if several else bookmarked(name, 900000, [word])
            content.append(run("："))
        if several:
            content += [*bookmarked(name, 900000 + number, [run(str(number))]), run(". ")]
        content.append(run(title))
        hang = (300 if number == 1 else 0) + (100 if several else 0)
        left = 200 + 300 + (100 if several else 0)
        space = el("w:spacing", before=LINE if number == 1 else 0)
        found.append(paragraph("CqoAttachment", content, space, indent((left, 0, -hang))))
    return found


# -- signatures --------------------------------------------------------------------------------------


def _approval(lines: Sequence[SignLine], total: int) -> list[Element]:
    """A table: who made, checked and approved it, each with room for a signature and a date."""
    if not lines:
        return []
    rows: list[Row] = []
    for first in range(0, len(lines), _ABREAST):
        some = lines[first : first + _ABREAST]
        empty = [Cell([])] * (min(len(lines), _ABREAST) - len(some))
        names = [Cell(words((Run(one.label),)), "name") for one in some] + empty
        rows.append(Row(names, height=480))
        rows.append(Row([Cell(words(one.runs), "centre") for one in some] + empty, height=900))
        rows.append(Row([Cell([run("日期：")]) for _ in some] + empty, height=480))
    count = min(len(lines), _ABREAST)
    table = grid(rows, exactly([1.0] * count, total))
    return [paragraph("CqoGap", (), el("w:spacing", before=360)), table, paragraph("CqoGap")]


def _signers(lines: Sequence[SignLine]) -> list[Element]:
    space = el("w:spacing", before=LINE)
    return [
        paragraph("CqoSign", _sign(one.label, one.runs), space if number == 0 else None)
        for number, one in enumerate(lines)
    ]


def _sign(label: str, printed: Runs) -> list[Element]:
    """The label says already that one signs, or it is said before the line."""
    shown = label.rstrip("：:")
    if _SIGNED.search(shown):
        name = [run("（"), *words(printed), run("）")] if printed else []
        return [run(f"{shown}："), line(8), *name]
    name = [*words(printed), run("　　签字：")] if printed else []
    return [run(f"{shown}："), *name, line(7)]


def _signature(closing: Closing) -> list[Element]:
    """The company's name centred above the date, the date four characters from the edge."""
    company, date = text_of(closing.company), text_of(closing.date)
    if not company and not date:
        return []
    half = (width(company) - width(date)) / 2
    date_right = max(_RIGHT, _LEAST + half)
    company_right = max(date_right - half, _LEAST)
    gap = LINE // 2 if closing.signers or closing.approval else 2 * LINE
    found: list[Element] = []
    if company:
        place = indent((0, round(company_right * 100), 0))
        found.append(paragraph("CqoSignature", words(closing.company), _before(gap), place))
    if date:
        place = indent((0, round(date_right * 100), 0))
        space = None if company else _before(gap)
        found.append(paragraph("CqoSignature", words(closing.date), space, place))
    return found


def _before(space: int) -> Element:
    return el("w:spacing", before=space)


def _loose(element: Element) -> None:
    """The line need not stay with what comes behind it."""
    element[0].insert(1, el("w:keepNext", val=0))


def _receipt(closing: Closing) -> list[Element]:
    """What the person confirms who gets the document, with a line to sign and to date it."""
    if not closing.receipt and not closing.receipt_signer:
        return []
    found = [paragraph("CqoReceiptTitle", [run("本人签收")])]
    if closing.receipt:
        found.append(paragraph("CqoReceipt", words(closing.receipt)))
    signer = closing.receipt_signer or "本人"
    label = signer if _SIGNED.search(signer) else f"{signer}（签字）"
    content = [run(f"{label}："), line(7), run("　日期："), line(6)]
    found.append(paragraph("CqoSign", content, _before(120)))
    return found


def _copies(copies: Runs) -> list[Element]:
    """抄送 between two lines."""
    text = text_of(copies)
    if not text:
        return []
    content = [run("抄送："), *words(copies)]
    return [paragraph("CqoCopies", content + ([] if text.endswith("。") else [run("。")]))]
