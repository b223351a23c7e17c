"""Complete a follow-up with a model, which may add nothing that nobody said; else the rules' question stands."""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.generating.models import Standalone, Turn
from assistant.generating.packing import as_data, tokens
from assistant.generating.prompting import condense_prompt
from assistant.language_model.deadline import Deadline
from assistant.language_model.model import LanguageModel
from assistant.language_model.troubles import ModelUnavailable
from assistant.verifying.content import coverage, letters_of, pairs_of
from assistant.verifying.folding import plain
from assistant.verifying.naming import is_short_for, names_of
from assistant.verifying.quantities import dates_of, quantities_of, same_value
from prompts.loading import load_prompts

_log = logging.getLogger(__name__)
#: Share of the time-out that a follow-up may take: the answer still has to be written.
_SHARE = 0.25
#: Share of a question's words that must have been said before, besides its asking words.
_SAID = 0.5
_LONGEST = 200  # characters of a question
TURNS, ANSWER = 4, 300  # turns shown, and characters of each answer
_RECENT = 6  # turns of whose answers every word counts as said
_POINTS = 0.4  # share of the room for the conversation that points may take
_LATIN = re.compile(r"[a-z0-9][a-z0-9./-]*")
_NEGATION = re.compile(r"[不未没非无禁]")


@dataclass(frozen=True, slots=True)
class Condensation:
    """The standalone question. ``by_model`` is False when the rules' one was kept; ``reason`` says why."""

    text: str
    by_model: bool
    reason: str = ""


def condense(
    question: str,
    history: Sequence[Turn],
    model: LanguageModel,
    *,
    otherwise: str,
    deadline: Deadline | None = None,
    points: Sequence[str] = (),
) -> Condensation:
    """``question`` completed from ``history`` (oldest first). ``otherwise`` is what the rules made of it.

    Of older turns the model is shown ``points``; only what the turns themselves say counts as said.
    Never raises for the model's sake, and takes a quarter of its time-out at most.
    """
    if not history:
        return Condensation(otherwise, False, "no history")
    until = (deadline or model.deadline()).within(model.settings.timeout * _SHARE)
    shown = _shown(history, points, model.settings.context_tokens // 3)
    values = {"history": shown, "question": as_data(question)}
    try:
        messages = condense_prompt().invoke(values).to_messages()
        reply = model.structured(messages, Standalone, deadline=until)
    except ModelUnavailable as error:
        _log.info("follow-up left to the rules: %s", error.trouble.value)
        return Condensation(otherwise, False, error.trouble.value)
    text = " ".join(reply.value.question.split())
    said = [question, *said_in(history)]
    fault = added(text, said)
    return Condensation(otherwise, False, fault) if fault else Condensation(text, True)


def added(text: str, said: Sequence[str]) -> str:
    """What ``text`` says that nobody has ``said``; empty when nothing.

    >>> added("漳州要求什么学历？", ["那漳州呢？", "湖北要求什么学历？"])
    ''
    """
    if not text or len(text) > _LONGEST:
        return "length"
    asked, known = plain(text).text, plain("。".join(said)).text
    names, others = names_of(asked), names_of(known)
    new = [word for word in _LATIN.findall(asked) if word.strip("./-") not in known]
    new += [
        asked[q.start : q.end]
        for q in quantities_of(names.blanked)
        if asked[q.start : q.end] not in known
        and not any(same_value(q, o) for o in quantities_of(others.blanked))
    ]
    new += [
        asked[d.start : d.end]
        for d in dates_of(names.blanked)
        if not any(d.within(o) for o in dates_of(others.blanked))
    ]
    new += [
        asked[start:end]
        for number, start, end in names.numbers
        if not any(number.covers(other) for other, _, _ in others.numbers)
    ]
    new += [asked[start:end] for _, start, end in names.labels if asked[start:end] not in known]
    new += [one.key for one in (*names.titles, *names.people) if one.key not in known]
    places = {place.key for place in others.places}
    new += [
        p.key for p in names.places if p.key not in places and asked[p.start : p.end] not in known
    ]
    new += [
        body.key
        for body in names.bodies
        if body.key not in known and not any(is_short_for(body.key, o.key) for o in others.bodies)
    ]
    new += [word for word in _NEGATION.findall(asked) if word not in known]
    asking = str(load_prompts("generating")["condense"]["asking"])
    letters = letters_of(known) | letters_of(plain(asking).text)
    new += sorted(pair for pair in pairs_of(asked) if letters.isdisjoint(pair))  # 博士, never said
    if new:
        return f"added: {new[0]}"
    return "" if coverage(asked, (known, asking)) >= _SAID else "other words"


def said_in(history: Sequence[Turn]) -> list[str]:
    """Questions, and answers as far as they may be taken up: recent ones whole, others their beginning."""
    older = len(history) - _RECENT
    answers = (t.answer[:ANSWER] if n < older else t.answer for n, t in enumerate(history))
    return [*(turn.question for turn in history), *answers]


def _shown(history: Sequence[Turn], points: Sequence[str], budget: int) -> str:
    """The last turns with their answers shortened, before them points on older ones: ``budget`` tokens."""
    forms = load_prompts("generating")["condense"]
    older = [forms["point"].format(point=as_data(point)) for point in points]
    recent = [
        forms["turn"].format(question=as_data(turn.question), answer=as_data(turn.answer[:ANSWER]))
        for turn in history[-TURNS:]
    ]
    kept = within(older, int(budget * _POINTS))
    return "\n".join([*kept, *within(recent, budget - sum(map(tokens, kept)), last=True)])


def within(entries: Sequence[str], budget: int, *, last: bool = False) -> list[str]:
    """The first entries, or the ``last`` ones, that fit into ``budget`` tokens, in their order."""
    kept: list[str] = []
    for entry in reversed(entries) if last else entries:
        budget -= tokens(entry)
        if budget < 0:
            break
        kept.append(entry)
    return kept[::-1] if last else kept
