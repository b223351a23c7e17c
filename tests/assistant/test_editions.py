"""A new version supersedes the old one, which stays readable and citable; the answer says which it is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.answering.models import Answer
from assistant.service import LocalAssistant, open_assistant
from assistant.settings import load_settings
from corpus.models import Status
from tests.assistant.conftest import copy_library
from tests.assistant.imported_texts import (
    bring_in,
    coming_standard_text,
    draft_standard_text,
    measure_text,
    older_standard_text,
    standard_text,
)

TITLE = "测试首席质量官管理办法"
MEASURES = {
    "measure-2012": measure_text(2012, "2012年3月1日", "二", "大专", "十"),
    "measure-2019": measure_text(2019, "2019年7月1日", "四", "本科", "三十"),
    "measure-2089": measure_text(2089, "2089年7月1日", "六", "硕士", "五"),
}


@pytest.fixture(scope="module")
def shelves(
    library_data: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[LocalAssistant]:
    """The library with three versions of a measure and the standard in two editions and a draft."""
    folder = tmp_path_factory.mktemp("editions")
    opened = open_assistant(load_settings(data_dir=copy_library(library_data, folder / "data")))
    bring_in(opened, folder, MEASURES, region="广东")
    standards = {
        "std-2012": older_standard_text(),
        "std-2020": standard_text(),
        "std-draft": draft_standard_text(),
    }
    bring_in(opened, folder, standards)
    yield opened
    opened.close()


def _sources(answer: Answer) -> set[str]:
    return {key.split("#")[0] for s in answer.statements for key in s.citations}


@pytest.mark.parametrize(
    ("question", "words", "source"),
    [
        (f"{TITLE}规定任期几年", "任期四年", "measure-2019"),
        (f"{TITLE}的备案期限", "三十日", "measure-2019"),
        (f"{TITLE}第二条", "任期四年", "measure-2019"),
        (f"{TITLE}什么时候实施", "2019年7月1日", "measure-2019"),
        (f"{TITLE}现在有效的是哪一版", "2019年7月1日", "measure-2019"),
        ("首席质量官要什么学历？", "大学本科", "std-2020"),
        ("标准号是多少？", "DB44/T 0000—2020", "std-2020"),
        ("现行有效的标准是哪一版？", "2020-03-01", "std-2020"),
    ],
)
def test_the_version_in_force_answers_and_is_named(
    shelves: LocalAssistant, question: str, words: str, source: str
) -> None:
    answer = shelves.ask(question)
    assert answer.status == "answered"
    assert words in answer.answer
    assert _sources(answer) == {source}
    assert any(note.startswith("依据现行版本") and "取代" in note for note in answer.notes)


@pytest.mark.parametrize(
    ("question", "words", "source"),
    [
        (f"{TITLE}2012年版怎么规定任期", "任期二年", "measure-2012"),
        (f"2012年版的{TITLE}规定任职条件是什么", "大专以上学历", "measure-2012"),
        (f"{TITLE}旧版规定的任期是几年", "任期二年", "measure-2012"),
        (f"2018年时{TITLE}规定的任期是几年", "任期二年", "measure-2012"),
        ("测试发〔2012〕1号第二条", "任期二年", "measure-2012"),
        ("测试发〔2012〕1号是什么", "任期二年", "measure-2012"),
        (f"{TITLE}2012年版现在还有效吗", "2012年3月1日", "measure-2012"),
        ("2012年版标准规定首席质量官要什么学历", "大学专科", "std-2012"),
        ("2012年版怎么规定学历的", "大学专科", "std-2012"),
        ("旧版标准规定的学历要求", "大学专科", "std-2012"),
        ("DB44/T 0000—2012 7.1.4", "任期一年", "std-2012"),
        ("旧标准什么时候实施的", "2012-05-01", "std-2012"),
        ("2019年时适用哪一版标准", "2012-05-01", "std-2012"),
    ],
)
def test_an_old_version_is_citable_by_date_and_said_to_be_old(
    shelves: LocalAssistant, question: str, words: str, source: str
) -> None:
    answer = shelves.ask(question)
    assert words in answer.answer
    assert _sources(answer) == {source}
    assert "2012年版：" in answer.answer
    assert any("是旧版，已被" in note for note in answer.notes)


@pytest.mark.parametrize(
    ("question", "lines"),
    [
        (
            f"{TITLE}新旧版任期有什么区别",
            {"2019年版": "任期四年", "2012年版": "任期二年", "2089年版": "任期六年"},
        ),
        (
            f"{TITLE}修订后任职条件改了什么",
            {"2019年版": "本科", "2012年版": "大专", "2089年版": "硕士"},
        ),
        ("标准新旧版任职条件有什么变化", {"2020年版": "大学本科", "2012年版": "大学专科"}),
        (
            "征求意见稿和正式标准的学历要求有什么不同",
            {"2020年版": "大学本科", "征求意见稿": "硕士"},
        ),
    ],
)
def test_versions_are_set_side_by_side(
    shelves: LocalAssistant, question: str, lines: dict[str, str]
) -> None:
    said = {
        line.split("：", 1)[0]: line for line in shelves.ask(question).answer.split("\n") if line
    }
    assert set(said) == set(lines)
    for version, words in lines.items():
        assert words in said[version]


def test_a_version_to_come_is_told(shelves: LocalAssistant) -> None:
    now = shelves.ask(f"{TITLE}规定任期几年")
    assert any("自2089年7月1日起施行，在此之前适用现行版本" in note for note in now.notes)
    coming = shelves.ask(f"{TITLE}即将实施的新版怎么规定任期")
    assert "任期六年" in coming.answer
    assert any("尚未施行，现行的是" in note for note in coming.notes)


def test_how_many_versions_there_are(shelves: LocalAssistant) -> None:
    answer = shelves.ask(f"{TITLE}有几个版本")
    assert [line.split("：")[0] for line in answer.answer.split("\n")] == [
        "2019年版",
        "2089年版",
        "2012年版",
    ]


def test_old_clauses_stay_readable(shelves: LocalAssistant) -> None:
    view = shelves.view("measure-2012#第二条")
    assert "任期二年" in view.clause.text
    assert view.source.effective == "2012-03-01"


def test_a_rule_of_the_province_closes_what_nobody_else_says(
    own_assistant: LocalAssistant, tmp_path: Path
) -> None:
    assert own_assistant.ask("首席质量官任期几年？").status == "declined"
    bring_in(own_assistant, tmp_path, MEASURES, region="广东")
    answer = own_assistant.ask("首席质量官任期几年？")
    assert "任期四年" in answer.answer
    assert _sources(answer) == {"measure-2019"}
    assert own_assistant.ask("标准号是多少？").status == "declined"


def test_before_its_first_day_the_standard_answers_and_says_so(
    own_assistant: LocalAssistant, tmp_path: Path
) -> None:
    bring_in(own_assistant, tmp_path, {"std-2090": coming_standard_text()})
    answer = own_assistant.ask("首席质量官要什么学历？")
    assert "博士研究生" in answer.answer
    assert any("尚未施行" in note for note in answer.notes)
    bring_in(own_assistant, tmp_path, {"std-2020": standard_text()})
    answer = own_assistant.ask("首席质量官要什么学历？")
    assert "大学本科" in answer.answer
    assert any("自2090年3月1日起施行" in note for note in answer.notes)
    assert "博士研究生" in own_assistant.ask("2090年版标准的学历要求").answer


def test_a_repealed_text_says_that_it_is(own_assistant: LocalAssistant, tmp_path: Path) -> None:
    texts = {"std-2020": standard_text()}
    bring_in(own_assistant, tmp_path, texts, status=Status.REPEALED)
    assert own_assistant.ask("标准号是多少？").status == "declined"
    answer = own_assistant.ask("DB44/T 0000—2020 7.1.4")
    assert "任期三年" in answer.answer
    assert any(note.endswith("已废止。") for note in answer.notes)


def test_removing_the_new_version_brings_the_old_one_back(
    own_assistant: LocalAssistant, tmp_path: Path
) -> None:
    bring_in(own_assistant, tmp_path, MEASURES, region="广东")
    own_assistant.index.remove("measure-2019")
    answer = own_assistant.ask(f"{TITLE}规定任期几年")
    assert "任期二年" in answer.answer
    assert not any("取代" in note for note in answer.notes)


def test_the_only_version_says_that_no_other_is_known(
    own_assistant: LocalAssistant, tmp_path: Path
) -> None:
    bring_in(own_assistant, tmp_path, {"measure-2019": MEASURES["measure-2019"]}, region="广东")
    answer = own_assistant.ask(f"{TITLE}现在还有效吗")
    assert "2019年7月1日" in answer.answer
    assert any("没有取代" in note for note in answer.notes)


def test_a_label_of_many_texts_is_told_to_be_ambiguous(
    own_assistant: LocalAssistant, tmp_path: Path
) -> None:
    texts = {
        f"m-{key}": MEASURES["measure-2019"].replace("测试首席质量官", f"测试{name}首席质量官")
        for key, name in zip("abcd", "甲乙丙丁", strict=True)
    }
    bring_in(own_assistant, tmp_path, texts, region="广东")
    answer = own_assistant.ask("第二条讲什么")
    assert len(_sources(answer)) == 3
    assert any(note.startswith("资料库中有 4 处“第二条”") for note in answer.notes)
    assert _sources(own_assistant.ask("测试乙首席质量官管理办法第二条讲什么")) == {"m-b"}
