"""The list of texts: filtered, counted by facet, versions of one text together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from corpus.models import Authority, Source, Status
from corpus.regions import HOME, NATION, Gazetteer
from corpus.versions import Versions, own_date

Sort = Literal["region", "date", "title"]
FACETS = ("region", "kind", "status", "authority", "own")
#: How a text stands among its versions.
Standing = Literal["current", "superseded", "draft", "repealed", "coming"]


@dataclass(frozen=True, slots=True)
class ListQuery:
    """What is asked of the list; empty tuples do not restrict. ``own``: ``own``, ``shipped``."""

    region: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    status: tuple[str, ...] = ()
    authority: tuple[str, ...] = ()
    own: tuple[str, ...] = ()
    title: str = ""
    sort: Sort = "region"
    offset: int = 0
    limit: int = 50


@dataclass(frozen=True)
class Shelves:
    """The texts of one state of the library."""

    sources: tuple[Source, ...]
    shipped: frozenset[str]
    versions: Versions
    gazetteer: Gazetteer

    def found(self, query: ListQuery) -> tuple[Source, ...]:
        """The texts that pass every filter, in no order."""
        return tuple(s for s in self.sources if self._passes(s, query))

    def counts(self, query: ListQuery) -> dict[str, dict[str, int]]:
        """Texts by facet and value; each facet counted under the filters of the others."""
        counted = {}
        for facet in FACETS:
            others = _without(query, facet)
            counted[facet] = dict(Counter(self._value(s, facet) for s in self.found(others)))
            for chosen in getattr(query, facet):
                counted[facet].setdefault(chosen, 0)
        counted["region"] = dict(
            sorted(counted["region"].items(), key=lambda pair: self._region_order(pair[0]))
        )
        return counted

    def groups(self, query: ListQuery) -> list[tuple[Source, ...]]:
        """Found texts, each with the other versions of its work: the one in force first."""
        found = {source.id for source in self.found(query)}
        groups: list[tuple[Source, ...]] = []
        seen: set[str] = set()
        for source in self.sources:
            if source.id not in found or source.id in seen:
                continue
            group = self.versions.of(source.id) or (source,)
            seen.update(one.id for one in group)
            groups.append(group)
        return sorted(groups, key=lambda group: self._order(query.sort)(group[0]))

    def standing(self, source: Source) -> Standing | None:
        """How the text stands; None when nothing is known beyond its status."""
        if source.status is Status.DRAFT:
            return "draft"
        if source.status is Status.REPEALED:
            return "repealed"
        if source.id in self.versions.superseded():
            return "superseded"
        group = self.versions.of(source.id)
        if not group:
            return None
        if not self.versions.in_force(source.id):
            return "coming"
        sure = source.status in (Status.CURRENT, Status.TRIAL)
        return "current" if sure or len(group) > 1 else None

    def is_own(self, source: Source) -> bool:
        """Whether a person added it; the shipped texts cannot be changed."""
        return source.id not in self.shipped

    def _passes(self, source: Source, query: ListQuery) -> bool:
        for facet in FACETS:
            wanted = getattr(query, facet)
            if wanted and self._value(source, facet) not in wanted:
                return False
        words = query.title.casefold().split()
        names = " ".join(
            (source.title, source.short_title, source.number or "", *source.aliases)
        ).casefold()
        return all(word in names for word in words)

    def _value(self, source: Source, facet: str) -> str:
        if facet == "own":
            return "own" if self.is_own(source) else "shipped"
        return str(getattr(source, facet))

    def _order(self, sort: Sort) -> Callable[[Source], Any]:
        if sort == "title":
            return lambda s: (s.title, s.id)
        if sort == "date":
            return lambda s: (_descending(own_date(s)), s.title)
        return lambda s: (
            self._region_order(s.region),
            s.authority is Authority.GUIDE,  # our own words come after the texts they explain
            _descending(own_date(s)),
            s.title,
        )

    def _region_order(self, region: str) -> tuple[int, str]:
        if region == HOME:
            return 0, region
        if region == NATION:
            return 2, region
        return (1 if self.gazetteer.is_home(region) else 3), region


def _without(query: ListQuery, facet: str) -> ListQuery:
    freed: dict[str, Any] = {facet: ()}
    return replace(query, **freed)


def _descending(date: str) -> tuple[int, ...]:
    """Newer first; no date comes last."""
    padded = (date or "0000").ljust(10, "-")
    return tuple(-ord(char) for char in padded)


def facts_of(source: Source) -> dict[str, Any]:
    """The facts of a text as JSON, without the facts of its clauses."""
    return source.model_dump(mode="json", exclude={"clauses"}) | {"year": source.year}


def work_row(
    shelves: Shelves, group: Sequence[Source], more: Callable[[Source], dict[str, Any]]
) -> dict[str, Any]:
    """A group of the list as JSON. ``more``: what the catalogue knows of a text."""
    return {"versions": [_row(shelves, source, more) for source in group]}


def _row(
    shelves: Shelves, source: Source, more: Callable[[Source], dict[str, Any]]
) -> dict[str, Any]:
    return {
        **facts_of(source),
        "own": shelves.is_own(source),
        "standing": shelves.standing(source),
        **more(source),
    }


def version_rows(shelves: Shelves, source: Source) -> list[dict[str, Any]]:
    """All versions of the text's work, the one in force first; just itself when there are none."""
    group: Iterable[Source] = shelves.versions.of(source.id) or (source,)
    return [_row(shelves, one, lambda _: {}) for one in group]
