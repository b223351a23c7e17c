"""With a language model the answer is in its words where they stand, and never false where they do not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import SecretStr

from assistant.answering.models import Answer
from assistant.service import LocalAssistant, open_assistant
from assistant.settings import load_settings
from tests.assistant.conftest import copy_library
from tests.assistant.imported_texts import bring_in
from tests.openai_server import MODEL, OpenAIServer
from tests.openai_server import Reply as Scripted
from tests.scripted_answers import LIARS, SECRET, fluent, honest, insufficient

QUESTION = "聘任制度要明确哪些内容？"
UNKNOWN = "备案要在几个工作日内办完？"
KEY = "sk-test-0123456789abcdef"


@pytest.fixture
def server() -> Iterator[OpenAIServer]:
    with OpenAIServer(otherwise=fluent) as running:
        yield running


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, library_data: Path) -> Path:
    return copy_library(library_data, tmp_path_factory.mktemp("model") / "library")


@pytest.fixture
def assistant(server: OpenAIServer, folder: Path) -> Iterator[LocalAssistant]:
    settings = load_settings(
        data_dir=folder,
        language_model=MODEL,
        language_model_url=server.url,
        language_model_key=KEY,
        language_model_timeout=4.0,
        language_model_retries=0,
    )
    opened = open_assistant(settings)
    yield opened
    opened.close()


def in_library(answer: Answer, assistant: LocalAssistant) -> bool:
    """Whether every quote stands in its clause."""
    return all(
        (clause := assistant.shelf.clause(one.clause_id)) is not None
        and clause.text[one.start : one.end] == one.quote
        for one in answer.citations
    )


def test_the_models_wording_is_kept_when_it_stands(
    assistant: LocalAssistant, server: OpenAIServer
) -> None:
    answer = assistant.ask(QUESTION)
    assert answer.mode == "generative"
    assert answer.status == "answered"
    assert answer.statements
    assert all(one.support in ("verbatim", "verified", "advice") for one in answer.statements)
    assert all(one.citations for one in answer.statements)
    assert in_library(answer, assistant)
    assert "〔编制说明 六（四）〕" in answer.answer
    assert answer.timings_ms["model_first"] > 0
    assert QUESTION.rstrip("？") in server.requests[0].prompt


def test_statements_come_one_by_one_and_the_last_answer_is_whole(assistant: LocalAssistant) -> None:
    grown = list(assistant.stream(QUESTION))
    counts = [len(one.statements) for one in grown]
    assert counts == sorted(counts)
    assert grown[-1].timings_ms["total"] > 0
    assert all(one.mode == "generative" for one in grown)


@pytest.mark.parametrize("liar", LIARS, ids=lambda liar: liar.__name__)
def test_what_a_liar_writes_is_never_shown(
    liar: object, assistant: LocalAssistant, server: OpenAIServer
) -> None:
    server.otherwise = liar  # type: ignore[assignment]
    for answer in assistant.stream(QUESTION):
        assert in_library(answer, assistant)
        shown = answer.model_dump_json()
        for lie in ("8763", "2087", "拉萨", SECRET, "leak.example.org", KEY):
            assert lie not in shown
    assert answer.status == "answered"
    assert answer.statements, "the quotes remain"


def test_what_the_library_lacks_is_declined_without_asking_the_model(
    assistant: LocalAssistant, server: OpenAIServer
) -> None:
    answer = assistant.ask(UNKNOWN)
    assert answer.status == "declined"
    assert answer.statements == ()
    assert server.requests == []


def test_a_model_that_finds_the_evidence_wanting_leaves_the_quotes(
    assistant: LocalAssistant, server: OpenAIServer
) -> None:
    server.otherwise = insufficient
    answer = assistant.ask(QUESTION)
    assert (answer.mode, answer.status) == ("extractive", "answered")
    assert answer.notes == ()


@pytest.mark.parametrize(
    ("trouble", "said"),
    [
        (Scripted(status=500), "出错"),
        (Scripted(status=401), "拒绝了密钥"),
        (Scripted(status=404), "没有所设的模型或路径"),
        (Scripted(hang=True), "没有答完"),
        (Scripted(content="不是 JSON"), "语言模型"),
    ],
    ids=["500", "401", "404", "hangs", "rubbish"],
)
def test_an_endpoint_that_fails_ends_in_quotes_and_one_line(
    trouble: Scripted, said: str, assistant: LocalAssistant, server: OpenAIServer
) -> None:
    server.otherwise = lambda asked: trouble
    assistant.ask(UNKNOWN)  # what the first question loads is not the endpoint's doing
    answer = assistant.ask(QUESTION)
    assert answer.mode == "extractive"
    assert answer.statements
    (note,) = answer.notes
    assert said in note
    assert KEY not in answer.model_dump_json()
    # the time-out of 4 s plus one; what is above that is a busy machine's
    assert answer.timings_ms["total"] < 8000


def test_quotes_of_other_places_keep_their_lead(
    assistant: LocalAssistant, server: OpenAIServer
) -> None:
    server.otherwise = honest
    answer = assistant.ask("湖北的首席质量官要什么学历？")
    assert answer.mode == "generative"
    assert all("湖北" in one.lead and "外地参考" in one.lead for one in answer.statements)


def test_the_key_is_never_written_out(folder: Path) -> None:
    settings = load_settings(data_dir=folder, language_model_key=KEY)
    assert isinstance(settings.language_model_key, SecretStr)
    assert KEY not in repr(settings) + settings.model_dump_json()


def test_without_a_model_nothing_of_it_is_loaded(folder: Path) -> None:
    opened = open_assistant(load_settings(data_dir=folder))
    try:
        assert opened.language_model is None
        assert opened.ask(QUESTION).mode == "extractive"
    finally:
        opened.close()


def test_nothing_is_written_of_several_texts_while_it_is_open_which_is_meant(
    own_library: Path, tmp_path: Path, server: OpenAIServer
) -> None:
    settings = load_settings(
        data_dir=own_library, language_model=MODEL, language_model_url=server.url
    )
    assistant = open_assistant(settings)
    try:
        for key, city in (("foshan", "佛山"), ("wuhan", "武汉")):
            text = f"{city}市首席质量官测试办法\n\n第一条 总则。\n\n第二条 {city}的测试每年一次。\n"
            bring_in(assistant, tmp_path, {key: text}, region=city)
        answer = assistant.ask("第二条是什么？")
        assert answer.clarify is not None
        assert answer.mode == "extractive"
        assert server.requests == []
        chosen = assistant.ask(answer.clarify.options[0].ask)
        assert "佛山的测试每年一次" in chosen.answer
    finally:
        assistant.close()
