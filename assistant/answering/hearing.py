"""What a user wrote, as the product reads it: standard Chinese, with misspelt terms of the library mended."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from functools import cached_property

from assistant.answering.misspelt import Misspelt
from assistant.answering.question import lexicon
from assistant.answering.shelf import Shelf
from assistant.answering.spoken import standard_wording
from assistant.answering.wording import simplified
from index.tokens import domain_words

_RUN = re.compile(r"[\u4e00-\u9fff]{2,}")
#: Characters of a title from which it is no term but a sentence.
_LONGEST_TITLE = 8
#: Of a longer title the last characters are a term: 评价规范, 管理办法.
_ENDING = 4


class Hearing:
    """Reads messages for one shelf. The terms are those of the texts that everybody sees."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self._lock = threading.Lock()
        self._made: tuple[int, Misspelt] | None = None

    def plain(self, message: str) -> str:
        """``message`` as it is to be understood; itself when there is nothing to change."""
        heard = self._misspelt().mended(standard_wording(message))
        return message if heard == simplified(message) else heard

    def _misspelt(self) -> Misspelt:
        generation = self._shelf.index.catalogue.generation
        with self._lock:
            if self._made is None or self._made[0] != generation:
                tokeniser = self._shelf.index.tokeniser
                self._made = (
                    generation,
                    Misspelt(self._terms(), self._known, tokeniser.cut, tokeniser.commonness),
                )
            return self._made[1]

    def _terms(self) -> Iterator[str]:
        """Words of the field, places, names of texts, headings."""
        words = lexicon()
        yield from domain_words()
        yield from words.generic
        yield from words.standard_names
        yield from (word for word, _ in words.topics)
        for region in self._shelf.gazetteer.regions:
            yield from (region.name, *region.aliases)
        catalogue = self._shelf.index.catalogue
        for source in self._shelf.sources():
            names = [source.title, *source.aliases]
            names += [clause.title for clause in catalogue.clauses(source.id)]
            for name in names:
                for run in _RUN.findall(name):
                    yield from (run,) if len(run) <= _LONGEST_TITLE else (run[-_ENDING:],)

    def _known(self, piece: str) -> bool:
        """Whether the piece stands in a text or in a known question."""
        return self._shelf.frequency(piece) > 0 or piece in self._questions

    @cached_property
    def _questions(self) -> str:
        return "\n".join(self._shelf.known.texts())
