"""Facts as a file, a form or a table gives them, read by what a document asks for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from assistant.drafting.blueprint import FactSpec, FactType, Rule
from assistant.drafting.facts.checks import checked
from assistant.drafting.facts.choosing import read_choice, read_choices
from assistant.drafting.facts.cleaning import quoted
from assistant.drafting.facts.describing import describe
from assistant.drafting.facts.naming import Names, key_of
from assistant.drafting.facts.plain_kinds import READERS, Reader, is_empty
from assistant.drafting.facts.rows import read_table
from assistant.drafting.facts.rules import broken
from assistant.drafting.facts.values import Facts, Problem, Refused, Value
from corpus.regions import Gazetteer

__all__ = ["describe", "read_facts", "read_value"]

_READERS: dict[FactType, Reader] = READERS | {
    FactType.CHOICE: read_choice,
    FactType.CHOICES: read_choices,
    FactType.TABLE: read_table,
}
#: Unknown names for which the nearest known one is looked up.
_GUESSED = 50


def read_facts(
    specs: Sequence[FactSpec],
    rules: Sequence[Rule],
    raw: Mapping[str, Any],
    gazetteer: Gazetteer,
    *,
    elsewhere: Iterable[FactSpec] | None = None,
) -> Facts:
    """What ``raw`` gives for ``specs``, by name or by label. Never raises for what is given.

    A wrong value is a problem and no value; nothing is guessed. ``elsewhere`` are facts of other
    documents, which one facts file may hold too: they are not called unknown. Without it these are the
    facts that documents share.
    """
    given, problems, strange = _sorted_out(specs, raw)
    values: dict[str, Value] = {}
    for spec in specs:
        if spec.name in given:
            try:
                value = read_value(spec, given[spec.name], gazetteer)
            except Refused as error:
                problems[spec.name] = _problem(spec, error)
            else:
                if value is not None:
                    values[spec.name] = value
    by_name = {spec.name: spec for spec in specs}
    wrong = broken(rules, by_name, values, problems)
    for problem in wrong:
        values.pop(problem.name, None)
    others = _shared() if elsewhere is None else tuple(elsewhere)
    return Facts(
        tuple(specs),
        values,
        tuple(_in_order(specs, [*problems.values(), *wrong])),
        _unknown(strange, Names((*specs, *_new(others, by_name))), Names(others)),
    )


def read_value(spec: FactSpec, given: Any, gazetteer: Gazetteer) -> Value | None:
    """One fact; None when nothing is given. Raises Refused."""
    if is_empty(given):
        return None
    value = _READERS[spec.type](spec, given)
    if value is None or spec.check is None or spec.type is not FactType.TEXT:
        return value
    text = checked(spec.check, value.text, gazetteer)
    return Value(text, text)


def _sorted_out(
    specs: Sequence[FactSpec], raw: Mapping[str, Any]
) -> tuple[dict[str, Any], dict[str, Problem], list[Any]]:
    """Given by name of the fact; problems of those given twice; keys that are no fact's."""
    names = Names(specs)
    given: dict[str, Any] = {}
    problems: dict[str, Problem] = {}
    strange: list[Any] = []
    for key, value in raw.items():
        spec = names.find(key)
        if spec is None:
            strange.append(key)
        elif not is_empty(value):
            if spec.name in given and given[spec.name] != value:
                twice = Refused("写了两次，值不一样，请只留一个。")
                problems[spec.name] = _problem(spec, twice)
            given[spec.name] = value
    return {n: v for n, v in given.items() if n not in problems}, problems, strange


def _problem(spec: FactSpec, error: Refused) -> Problem:
    return Problem(spec.name, spec.label, f"{spec.label}：{error.message}")


def _in_order(specs: Sequence[FactSpec], problems: Sequence[Problem]) -> list[Problem]:
    places = {spec.name: place for place, spec in enumerate(specs)}
    return sorted(problems, key=lambda problem: places[problem.name])


def _shared() -> tuple[FactSpec, ...]:
    from assistant.drafting.blueprints import shared_facts  # reads this package's values

    return tuple(shared_facts().values())


def _new(others: Iterable[FactSpec], by_name: Mapping[str, FactSpec]) -> Iterable[FactSpec]:
    labels = {key_of(spec.label) for spec in by_name.values()}
    return (s for s in others if s.name not in by_name and key_of(s.label) not in labels)


def _unknown(
    strange: Sequence[Any], names: Names[FactSpec], elsewhere: Names[FactSpec]
) -> tuple[Problem, ...]:
    wrong = [key for key in strange if elsewhere.find(key) is None]
    return tuple(
        _unknown_problem(key, names.nearest(key) if place < _GUESSED else None)
        for place, key in enumerate(wrong)
    )


def _unknown_problem(key: Any, near: FactSpec | None) -> Problem:
    name = quoted(key, 60)
    hint = f"，相近的是 {near.name}（{near.label}）" if near else ""
    return Problem(
        name[1:-1], name[1:-1], f"没有名为{name}的事实{hint}；请改正名称或者删去这一项。"
    )
