"""What a document asks for, as data for programs that fill it in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from assistant.drafting.blueprint import Column, FactSpec, FactType
from assistant.drafting.facts.words import longest_of

#: Types whose length is counted.
_WORDS = (FactType.TEXT, FactType.PARAGRAPH, FactType.LINES, FactType.TABLE)


def describe(specs: Sequence[FactSpec]) -> list[dict[str, Any]]:
    """One entry a fact, in order. The first six keys are always there, the others where they mean something."""
    return [_entry(spec) for spec in specs]


def _entry(spec: FactSpec) -> dict[str, Any]:
    entry: dict[str, Any] = {
        "name": spec.name,
        "label": spec.label,
        "type": spec.type.value,
        "required": spec.required,
        "example": spec.example,
        "help": spec.help,
    }
    more: dict[str, Any] = {
        "group": spec.group,
        "unit": spec.unit,
        "check": spec.check.value if spec.check else "",
        "options": [option.model_dump(mode="json") for option in spec.options],
        "columns": [_column(column) for column in spec.columns],
        "longest": longest_of(spec) if spec.type in _WORDS else 0,
        "advice": spec.advice,
        "sensitive": spec.sensitive,
    }
    if spec.type is FactType.COUNT:
        entry |= {"least": spec.least, "most": spec.most}
    return entry | {key: value for key, value in more.items() if value}


def _column(column: Column) -> dict[str, Any]:
    entry = {
        "name": column.name,
        "label": column.label,
        "type": column.type.value,
        "required": column.required,
    }
    return entry | ({"total": column.total} if column.total is not None else {})
