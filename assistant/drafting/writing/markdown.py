"""A document as Markdown (GitHub): what a company writes can become neither markup nor HTML."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from assistant.drafting.document import Block, Document, Runs, SignLine, text_of
from assistant.drafting.writing.annex import places_of, section_titles, source_of
from assistant.drafting.writing.elements import cleaned
from assistant.drafting.writing.letterhead import document_number

_MARKUP = re.compile(r"([\\`*_\[\]<>|~$])")
_ENTITY = re.compile(r"&(?=#?\w+;)")
_EMOJI = re.compile(r":(?=[A-Za-z0-9_+\\-]+:)")  # :smile:
#: What makes a line a heading, list, quotation, table or code.
_START = re.compile(r"^(\s*)([#+>=:-]|\d+(?=[.)]))")
_NUMBER_START = re.compile(r"^(\s*\d+)([.)])")
_LINK = re.compile(r"(?i)\b(https?|ftp|mailto)(?=:)|(?i:\bwww(?=\.))|@(?=\w)")
_SPACES = re.compile(r"^[ \u3000]+")


def markdown_of(document: Document, basis: bool = True) -> str:
    """The document; ``basis``: with 依据对照表. 待填清单 stands at the end when something is missing."""
    parts = [
        *_head(document),
        *_blocks(document.blocks),
        *_end(document),
        *(_basis(document) if basis and document.basis else ()),
        *(_open(document) if document.open_items else ()),
        *([f"---\n\n注：{escaped(document.footnote)}"] if document.footnote else ()),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def escaped(text: str) -> str:
    """``text`` on one line, printed to the letter."""
    line = " ".join(cleaned(text).split("\n"))
    line = _ENTITY.sub("&amp;", _MARKUP.sub(r"\\\1", line))
    line = _EMOJI.sub(r"\\:", line)
    line = _NUMBER_START.sub(r"\1\\\2", line)
    line = _START.sub(lambda m: m[1] + ("\\" if not m[2].isdigit() else "") + m[2], line)
    # A web address stays text: a zero-width mark would be copied along, an entity is not.
    line = _LINK.sub(lambda m: f"{m[0][:-1]}&#{ord(m[0][-1])};", line)
    return _SPACES.sub("", line).rstrip()


def _runs(runs: Runs) -> str:
    return escaped(text_of(runs))


def _head(document: Document) -> Iterator[str]:
    if document.letterhead and document.company:
        yield f"**{_runs(document.company)}**"
    if document.number:
        yield _runs(document_number(document))
    yield f"# {_runs(document.title)}"
    if document.addressee:
        words = _runs(document.addressee)
        yield words if words.endswith("：") else f"{words}："


def _blocks(blocks: Sequence[Block]) -> Iterator[str]:
    for block in blocks:
        words = _runs(block.runs)
        if block.page:
            yield "---"
        if block.kind == "table":
            yield _table(block)
        elif block.kind == "heading":
            yield f"{'#' * (block.level + 1)} {escaped(block.text)}"
        elif block.kind == "article":
            yield f"**{escaped(block.label)}** {words}"
        elif block.kind == "note":
            yield f"> {words}"
        elif block.kind == "caption":
            yield f"**{words}**"
        else:
            yield escaped(block.text)


def _table(block: Block) -> str:
    rows = [[_runs(cell) for cell in row] for row in block.rows]
    if not rows:
        return ""
    count = max(map(len, rows))
    if block.form:  # a form has no header; Markdown wants one
        rows = [[f"**{c}**" if c and n % 2 == 0 else c for n, c in enumerate(r)] for r in rows]
        return _grid([""] * count, rows)
    return _grid(rows[0], rows[1:])


def _grid(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    count = len(header)
    lines = [_row(header, count), _row(["---"] * count, count)]
    return "\n".join(lines + [_row(row, count) for row in rows])


def _row(cells: Sequence[str], count: int) -> str:
    return "| " + " | ".join([*cells, *[""] * (count - len(cells))]) + " |"


# -- the end -----------------------------------------------------------------------------------------


def _end(document: Document) -> Iterator[str]:
    closing = document.closing
    titles = document.attachments
    if titles:
        several = len(titles) > 1
        lines = [f"{n}\\. {escaped(t)}" if several else escaped(t) for n, t in enumerate(titles, 1)]
        yield "  \n".join([f"附件：{lines[0]}", *lines[1:]])
    if closing.approval:
        yield _grid(
            [escaped(one.label) for one in closing.approval],
            [[_runs(one.runs) for one in closing.approval]],
        )
    yield "  \n".join(map(_sign, closing.signers))
    yield "  \n".join(part for part in (_runs(closing.company), _runs(closing.date)) if part)
    if closing.receipt or closing.receipt_signer:
        yield "**本人签收**"
        yield _runs(closing.receipt)
        yield f"{escaped(closing.receipt_signer or '本人')}（签字）：　　　　日期："
    if document.copies:
        yield f"抄送：{_runs(document.copies)}"


def _sign(line: SignLine) -> str:
    return f"{escaped(line.label)}：{_runs(line.runs)}"


def _basis(document: Document) -> Iterator[str]:
    yield "## 依据对照表"
    yield _grid(
        ["章节", "依据", "摘句", "来源"],
        [
            [escaped(row.section), "企业自定", escaped(row.own), "本企业"]
            if row.own
            else [
                escaped(row.section),
                escaped(row.mark) + ("（可选条款）" if row.optional else ""),
                escaped(row.quote),
                escaped(source_of(row)),
            ]
            for row in document.basis
        ],
    )


def _open(document: Document) -> Iterator[str]:
    titles = section_titles(document)
    yield "## 待填清单"
    yield _grid(
        ["序号", "待填内容", "所在章节", "怎么定"],
        [
            [str(n), escaped(one.label), escaped(places_of(one, titles)), escaped(one.advice)]
            for n, one in enumerate(document.open_items, 1)
        ],
    )
