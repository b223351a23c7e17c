"""Answer what is asked by its name: 六（四）讲什么, 粤市监〔2023〕35号是什么."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from assistant.answering import replies
from assistant.answering.clarifying import in_order, which_document
from assistant.answering.gating import gap_of
from assistant.answering.known_questions import Nearness
from assistant.answering.question import Question
from assistant.answering.replies import Reply
from assistant.answering.shelf import Shelf
from assistant.answering.wording import messages
from corpus.gaps import Gap
from index.exact import Match
from prompts.loading import load_prompts

#: A number in full: issuer's mark, year in brackets and serial, or a standard's. 质检总局2012年749号 is
#: how people say it and is left to the search.
_FULL_NUMBER = re.compile(r"[〔\[（(]\s*\d{4}\s*[〕\]）)]|[A-Za-z]{2}.*\d")
#: Clauses that are quoted when a label is in many texts, and the text of which alone one is.
_MOST_TEXTS, _NOTES = 3, "cqo-notes"


def exact_reply(
    shelf: Shelf,
    gaps: Sequence[Gap],
    question: Question,
    matches: Sequence[Match],
    near: Nearness,
    workspace: str | None = None,
) -> Reply | None:
    """Answer to 六（四）讲什么 and 粤市监〔2023〕35号是什么; None when the question asks more."""
    numbers = [m for m in matches if m.kind == "number"]
    for match in numbers:
        if not match.sources and not match.clauses and _FULL_NUMBER.search(match.text):
            return replies.declined_number(match.text)
    labels = [m for m in matches if m.kind == "label"]
    for match in labels:
        if not match.clauses:
            gap = gap_of(question, gaps, near, elsewhere=False)
            if gap is not None:
                return replies.declined_gap(gap, shelf)
            source = next((shelf.source(s) for m in matches for s in m.sources), None)
            return replies.declined_label(match.text, source)
    rest = _rest_of(question.text, matches)
    if labels and _asks_for_content(rest):
        return _clauses(shelf, labels[0], question, workspace)
    if numbers and numbers[0].sources and _asks_what_it_is(rest):
        return replies.overview(shelf, numbers[0].sources[0])
    titles = [m for m in matches if m.kind == "title"]
    if titles and not numbers and _asks_what_it_is(rest) and len(titles[0].sources) == 1:
        return replies.overview(shelf, titles[0].sources[0])
    return None


def _rest_of(text: str, matches: Sequence[Match]) -> str:
    """``text`` without what was looked up exactly."""
    rest = text
    for match in sorted(matches, key=lambda m: -m.start):
        rest = rest[: match.start] + rest[match.end :]
    return rest.replace("《》", "")


@cache
def _exact_patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    rules = load_prompts("questions")["exact"]
    return re.compile(rules["content"]), re.compile(rules["what"])


def _asks_for_content(rest: str) -> bool:
    return bool(_exact_patterns()[0].match(rest))


def _asks_what_it_is(rest: str) -> bool:
    return bool(_exact_patterns()[1].match(rest)) and bool(
        re.search(r"什么|啥|介绍|哪|讲|内容|名称|全称|叫", rest)
    )


def _clauses(shelf: Shelf, match: Match, question: Question, workspace: str | None) -> Reply | None:
    """The clauses of that label whole. Where several texts have it, it is asked which one is meant,
    beside the clauses of the likeliest."""
    found = [clause for key in match.clauses if (clause := shelf.clause(key)) is not None]
    if not found:
        return None
    found = in_order(shelf, found, question)
    notes_first = [c for c in found if c.source_id == _NOTES][:1]
    whole = [replies.whole_clause(shelf, clause) for clause in (notes_first or found)[:_MOST_TEXTS]]
    clarify = which_document(shelf, match.text, found, workspace)
    if len(whole) == 1:
        return replace(whole[0], clarify=clarify)
    many = messages()["notes"]["many_labels"].format(count=len(found), label=match.text)
    pieces = tuple(
        replace(piece, group=piece.source.title) for reply in whole for piece in reply.pieces
    )
    notes = tuple(n for reply in whole for n in reply.notes)
    told = clarify is not None and len(found) <= _MOST_TEXTS  # all that there are stand here
    return Reply(pieces=pieces, notes=notes if told else (many, *notes), clarify=clarify)
