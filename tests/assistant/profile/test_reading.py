"""Only what people say of their own enterprise is read, with the words that say it."""

from __future__ import annotations

import pytest

from assistant.profile.models import Fact, Profile
from assistant.profile.reading import note_of, question_in, read_profile, read_told
from corpus.regions import Gazetteer


def values(message: str, gazetteer: Gazetteer) -> dict[str, str]:
    return {name: fact.value for name, fact in read_profile(message, gazetteer).known().items()}


@pytest.mark.parametrize(
    ("message", "said"),
    [
        (
            "我们是200人的注塑厂，在佛山",
            {"region": "佛山", "industry": "注塑厂", "headcount": "200人"},
        ),
        (
            "我司在东莞，员工三百多人，做食品加工的，没有质量总监。",
            {
                "region": "东莞",
                "industry": "食品加工",
                "headcount": "300人以上",
                "quality_head": "没有（质量总监）",
            },
        ),
        (
            "本公司员工1,200人，有质量安全总监，通过了ISO9001认证",
            {
                "headcount": "1200人",
                "safety_director": "有（质量安全总监）",
                "certificate": "有（ISO9001认证）",
            },
        ),
        ("我们是中型企业，约500人", {"headcount": "约500人", "size": "中型"}),
        ("咱们是家五金厂，一百二十人", {"industry": "五金厂", "headcount": "120人"}),
    ],
)
def test_facts_are_read_in_whatever_spelling(
    message: str, said: dict[str, str], gazetteer: Gazetteer
) -> None:
    assert values(message, gazetteer) == said
    for fact in read_profile(message, gazetteer).known().values():
        assert fact.words in message
        assert fact.message == message


@pytest.mark.parametrize(
    "message",
    [
        "佛山的任职条件是什么？",
        "200人的企业要设首席质量官吗？",
        "如果我们在佛山，要几个人？",
        "我们要不要设质量安全总监？",
        "我们有首席质量官吗？",
        "我们公司质量部5人",
        "我们在写首席质量官的聘任书",
        "我们公司要建立首席质量官制度",
        "我们没有进料和出厂检验",
        "我们十六份文件实在做不过来",
    ],
)
def test_what_is_asked_supposed_or_said_of_others_is_not_read(
    message: str, gazetteer: Gazetteer
) -> None:
    assert values(message, gazetteer) == {}


def test_the_size_is_never_concluded_from_the_headcount(gazetteer: Gazetteer) -> None:
    assert read_profile("我们是200人的注塑厂", gazetteer).size is None


def test_the_question_is_what_remains(gazetteer: Gazetteer) -> None:
    message = "我们是200人的注塑厂，在佛山，任职条件是什么？"
    assert question_in(message, gazetteer) == "任职条件是什么？"
    assert question_in("我们要设吗？", gazetteer) == "我们要设吗？"


def test_a_message_of_facts_alone_is_acknowledged_to_who_sees_them(gazetteer: Gazetteer) -> None:
    message = "我们是200人的注塑厂，在佛山"
    reply = read_told(message, Profile(), gazetteer).acknowledged
    assert reply is not None
    assert "佛山，200人，注塑厂" in reply.answer
    assert read_told(message, None, gazetteer).acknowledged is None


def test_what_the_person_changed_goes_before_what_the_message_says(gazetteer: Gazetteer) -> None:
    changed = Profile(region=Fact(value="东莞"))
    told = read_told("我们在佛山，任职条件是什么？", changed, gazetteer)
    assert told.profile.region == Fact(value="东莞")


def test_what_is_typed_keeps_its_origin_only_while_it_is_unchanged(gazetteer: Gazetteer) -> None:
    before = read_profile("我们是200人的注塑厂，在佛山", gazetteer)
    typed = Profile.typed({"region": "佛山", "headcount": " 210人 ", "strange": "x"}, before)
    assert typed.region == before.region
    assert typed.headcount == Fact(value="210人")
    assert typed.industry is None
    assert note_of(typed) == "按您说的：佛山，210人"
    assert note_of(Profile()) == ""
