"""Versions of one text: which of them is in force on a day."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from corpus.models import Authority, Kind, Source, Status
from corpus.structure.fact_numbers import number_key, serial_key

#: Words of a title that tell versions of one text apart, in brackets or not.
_STAGE = re.compile(
    r"[（(〔\[【][^（）()〔〕\[\]【】]*(?:征求意见|送审|报批|讨论|审议|草案|试行|暂行|修订|修正|[12]\d{3}年?)"
    r"[^（）()〔〕\[\]【】]*[）)〕\]】]|(?:征求意见|送审|报批|讨论|审议)稿|草案$"
)
_LAYOUT = re.compile(r"[\s《》〈〉“”\"'·—–\-－:：,，、（）()]")
#: A text that nobody issued has no versions: our guides, reports on the texts of others.
_NO_VERSIONS = frozenset({Kind.GUIDE, Kind.NEWS, Kind.STANDARD_DIGEST, Kind.COMPILATION_NOTES})


def folded_title(title: str) -> str:
    """A title without layout, stage and edition: what its versions have in common.

    >>> folded_title("《首席质量官 管理暂行办法（2019年修订）》")
    '首席质量官管理办法'
    """
    bare = _STAGE.sub("", title)
    return _LAYOUT.sub("", re.sub(r"暂行(?=办法|规定|条例|细则)", "", bare)).casefold()


def work_of(title: str, number: str | None, region: str, workspace: str | None) -> str:
    """What the versions of a text have in common.

    A standard is known by its number without the year (DB44/T 2461), any other text, and a standard's
    draft that has no number yet, by its title and place; a workspace's texts are its own.
    """
    space = workspace or ""
    serial = serial_key(number) if number else ""
    return f"{space}|{serial}" if serial else f"{space}|{region}|{folded_title(title)}"


def own_date(source: Source) -> str:
    """The day from which a version counts: of effect; of issue when it was issued after that."""
    return max(source.effective or "", source.issued or "") or source.as_of or ""


@dataclass(frozen=True)
class Versions:
    """The versions among ``sources`` as they stand on the day ``on``. Nothing is stored.

    A text gives way to a newer version of its work, and to a text that says it replaces it, from the
    day on which that one applies. A draft gives way to any other version. Where the dates do not tell
    which is newer, neither gives way.
    """

    sources: tuple[Source, ...]
    on: date

    def in_force(self, source_id: str) -> bool:
        """Whether the text applies on the day and nothing has superseded it."""
        source = self._by_id.get(source_id)
        return source is not None and self._stands(source) and source_id not in self._successors

    def superseded(self) -> frozenset[str]:
        """Ids of the texts that give way to another one."""
        return frozenset(self._successors)

    def of(self, source_id: str) -> tuple[Source, ...]:
        """All versions of the work: the one in force first, then the newest; drafts last."""
        group = self._families.get(self._leader(source_id), ())
        return tuple(sorted(group, key=self._rank, reverse=True))

    def current(self, source_id: str) -> Source | None:
        """The version in force of the work of ``source_id``; None when none is."""
        if self.in_force(source_id):
            return self._by_id[source_id]
        seen = {source_id}
        while source_id in self._successors:
            source_id = max(self._successors[source_id], key=lambda s: own_date(self._by_id[s]))
            if source_id in seen:
                break
            seen.add(source_id)
        if self.in_force(source_id):
            return self._by_id[source_id]
        return next((s for s in self.of(source_id) if self.in_force(s.id)), None)

    def coming(self, source_id: str) -> Source | None:
        """The next version that is issued and does not apply yet."""
        source = self._by_id.get(source_id)
        later = [
            other
            for other in (self.of(source_id) if source else ())
            if other.id != source_id
            and other.status is not Status.DRAFT
            and not self._applies(other)
            and source is not None
            and (self._work(other) == self._work(source) or source in self._replaced_by(other))
        ]
        return min(later, key=own_date, default=None)

    # -- order -----------------------------------------------------------------------------------

    def _applies(self, source: Source) -> bool:
        """Whether the day of effect (of issue, when it states no other) is not after ``on``."""
        day = source.effective or source.issued
        return day is None or day <= self.on.isoformat()[: len(day)]

    def _stands(self, source: Source) -> bool:
        return source.status not in (Status.DRAFT, Status.REPEALED) and self._applies(source)

    def _rank(self, source: Source) -> tuple[bool, bool, bool, str, bool, str]:
        return (
            self.in_force(source.id),
            source.status is not Status.DRAFT,
            source.status is not Status.REPEALED,
            own_date(source),
            source.authority is Authority.ORIGINAL,
            source.id,
        )

    @cached_property
    def _by_id(self) -> dict[str, Source]:
        return {source.id: source for source in self.sources}

    @cached_property
    def _versioned(self) -> tuple[Source, ...]:
        return tuple(s for s in self.sources if s.kind not in _NO_VERSIONS)

    def _work(self, source: Source) -> str:
        work = _work(source)
        return self._numbered.get(work, work)

    @cached_property
    def _numbered(self) -> dict[str, str]:
        """Works known by title and place -> that of the same title with a number, as drafts have none."""
        found: dict[str, str] = {}
        for source in self._versioned:
            titled = work_of(source.title, None, source.region, source.workspace)
            if source.number and serial_key(source.number) and _work(source) != titled:
                found.setdefault(titled, _work(source))
        return found

    @cached_property
    def _works(self) -> dict[str, list[Source]]:
        works: dict[str, list[Source]] = defaultdict(list)
        for source in self._versioned:
            works[self._work(source)].append(source)
        return works

    @cached_property
    def _named(self) -> dict[str, list[Source]]:
        named: dict[str, list[Source]] = defaultdict(list)
        for source in self._versioned:
            for name in _names(source):
                named[name].append(source)
        return named

    def _replaced_by(self, source: Source) -> tuple[Source, ...]:
        """The versions of other works that ``source`` says it replaces, older than itself."""
        space = source.workspace or ""
        works = {
            self._work(other)
            for title in source.replaces
            for name in (f"{space}|{number_key(title)}", f"{space}|{folded_title(title)}")
            for other in self._named.get(name, ())
        } - {self._work(source)}
        day = own_date(source)
        return tuple(o for work in works for o in self._works[work] if own_date(o) <= day)

    @cached_property
    def _successors(self) -> dict[str, set[str]]:
        """Source id -> ids of the texts to which it gives way."""
        found: dict[str, set[str]] = defaultdict(set)
        for group in self._works.values():
            standing = [source for source in group if self._stands(source)]
            if not standing or len(group) == 1:
                continue
            newest = max(standing, key=_age)
            for source in group:
                older = source.status is not Status.DRAFT and self._applies(source)
                if source.status is Status.DRAFT or (older and _age(source) < _age(newest)):
                    found[source.id].add(newest.id)
        for source in self._versioned:
            if source.replaces and self._stands(source):
                for other in self._replaced_by(source):
                    found[other.id].add(source.id)
        return found

    @cached_property
    def _families(self) -> dict[str, tuple[Source, ...]]:
        families: dict[str, list[Source]] = defaultdict(list)
        for source in self._versioned:
            families[self._leader(source.id)].append(source)
        return {key: tuple(group) for key, group in families.items()}

    def _leader(self, source_id: str) -> str:
        return self._leaders.get(source_id, "")

    @cached_property
    def _leaders(self) -> dict[str, str]:
        """Source id -> the work that stands for all works joined by what replaces what."""
        above: dict[str, str] = {}

        def leader(work: str) -> str:
            while above.setdefault(work, work) != work:
                work = above[work]
            return work

        for source in self._versioned:
            for other in self._replaced_by(source) if source.replaces else ():
                above[leader(self._work(other))] = leader(self._work(source))
        return {source.id: leader(self._work(source)) for source in self._versioned}


def _age(source: Source) -> tuple[str, bool]:
    """By which of two versions is newer; of one day the text itself goes before a digest of it."""
    return own_date(source), source.authority is Authority.ORIGINAL


def _work(source: Source) -> str:
    return source.work or work_of(source.title, source.number, source.region, source.workspace)


def _names(source: Source) -> tuple[str, ...]:
    """What another text may call this one when it replaces it."""
    space = source.workspace or ""
    number = (f"{space}|{number_key(source.number)}",) if source.number else ()
    return (*number, f"{space}|{folded_title(source.title)}")
