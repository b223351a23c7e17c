"""Ways of asking for the clauses of imported texts, made from their headings, terms and lead-ins.

They are compared with questions as the library's own known questions are; nobody sees them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from corpus.asks import Ask
from corpus.models import Clause, ClauseKind, Source
from corpus.structure.topics import speaks_of_field
from prompts.loading import load_prompts

_NOT_ASKED = frozenset({ClauseKind.CONTENTS, ClauseKind.PREAMBLE, ClauseKind.CLOSING})
#: 首席质量官应当具备下列条件： asks for 首席质量官应当具备哪些条件.
_LEAD = re.compile(
    r"^(?:第[^条]{1,8}条\s*)?(?P<before>[^。；：:]{2,40}?)(?:下列|以下)(?P<what>[^。；：:]{1,16})[：:]"
)
#: 首席质量官不应：
_BARRED = re.compile(
    r"^(?:第[^条]{1,8}条\s*)?(?P<who>[^。；：:，]{2,20}?)(?:不应|不得|禁止|严禁)(?:有(?:下列|以下)[^：:]{0,8})?[：:]"
)
_MEANS = re.compile(
    r"(?:本\S{1,6}所称(?:的)?)?(?P<term>[^，。；：:“”]{2,16})[，,]?(?:是指|系指|即指)"
)
#: At most so many questions of one text: they are embedded once, at its import.
MOST = 400


def asks_of_text(source: Source, clauses: Sequence[Clause]) -> Mapping[str, tuple[Ask, ...]]:
    """Clause id -> questions that the clause answers; empty for a text of another field."""
    if not speaks_of_field(source.title) and not any(speaks_of_field(c.text) for c in clauses):
        return {}
    titles = {clause.id: clause.title for clause in clauses}
    found: dict[str, tuple[Ask, ...]] = {}
    count = 0
    for clause in clauses:
        if clause.kind in _NOT_ASKED or count >= MOST:
            continue
        questions = tuple(dict.fromkeys(_questions(clause, titles.get(clause.parent or "", ""))))
        if questions:
            found[clause.id] = tuple(Ask(q=question) for question in questions)
            count += len(questions)
    return found


def _questions(clause: Clause, parent: str) -> Iterable[str]:
    rules = _rules()
    if clause.term:
        yield from (form.format(term=clause.term) for form in rules["term"])
        return
    if not clause.body:
        return
    title = clause.title.strip()
    if title and title not in rules["silent"]:
        named = f"{parent}{title}" if title in rules["general"] and parent else title
        forms = (*rules["titles"].get(title, ()), *rules["title"])
        yield from (form.format(title=named) for form in forms)
    first = clause.body.split("\n", 1)[0].strip()
    lead = _LEAD.match(first)
    if lead is not None:
        yield f"{lead['before']}哪些{lead['what']}"
    barred = _BARRED.match(first)
    if barred is not None:
        yield from (form.format(who=barred["who"]) for form in rules["barred"])
    means = _MEANS.match(first)
    if means is not None:
        yield from (form.format(term=means["term"]) for form in rules["term"])


@cache
def _rules() -> dict[str, Any]:
    rules: dict[str, Any] = load_prompts("questions")["imported"]
    return rules
