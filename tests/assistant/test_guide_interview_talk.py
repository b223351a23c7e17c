"""The interview in the chat: proposed, confirmed, asked one thing at a time, stored at once, never lost."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from assistant.answering.models import Answer, Asking
from assistant.guiding.way import Way
from assistant.interviewing.words import begins
from assistant.service import LocalAssistant, open_assistant
from assistant.settings import load_settings
from tests.assistant.conftest import copy_library

COMPANY, OTHER = "示例精密制造有限公司", "示例家政服务有限公司"
REPOSITORY = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def folder(library_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy_library(library_data, tmp_path_factory.mktemp("interview") / "data")


@pytest.fixture(scope="module")
def service(folder: Path) -> Iterator[LocalAssistant]:
    opened = open_assistant(load_settings(data_dir=folder))
    opened.guide.today = lambda: date(2026, 11, 27)
    yield opened
    opened.close()


@pytest.fixture(autouse=True)
def no_companies(service: LocalAssistant) -> Iterator[None]:
    """Forget the companies of the test."""
    yield
    for way in service.guide.ways():
        service.guide.remove(way)
    for one in service.index.drafts.companies():
        service.drafting.remove_company(one.id)


class Talk:
    """One conversation."""

    def __init__(self, service: LocalAssistant) -> None:
        self.service, self.conversation = service, service.new_conversation()

    def say(self, *messages: str, replaces: int | None = None) -> Answer:
        """The answer to the last of the messages."""
        for message in messages:
            answer = self.service.ask(message, conversation=self.conversation, replaces=replaces)
        return answer

    def begun(self, company: str = COMPANY) -> Answer:
        return self.say(f"{company}要从头建制度，带我做", "开始访谈")

    @property
    def way(self) -> Way:
        return self.service.guide.way(COMPANY)

    @property
    def facts(self) -> dict[str, Any]:
        raw: dict[str, Any] = self.way.facts.raw
        return raw


@pytest.fixture
def talk(service: LocalAssistant) -> Talk:
    return Talk(service)


def asked(answer: Answer) -> Asking:
    assert answer.asking is not None, answer.answer
    return answer.asking


# -- to begin ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "said",
    [
        "我想从头建首席质量官制度，带我做",
        "开始实施访谈",
        "我们公司要建制度，从哪开始问起吧",
        "接着访谈吧",
        "能带我们一步一步做首席质量官制度吗？",
        "请引导我实施首席质量官制度",
    ],
)
def test_who_wants_to_be_led_is_understood(said: str) -> None:
    assert begins(said)


@pytest.mark.parametrize(
    "said",
    [
        "首席质量官制度从哪里开始建？",
        "访谈怎么做？",
        "成效评估要做访谈吗？",
        "由谁带领企业建立首席质量官制度？",
        "怎么带我们的质量部实施这个制度",
        "做访谈要问哪些人？",
        "带我去吃饭",
    ],
)
def test_a_question_about_the_subject_is_none(said: str) -> None:
    assert not begins(said)


def test_no_gold_question_begins_an_interview() -> None:
    files = (REPOSITORY / "evals" / "questions").glob("*.yaml")
    questions = [q["question"] for file in files for q in yaml.safe_load(file.read_text("utf-8"))]
    assert [one for one in questions if begins(one)] == []


def test_nothing_is_stored_before_a_person_confirms(talk: Talk) -> None:
    answer = talk.say("我想从头建首席质量官制度，带我做")
    assert asked(answer).step == "name"
    answer = talk.say(COMPANY)
    assert asked(answer).step == "begin"
    assert COMPANY in asked(answer).ask
    assert talk.service.guide.ways() == []
    assert "没有建立" in talk.say("先不做").said
    assert talk.service.guide.ways() == []
    assert asked(talk.begun()).fact == "region"
    assert talk.way.company.name == COMPANY


def test_of_several_companies_one_is_chosen(service: LocalAssistant, talk: Talk) -> None:
    for name in (COMPANY, OTHER):
        service.guide.begin(name)
    answer = talk.say("开始实施访谈")
    assert {one.label for one in asked(answer).choices} == {COMPANY, OTHER}
    assert asked(talk.say("家政")).company == OTHER
    answer = talk.say("换一家企业", "另一家企业", "示例建设工程有限公司")
    assert "示例建设工程有限公司" in asked(answer).ask
    assert len(service.guide.ways()) == 2


def test_without_a_conversation_it_says_how(service: LocalAssistant) -> None:
    answer = service.ask("开始实施访谈")
    assert answer.asking is None
    assert "--conversation" in answer.said
    assert answer.links[0].path == "guide"


def test_who_may_not_open_the_guide_is_offered_nothing(folder: Path) -> None:
    closed = open_assistant(load_settings(data_dir=folder, library_writable="nobody"))
    try:
        answer = closed.ask("开始实施访谈", conversation=closed.new_conversation())
        assert answer.route != "guide"
    finally:
        closed.close()


# -- to answer ---------------------------------------------------------------------------------------


def test_each_answer_is_stored_at_once_and_the_next_thing_asked(talk: Talk) -> None:
    first = asked(talk.begun())
    assert first.place == "第1题，共10题 · 第1项，共6项"
    assert first.why
    assert {c.clause_id for c in first.citations} <= set(
        talk.way.route.journey.interview[0].clauses
    )
    for quote in first.citations:
        assert (
            talk.service.view(quote.clause_id).clause.text[quote.start : quote.end] == quote.quote
        )
    assert asked(talk.say("我们在佛山。")).fact == "industry"
    assert talk.facts["region"] == "佛山"
    assert asked(talk.say("小家电制造")).fact == "sector"
    assert [one.label for one in asked(talk.say("1")).choices] == ["大型", "中型", "小型", "微型"]
    assert asked(talk.say("大型企业")).fact == "headcount"
    talk.say("大概1600人")
    assert talk.facts | {"business": ""} == {
        "company_name": COMPANY,
        "region": "佛山",
        "industry": "小家电制造",
        "sector": "product",
        "size": "large",
        "headcount": 1600,
        "business": "",
    }


def test_what_is_not_understood_is_said_and_asked_again(talk: Talk) -> None:
    talk.begun()
    answer = talk.say("火星")
    assert "地名表里没有“火星”" in answer.said
    assert asked(answer).fact == "region"
    assert "region" not in talk.facts


@pytest.mark.parametrize("question", ["什么是聘任？", "首席质量官由谁聘任", "帮我起草聘任书"])
def test_a_question_in_between_is_answered_and_the_open_one_stands_below(
    talk: Talk, question: str
) -> None:
    talk.begun()
    talk.say("佛山")  # what is open takes any words
    answer = talk.say(question)
    assert answer.route in ("question", "document")
    assert answer.statements or answer.drafts
    assert asked(answer).fact == "industry"
    assert asked(answer).ask in answer.answer
    assert "industry" not in talk.facts
    assert asked(talk.say("小家电制造")).fact == "sector"


def test_an_answer_that_reads_like_a_question_can_be_insisted_on(talk: Talk) -> None:
    talk.begun()
    answer = talk.say("佛山", "教人怎么修电梯的学校")
    assert any("答：" in note for note in answer.notes)
    assert asked(talk.say("答：教人怎么修电梯的学校")).fact == "sector"
    assert talk.facts["industry"] == "教人怎么修电梯的学校"


def test_progress_is_told_in_between(talk: Talk) -> None:
    talk.begun()
    answer = talk.say("我下一步该做什么？")
    assert "项任务已完成0项" in answer.said
    assert asked(answer).fact == "region"


def test_things_are_passed_over_and_gone_back_to(talk: Talk) -> None:
    talk.begun()
    assert asked(talk.say("跳过这一项")).fact == "industry"
    assert asked(talk.say("上一项")).fact == "region"
    assert asked(talk.say("佛山")).fact == "industry"
    answer = talk.say("跳过这一题")
    assert asked(answer).question == "posts"
    assert talk.way.guide.skipped == ("business",) or list(talk.way.guide.skipped) == ["business"]
    answer = talk.say("上一题")
    assert asked(answer).fact == "region"
    assert asked(answer).present == "佛山"
    assert asked(talk.say("保留不改")).question == "posts"


def test_several_choices_lists_and_rows(talk: Talk) -> None:
    talk.begun()
    talk.say("跳过这一题", "有", "质量部经理；管理者代表")
    assert talk.facts["quality_posts"] == ["质量部经理", "管理者代表"]
    answer = talk.say("跳过这一题", "成品一次检验合格率 | 97.2% | 98.5% | 2026-12-31 | 质量部")
    assert asked(answer).fact == "quality_goals"
    talk.say("客诉率 | | 每月不超过2件")
    assert len(talk.facts["quality_goals"]) == 2
    assert "目标值" in talk.say("返修率").said
    assert asked(talk.say("没有了")).question == "decision"
    answer = talk.say("跳过这一题", "跳过这一题", "跳过这一题")
    assert asked(answer).several
    talk.say("建议权、质量否决权")
    assert talk.facts["powers"] == ["suggest", "veto"]


def test_what_could_only_contradict_is_not_asked_and_a_contradiction_is_named(talk: Talk) -> None:
    talk.begun()
    answer = talk.say(*["跳过这一题"] * 4, "没有")
    assert asked(answer).fact == "cqo_current_post"
    answer = talk.say("更正 首席质量官姓名", "李乙")
    assert any("前面说还没有人选" in note for note in answer.notes)
    assert asked(answer).actions[0].ask == "更正“是否已有人选”"
    answer = talk.say("更正“是否已有人选”", "是")
    assert not any("前后不一致" in note for note in answer.notes)


# -- what others do meanwhile ------------------------------------------------------------------------


def test_page_and_chat_share_one_record_and_the_later_is_told(talk: Talk) -> None:
    talk.begun()
    desk = talk.service.guide
    desk.answer(talk.way, {"region": "广州"})
    answer = talk.say("佛山")
    assert "在别处答成了“广州”" in answer.said
    assert talk.facts["region"] == "广州"
    assert asked(answer).present == "广州"
    talk.say("佛山")
    assert talk.facts["region"] == "佛山"
    desk.answer(talk.way, {"industry": "玩具"})
    assert asked(talk.say("玩具")).fact == "sector"


def test_two_conversations_at_once(service: LocalAssistant, talk: Talk) -> None:
    other = Talk(service)
    talk.begun()
    other.begun(OTHER)
    talk.say("佛山")
    other.say("漳州")
    assert talk.facts["region"] == "佛山"
    assert service.guide.way(OTHER).facts.raw["region"] == "漳州"
    assert asked(other.say("什么是聘任？")).company == OTHER


def test_a_company_that_was_removed_ends_it(talk: Talk) -> None:
    talk.begun()
    talk.service.guide.remove(talk.way)
    answer = talk.say("佛山")
    assert "已经被删除" in answer.said
    assert answer.asking is None


def test_it_goes_on_after_a_restart_and_in_another_conversation(
    folder: Path, service: LocalAssistant, talk: Talk
) -> None:
    talk.begun()
    talk.say("佛山", *["什么是聘任？"] * 3)
    again = open_assistant(load_settings(data_dir=folder))
    try:
        answer = again.ask("小家电制造", conversation=talk.conversation)
        assert asked(answer).fact == "sector"
        answer = again.ask("接着访谈", conversation=again.new_conversation())
        assert "已答1题，还有9题" in asked(answer).ask
    finally:
        again.close()
    assert talk.facts["industry"] == "小家电制造"
    stopped = talk.say("先到这里")
    assert stopped.asking is None
    assert stopped.links[0].path == f"guide/{talk.way.company.id}/interview"
    assert asked(talk.say("接着访谈", "接着访谈")).fact == "sector"


def test_a_message_asked_again_in_other_words_replaces_its_answer(talk: Talk) -> None:
    talk.begun()
    talk.say("佛山")
    answer = talk.say("广州", replaces=3)
    assert asked(answer).fact == "industry"
    assert talk.facts["region"] == "广州"
    talk.say("小家电制造")
    talk.service.guide.answer(talk.way, {"region": "漳州"})
    assert "在别处答成了“漳州”" in talk.say("佛山", replaces=3).said


# -- the end -----------------------------------------------------------------------------------------


def at_the_end(talk: Talk) -> Answer:
    talk.begun()
    answer = talk.say("佛山", *["跳过这一题"] * 10)
    assert asked(answer).step == "end"
    return answer


def test_the_answers_are_shown_and_one_is_corrected(talk: Talk) -> None:
    given = {one.label: one for one in asked(at_the_end(talk)).given}
    assert given["所在地区"].value == "佛山"
    assert given["行业"].value == ""
    answer = talk.say(given["所在地区"].ask)
    assert asked(answer).present == "佛山"
    answer = talk.say("广州")
    assert asked(answer).step == "end"
    assert {one.label: one.value for one in asked(answer).given}["所在地区"] == "广州"
    assert asked(talk.say("当地是否要求备案")).fact == "filing_required"
    assert asked(talk.say("保留不改")).step == "end"


def started(talk: Talk) -> str | None:
    """The day from which the plan runs; None without a plan."""
    return talk.way.guide.start


def test_the_plan_is_made_when_a_person_confirms(talk: Talk) -> None:
    at_the_end(talk)
    assert asked(talk.say("没有要改的，定开始日期")).step == "start"
    assert "看不出是哪一天" in talk.say("过阵子").said
    assert "不像计划的开始日期" in talk.say("1999-01-01").said
    answer = talk.say("2026年10月1日")
    assert asked(answer).step == "plan"
    assert any("早于今天" in note for note in answer.notes)
    assert any("不是工作日，从2026年10月8日开始" in note for note in answer.notes)
    assert started(talk) is None
    answer = talk.say("换个日期", "1")
    assert asked(answer).start == "2026-11-27"
    assert asked(talk.say("什么是聘任？")).step == "plan"
    assert started(talk) is None
    answer = talk.say("排出计划")
    assert answer.asking is None
    assert started(talk) == "2026-11-27"
    assert answer.links[0].path == f"guide/{talk.way.company.id}"
