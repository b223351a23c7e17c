"""The answer to a question that was asked back is understood by rules; anything else is left alone."""

from __future__ import annotations

import pytest

from assistant.answering.asked_back import chosen, place_in
from assistant.answering.models import Clarification, Option
from corpus.regions import Gazetteer

TEXTS = Clarification(
    about="document",
    question="您问的是哪份文件的“第五条”？",
    options=(
        Option(label="《佛山市企业首席质量官管理办法（试行）》", ask="佛山第五条"),
        Option(label="《企业首席质量官管理办法》（武汉）", ask="武汉第五条"),
        Option(label="《示例公司质量手册》", ask="手册第五条"),
    ),
)
PLACES = Clarification(
    about="region",
    question="您的企业在哪个地区？",
    options=(
        Option(label="漳州", ask="漳州要什么学历？"),
        Option(label="湖北", ask="湖北要什么学历？"),
    ),
)


@pytest.mark.parametrize(
    ("said", "ask"),
    [
        ("第一份", "佛山第五条"),
        ("第2个", "武汉第五条"),
        ("3", "手册第五条"),
        ("最后一份", "手册第五条"),
        ("佛山的", "佛山第五条"),
        ("武汉那份吧", "武汉第五条"),
        ("质量手册", "手册第五条"),
        ("我问的是质量手册。", "手册第五条"),
        ("佛山办法", "佛山第五条"),
        ("《示例公司质量手册》", "手册第五条"),
        ("手册第五条", "手册第五条"),
    ],
)
def test_a_text_is_chosen_by_its_number_or_its_name(said: str, ask: str) -> None:
    assert chosen(said, TEXTS) == ask


@pytest.mark.parametrize(
    "said",
    [
        "第四份",  # there are three
        "管理办法",  # two of them are
        "第二条是什么？",
        "佛山的首席质量官由谁聘任，要什么学历？",
        "都不是",
        "的",
        "标准由谁牵头起草？",
    ],
)
def test_what_chooses_none_of_them_is_left_alone(said: str) -> None:
    assert chosen(said, TEXTS) is None


@pytest.mark.parametrize(
    "said", ["漳州", "漳州的", "我们在漳州。", "在漳州市", "第一个", "公司在漳州"]
)
def test_a_place_that_was_offered_is_chosen(said: str) -> None:
    assert chosen(said, PLACES) == "漳州要什么学历？"


@pytest.mark.parametrize(
    ("said", "place"),
    [("我们在清远", "清远"), ("广东的", "广东"), ("泉州市", "泉州"), ("漳州要培训吗？", None)],
)
def test_a_place_that_was_not_offered_is_a_place_too(
    said: str, place: str | None, gazetteer: Gazetteer
) -> None:
    assert place_in(said, PLACES, gazetteer) == place
    assert place_in(said, TEXTS, gazetteer) is None
