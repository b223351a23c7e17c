"""What a company imports for itself is seen by that company alone, by whatever way it is asked for."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.answering.models import Answer
from assistant.service import LocalAssistant, open_assistant
from assistant.settings import load_settings
from corpus.models import Topic
from tests.assistant.conftest import copy_library
from tests.assistant.imported_texts import bring_in, measure_text, standard_text

#: One private text each, of the same title; the figures tell them apart.
OWN = {
    "jia": measure_text(2031, "2021年3月1日", "七", "甲专业本科", "七十七"),
    "yi": measure_text(2032, "2021年4月1日", "八", "乙专业硕士", "八十八"),
}
SECRETS = {"jia": ("任期七年", "甲专业", "七十七日"), "yi": ("任期八年", "乙专业", "八十八日")}
QUESTIONS = [
    "测试首席质量官管理办法规定任期几年",
    "测试首席质量官管理办法的任职条件是什么",
    "测试首席质量官管理办法第二条",
    "测试发〔2031〕1号第二条",
    "测试发〔2032〕1号第二条",
    "测试发〔2031〕1号是什么",
    "第二条讲什么",
    "首席质量官任期几年？",
    "首席质量官要什么学历？",
    "测试企业聘任首席质量官的任期",
    "首席质量官应当具备哪些条件",
    "备案要在聘任之日起多少日内",
    "各地任职条件对比",
    "测试首席质量官管理办法新旧版任期有什么区别",
    "测试首席质量官管理办法有几个版本",
    "7.1.2怎么规定的",
    "标准号是多少？",
]


@pytest.fixture(scope="module")
def shared_house(
    library_data: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[LocalAssistant]:
    folder = tmp_path_factory.mktemp("workspaces")
    opened = open_assistant(load_settings(data_dir=copy_library(library_data, folder / "data")))
    for workspace, text in OWN.items():
        bring_in(opened, folder, {f"own-{workspace}": text}, region="广东", workspace=workspace)
    bring_in(opened, folder, {"std-jia": standard_text()}, workspace="jia")
    yield opened
    opened.close()


def _all_words(answer: Answer) -> str:
    return answer.model_dump_json()


@pytest.mark.parametrize("question", QUESTIONS)
def test_nothing_leaks_through_a_question(
    shared_house: LocalAssistant, assistant: LocalAssistant, question: str
) -> None:
    for workspace, other in (("jia", "yi"), ("yi", "jia")):
        said = _all_words(shared_house.ask(question, workspace=workspace))
        assert f"own-{other}" not in said
        assert not any(secret in said for secret in SECRETS[other])
    assert "std-jia" not in _all_words(shared_house.ask(question, workspace="yi"))
    nobody = shared_house.ask(question)
    assert "own-" not in _all_words(nobody)
    assert "std-jia" not in _all_words(nobody)
    before = assistant.ask(question)
    assert (nobody.status, nobody.answer) == (before.status, before.answer)


@pytest.mark.parametrize("workspace", ["jia", "yi"])
def test_each_finds_its_own(shared_house: LocalAssistant, workspace: str) -> None:
    answer = shared_house.ask("测试首席质量官管理办法规定任期几年", workspace=workspace)
    assert SECRETS[workspace][0] in answer.answer
    labelled = shared_house.ask("测试首席质量官管理办法第四条", workspace=workspace)
    assert SECRETS[workspace][2] in labelled.answer


def test_the_standard_of_one_is_not_the_standard_of_the_other(
    shared_house: LocalAssistant,
) -> None:
    assert "DB44/T 0000—2020" in shared_house.ask("标准号是多少？", workspace="jia").answer
    assert shared_house.ask("标准号是多少？", workspace="yi").status == "declined"
    assert shared_house.ask("标准号是多少？").status == "declined"


def test_comparisons_keep_to_the_workspace(shared_house: LocalAssistant) -> None:
    for topic in Topic:
        rows = shared_house.compare(topic.value, workspace="yi").model_dump_json()
        assert "own-jia" not in rows
        assert "std-jia" not in rows
        shared = shared_house.compare(topic.value).model_dump_json()
        assert "own-" not in shared
        assert "std-jia" not in shared


def test_exact_look_up_and_search_keep_to_the_workspace(shared_house: LocalAssistant) -> None:
    from index.filters import Filters

    index = shared_house.index
    for filters, unseen in ((Filters(workspace="yi"), "jia"), (Filters(), "")):
        for question in QUESTIONS:
            for match in index.exact.find(question, filters):
                named = [*match.sources, *(c.split("#")[0] for c in match.clauses)]
                assert not any(name.endswith(f"-{unseen}") for name in named if unseen)
                assert unseen or not any(name.startswith(("own-", "std-")) for name in named)
            for hit in index.retriever.search(question, k=50, filters=filters):
                assert hit.clause_id.split("#")[0] not in {f"own-{unseen}", "std-jia"}
    listed = {source.id for source in shared_house.sources(workspace="yi")}
    assert "own-yi" in listed
    assert not listed & {"own-jia", "std-jia"}
