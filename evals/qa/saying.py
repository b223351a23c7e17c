"""What an answer says, as it is judged.

Points must stand in what is said with a source: statements with their leads, and table cells. What may
not be said is looked for there and in the product's own words. No claim, and not judged, are: hints
(``notes``: 问题中的“…”在所引条款中没有出现), questions asked back, and what the product's own words put
between quotation marks, which is always the question's wording or a name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from assistant.answering.models import Answer
from evals.qa.matching import stands

_MENTIONED = re.compile(r"“[^“”]*”")


def pieces_said(answer: Answer) -> tuple[str, ...]:
    """Statements with their leads, in order, and the quotes of table cells that are no statement."""
    stated = [f"{one.lead}{one.text}" for one in answer.statements]
    texts = {one.text for one in answer.statements}
    rows = answer.table.rows if answer.table is not None else ()
    cells = [quote for row in rows if row.cell for quote in row.cell.quotes if quote not in texts]
    return (*stated, *cells)


def said(answer: Answer) -> str:
    """All that is said with a source, one piece after the other."""
    return "".join(pieces_said(answer))


def own_words(answer: Answer) -> tuple[str, ...]:
    """The lines of the answer as shown, without what stands between quotation marks."""
    return tuple(_MENTIONED.sub("", line) for line in answer.answer.splitlines())


def forbidden_said(forbidden: Iterable[str], answer: Answer) -> tuple[str, ...]:
    """The forbidden claims that the answer makes."""
    pieces = (*pieces_said(answer), *own_words(answer))
    return tuple(claim for claim in forbidden if any(stands(claim, one) for one in pieces))
