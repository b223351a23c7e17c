"""From a complaint to a question of one's own: nothing lost, nothing half written, nobody overwritten."""

from __future__ import annotations

import json
import multiprocessing
import os
import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner

from assistant.clash import Clash
from assistant.protocol import GivenFeedback
from assistant.service import LocalAssistant, open_assistant
from assistant.settings import load_settings, settings
from corpus.errors import BadInput
from corpus.library_files import read_regions
from corpus.regions import Gazetteer, gazetteer_of
from evals.feedback.candidates import Candidates
from evals.feedback.commands import candidates as command
from evals.feedback.desk import CandidateDesk
from evals.feedback.likeness import wording
from evals.feedback.own import own_path, own_questions
from evals.feedback.signals import Signal
from tests.assistant.conftest import copy_library

ANSWERED = "聘任制度要明确哪些内容？"
CLAUSE = "cqo-notes#六/（四）"


@pytest.fixture(scope="module")
def shared_assistant(
    library_data: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[LocalAssistant]:
    """The service over a copy of the library."""
    folder = copy_library(library_data, tmp_path_factory.mktemp("feedback") / "data")
    opened = open_assistant(load_settings(data_dir=folder))
    yield opened
    opened.close()


@pytest.fixture
def own_assistant(shared_assistant: LocalAssistant) -> LocalAssistant:
    """The same, in which nothing was asked and nothing decided yet."""
    shutil.rmtree(Path(shared_assistant.settings.data_dir) / "eval", ignore_errors=True)
    for one in shared_assistant.index.conversations.recent(limit=1000):
        shared_assistant.index.conversations.remove(one.id)
    return shared_assistant


@pytest.fixture(scope="session")
def gazetteer() -> Gazetteer:
    return gazetteer_of(read_regions())


@pytest.fixture
def desk(own_assistant: LocalAssistant) -> CandidateDesk:
    return CandidateDesk(own_assistant)


def complained(assistant: LocalAssistant, note: str = "没说任期") -> None:
    """A reader's two complaints about one answer."""
    conversation = assistant.new_conversation()
    answer = assistant.ask(ANSWERED, conversation=conversation)
    cited = answer.citations[0].clause_id
    for verdict, clause, words in (("useless", "", note), ("wrong-citation", cited, "")):
        assistant.give_feedback(GivenFeedback(conversation, 1, verdict, clause, words))  # type: ignore[arg-type]


def made(desk: CandidateDesk, assistant: LocalAssistant) -> dict[str, Any]:
    """A candidate of that complaint."""
    complained(assistant)
    (signal,) = [one for one in desk.signals() if one["question"] == ANSWERED]
    return desk.make(signal["id"])


def reviewed(desk: CandidateDesk, one: dict[str, Any], **edits: Any) -> dict[str, Any]:
    edits = {
        "gold": [CLAUSE],
        "points": [["聘任制度", "聘任"]],
        "reviewed": "核对了原文。",
        **edits,
    }
    return desk.review(one["id"], edits, one["revision"])


def test_from_a_complaint_to_a_question_that_evals_reads(
    desk: CandidateDesk, own_assistant: LocalAssistant
) -> None:
    candidate = made(desk, own_assistant)
    assert candidate["reasons"] == ["wrong-citation", "useless"]
    assert candidate["notes"] == ["没说任期"]
    assert candidate["draft"]["question"] == ANSWERED
    candidate = reviewed(desk, candidate, question="聘任制度写哪些内容？")
    assert candidate["state"] == "reviewed"
    added = desk.add(candidate["id"], candidate["revision"])
    assert (added["state"], added["own"]) == ("added", "own-001")
    (question,) = own_questions(Path(own_assistant.settings.data_dir))
    assert (question.id, question.split) == ("own-001", "own")
    assert question.question == "聘任制度写哪些内容？"
    assert question.points == (("聘任制度", "聘任"),)
    assert question.reviewed == "核对了原文。"
    (signal,) = [one for one in desk.signals() if one["question"] == ANSWERED]
    assert signal["state"] == "added"


def test_declined_questions_are_counted_and_near_duplicates_stand_together(
    desk: CandidateDesk, own_assistant: LocalAssistant
) -> None:
    for question in (
        "标准号是多少？",
        "标准号是多少",
        "这个标准的标准号是多少呢？",
        "湖北的标准号是多少？",
    ):
        own_assistant.ask(question, conversation=own_assistant.new_conversation())
    own_assistant.ask("标准号是多少？")  # in no conversation: not kept
    found = {one["question"]: one for one in desk.signals()}
    first = next(iter(found.values()))
    assert first["asked"] == 3
    assert {first["question"], *first["wordings"]} == {
        "标准号是多少？",
        "标准号是多少",
        "这个标准的标准号是多少呢？",
    }
    assert found["湖北的标准号是多少？"]["asked"] == 1  # another place is another question


def test_of_a_declined_question_nothing_but_the_question_is_kept(
    desk: CandidateDesk, own_assistant: LocalAssistant
) -> None:
    conversation = own_assistant.new_conversation()
    own_assistant.ask(ANSWERED, conversation=conversation)
    own_assistant.ask("首席质量官薪酬每月多少钱？", conversation=conversation)
    signals = desk.signals()
    desk.make(signals[0]["id"])
    kept = json.dumps(signals, ensure_ascii=False) + desk.candidates.path.read_text("utf-8")
    assert conversation not in kept
    assert ANSWERED not in kept


@pytest.mark.parametrize(
    ("one", "other", "like"),
    [
        ("首席质量官每年培训多少学时？", "请问首席质量官每年要培训多少学时呢", True),
        ("首席质量官薪酬多少", "首席質量官薪酬多少？", True),
        ("湖北的任职条件是什么", "漳州的任职条件是什么", False),
        ("第五条写了什么", "第六条写了什么", False),
        ("任职条件是什么", "聘任程序是什么样的", False),
    ],
)
def test_what_counts_as_the_same_question(
    one: str, other: str, like: bool, gazetteer: Gazetteer
) -> None:
    assert wording(one, None, gazetteer).like(wording(other, None, gazetteer)) is like


def test_the_place_that_was_chosen_is_part_of_the_question(gazetteer: Gazetteer) -> None:
    here, there = (wording("任职条件是什么", place, gazetteer) for place in ("湖北", "漳州"))
    assert not here.like(there)


def test_a_feedback_becomes_one_candidate_however_often_it_is_clicked(
    desk: CandidateDesk, own_assistant: LocalAssistant
) -> None:
    first = made(desk, own_assistant)
    complained(own_assistant, "又没说任期")
    (signal,) = [one for one in desk.signals() if one["question"] == ANSWERED]
    assert signal["asked"] == 2
    assert desk.make(signal["id"])["id"] == first["id"]
    assert len(desk.all()) == 1


Edits = dict[str, Any]


@pytest.mark.parametrize(
    ("edits", "said"),
    [
        ({"gold": ["cqo-notes#九十九"]}, "资料库里没有条款 cqo-notes#九十九"),
        ({"gold": []}, "有答案的题要有应引条款"),
        ({"gold": "cqo-notes#一"}, "“应引条款”应是一列文字"),
        ({"gold": [{"a": 1}]}, "“应引条款”的每一条应是文字"),
        ({"kind": "riddle"}, "类别写的是“riddle”"),
        ({"expect": []}, "没有写“应当怎样”"),
        ({"expect": ["maybe"]}, "“应当怎样”写的是“maybe”"),
        ({"expect": ["declined"]}, "不能只写拒答"),
        ({"kind": "gap"}, "这一类的题不该有答案"),
        ({"kind": "follow-up", "before": []}, "追问要有上文"),
        ({"tags": ["odd"]}, "难点写的是“odd”"),
        ({"region": "火星"}, "没有“火星”这个地区"),
        ({"question": " "}, "没有写“问题”"),
        ({"question": "问" * 2001}, "最多 2000 字"),
        ({"points": ["任期"], "forbidden": ["任期"]}, "既是要点又是不该说的"),
        ({"colour": "red"}, "不认识“colour”"),
        ({"id": "test-001"}, "不认识“id”"),
    ],
)  # fmt: skip
def test_wrong_input_gets_one_line_and_changes_nothing(
    desk: CandidateDesk, own_assistant: LocalAssistant, edits: Edits, said: str
) -> None:
    candidate = made(desk, own_assistant)
    before = desk.candidates.path.read_bytes()
    with pytest.raises(BadInput) as refused:
        reviewed(desk, candidate, **edits)
    assert said in refused.value.message
    assert "\n" not in refused.value.message
    assert desk.candidates.path.read_bytes() == before


def test_a_clause_of_an_own_text_is_refused_because_evaluation_does_not_have_it(
    desk: CandidateDesk, own_assistant: LocalAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    candidate = made(desk, own_assistant)
    monkeypatch.setattr(own_assistant, "shipped_ids", frozenset)
    with pytest.raises(BadInput, match="在自己加入的资料里"):
        reviewed(desk, candidate)


def test_only_a_reviewed_candidate_is_added_and_a_rejected_one_has_a_reason(
    desk: CandidateDesk, own_assistant: LocalAssistant
) -> None:
    candidate = made(desk, own_assistant)
    with pytest.raises(BadInput, match="还没有审核"):
        desk.add(candidate["id"], candidate["revision"])
    with pytest.raises(BadInput, match="理由"):
        desk.reject(candidate["id"], "  ", candidate["revision"])
    rejected = desk.reject(candidate["id"], "问的不是制度", candidate["revision"])
    assert (rejected["state"], rejected["why"]) == ("rejected", "问的不是制度")
    with pytest.raises(BadInput, match="不能再改"):
        reviewed(desk, rejected)
    again = desk.make(candidate["signal"])
    assert (again["state"], again["why"]) == ("draft", "问的不是制度")
    assert not own_path(Path(own_assistant.settings.data_dir)).exists()


def test_two_people_do_not_overwrite_each_other(
    desk: CandidateDesk, own_assistant: LocalAssistant
) -> None:
    seen = made(desk, own_assistant)
    reviewed(desk, seen, note="甲")
    with pytest.raises(Clash, match="刚被别人改过"):
        reviewed(desk, seen, note="乙")
    assert desk.one(seen["id"])["draft"]["note"] == "甲"


def signal(number: int) -> Signal:
    return Signal(
        f"s{number}", f"问题{number}", (), ("declined",), 1, datetime.now(UTC), (), (), "", (),
        {"question": f"问题{number}？", "kind": "gap", "expect": ["declined"]},
    )  # fmt: skip


def test_many_at_once_lose_nothing(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: Candidates(tmp_path).make(signal(n)), range(24)))
    found = Candidates(tmp_path).all()
    assert len({one.id for one in found}) == len({one.signal for one in found}) == 24


def _make_many(folder: Path) -> None:
    for number in range(10_000):
        Candidates(folder).make(signal(number))


def test_killed_while_writing_leaves_a_whole_file(tmp_path: Path) -> None:
    context = multiprocessing.get_context("fork")
    for _ in range(3):
        process = context.Process(target=_make_many, args=(tmp_path,))
        process.start()
        process.join(0.35)
        process.kill()
        process.join()
        found = Candidates(tmp_path).all()
        assert [one.id for one in found] == [f"c-{n:03d}" for n in range(1, len(found) + 1)]
    assert Candidates(tmp_path).make(signal(99_999)).signal == "s99999"  # the lock is free again


def test_killed_between_the_two_files_adds_the_question_once(
    desk: CandidateDesk, own_assistant: LocalAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    candidate = reviewed(desk, made(desk, own_assistant))

    def dies(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(Candidates, "_write", dies)
        with pytest.raises(KeyboardInterrupt):
            desk.add(candidate["id"], candidate["revision"])
    folder = Path(own_assistant.settings.data_dir)
    assert len(own_questions(folder)) == 1
    assert desk.one(candidate["id"])["state"] == "reviewed"
    assert desk.add(candidate["id"], candidate["revision"])["own"] == "own-001"
    assert len(own_questions(folder)) == 1


def test_what_people_wrote_in_the_file_stays(
    desk: CandidateDesk, own_assistant: LocalAssistant
) -> None:
    path = own_path(Path(own_assistant.settings.data_dir))
    path.parent.mkdir(parents=True)
    entry = {
        "id": "own-007", "question": "谁牵头起草？", "kind": "fact", "expect": ["answered"],
        "gold": [CLAUSE],
    }  # fmt: skip
    path.write_text("# 手工写的\n" + yaml.safe_dump([entry], allow_unicode=True), "utf-8")
    candidate = reviewed(desk, made(desk, own_assistant))
    assert desk.add(candidate["id"], candidate["revision"])["own"] == "own-008"
    assert path.read_text("utf-8").startswith("# 手工写的\n")
    assert [one.id for one in own_questions(path.parents[2])] == ["own-007", "own-008"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("- id: [", "读不出来"),
        ("question: 甲", "应是一列题"),
        ("- {id: own-001, question: 谁起草？, kind: fact, expect: [answered]}", "第 1 题：有答案的题要有应引条款"),
        ("- {id: dev-001, question: 谁起草？, kind: gap, expect: [declined]}", "题号 dev-001 应写成 own-001"),
        ("- {id: own-001, question: 谁起草？, kind: gap, expect: [declined]}\n" * 2, "题号 own-001 重复"),
    ],
)  # fmt: skip
def test_a_wrong_file_of_own_questions_is_told_in_one_line(
    tmp_path: Path, text: str, said: str
) -> None:
    path = own_path(tmp_path)
    path.parent.mkdir(parents=True)
    path.write_text(text, "utf-8")
    with pytest.raises(BadInput) as refused:
        own_questions(tmp_path)
    assert said in refused.value.message
    assert "\n" not in refused.value.message


def test_without_own_questions_there_are_none(tmp_path: Path) -> None:
    assert own_questions(tmp_path) == ()


def test_a_folder_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    if os.geteuid() == 0:
        (tmp_path / "eval").write_text("no folder")
    else:
        tmp_path.chmod(0o500)
    with pytest.raises(BadInput, match="不能写入"):
        Candidates(tmp_path).make(signal(1))


@pytest.fixture
def cqo(library_data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    """``cqo eval candidates …`` over a copy of the library in which a question was declined."""
    folder = copy_library(library_data, tmp_path / "data")
    monkeypatch.setenv("CQO_DATA_DIR", str(folder))
    settings.cache_clear()
    assistant = open_assistant(load_settings(data_dir=folder))
    for one in assistant.index.conversations.recent(limit=1000):  # other tests talked there
        assistant.index.conversations.remove(one.id)
    assistant.ask("首席质量官薪酬每月多少钱？", conversation=assistant.new_conversation())
    assistant.close()

    def run(*arguments: str) -> str:
        found = CliRunner().invoke(command, list(arguments), catch_exceptions=True)
        if isinstance(found.exception, BadInput):
            return found.exception.message
        assert found.exception is None, found.exception
        return found.output

    return run


def test_the_way_in_the_terminal(cqo: Callable[..., str]) -> None:
    listed = cqo("list")
    assert "[拒答] 问过 1 次：首席质量官薪酬每月多少钱？" in listed
    key = listed.split()[0]
    assert "c-001 [待审核] 拒答，问过 1 次" in cqo("make", key)
    assert "没有编号为 nosuch 的反馈" in cqo("make", "nosuch")
    assert "还没有审核" in cqo("add", "c-001")
    assert "没有条款 cqo-notes#九十九" in cqo("review", "c-001", "--gold", "cqo-notes#九十九")
    shown = cqo(
        "review",
        "c-001",
        "--kind",
        "gap",
        "--expect",
        "declined",
        "--reviewed",
        "资料库里确实没有。",
    )
    assert "[已审核]" in shown
    assert "不能和其他修改一起用" in cqo("review", "c-001", "--note", "甲", "--reject", "乙")
    assert "已加入：own-001 首席质量官薪酬每月多少钱？" in cqo("add", "c-001")
    assert "没有待处理的反馈" in cqo("list")
    everything = json.loads(cqo("list", "--json"))
    assert everything["candidates"][0]["own"] == "own-001"
