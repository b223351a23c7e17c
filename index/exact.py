"""Look up what a question names outright: sources by title, alias or number, clauses by label.

Nothing is ranked: a label or number is in the catalogue or it is not; both are worth knowing.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from corpus.models import Clause, Source
from index.catalogue.catalogue import Catalogue
from index.characters import Folded, fold, folded
from index.filters import Filters
from index.labels import LabelMention, ends_labels, find_labels
from index.numbers import Number, NumberMention, find_numbers

Matched = Literal["title", "number", "label"]
_SHORTEST_NAME = 3


@dataclass(frozen=True, slots=True)
class Match:
    """Something named in the question: ``question[start:end]``.

    ``sources`` and ``clauses`` hold ids; both empty: it is named, and the library does not have
    it. ``narrowed`` is False for a label when only the clause around the place asked for is stored
    (第五条 for 第五条第二款).
    """

    kind: Matched
    start: int
    end: int
    text: str
    sources: tuple[str, ...] = ()
    clauses: tuple[str, ...] = ()
    narrowed: bool = True


class Exact:
    """Exact look-up over a catalogue; loads no model."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._names: tuple[tuple[Source, ...], list[tuple[str, str]]] | None = None

    def find(self, question: str, filters: Filters = Filters()) -> tuple[Match, ...]:  # noqa: B008
        """All that the question names, from left to right.

        Labels are looked for in the sources that the question names, and in every source when it
        names none. Raises DataFolderError.
        """
        self._catalogue.states()
        text = fold(question)
        sources = self._catalogue.sources(filters)
        numbers = find_numbers(text, short=True)
        matches = [self._by_number(question, mention, sources, filters) for mention in numbers]
        taken = [(m.start, m.end) for m in matches]
        titles = [m for m in self._by_title(question, text, sources) if _free(m, taken)]
        named = tuple(dict.fromkeys(s for m in (*matches, *titles) for s in m.sources))
        taken += [(m.start, m.end) for m in titles]
        matches += titles
        for mention in find_labels(text):
            if not any(mention.start < end and start < mention.end for start, end in taken):
                match = self._by_label(question, mention, named, filters)
                if match is not None:
                    matches.append(match)
        return tuple(sorted(matches, key=lambda m: m.start))

    def _by_number(
        self,
        question: str,
        mention: NumberMention,
        sources: tuple[Source, ...],
        filters: Filters,
    ) -> Match:
        own = tuple(
            source.id
            for source in sources
            if source.number
            and any(mention.number.covers(number) for number in _numbers_in(source.number))
        )
        clauses = () if own else self._catalogue.mentioning(mention.number, filters)
        return Match(
            "number",
            mention.start,
            mention.end,
            question[mention.start : mention.end],
            sources=own,
            clauses=tuple(clause.id for clause in clauses),
        )

    def _by_title(self, question: str, text: Folded, sources: tuple[Source, ...]) -> list[Match]:
        """Names of sources in the question; where two overlap, the longer one."""
        found: dict[tuple[int, int], list[str]] = {}
        for name, source_id in self._names_of(sources):
            place = text.text.find(name)
            while place >= 0:
                found.setdefault((place, place + len(name)), []).append(source_id)
                place = text.text.find(name, place + 1)
        matches: list[Match] = []
        taken: list[tuple[int, int]] = []
        for (start, end), ids in sorted(found.items(), key=lambda i: (i[0][0] - i[0][1], i[0])):
            if any(start < b and a < end for a, b in taken):
                continue
            taken.append((start, end))
            first, last = text.span(start, end)
            unique = tuple(dict.fromkeys(ids))
            matches.append(Match("title", first, last, question[first:last], sources=unique))
        return matches

    def _names_of(self, sources: tuple[Source, ...]) -> list[tuple[str, str]]:
        """Folded names and the ids of their sources."""
        if self._names is None or self._names[0] != sources:
            names = [
                (folded(name).strip("《》 "), source.id)
                for source in sources
                for name in dict.fromkeys((source.title, source.short_title, *source.aliases))
            ]
            self._names = (sources, [n for n in names if len(n[0]) >= _SHORTEST_NAME])
        return self._names[1]

    def _by_label(
        self, question: str, mention: LabelMention, named: tuple[str, ...], filters: Filters
    ) -> Match | None:
        """The clauses under the label's best key that is stored; None when it is no label."""
        for turn, key in enumerate(mention.keys):
            clauses = self._of_key(key, named, filters)
            if clauses:
                return Match(
                    "label",
                    mention.start,
                    mention.end,
                    question[mention.start : mention.end],
                    sources=tuple(dict.fromkeys(clause.source_id for clause in clauses)),
                    clauses=tuple(clause.id for clause in clauses),
                    narrowed=turn == 0 or mention.is_other_spelling(turn),
                )
        if not mention.claims:
            return None
        return Match("label", mention.start, mention.end, question[mention.start : mention.end])

    def _of_key(self, key: str, named: tuple[str, ...], filters: Filters) -> tuple[Clause, ...]:
        """Clauses of that label; where there are none, those whose label ends so (表1 of 4.2.1)."""
        clauses = self._in(named, self._catalogue.with_label(key, filters))
        if not clauses and ends_labels(key):
            clauses = self._in(named, self._catalogue.with_label(key, filters, ending=True))
        return clauses

    @staticmethod
    def _in(named: tuple[str, ...], clauses: tuple[Clause, ...]) -> tuple[Clause, ...]:
        return tuple(c for c in clauses if not named or c.source_id in named)


@lru_cache(maxsize=4096)
def _numbers_in(text: str) -> tuple[Number, ...]:
    return tuple(mention.number for mention in find_numbers(fold(text)))


def _free(match: Match, taken: list[tuple[int, int]]) -> bool:
    return not any(match.start < end and start < match.end for start, end in taken)
