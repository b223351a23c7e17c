"""Whether quotes stand in their clauses to the letter."""

from __future__ import annotations

from collections.abc import Callable

from assistant.answering.models import Answer, Citation

#: The text of a clause; None when there is no such clause.
TextOf = Callable[[str], str | None]


def exact(citation: Citation, text_of: TextOf) -> bool:
    """Whether the quote is what stands in its clause from ``start`` to ``end``."""
    text = text_of(citation.clause_id)
    inside = text is not None and 0 <= citation.start < citation.end <= len(text)
    return inside and text is not None and text[citation.start : citation.end] == citation.quote


def quotes_exact(answer: Answer, text_of: TextOf) -> float | None:
    """Share of the quotes that are exact, a statement without a quote counted as one that is not.

    None: there is neither statement nor quote.
    """
    cited = {one.clause_id for one in answer.citations}
    bare = sum(not cited.intersection(one.citations) for one in answer.statements)
    total = len(answer.citations) + bare
    return sum(exact(one, text_of) for one in answer.citations) / total if total else None


def statements_rest(answer: Answer, text_of: TextOf) -> bool:
    """Whether each statement has a quote, its own words where no model wrote it, and all are exact."""
    for statement in answer.statements:
        quotes = [one for one in answer.citations if one.clause_id in statement.citations]
        own = any(one.quote == statement.text for one in quotes)
        if not quotes or (answer.mode == "extractive" and not own):
            return False
    return all(exact(one, text_of) for one in answer.citations)
