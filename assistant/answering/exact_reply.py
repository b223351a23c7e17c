"""Answer what is asked by its name: 六（四）讲什么, 粤市监〔2023〕35号是什么."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from assistant.answering import replies
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
#: Clauses that are quoted when a label is in many texts.
_MOST_TEXTS = 3


def exact_reply(
    shelf: Shelf,
    gaps: Sequence[Gap],
    question: Question,
    matches: Sequence[Match],
    near: Nearness,
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
        return _clauses(shelf, labels[0])
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
    return rest


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


def _clauses(shelf: Shelf, match: Match) -> Reply | None:
    """The clauses of that label whole; where many texts have it, of the first few and how many."""
    wanted = [c for c in match.clauses if c.startswith("cqo-notes#")][:1] or list(match.clauses)
    found = [clause for key in wanted[:_MOST_TEXTS] if (clause := shelf.clause(key)) is not None]
    if not found:
        return None
    whole = [replies.whole_clause(shelf, clause) for clause in found]
    if len(whole) == 1:
        return whole[0]
    many = messages()["notes"]["many_labels"].format(count=len(wanted), label=match.text)
    pieces = tuple(piece for reply in whole for piece in reply.pieces)
    return Reply(pieces=pieces, notes=(many, *(n for reply in whole for n in reply.notes)))
