"""How a fact that needs no options, columns or gazetteer is read, by its type."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from assistant.drafting.blueprint import FactSpec, FactType
from assistant.drafting.facts.choosing import read_yes_no
from assistant.drafting.facts.cleaning import cleaned
from assistant.drafting.facts.dates import read_date
from assistant.drafting.facts.numbers import read_count, read_money, read_percent
from assistant.drafting.facts.values import Value
from assistant.drafting.facts.words import read_lines, read_paragraph, read_person, read_text

#: Raises Refused; gives None where the words say that there is nothing.
Reader = Callable[[FactSpec, Any], Value | None]
READERS: dict[FactType, Reader] = {
    FactType.TEXT: read_text,
    FactType.PARAGRAPH: read_paragraph,
    FactType.PERSON: read_person,
    FactType.DATE: read_date,
    FactType.YES_NO: read_yes_no,
    FactType.COUNT: read_count,
    FactType.MONEY: read_money,
    FactType.PERCENT: read_percent,
    FactType.LINES: read_lines,
}


def is_empty(given: Any) -> bool:
    """Whether nothing is given: None, blank text, a list or row of nothing."""
    if isinstance(given, str):
        return not given[:1].isalnum() and not cleaned(given)  # a letter or digit always stays
    if isinstance(given, list | tuple):
        return all(is_empty(one) for one in given)
    return given is None or given == {}
