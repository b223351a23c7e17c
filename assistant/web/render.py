"""HTML of the page's parts, from Jinja templates that escape every value."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from assistant.answering.models import Answer
from assistant.feedback import LONGEST_NOTE
from assistant.profile.models import FACTS, Profile
from assistant.protocol import ClauseView, ConversationSummary
from assistant.web.answer_view import TurnView
from assistant.web.clause_view import (
    Card,
    excerpt,
    heading_of,
    library_address,
    paragraphs,
    source_badges,
)
from assistant.web.texts import Language, texts


def header(language: Language) -> str:
    """Name of the product and what it is."""
    return _render("header", language)


def site_nav(language: Language) -> str:
    """The ways to the other pages."""
    return _render("site_nav", language)


def chat(
    language: Language,
    turns: Sequence[TurnView],
    *,
    starters: Sequence[str] = (),
    active: int | None = None,
    editing: int | None = None,
    problem: str | None = None,
) -> str:
    """The conversation; ``starters`` are shown while it is empty, ``problem`` below the last turn.

    ``active`` is the turn that is being answered, ``editing`` the one whose question is in the input.
    """
    return _render(
        "chat",
        language,
        turns=turns,
        starters=starters,
        active=active,
        editing=editing,
        problem=problem,
        longest_note=LONGEST_NOTE,
    )


def profile(language: Language, known: Profile) -> str:
    """The enterprise as its people told it, to be edited."""
    return _render("profile", language, known=known.known(), told=known.told(), names=FACTS)


def source_cards(
    language: Language,
    cards: Sequence[Card] | None,
    *,
    turn: int = 0,
    chosen: str | None = None,
    declined: bool = False,
    wrong: frozenset[str] = frozenset(),
) -> str:
    """Cards of one answer, or what will appear here when ``cards`` is None.

    ``wrong``: clauses that the reader says were cited wrongly.
    """
    return _render(
        "cards",
        language,
        cards=cards,
        turn=turn,
        chosen=chosen,
        declined=declined,
        wrong=wrong,
    )


def clause_reader(
    language: Language, view: ClauseView, *, answer: Answer | None, turn: int, user: str
) -> str:
    """A clause in its document. Quotes of ``answer`` are marked, those of element ``user`` strongly."""
    return _render(
        "reader",
        language,
        view=view,
        badges_of=source_badges(view.source),
        paragraphs=paragraphs(view.clause, answer, turn),
        turn=turn,
        user=user,
    )


def problem(language: Language, message: str) -> str:
    """One line in the sources panel."""
    return _render("problem", language, message=message)


def conversation_list(
    language: Language, conversations: Sequence[ConversationSummary], current: str | None
) -> str:
    """Earlier conversations of this browser."""
    return _render("conversations", language, conversations=conversations, current=current)


def _render(name: str, language: Language, **values: Any) -> str:
    return _environment().get_template(f"{name}.html").render(t=texts(language), **values)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("assistant.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(
        heading_of=heading_of, excerpt=excerpt, library_address=library_address
    )
    return environment
