"""Every clause that blueprints, journeys and self-checks name, and which of them the library has not."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.drafting.blueprint import Blueprint
from assistant.drafting.blueprints import BLUEPRINTS, plan_of
from assistant.guiding.checks import faults as faults_of_checks
from assistant.guiding.journeys import journey_ids, route_of
from corpus.errors import BadInput
from index.catalogue.catalogue import Catalogue

#: ``[[cqo-notes#六/（四）]]`` a statement on a clause, ``[[~cqo-notes]]`` a mention of a text.
_MARK = re.compile(r"\[\[~?([^\[\]]+)\]\]")


def named_in(blueprint: Blueprint) -> Iterator[tuple[str, str]]:
    """Each clause (or text) that the blueprint names, and where."""
    for section in blueprint.sections:
        place = f"蓝本 {blueprint.id} 的 {section.id}"
        yield from ((clause, place) for clause in section.basis.clauses)
        yield from ((mark, place) for mark in _MARK.findall(section.text))
        for one in section.optional:
            yield one.clause, f"{place}/{one.id}"
            yield from ((mark, f"{place}/{one.id}") for mark in _MARK.findall(one.text))


def faults(catalogue: Catalogue) -> list[str]:
    """A Chinese line for each that cannot be opened, and for each file that does not load."""
    found: list[str] = []
    named: list[tuple[str, str]] = []
    for blueprint in BLUEPRINTS:
        try:
            named += named_in(plan_of(blueprint).blueprint)
        except BadInput as error:
            found.append(error.message)
    for journey in journey_ids():
        try:
            named += ((c, f"实施路线 {journey} 的 {p}") for c, p in route_of(journey).clause_ids())
        except BadInput as error:
            found.append(error.message)
    exists = {name: _exists(catalogue, name) for name, _ in named}
    found += (f"{where} 引用了资料库里没有的 {name}" for name, where in named if not exists[name])
    return [*dict.fromkeys(found), *faults_of_checks(catalogue)]


def count() -> int:
    """How many different clauses and texts are named."""
    names = {name for one in BLUEPRINTS for name, _ in named_in(plan_of(one).blueprint)}
    return len(names | {c for j in journey_ids() for c, _ in route_of(j).clause_ids()})


def _exists(catalogue: Catalogue, name: str) -> bool:
    found = catalogue.clause(name) if "#" in name else catalogue.source(name)
    return found is not None
