"""Which place and which wording of a question an answer is sought for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.answering.answerer import Answerer
from assistant.answering.clarifying import which_region
from assistant.answering.condensing import Condensed, with_place
from assistant.answering.replies import Reply
from assistant.answering.weighing import Asked
from assistant.answering.wording import messages, simplified
from assistant.profile.reading import Told, region_of
from corpus.regions import HOME, NATION, Gazetteer

#: Which of two replies is better.
_WORTH = {"declined": 0, "partial": 1, "answered": 2}


@dataclass(frozen=True, slots=True)
class Placed:
    """A reply, the wording it answers and the place it was sought for; None: the home region."""

    condensed: Condensed
    reply: Reply
    place: str | None

    @property
    def worth(self) -> tuple[int, bool]:
        """Of two that decline, the one that says what is known instead is better."""
        reply = self.reply
        return _WORTH[reply.status], bool(reply.related or reply.depends)


class Placing:
    """Asks in more than one way where a question leaves it open; holds nothing but the pipeline."""

    def __init__(self, answerer: Answerer, gazetteer: Gazetteer) -> None:
        self.answerer, self.gazetteer = answerer, gazetteer

    def replied(
        self, condensed: Condensed, asked: Asked, told: Told, *, placed: bool = False
    ) -> Placed:
        """The reply and the place it was sought for.

        The place is the one chosen, else that of the enterprise, unless the question names one; then
        what that belongs to: a city without a text of its own goes by the province's, and the reply
        says so. Without a place when that says more. What a message tells beside its question is left
        out when the answer is better without. Where no place is known at all (``placed``: one was named
        before), it is asked back if the answer depends on it.
        """
        found: list[Placed] = []
        if told.question != told.message:
            whole = Condensed(simplified(told.message))
            reply = self.answerer.answer(replace(asked, text=whole.text))
            if reply.status == "answered":
                return Placed(whole, reply, asked.region)
            found.append(Placed(whole, reply, asked.region))
        said = simplified(told.question)
        home = asked.region or region_of(told.profile, self.gazetteer)
        for place in self._places(asked, home):
            one = self._answered(condensed, replace(asked, region=place), said)
            found.append(Placed(*one, place))
            if one[1].status == "answered":
                break
        best = max(found, key=lambda one: one.worth)
        if best.reply.status == "declined":
            best = self._wider(best, asked)
        if home is not None:
            return self._noted(best, home, asked)
        return best if placed else self._asked_back(best, asked)

    def _wider(self, found: Placed, asked: Asked) -> Placed:
        """The province's answer to a question on a city without a text of its own, with a note that
        says so; ``found`` where there is none."""
        question = self.answerer.weigher.read(found.condensed.text, asked)
        sources = self.answerer.shelf.sources(asked.workspace)
        own = {source.region for source in sources}
        text, note = found.condensed.text, ""
        for city in question.regions:
            chain = [one for one in self.gazetteer.chain(city)[1:] if one != NATION and one in own]
            if not chain or own & set(self.gazetteer.within(city)):
                continue
            province = chain[0]
            text = with_place(text, province, self.gazetteer, of=city)
            note = str(messages()["notes"]["province"])
            note = note.format(city=city, province=self._called(province))
        if not note:
            return found
        reply = self.answerer.answer(replace(asked, text=text))
        if reply.status == "declined" or (province == HOME and reply.status != "answered"):
            return found
        noted = replace(reply, notes=(note, *reply.notes)) if reply.pieces else reply
        return replace(found, condensed=Condensed(text), reply=noted)

    def _places(self, asked: Asked, home: str | None) -> Sequence[str | None]:
        """Places to try in turn."""
        named = self.answerer.weigher.read(asked.text, replace(asked, region=None)).regions
        if home is None or named:
            return (asked.region,)
        chain = [one for one in self.gazetteer.chain(home) if one != NATION]
        if asked.region is None and HOME not in chain:
            return (*chain, None)
        return chain or (asked.region,)

    def _noted(self, found: Placed, home: str, asked: Asked) -> Placed:
        """With a note where the quotes are another place's than the one chosen or told."""
        regions = {piece.source.region for piece in found.reply.pieces}
        values: dict[str, str] = {}
        if found.place not in (None, home) and found.place in regions:
            values = {"name": "province", "city": home, "province": self._called(found.place)}
        elif found.place is None and HOME in regions and not self._is_home(home, found):
            values = {"name": "elsewhere", "city": home}
        if not values or found.reply.table is not None:
            return found
        note = str(messages()["notes"][values.pop("name")]).format(**values)
        return replace(found, reply=replace(found.reply, notes=(note, *found.reply.notes)))

    def _called(self, place: str | None) -> str:
        """广东（省级）: so that nobody takes its text for the city's."""
        region = self.gazetteer.find(place or "")
        level = str(messages()["labels"]["level"].get(region.level, "")) if region else ""
        return f"{place}{level}"

    def _is_home(self, home: str, found: Placed) -> bool:
        """Whether home texts are meant anyway: the enterprise is here, or the standard is asked about."""
        question = self.answerer.weigher.read(found.condensed.text, Asked(found.condensed.text))
        return self.gazetteer.is_home(home) or question.about_standard or bool(question.regions)

    def _asked_back(self, found: Placed, asked: Asked) -> Placed:
        reply = found.reply
        if not reply.depends or reply.clarify is not None:
            return found
        answerer = self.answerer
        open_ = replace(asked, region=None)
        question = answerer.weigher.read(open_.text, open_)
        words = list(answerer.weigher.terms_of(question).weights)
        clarify = which_region(
            answerer.shelf, question, words, reply.depends, open_, answerer.answer
        )
        return replace(found, reply=replace(reply, clarify=clarify))

    def _answered(self, condensed: Condensed, asked: Asked, said: str) -> tuple[Condensed, Reply]:
        """The reply. A completion that is only a guess gives way when the question as said does better."""
        completed = self.answerer.answer(asked)
        if not condensed.tentative or completed.status == "answered":
            return condensed, completed
        plain = self.answerer.answer(replace(asked, text=said))
        if _WORTH[plain.status] > _WORTH[completed.status]:
            return Condensed(said), plain
        return condensed, completed
