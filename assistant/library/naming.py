"""Which text of the library a title or number means, for links between texts."""

from __future__ import annotations

from assistant.library.listing import Shelves
from corpus.models import Authority, Source
from corpus.structure.fact_numbers import number_key
from corpus.versions import folded_title, own_date


class Names:
    """Titles and numbers of one state of the library."""

    def __init__(self, shelves: Shelves) -> None:
        self._shelves = shelves
        self._known: dict[str, str] = {}
        for source in sorted(shelves.sources, key=self._rank):
            for name in self._names(source):
                self._known[name] = source.id

    def find(self, name: str) -> str | None:
        """Id of the text that ``name`` means: of several versions the one in force."""
        return self._known.get(number_key(name)) or self._known.get(folded_title(name))

    def _rank(self, source: Source) -> tuple[bool, bool, str, str]:
        """The last one wins."""
        in_force = self._shelves.versions.in_force(source.id)
        return in_force, source.authority is Authority.ORIGINAL, own_date(source), source.id

    @staticmethod
    def _names(source: Source) -> list[str]:
        names = [folded_title(name) for name in (source.title, *source.aliases)]
        if source.number:
            names.append(number_key(source.number))
        return [name for name in names if len(name) > 3]
