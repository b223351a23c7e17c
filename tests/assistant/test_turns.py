"""A turn is answered anew or asked in other words; nothing of what was there is lost."""

from __future__ import annotations

import pytest

from assistant.service import LocalAssistant
from corpus.errors import BadInput

FIRST, SECOND = "湖北的任职条件是什么？", "那漳州呢？"


def test_a_turn_is_answered_anew_and_the_first_answer_is_kept(
    own_assistant: LocalAssistant,
) -> None:
    first = own_assistant.ask(FIRST, conversation="talk")
    own_assistant.ask(SECOND, conversation="talk")
    again = own_assistant.ask(FIRST, conversation="talk", replaces=1)
    assert again.statements == first.statements
    turns = own_assistant.turns("talk")
    assert [(t.question, t.version, t.versions) for t in turns] == [(FIRST, 2, 2), (SECOND, 1, 1)]
    own_assistant.choose_version("talk", 1, 1)
    assert own_assistant.turns("talk")[0].version == 1


def test_an_edited_question_takes_the_place_of_the_last_turn(own_assistant: LocalAssistant) -> None:
    own_assistant.ask(FIRST, conversation="talk")
    own_assistant.ask(SECOND, conversation="talk")
    edited = own_assistant.ask("那上海呢？", conversation="talk", replaces=2)
    assert "上海" in (edited.standalone or "")
    assert "漳州" not in (edited.standalone or "")
    assert [t.question for t in own_assistant.turns("talk")] == [FIRST, "那上海呢？"]
    assert "那漳州呢" not in own_assistant.export_markdown("talk")
    (summary,) = [c for c in own_assistant.conversations() if c.id == "talk"]
    assert summary.turns == 2


def test_an_earlier_turn_is_not_completed_from_later_ones(own_assistant: LocalAssistant) -> None:
    own_assistant.ask("标准由谁牵头起草？", conversation="talk")
    own_assistant.ask(FIRST, conversation="talk")
    anew = own_assistant.ask(SECOND, conversation="talk", replaces=1)
    assert "任职条件" not in (anew.standalone or "")


def test_a_follow_up_goes_by_the_version_that_was_chosen(own_assistant: LocalAssistant) -> None:
    own_assistant.ask("湖北的任职条件是什么？", conversation="talk")
    own_assistant.ask("湖北的激励措施有哪些？", conversation="talk", replaces=1)
    own_assistant.choose_version("talk", 1, 1)
    answer = own_assistant.ask(SECOND, conversation="talk")
    assert "任职条件" in (answer.standalone or "")


@pytest.mark.parametrize("replaces", [0, 2, -1])
def test_a_turn_that_is_not_there_is_said(own_assistant: LocalAssistant, replaces: int) -> None:
    own_assistant.ask(FIRST, conversation="talk")
    with pytest.raises(BadInput, match="没有第"):
        own_assistant.ask(FIRST, conversation="talk", replaces=replaces)
    with pytest.raises(BadInput, match="没有第"):
        own_assistant.choose_version("talk", 1, 7)
    with pytest.raises(BadInput, match="没有第"):
        own_assistant.ask(FIRST, replaces=1)


def test_how_an_answer_was_made_is_stored_with_it(own_assistant: LocalAssistant) -> None:
    own_assistant.ask(FIRST, conversation="talk", region="广东")
    (message,) = own_assistant.index.conversations.messages("talk")
    assert message.configuration is not None
    assert message.configuration["region"] == "广东"
    assert message.configuration["language_model"] is None
    assert message.configuration["embedding"] == own_assistant.settings.embedding_model


def test_nothing_is_stopped_where_nothing_is_answered(own_assistant: LocalAssistant) -> None:
    assert not own_assistant.stop("talk")
    own_assistant.ask(FIRST, conversation="talk")
    assert not own_assistant.stop("talk")
