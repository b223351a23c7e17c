"""Clauses in the panel: every character is kept, quotes stand where the citation says."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answering.models import Answer, Citation
from assistant.web.clause_view import cards, excerpt, heading_of, paragraphs
from corpus.models import Clause
from tests.web.library_assistant import LibraryAssistant

ASSISTANT = LibraryAssistant()
CLAUSES = list(ASSISTANT.clauses.values())


def citing(clause: Clause, *places: tuple[int, int]) -> Answer:
    """An answer that quotes these places of a clause."""
    model = ASSISTANT._cite(clause.id, clause.text)
    citations = [
        model.model_copy(update={"start": a, "end": b, "quote": clause.text[a:b]})
        for a, b in places
    ]
    return Answer(question="?", status="answered", answer="", citations=tuple(citations))


@pytest.mark.parametrize("clause", CLAUSES, ids=[clause.id for clause in CLAUSES])
def test_the_whole_clause_is_shown(clause: Clause) -> None:
    shown = "".join(part.text for one in paragraphs(clause, None, 0) for part in one.parts)
    kept = clause.text.replace("\n", "")
    assert shown.replace(" ", "") in kept.replace(" ", "")
    assert len(kept) - len(shown) <= 4  # the # of a Markdown heading
    assert "#" not in shown


@given(data=st.data())
def test_quotes_stand_where_the_citations_say(data: st.DataObject) -> None:
    clause = data.draw(st.sampled_from(CLAUSES))
    end = st.integers(1, len(clause.text))
    places = data.draw(
        st.lists(end.flatmap(lambda b: st.tuples(st.integers(0, b - 1), st.just(b))), max_size=4)
    )
    plain = paragraphs(clause, None, 0)
    marked = paragraphs(clause, citing(clause, *places), 1)
    assert [text_of(one.parts) for one in marked] == [text_of(one.parts) for one in plain]
    quoted = "".join(part.text for one in marked for part in one.parts if part.quoted)
    covered = {place for a, b in places for place in range(a, b)}
    visible = "".join(clause.text[place] for place in sorted(covered))
    assert quoted == without_unseen(visible, quoted)


def text_of(parts: tuple[object, ...]) -> str:
    return "".join(getattr(part, "text", "") for part in parts)


def without_unseen(words: str, seen: str) -> str:
    """``words`` without what no line shows: line breaks, blank lines, the # of a heading."""
    kept = iter(seen)
    wanted = next(kept, None)
    found = []
    for char in words:
        if char == wanted:
            found.append(char)
            wanted = next(kept, None)
        else:
            assert char in "\n\r #\u3000", f"{char!r} is quoted and not shown"
    return "".join(found)


def test_a_card_has_each_quote_once_and_names_its_statements() -> None:
    answer = ASSISTANT.ask("聘任制度要写明哪些内容？")
    doubled = answer.model_copy(update={"citations": (*answer.citations, *answer.citations)})
    found = cards(doubled, 3, {})
    assert [card.clause for card in found] == ["cqo-notes#六/（四）", "cqo-notes#六"]
    assert [quote.users for quote in found[0].quotes] == [
        (f"turn-3-statement-{number}",) for number in (1, 2, 3)
    ]


def test_a_paraphrase_is_named_by_the_clause_it_cites() -> None:
    answer = ASSISTANT.ask("建设流程分哪几步？")
    said = answer.statements[0].model_copy(update={"text": "换了说法。", "support": "verified"})
    found = cards(answer.model_copy(update={"statements": (said,)}), 1, {})
    assert found[0].quotes[0].users == ("turn-1-statement-1",)


def test_a_row_of_a_table_is_named_by_its_quotes() -> None:
    answer = ASSISTANT.ask("比较各地任职条件")
    only_table = answer.model_copy(update={"citations": ()})
    assert [card.quotes[0].users for card in cards(only_table, 1, {})] == [
        ("turn-1-row-1",),
        ("turn-1-row-2",),
    ]


def test_a_heading_is_not_said_twice() -> None:
    digest = ASSISTANT.clauses["hubei-guidance-2022#任职条件"]
    notes = ASSISTANT.clauses["cqo-notes#六/（四）"]
    assert heading_of(digest) == "任职条件"
    assert heading_of(notes) == "六（四） 建立与实施"


def test_a_neighbour_is_shortened() -> None:
    long = ASSISTANT.clauses["cqo-notes#二"]
    assert len(excerpt(long)) <= 111
    assert excerpt(long).endswith("…")
    assert excerpt(dataclasses.replace(long, sentences=())) == ""


def test_citations_are_values() -> None:
    """Citations are compared and hashed where doubles are dropped."""
    one = ASSISTANT._cite("cqo-notes#九", "本标准拟作为推荐性地方标准。")
    assert len({one, Citation.model_validate(one.model_dump())}) == 1
