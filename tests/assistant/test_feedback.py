"""What readers say of answers is kept until they take it back, and becomes drafts of gold questions."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml

from assistant.cli.app import run
from assistant.feedback import LONGEST_NOTE, drafts
from assistant.protocol import GivenFeedback
from assistant.service import LocalAssistant, open_assistant
from assistant.settings import load_settings
from corpus.errors import BadInput
from evals.questions_schema import QuestionKind, read_questions

ASKED = "聘任制度要明确哪些内容？"


def give(assistant: LocalAssistant, turn: int, verdict: str | None, **more: str) -> None:
    assistant.give_feedback(GivenFeedback("talk", turn, verdict, **more))  # type: ignore[arg-type]


def test_a_verdict_shows_with_its_turn_and_can_be_taken_back(own_assistant: LocalAssistant) -> None:
    cited = own_assistant.ask(ASKED, conversation="talk").citations[0].clause_id
    give(own_assistant, 1, "useless", note="  没说\n几年 ")
    give(own_assistant, 1, "wrong-citation", clause_id=cited)
    (turn,) = own_assistant.turns("talk")
    assert (turn.verdict, turn.note, turn.wrong) == ("useless", "没说 几年", frozenset({cited}))
    give(own_assistant, 1, None)
    give(own_assistant, 1, None, clause_id=cited)
    (turn,) = own_assistant.turns("talk")
    assert (turn.verdict, turn.note, turn.wrong) == (None, "", frozenset())
    assert own_assistant.feedback.judged() == []


def test_a_verdict_stays_with_the_version_that_was_judged(own_assistant: LocalAssistant) -> None:
    own_assistant.ask(ASKED, conversation="talk")
    give(own_assistant, 1, "useless")
    own_assistant.ask(ASKED, conversation="talk", replaces=1)
    assert own_assistant.turns("talk")[0].verdict is None
    own_assistant.choose_version("talk", 1, 1)
    assert own_assistant.turns("talk")[0].verdict == "useless"


@pytest.mark.parametrize(
    ("turn", "verdict", "more", "said"),
    [
        (2, "useful", {}, "没有第 2 问"),
        (1, "wrong-citation", {}, "反馈的写法不对"),
        (1, "useful", {"clause_id": "cqo-notes#九"}, "反馈的写法不对"),
        (1, "wrong-citation", {"clause_id": "no-such#一"}, "没有引用“no-such#一”"),
        (1, "useful", {"note": "长" * (LONGEST_NOTE + 1)}, "超过"),
    ],
)
def test_feedback_that_fits_nothing_is_refused(
    own_assistant: LocalAssistant, turn: int, verdict: str, more: dict[str, str], said: str
) -> None:
    own_assistant.ask(ASKED, conversation="talk")
    with pytest.raises(BadInput, match=said):
        give(own_assistant, turn, verdict, **more)


def talked(folder: Path) -> str:
    """A judged conversation in the data folder; the clause that is said to be cited wrongly."""
    assistant = open_assistant(load_settings(data_dir=folder))
    try:
        assistant.ask("湖北的任职条件是什么？", conversation="talk")
        assistant.ask("漳州呢？", conversation="talk")
        wrong = assistant.ask(ASKED, conversation="talk", region="广东").citations[0].clause_id
        assistant.ask("标准编号是多少？", conversation="talk")
        assistant.ask("比较湖北和漳州的任职条件", conversation="talk")
        assistant.ask("你好", conversation="talk")
        for turn, verdict in ((2, "useful"), (4, "useless"), (5, "useful"), (6, "useful")):
            give(assistant, turn, verdict, note="学历没写清" if turn == 2 else "")
        give(assistant, 3, "wrong-citation", clause_id=wrong)
    finally:
        assistant.close()
    return wrong


def test_drafts_have_the_schema_of_the_gold_questions(
    own_library: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    wrong = talked(own_library)
    monkeypatch.setenv("CQO_DATA_DIR", str(own_library))
    (tmp_path / "out").mkdir()
    target = tmp_path / "out" / "drafts.yaml"
    assert run(["feedback", "export", "-o", str(target)]) == 0
    out, error = capsys.readouterr()
    assert "已写出 4 道草稿" in out
    assert "另有 1 条回答没有引用条款" in error  # 你好
    found = {one.question: one for one in read_questions(target.parent)}
    assert len(found) == 4
    follow_up = found["漳州呢？"]
    assert follow_up.kind is QuestionKind.FOLLOW_UP
    assert follow_up.before == ("湖北的任职条件是什么？",)
    assert "学历没写清" in (follow_up.note or "")
    assert found[ASKED].region == "广东"
    assert f"引错了 {wrong}" in (found[ASKED].note or "")
    assert "须换成对的" in (found[ASKED].note or "")  # nothing else is cited
    assert found["标准编号是多少？"].expect == ("declined",)
    assert found["比较湖北和漳州的任职条件"].kind is QuestionKind.COMPARISON
    assert all("草稿" in (one.note or "") for one in found.values())
    assert run(["feedback", "export", "-o", str(target)]) == 2
    assert "已有文件 drafts.yaml" in capsys.readouterr().err
    assert run(["feedback", "export"]) == 0
    assert yaml.safe_load(capsys.readouterr().out) == yaml.safe_load(target.read_text("utf-8"))


def test_feedback_is_listed_for_a_reader_and_for_a_program(
    own_library: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CQO_DATA_DIR", str(own_library))
    assert run(["feedback", "list"]) == 0
    assert "还没有反馈" in capsys.readouterr().out
    wrong = talked(own_library)
    assert run(["feedback", "list"]) == 0
    out = capsys.readouterr().out
    assert "[有用] 漳州呢？" in out
    assert f"引错了：{wrong}" in out
    assert run(["feedback", "list", "--json"]) == 0
    entries = json.loads(capsys.readouterr().out)
    assert {entry["verdict"] for entry in entries} == {"useful", "useless", None}
    assert all(entry["answer"]["question"] == entry["question"] for entry in entries)
    assert all(entry["configuration"]["embedding"] for entry in entries)


def test_a_clause_that_was_cited_wrongly_is_not_gold(own_assistant: LocalAssistant) -> None:
    answer = own_assistant.ask("聘任书由谁签发？试用期是多久？", conversation="talk")
    cited = list(dict.fromkeys(key for s in answer.statements for key in s.citations))
    assert len(cited) > 1
    give(own_assistant, 1, "wrong-citation", clause_id=cited[0])
    (draft,), _ = drafts(own_assistant.feedback.judged())
    assert draft["gold"] == cited[1:]


def test_ids_of_many_drafts_stay_within_the_schema(own_assistant: LocalAssistant) -> None:
    own_assistant.ask(ASKED, conversation="talk")
    give(own_assistant, 1, "useful")
    made, left_out = drafts(own_assistant.feedback.judged() * 1000)
    assert left_out == 0
    assert [made[0]["id"], made[998]["id"], made[999]["id"]] == [
        "feedback-001",
        "feedback-999",
        "feedbackb-001",
    ]
