"""The clauses of a text of the library: a thin door to ``parse`` for those who need no more."""

from __future__ import annotations

from collections.abc import Mapping

from corpus.models import Clause, ClauseFacts
from corpus.structure.building import PREAMBLE
from corpus.structure.parse import parse

__all__ = ["PREAMBLE", "parse_clauses"]


def parse_clauses(
    source_id: str,
    text: str,
    *,
    family: str | None = None,
    facts: Mapping[str, ClauseFacts] | None = None,
) -> tuple[Clause, ...]:
    """Clauses of ``text`` in reading order; their texts joined are ``text`` itself.

    ``facts`` holds what is known of a clause by its path (labels joined with ``/``).
    """
    return parse(source_id, text, family=family, facts=facts).clauses
