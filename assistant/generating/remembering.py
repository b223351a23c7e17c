"""What a model is told of a long conversation: points on its older turns, made by a model or by rules.

Points help to complete a follow-up and nothing else: they are no evidence, nobody reads them, and a
completed question may only say what the turns themselves said.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence

from assistant.answering.question import topics_in
from assistant.generating.condensing import ANSWER, TURNS, added, said_in, within
from assistant.generating.models import Past, Points, Turn
from assistant.generating.packing import as_data, tokens
from assistant.generating.prompting import summarise_prompt
from assistant.language_model.deadline import Deadline
from assistant.language_model.model import LanguageModel
from assistant.language_model.troubles import ModelUnavailable
from corpus.regions import NATION, Gazetteer
from index.catalogue.conversations import Message
from prompts.loading import load_prompts

_log = logging.getLogger(__name__)
#: Older turns without points from which a model is asked for them.
_BATCH = 4
#: Share of the time-out that this may take, points kept, and characters of each.
_SHARE, _MOST, _LONGEST = 0.25, 10, 80
#: Names of one kind that the rules list.
_NAMES = 12
_TITLE = re.compile(r"《[^《》]{2,40}》")


def remembered(
    messages: Sequence[Message],
    model: LanguageModel,
    gazetteer: Gazetteer,
    context: str = "",
    deadline: Deadline | None = None,
) -> Past:
    """The conversation for a follow-up. ``context``: a line on who asks. Never raises for the model's
    sake; the points that it made are kept with a turn and only added to."""
    messages = [message for message in messages if message.answer is not None]
    turns = [_turn(message) for message in messages]
    told = [*turns, Turn(context)] if context else turns
    covered, points = _kept_points(messages)
    behind = len(turns) - TURNS - covered  # older turns without points
    kept, silent = None, False
    if behind >= _BATCH:
        until = (deadline or model.deadline()).within(model.settings.timeout * _SHARE)
        made = _summarised(turns[: covered + behind], covered, points, model, until)
        silent = made is None
        if made is not None:
            count, points = made
            covered += count
            kept = {"covers": [message.pk for message in messages[:covered]], "points": points}
    rest = turns[covered : max(covered, len(turns) - TURNS)]
    return Past(told, (*points, *named_in(rest, gazetteer)), kept, silent)


def named_in(turns: Sequence[Turn], gazetteer: Gazetteer) -> list[str]:
    """Places, documents and topics that were asked about, in order: a line each."""
    asked = [turn.question for turn in turns]
    found = {
        "regions": [p.name for q in asked for p in gazetteer.mentioned(q) if p.name != NATION],
        "documents": [title for q in asked for title in _TITLE.findall(q)],
        "topics": [topic.value for q in asked for topic in topics_in(q)],
    }
    forms = load_prompts("generating")["condense"]["named"]
    return [
        forms[kind].format(names="、".join(dict.fromkeys(names[:_NAMES])))
        for kind, names in found.items()
        if names
    ]


def _turn(message: Message) -> Turn:
    answer = str((message.answer or {}).get("answer", ""))
    return Turn(message.standalone or message.question, answer)


def _kept_points(messages: Sequence[Message]) -> tuple[int, list[str]]:
    """The newest points that are stored, and of how many turns they are, as those stand now."""
    keys = [message.pk for message in messages]
    for message in reversed(messages):
        kept = (message.configuration or {}).get("summary")
        if isinstance(kept, dict) and kept["covers"] == keys[: len(kept["covers"])]:
            return len(kept["covers"]), list(kept["points"])
    return 0, []


def _summarised(
    older: Sequence[Turn],
    covered: int,
    points: Sequence[str],
    model: LanguageModel,
    until: Deadline,
) -> tuple[int, list[str]] | None:
    """How many more turns the new points cover, and those that say only what was said."""
    form = load_prompts("generating")["summarise"]["turn"]
    entries = [
        form.format(
            number=number, question=as_data(turn.question), answer=as_data(turn.answer[:ANSWER])
        )
        for number, turn in enumerate(older[covered:], covered + 1)
    ]
    before = "\n".join(as_data(point) for point in points)
    shown = within(entries, model.settings.context_tokens // 2 - tokens(before))
    if not shown:
        return None
    values = {"points": before, "history": "\n".join(shown)}
    try:
        messages = summarise_prompt().invoke(values).to_messages()
        made = model.structured(messages, Points, deadline=until).value.points
    except ModelUnavailable as error:
        _log.info("older turns left to the rules: %s", error.trouble.value)
        return None
    said = [*said_in(older), *_counting(len(older))]
    lines = [" ".join(point.split())[:_LONGEST] for point in made]
    return len(shown), [line for line in lines if line and not added(line, said)][:_MOST]


def _counting(turns: int) -> list[str]:
    """第1问, 第2问 … and the words between them: what a point may say."""
    words = str(load_prompts("generating")["summarise"]["counting"])
    return [words, *(f"第{number}问" for number in range(1, turns + 1))]
