"""A fact as it was given and as a document writes it, and all facts of one document together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from assistant.drafting.blueprint import FactSpec


@dataclass(frozen=True, slots=True)
class Value:
    """``raw`` is what a facts file holds (JSON), ``text`` what a document writes.

    ``items``: the lines of a list or the labels of several choices, in order. ``rows``: of a table, by
    column name, each cell as written, empty where nothing is given.
    """

    raw: Any
    text: str
    items: tuple[str, ...] = ()
    rows: tuple[dict[str, str], ...] = ()


class Refused(ValueError):
    """A value that is not taken. ``message``: what is wrong and what to do, in Chinese, without the label."""

    @property
    def message(self) -> str:
        return str(self.args[0])


@dataclass(frozen=True, slots=True)
class Problem:
    """A fact that was given and is not taken: its name, and one Chinese line with what to do."""

    name: str
    label: str
    message: str


@dataclass(frozen=True, slots=True)
class Facts:
    """``specs`` are all facts that the document asks for, in the order of its form.

    What is wrong stands in ``problems`` and is not in ``values``: a document shows it as missing.
    ``unknown``: names that no spec has, each with one Chinese line that names the nearest known one.
    """

    specs: tuple[FactSpec, ...]
    values: Mapping[str, Value] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    unknown: tuple[Problem, ...] = ()

    def __iter__(self) -> Iterator[tuple[FactSpec, Value | None]]:
        return ((spec, self.values.get(spec.name)) for spec in self.specs)

    @property
    def missing(self) -> tuple[FactSpec, ...]:
        """Required facts without a value."""
        return tuple(s for s in self.specs if s.required and s.name not in self.values)

    @property
    def raw(self) -> dict[str, Any]:
        """What was given and taken, as a facts file holds it."""
        return {name: value.raw for name, value in self.values.items()}
