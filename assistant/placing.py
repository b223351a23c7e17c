"""Which place and which wording of a question an answer is sought for."""

from __future__ import annotations

from dataclasses import replace

from assistant.answering.answerer import Answerer
from assistant.answering.condensing import Condensed
from assistant.answering.replies import Reply
from assistant.answering.weighing import Asked
from assistant.answering.wording import simplified
from assistant.profile.reading import Told, region_of
from corpus.regions import NATION, Gazetteer

#: Which of two replies is better.
_WORTH = {"declined": 0, "partial": 1, "answered": 2}


class Placing:
    """Asks in more than one way where a question leaves it open; holds nothing but the pipeline."""

    def __init__(self, answerer: Answerer, gazetteer: Gazetteer) -> None:
        self.answerer, self.gazetteer = answerer, gazetteer

    def replied(
        self, condensed: Condensed, asked: Asked, told: Told
    ) -> tuple[Condensed, Reply, str | None]:
        """The reply and the place it was sought for.

        Where none was chosen or named it is that of the enterprise, then what that belongs to: a city
        without a text of its own goes by the province's. Without a place when that says more. What a
        message tells beside its question is left out when the answer is better without.
        """
        found: list[tuple[Condensed, Reply, str | None]] = []
        if told.question != told.message:
            whole = Condensed(simplified(told.message))
            reply = self.answerer.answer(replace(asked, text=whole.text))
            if reply.status == "answered":
                return whole, reply, asked.region
            found.append((whole, reply, asked.region))
        said = simplified(told.question)
        home = region_of(told.profile, self.gazetteer)
        places: list[str] = []
        if not (asked.region or home is None or self.gazetteer.mentioned(asked.text)):
            places = [one for one in self.gazetteer.chain(home) if one != NATION]
        for place in (*places, asked.region):
            one = self._answered(condensed, replace(asked, region=place), said)
            if one[1].status == "answered":
                return *one, place
            found.append((*one, place))
        return max(found, key=lambda one: _WORTH[one[1].status])

    def _answered(self, condensed: Condensed, asked: Asked, said: str) -> tuple[Condensed, Reply]:
        """The reply. A completion that is only a guess gives way when the question as said does better."""
        completed = self.answerer.answer(asked)
        if not condensed.tentative or completed.status == "answered":
            return condensed, completed
        plain = self.answerer.answer(replace(asked, text=said))
        if _WORTH[plain.status] > _WORTH[completed.status]:
            return Condensed(said), plain
        return condensed, completed
