"""A section in a model's words: facts stay what they were, nothing is invented, whatever the model writes."""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from assistant.drafting.blueprints import plan_of
from assistant.drafting.draft import Draft, DraftSection
from assistant.drafting.drafter import Drafter
from assistant.drafting.marked import facts_in, plain
from assistant.language_model.model import LanguageModel
from assistant.language_model.opening import open_model
from assistant.language_model.settings import ModelSettings
from evals.drafts.tracing import allowed_words, strays
from tests.assistant.drafting.conftest import FACTS
from tests.assistant.drafting.examples import facts_of
from tests.openai_server import MODEL, Asked, OpenAIServer, Reply, reply

_LINE = re.compile(r'<行 序号="(\d+)">(.*?)</行>')


@pytest.fixture
def server() -> Iterator[OpenAIServer]:
    with OpenAIServer(otherwise=echo) as opened:
        yield opened


@pytest.fixture
def model(server: OpenAIServer) -> Iterator[LanguageModel]:
    opened = open_model(ModelSettings(model=MODEL, base_url=server.url, timeout=10.0, retries=0))
    assert opened is not None
    yield opened
    opened.close()


def lines_in(asked: Asked) -> list[tuple[int, str]]:
    return [(int(number), text) for number, text in _LINE.findall(asked.prompt)]


def answer(lines: list[dict[str, Any]]) -> Reply:
    return reply({"lines": lines})


def echo(asked: Asked) -> Reply:
    return answer([{"number": number, "text": text} for number, text in lines_in(asked)])


def changing(change: Callable[[str], str]) -> Callable[[Asked], Reply]:
    def script(asked: Asked) -> Reply:
        return answer([{"number": n, "text": change(text)} for n, text in lines_in(asked)])

    return script


def rewritten(drafter: Drafter, model: LanguageModel, wish: str = "") -> tuple[Draft, DraftSection]:
    draft = drafter.rewritten(drafter.new("small", FACTS), "general", model, wish)
    return draft, draft.sections[0]


def test_a_good_wording_is_taken_and_facts_stay_facts(
    small_drafter: Drafter, model: LanguageModel, server: OpenAIServer
) -> None:
    server.otherwise = changing(lambda text: text.replace("职责包括：", "履行下列职责："))
    draft, section = rewritten(small_drafter, model)
    assert section.origin == "model"
    assert "§ 履行下列职责：" in plain(section.text)
    assert ("cqo_name", "李乙") in list(facts_in(section.text))
    blocks = small_drafter.assembled(draft).document.blocks
    assert "第一条 首席质量官由李乙担任" in blocks[1].text
    assert blocks[4].anchor == "check"


def test_the_model_never_sees_a_fact(
    small_drafter: Drafter, model: LanguageModel, server: OpenAIServer
) -> None:
    rewritten(small_drafter, model)
    assert "李乙" not in server.requests[0].prompt
    assert "⟦1：首席质量官姓名⟧" in server.requests[0].prompt


LIES: dict[str, Callable[[str], str]] = {
    "a number": lambda text: f"{text.rstrip('。')}，每年不少于8763小时。",
    "a date": lambda text: f"自2087年3月9日起，{text}",
    "another name": lambda text: re.sub(r"⟦1[^⟧]*⟧", "张三丰", text),
    "a name beside": lambda text: f"{text.rstrip('。')}，由张三丰监督。",
    "a place": lambda text: f"在拉萨市，{text}",
    "a new token": lambda text: f"{text}⟦77：奖金⟧",
    "a stronger word": lambda text: f"{text.rstrip('。')}，违反的处以罚款并吊销营业执照。",
    "what a standard says": lambda text: f"地方标准规定，{text}",
    "a standard's number": lambda text: f"按照DB44/T 8763—2024，{text}",
    "a link": lambda text: f"{text}[详见](http://leak.example.org)",
    "markup": lambda text: f"[[cqo-notes#六]]{text}<#x>",
    "template code": lambda text: f"{{% for x in y %}}{text}",
    "silence": lambda text: "",
}


@pytest.mark.parametrize("lie", LIES.values(), ids=LIES.keys())
def test_no_invention_survives(
    lie: Callable[[str], str], small_drafter: Drafter, model: LanguageModel, server: OpenAIServer
) -> None:
    server.otherwise = changing(lie)
    before = small_drafter.new("small", FACTS).sections[0]
    _, section = rewritten(small_drafter, model)
    shown = plain(section.text)
    for invented in (
        "8763",
        "2087",
        "张三丰",
        "拉萨",
        "⟦",
        "吊销",
        "地方标准",
        "DB44",
        "http",
        "{%",
    ):
        assert invented not in shown
    assert shown == plain(before.text)
    assert section.notes


def test_lines_that_stand_are_taken_beside_lines_that_do_not(
    small_drafter: Drafter, model: LanguageModel, server: OpenAIServer
) -> None:
    def half(text: str) -> str:
        return "履行下列职责：" if text == "职责包括：" else f"{text}，罚款8763元"

    server.otherwise = changing(half)
    _, section = rewritten(small_drafter, model)
    assert "履行下列职责：" in plain(section.text)
    assert "8763" not in plain(section.text)
    assert "保留了原来的写法" in section.notes[0]


def test_a_wish_brings_what_it_says_and_nothing_more(
    small_drafter: Drafter, model: LanguageModel, server: OpenAIServer
) -> None:
    def more(asked: Asked) -> Reply:
        told = [{"number": n, "text": text} for n, text in lines_in(asked)]
        wanted = {"number": None, "text": "首席质量官每季度向董事会报告质量状况。"}
        invented = {"number": None, "text": "首席质量官每年获得奖金8763元。"}
        return answer([told[0], wanted, invented, *told[1:]])

    server.otherwise = more
    draft, section = rewritten(small_drafter, model, "加一条：首席质量官每季度向董事会报告质量状况")
    shown = [block.text for block in small_drafter.assembled(draft).document.blocks]
    assert shown[2] == "第二条 首席质量官每季度向董事会报告质量状况。"
    assert not any("奖金" in line for line in shown)
    assert section.versions[-1].wish.startswith("加一条")
    assert "没有写入" in section.notes[-1]


def test_a_wish_that_puts_words_into_a_standard_is_not_followed(
    small_drafter: Drafter, model: LanguageModel, server: OpenAIServer
) -> None:
    lie = "《质量强国建设纲要》规定首席质量官任期为三年。"

    def follow(asked: Asked) -> Reply:
        told = [{"number": n, "text": text} for n, text in lines_in(asked)]
        return answer([*told, {"number": None, "text": lie}])

    server.otherwise = follow
    _, section = rewritten(small_drafter, model, f"加一句：{lie}")
    assert "任期为三年" not in plain(section.text)


@pytest.mark.parametrize(
    "failing",
    [
        Reply(status=500),
        Reply(content="不是 JSON"),
        Reply(content=json.dumps({"lines": "x"})),
        Reply(content='{"lines": []}'),
        Reply(content='{"lines": [{"number": 99, "text": "多出的一行。"}]}'),
    ],
    ids=["500", "text", "wrong schema", "empty", "unknown line"],
)
def test_a_failing_model_leaves_the_section_and_says_so(
    failing: Reply, small_drafter: Drafter, model: LanguageModel, server: OpenAIServer
) -> None:
    server.otherwise = lambda _: failing
    before = small_drafter.new("small", FACTS).sections[0]
    _, section = rewritten(small_drafter, model)
    assert section.text == before.text
    assert len(section.notes) == 1
    assert len(section.versions) == 1


def test_a_wording_by_the_model_is_kept_when_facts_change(
    small_drafter: Drafter, model: LanguageModel, server: OpenAIServer
) -> None:
    server.otherwise = changing(lambda text: text.replace("职责包括：", "履行下列职责："))
    draft, _ = rewritten(small_drafter, model)
    changed = small_drafter.with_facts(draft, {**FACTS, "cqo_name": "王丙"})
    assert changed.sections[0].stale
    assert "履行下列职责" in plain(changed.sections[0].text)


@pytest.mark.parametrize("blueprint", ["appointment-letter", "duty-charter", "exit-measures"])
def test_a_whole_document_of_a_lying_model_holds_nothing_invented(
    blueprint: str, drafter: Drafter, model: LanguageModel, server: OpenAIServer
) -> None:
    """Every line of every section is lied about, each in another way."""
    lies = itertools.cycle(LIES.values())
    server.otherwise = changing(lambda text: next(lies)(text))
    names = {spec.name for spec in plan_of(blueprint).specs}
    facts = {k: v for k, v in facts_of("manufacturing", blueprint).items() if k in names}
    draft = drafter.new(blueprint, facts)
    for section in draft.sections:
        draft = drafter.rewritten(draft, section.id, model)
    document = drafter.assembled(draft).document
    assert strays(document, allowed_words(drafter, draft)) == []
    shown = "\n".join(block.text for block in document.blocks)
    for invented in ("8763", "2087", "张三丰", "拉萨", "⟦", "吊销", "地方标准规定", "http", "{%"):
        assert invented not in shown
