"""A read document on the terminal and as JSON: facts, tree, doubtful places."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import click

from assistant.answering.wording import messages
from assistant.importing.places import Pages
from assistant.importing.selecting import printable
from assistant.library.listing import facts_of
from corpus.models import Clause, Document, Fact
from corpus.structure.headings import FAMILIES

_FACTS = {
    "title": "题名",
    "number": "文号",
    "issuer": "发布单位",
    "issued": "发布日期",
    "effective": "实施日期",
    "region": "地区",
    "kind": "文种",
    "status": "效力",
    "replaces": "代替",
}
_FORMATS = {
    "pdf": "PDF",
    "scan": "扫描件",
    "image": "图片",
    "docx": "Word",
    "html": "网页",
    "markdown": "Markdown",
    "text": "纯文本",
}
_SHOWN = 30
#: How a person on the command line does what a notice asks for.
_OPTIONS = {"no-region": "（用 --region 写明）", "no-kind": "（用 --kind 写明）"}


def print_document(document: Document) -> None:
    """Facts with the place where each was read, the tree, and what to look at."""
    source, origin = document.source, document.origin
    pages = _pages(document)
    if origin is not None:
        part = f"，第 {origin.part} 份" if origin.part > 1 else ""
        length = f"，{origin.pages} 页" if origin.pages else ""
        click.echo(
            f"文件：{printable(origin.file_name)}（{_FORMATS.get(origin.format, origin.format)}{length}{part}）"
        )
    click.echo(f"编号：{source.id}    简称：{source.short_title}")
    names = messages()["labels"]
    stated = {fact.name: fact for fact in origin.facts} if origin else {}
    for name, label in _FACTS.items():
        values = source.replaces if name == "replaces" else (getattr(source, name),)
        for value in values:
            if value is not None:
                shown = names.get(name, {}).get(value, value)
                click.echo(f"{label}：{shown}{_where(stated.get(name), value, pages)}")
    family = FAMILIES[document.family].name if document.family in FAMILIES else "未认出"
    click.echo(
        f"体例：{family}，把握 {document.confidence:.0%}；"
        f"{len(document.clauses)} 条，覆盖全文 {coverage_of(document):.0%}"
    )
    click.echo("")
    for line in tree_lines(document.clauses):
        click.echo(line)
    if document.notices:
        click.echo(f"\n请核对（{len(document.notices)} 处）：")
    for notice in document.notices:
        place = f"第 {notice.line} 行" if notice.line else ""
        page = f"第 {notice.page} 页" if notice.page else ""
        where = "，".join(part for part in (place, page) if part)
        message = notice.message.removeprefix(f"{place}：") if place else notice.message
        option = _OPTIONS.get(notice.code, "")
        click.echo(f"  {where + '：' if where else ''}{message}{option}")
    click.echo("")


def tree_lines(clauses: Sequence[Clause]) -> list[str]:
    """The tree, a clause a line: label, heading or first words, line of the text."""
    found = []
    for clause in clauses:
        words = clause.title or " ".join(clause.text.split())[:_SHOWN]
        label = clause.path[-1] if words.startswith(clause.path[-1]) else clause.label
        shown = words if words.startswith(label) else f"{label} {words}".strip()
        found.append(f"{'  ' * max(0, clause.level - 1)}{shown}  〔{clause.line} 行〕")
    return found


def coverage_of(document: Document) -> float:
    """Share of the text that stands in clauses; 1 unless something is wrong."""
    length = len(document.text)
    return sum(len(clause.text) for clause in document.clauses) / length if length else 0.0


def document_as_json(document: Document) -> dict[str, Any]:
    """What ``cqo corpus check --json`` says of a document."""
    pages = _pages(document)
    origin = document.origin
    return {
        "source": facts_of(document.source),
        "format": origin.format if origin else None,
        "pages": origin.pages if origin else None,
        "part": origin.part if origin else 1,
        "sha256": origin.file_sha256 if origin else None,
        "characters": len(document.text),
        "family": document.family,
        "confidence": document.confidence,
        "coverage": coverage_of(document),
        "facts": [
            {
                "name": fact.name,
                "value": fact.value,
                "line": pages.line(fact.start),
                "page": pages.page(fact.start),
                "words": document.text[fact.start : fact.end],
            }
            for fact in (origin.facts if origin else ())
        ],
        "clauses": [
            {
                "id": clause.id,
                "label": clause.label,
                "title": clause.title,
                "level": clause.level,
                "kind": clause.kind.value,
                "parent": clause.parent,
                "line": clause.line,
                "page": pages.page(clause.start),
                "text": clause.text,
                "topics": [topic.value for topic in clause.facts.topics],
            }
            for clause in document.clauses
        ],
        "references": [
            {"clause": one.clause_id, "target": one.target, "document": one.document}
            for one in document.references
        ],
        "notices": [
            {"code": one.code, "message": one.message, "line": one.line, "page": one.page}
            for one in document.notices
        ],
    }


def _where(fact: Fact | None, value: object, pages: Pages) -> str:
    """Where the fact stands; nothing when a person stated it."""
    if fact is None or fact.value != value:
        return ""
    page = pages.page(fact.start)
    behind = f"，第 {page} 页" if page else ""
    return f"  〔第 {pages.line(fact.start)} 行{behind}〕"


def _pages(document: Document) -> Pages:
    return Pages(document.text, document.origin.places if document.origin else ())
