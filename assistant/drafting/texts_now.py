"""The texts that drafting rests on, read anew when the library or the day has changed."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from corpus.regions import Gazetteer
from index.catalogue.catalogue import Catalogue

if TYPE_CHECKING:
    from assistant.drafting.basis import Texts


class TextsNow:
    """Call it for the texts as they stand today. Thread-safe."""

    def __init__(
        self,
        catalogue: Catalogue,
        gazetteer: Gazetteer,
        today: Callable[[], date] = date.today,
    ) -> None:
        self._catalogue, self._gazetteer, self._today = catalogue, gazetteer, today
        self._lock = threading.Lock()
        self._known: Texts | None = None

    def __call__(self) -> Texts:
        from assistant.drafting.basis import Texts

        with self._lock:
            known = self._known
            day = self._today()
            if known is None or known.on != day or known.generation != self._catalogue.generation:
                self._known = known = Texts(self._catalogue, self._gazetteer, day)
            return known
