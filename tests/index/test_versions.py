"""Turns have versions of which one is current, and feedback belongs to the version that was judged."""

from __future__ import annotations

import pytest

from index.errors import DataFolderError
from index.store import Index, open_index
from tests.index.fakes import FakeEncoder


@pytest.fixture
def talk(index: Index) -> Index:
    """A conversation of two turns, the first of which was asked in two wordings."""
    talk = index.conversations
    talk.start("abc")
    for question in ("第一问", "第二问"):
        talk.append("abc", question, answer={"of": question}, configuration={"region": None})
    first = talk.messages("abc")[0]
    talk.append("abc", "第一问，改过", answer={"of": "改过"}, version_of=first.turn)
    return index


def test_the_newest_version_stands_in_the_place_of_its_turn(talk: Index) -> None:
    first, second = talk.conversations.messages("abc")
    assert (first.question, first.version, first.versions) == ("第一问，改过", 2, 2)
    assert (second.question, second.version, second.versions) == ("第二问", 1, 1)
    assert [m.question for m in talk.conversations.messages("abc", last=1)] == ["第二问"]


def test_an_earlier_version_can_be_chosen_and_the_next_one_is_added_behind_all(talk: Index) -> None:
    kept = talk.conversations
    turn = kept.messages("abc")[0].turn
    assert kept.choose("abc", turn, 1)
    assert kept.messages("abc")[0].question == "第一问"
    kept.append("abc", "第一问，再改", version_of=turn)
    found = kept.messages("abc")[0]
    assert (found.question, found.version, found.versions) == ("第一问，再改", 3, 3)
    assert not kept.choose("abc", turn, 4)
    assert not kept.choose("other", turn, 1)
    assert kept.messages("abc")[0].version == 3


def test_what_comes_before_a_turn_is_found_whatever_its_version(talk: Index) -> None:
    first, second = talk.conversations.messages("abc")
    assert talk.conversations.messages("abc", before=first.turn) == []
    assert talk.conversations.messages("abc", before=second.turn) == [first]


def test_a_verdict_is_replaced_withdrawn_and_forgotten_with_its_conversation(talk: Index) -> None:
    store, message = talk.catalogue.feedback, talk.conversations.messages("abc")[0]
    store.give(message.pk, "useful")
    store.give(message.pk, "useless", note="太短")
    store.give(message.pk, "wrong-citation", clause_id="x#一")
    assert [(f.verdict, f.clause_id, f.note) for f in store.given("abc")] == [
        ("useless", "", "太短"),
        ("wrong-citation", "x#一", ""),
    ]
    assert store.given("other") == []
    store.withdraw(message.pk)
    assert [f.verdict for f in store.given()] == ["wrong-citation"]
    talk.conversations.remove("abc")
    assert store.given() == []


def test_a_read_only_folder_refuses_versions_and_verdicts(talk: Index) -> None:
    message = talk.conversations.messages("abc")[0]
    with open_index(talk.data_dir, embedder=FakeEncoder(), read_only=True) as other:
        for write in (
            lambda: other.conversations.choose("abc", message.turn, 1),
            lambda: other.catalogue.feedback.give(message.pk, "useful"),
        ):
            with pytest.raises(DataFolderError, match="只读"):
                write()
