"""What must hold between facts: dates in order, persons that differ, facts that belong together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from assistant.drafting.blueprint import FactSpec, Rule
from assistant.drafting.facts.cleaning import folded
from assistant.drafting.facts.values import Problem, Value

#: Of the facts of a rule, by name in its order: names that break it.
Breaking = Callable[[Mapping[str, Value]], Iterable[str]]


def _out_of_order(given: Mapping[str, Value]) -> Iterable[str]:
    """Dates before one ahead of them: the later one in the rule is wrong. ISO dates compare as text."""
    latest = ""
    for name, value in given.items():
        day = str(value.raw)
        if day < latest:
            yield name
        else:
            latest = day


def _alike(given: Mapping[str, Value]) -> Iterable[str]:
    seen: set[str] = set()
    for name, value in given.items():
        word = folded(value.text)
        if word in seen:
            yield name
        seen.add(word)


_BREAKING: dict[str, Breaking] = {"order": _out_of_order, "different": _alike}


def broken(
    rules: Sequence[Rule],
    specs: Mapping[str, FactSpec],
    values: Mapping[str, Value],
    refused: Iterable[str],
) -> tuple[Problem, ...]:
    """A problem for each fact that breaks a rule; of a pair it is the later one.

    ``refused`` names facts that were given and are already known to be wrong: they are not called
    missing. A fact that breaks a rule is left out before the next rule is looked at.
    """
    left = dict(values)
    problems: dict[str, Problem] = {}
    for rule in rules:
        if rule.kind in _BREAKING:
            given = {name: left[name] for name in rule.facts if name in left}
            for name in tuple(_BREAKING[rule.kind](given)):
                problems[name] = _problem(specs, name, rule)
                del left[name]
    wrong = {*refused, *problems}
    for rule in rules:
        if rule.kind == "together" and any(name in left for name in rule.facts):
            missing = [n for n in rule.facts if n not in left and n not in wrong and n in specs]
            for name in missing[:1]:
                problems.setdefault(name, _problem(specs, name, rule))
    return tuple(problems.values())


def _problem(specs: Mapping[str, FactSpec], name: str, rule: Rule) -> Problem:
    label = specs[name].label
    return Problem(name, label, f"{label}：{rule.message}")
