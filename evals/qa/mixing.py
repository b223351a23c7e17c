"""Statements of another place or year than is meant, which do not say so."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from assistant.answering.models import Answer, Citation, Statement
from corpus.regions import HOME, NATION, UNSTATED, Gazetteer
from evals.qa.matching import normalised

_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")


@dataclass(frozen=True, slots=True)
class Meant:
    """Places and years that a question means. No years: any."""

    regions: frozenset[str]
    years: frozenset[int]

    @classmethod
    def of(
        cls,
        asked: Iterable[str],
        gazetteer: Gazetteer,
        *,
        region: str | None = None,
        gold_regions: Iterable[str] = (),
        gold_years: Iterable[int | None] = (),
    ) -> Meant:
        """What the wordings ``asked`` name, with what each place belongs to; and the gold clauses' own.

        Without a place Guangdong is meant. The nation is meant always, gold years only where the
        question names a year.
        """
        text = "\n".join(asked)
        named = [one.name for one in gazetteer.mentioned(normalised(text))]
        named += [region] if region else []
        chains = [place for name in named or [HOME] for place in gazetteer.chain(name)]
        years = years_in(text)
        known = {year for year in gold_years if year is not None} if years else set()
        regions = {*chains, *gold_regions, NATION, UNSTATED}
        return cls(frozenset(regions), frozenset({*years, *known}))


def years_in(text: str) -> set[int]:
    """Years that a text names."""
    return {int(year) for year in _YEAR.findall(normalised(text))}


def mix_ups(
    answer: Answer, meant: Meant, gazetteer: Gazetteer, gold: frozenset[str] = frozenset()
) -> tuple[str, ...]:
    """One line for each statement that mixes places or years up: what it rests on, and what is wrong.

    A statement names its place in itself, its lead or its group; the mark behind it does not suffice.
    Statements of ``gold`` clauses mix nothing up.
    """
    found: list[str] = []
    for statement in answer.statements:
        if gold.intersection(statement.citations):
            continue
        cited = [one for one in answer.citations if one.clause_id in statement.citations]
        named = f"{statement.lead}{statement.text}{statement.group}"
        found += _place(cited, named, meant, gazetteer) or _year(cited, statement, meant)
    return tuple(dict.fromkeys(found))


def _place(cited: Iterable[Citation], named: str, meant: Meant, gazetteer: Gazetteer) -> list[str]:
    told = {one.name for one in gazetteer.mentioned(normalised(named))}
    return [
        f"{one.clause_id} {one.region}"
        for one in cited
        if one.region not in meant.regions
        and not told.intersection((one.region, *gazetteer.within(one.region)))
    ]


def _year(cited: Iterable[Citation], statement: Statement, meant: Meant) -> list[str]:
    """Sources of a year that was not asked for, where neither that year nor one asked for is named."""
    told = years_in(f"{statement.lead}{statement.text}{statement.group}")
    if not meant.years or told & meant.years:
        return []
    return [
        f"{one.clause_id} {one.year}"
        for one in cited
        if one.year is not None and one.year not in meant.years and one.year not in told
    ]
