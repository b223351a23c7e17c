"""The day the standard's text is imported: its clauses answer what was declined, and only they do.

The text is tests/fixtures/synthetic-standard.txt, written for this test.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.answering.models import Answer
from assistant.service import LocalAssistant, open_assistant
from assistant.settings import load_settings
from tests.assistant.imported_texts import (
    bring_in,
    draft_standard_text,
    standard_text,
)

STANDARD = "std-2020"

#: Question, words of the answer, clauses that must be cited.
FILLED = [
    ("企业首席质量官制度建设规范的标准号是多少？", "DB44/T 0000—2020", "前文"),
    ("标准什么时候发布的？", "2020-01-15", "前文"),
    ("标准什么时候实施？", "2020-03-01", "前文"),
    ("标准现在发布了吗？", "2020-01-15", "前文"),
    ("首席质量官的省标是几月几号起正式实施的？", "2020-03-01", "前文"),
    ("什么是首席质量官？", "负全面管理责任", "3.1"),
    ("标准里首席质量官制度怎么定义的？", "一组规则", "3.2"),
    ("标准适用于哪些企业？", "其他组织可参照使用", "1"),
    ("标准引用了哪些文件？", "GB/T 19000—2016", "2"),
    ("基本原则有哪些？", "公平、公正、公开", "4.2"),
    ("建设流程是怎样的？", "策划、建立与实施、评估、持续改进", "5"),
    ("策划方案要包括哪些内容？", "实施步骤和时间安排", "6.2/c)"),
    ("首席质量官的基本要求是什么？", "设置一名首席质量官", "7.1.1"),
    ("首席质量官的任职条件有哪些？", "熟悉质量法律法规", "7.1.2/d)"),
    ("首席质量官要什么学历？", "大学本科", "7.1.2/a)"),
    ("广东首席质量官要干几年质量工作？", "满六年", "7.1.2/b)"),
    ("首席质量官要有什么职称？", "高级专业技术职称", "7.1.2/c)"),
    ("首席质量官的行为规范有哪些？", "隐瞒质量事故", "7.1.3/——1"),
    ("首席质量官不得做什么？", "泄露企业商业秘密", "7.1.3/——2"),
    ("首席质量官由谁聘任？", "法定代表人聘任", "7.1.4"),
    ("首席质量官任期几年？", "任期三年", "7.1.4"),
    ("首席质量官的工作职责有哪些？", "组织制定质量方针", "7.2.1/a)"),
    ("多久考核一次首席质量官？", "每年对首席质量官考核一次", "7.2.2"),
    ("考核权重是多少？", "60%", "7.2.2/表1"),
    ("首席质量官有哪些权限？", "放行否决权", "7.3.1/b)"),
    ("向哪个部门备案？", "县级市场监督管理部门", "7.3.2"),
    ("备案时限是多少天？", "20个工作日", "7.3.2"),
    ("备案要交什么材料？", "备案表", "7.3.2"),
    ("首席质量官每年要培训多少学时？", "40学时", "7.3.3"),
    ("能力提升怎么规定的？", "40学时", "7.3.3"),
    ("怎么激励首席质量官？", "薪酬挂钩", "7.3.4"),
    ("什么情况下首席质量官要退出？", "连续两年考核不合格", "7.3.5/a)"),
    ("评估多久做一次？", "每年评估一次", "8.1"),
    ("怎么持续改进？", "确定改进的优先顺序", "8.2"),
    ("标准有哪些附录？", "首席质量官备案表", "附录A"),
    ("标准的起草人是谁？", "张测试", "前言/续"),
    ("标准由哪些单位起草？", "测试乙研究院", "前言/续"),
    ("一个企业可以有几个首席质量官？", "设置一名", "7.1.1"),
    ("公示期几天？", "3个工作日", "4.2"),
]
#: What the text does not say stays unsaid.
STILL_MISSING = [
    "首席质量官培训证书有效期多久？",
    "不设首席质量官会被处罚吗？",
    "标准里有没有规定奖励多少钱？",
    "深圳标准的正文是什么？",
    "征求意见里没采纳的是哪些意见？",
]


@pytest.fixture(scope="module")
def arrived(
    library_data: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[LocalAssistant]:
    """The service over a copy of the library into which the standard was imported."""
    from tests.assistant.conftest import copy_library

    folder = tmp_path_factory.mktemp("arrived")
    opened = open_assistant(load_settings(data_dir=copy_library(library_data, folder / "data")))
    bring_in(opened, folder, {STANDARD: standard_text()})
    yield opened
    opened.close()


def _cited(answer: Answer) -> set[str]:
    return {key for statement in answer.statements for key in statement.citations}


@pytest.mark.parametrize(("question", "words", "clause"), FILLED)
def test_its_clauses_answer(
    arrived: LocalAssistant, question: str, words: str, clause: str
) -> None:
    answer = arrived.ask(question)
    assert answer.status == "answered", answer.answer
    assert words in answer.answer
    assert f"{STANDARD}#{clause}" in _cited(answer), answer.answer
    first = answer.statements[0].citations[0]
    assert first.startswith(f"{STANDARD}#"), answer.answer
    for citation in answer.citations:
        stored = arrived.index.catalogue.clause(citation.clause_id)
        assert stored is not None
        assert stored.text[citation.start : citation.end] == citation.quote


@pytest.mark.parametrize(
    ("question", "mark"),
    [
        ("首席质量官要什么学历？", "〔企业首席质量官制度建设规范 7.1.2 a)〕"),
        ("首席质量官任期几年？", "〔企业首席质量官制度建设规范 7.1.4〕"),
        ("考核权重是多少？", "〔企业首席质量官制度建设规范 7.2.2 表1〕"),
        ("标准有哪些附录？", "〔企业首席质量官制度建设规范 附录 A〕"),
    ],
)
def test_marks_are_clause_numbers(arrived: LocalAssistant, question: str, mark: str) -> None:
    assert mark in arrived.ask(question).answer


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("7.1.2 a)是什么", "大学本科"),
        ("7.1.4讲什么", "法定代表人"),
        ("附录A的内容", "备案表"),
        ("表1的内容", "质量改进成效"),
        ("第7章讲什么", "7.2  履职"),
        ("DB44/T 0000—2020是什么标准？", "本文件规定了"),
        ("把标准正文里“任职条件”那条一字不差贴给我", "高级专业技术职称"),
    ],
)
def test_its_places_are_found_by_name(arrived: LocalAssistant, question: str, words: str) -> None:
    answer = arrived.ask(question)
    assert answer.status == "answered"
    assert words in answer.answer
    assert all(key.startswith(f"{STANDARD}#") for key in _cited(answer))


def test_an_item_is_never_said_without_its_introduction(arrived: LocalAssistant) -> None:
    answer = arrived.ask("首席质量官泄露商业秘密怎么办")
    assert "首席质量官不应：" in answer.answer
    assert "首席质量官应具备下列条件：" in arrived.ask("7.1.2 a)是什么").answer


def test_what_lifts_an_item_is_said_with_it(arrived: LocalAssistant) -> None:
    assert "可不受a)的限制" in arrived.ask("首席质量官要什么学历？").answer


@pytest.mark.parametrize("question", STILL_MISSING)
def test_what_it_lacks_stays_declined(arrived: LocalAssistant, question: str) -> None:
    answer = arrived.ask(question)
    assert answer.status == "declined", answer.answer
    assert answer.missing is not None


def test_its_silence_is_told_of_it(arrived: LocalAssistant) -> None:
    missing = arrived.ask("首席质量官培训证书有效期多久？").missing
    assert missing is not None
    assert "DB44/T 0000—2020" in missing.what


def test_no_answer_says_any_more_that_it_is_missing(arrived: LocalAssistant) -> None:
    for question, _, _ in FILLED:
        answer = arrived.ask(question)
        assert "没有这项标准" not in answer.answer
        assert "编制说明没有" not in answer.answer


@pytest.mark.parametrize("place", ["湖北", "漳州", "南通"])
def test_other_places_stay_references(arrived: LocalAssistant, place: str) -> None:
    answer = arrived.ask(f"{place}的任职条件是什么？")
    assert "外地参考" in answer.answer
    assert not any(key.startswith(f"{STANDARD}#") for key in _cited(answer))


def test_comparisons_give_its_clause_for_guangdong(arrived: LocalAssistant) -> None:
    answer = arrived.ask("广东和湖北的任职条件对比")
    home, other = (line for line in answer.answer.split("\n") if line)
    assert home.startswith("广东（2020年，原文）")
    assert "7.1.2 a)" in home
    assert "编制说明" not in home
    assert other.startswith("湖北（2022年，摘要，外地参考）")
    rows = arrived.compare("任职条件", ["广东"]).rows
    assert [row.source_id for row in rows] == [STANDARD]


@pytest.mark.parametrize(
    ("question", "clause"),
    [
        ("编制说明六（四）讲什么", "cqo-notes#六/（四）"),
        ("编制说明里怎么说任职条件", "cqo-notes#六/（四）"),
        ("标准由谁牵头起草？", "cqo-notes#一/（一）"),
        ("征求意见收到多少条？", "cqo-notes#三/（二）"),
    ],
)
def test_the_notes_remain_citable(arrived: LocalAssistant, question: str, clause: str) -> None:
    assert clause in _cited(arrived.ask(question))


def test_requests_for_documents_begin_with_its_basis(arrived: LocalAssistant) -> None:
    answer = arrived.ask("帮我写一份聘任书")
    assert answer.statements[0].citations == (f"{STANDARD}#7.1.4",)
    assert any(key.startswith("guide-") for key in _cited(answer))


def test_removing_it_brings_the_declines_back(
    own_assistant: LocalAssistant, assistant: LocalAssistant, tmp_path: Path
) -> None:
    bring_in(own_assistant, tmp_path, {STANDARD: standard_text()})
    asked = [question for question, _, _ in FILLED] + STILL_MISSING
    assert own_assistant.ask(asked[0]).status == "answered"
    own_assistant.index.remove(STANDARD)
    for question in asked:
        before, after = assistant.ask(question), own_assistant.ask(question)
        assert (after.status, after.answer) == (before.status, before.answer)
    assert own_assistant.index.verify().ok


def test_its_title_is_enough_where_the_cover_is_left_out(
    own_assistant: LocalAssistant, tmp_path: Path
) -> None:
    text = standard_text()
    body = text[text.index("企业首席质量官制度建设规范\n\n1  范围") :]
    bring_in(own_assistant, tmp_path, {"std-body": body})
    answer = own_assistant.ask("首席质量官任期几年？")
    assert "任期三年" in answer.answer
    assert "外地参考" not in answer.answer
    number = own_assistant.ask("标准号是多少？")  # the body does not say it
    assert number.status == "declined"


def test_a_draft_of_the_same_title_is_not_the_standard(
    own_assistant: LocalAssistant, assistant: LocalAssistant, tmp_path: Path
) -> None:
    bring_in(own_assistant, tmp_path, {"std-draft": draft_standard_text()})
    for question in (
        "企业首席质量官制度建设规范的标准号是多少？",
        "标准什么时候实施？",
        "首席质量官要什么学历？",
        "首席质量官任期几年？",
        "把标准正文发给我",
    ):
        before, after = assistant.ask(question), own_assistant.ask(question)
        assert (after.status, after.missing) == (before.status, before.missing), after.answer
        assert not any(key.startswith("std-draft#") for key in _cited(after))


def test_a_draft_is_told_as_such_where_it_is_asked_for(
    own_assistant: LocalAssistant, tmp_path: Path
) -> None:
    bring_in(own_assistant, tmp_path, {"std-draft": draft_standard_text()})
    alone = own_assistant.ask("征求意见稿里首席质量官要什么学历？")
    bring_in(own_assistant, tmp_path, {STANDARD: standard_text()})
    beside = own_assistant.ask("征求意见稿里首席质量官要什么学历？")
    for answer in (alone, beside):
        assert "硕士研究生" in answer.answer
        assert any("征求意见稿，不是正式文本" in note for note in answer.notes)
        assert "征求意见稿" in answer.answer


def test_a_draft_never_outranks_the_standard(own_assistant: LocalAssistant, tmp_path: Path) -> None:
    bring_in(
        own_assistant, tmp_path, {STANDARD: standard_text(), "std-draft": draft_standard_text()}
    )
    for question, words, _ in FILLED:
        answer = own_assistant.ask(question)
        assert words in answer.answer
        assert not any(key.startswith("std-draft#") for key in _cited(answer)), answer.answer
