"""What is asked, about what, of which place."""

from __future__ import annotations

import re

import pytest

from assistant.answering.question import (
    TYPES,
    Question,
    lexicon,
    outside_regions,
    read_question,
    shows_type,
    synonyms_of,
    topics_in,
    types_of,
)
from corpus.models import Topic
from corpus.regions import Gazetteer

WORDS = re.compile(r"首席质量官|任职条件|标准|牵头|起草|学历|湖北|什么|谁|的|由|[a-z]+|\d+")


def read(text: str, gazetteer: Gazetteer, region: str | None = None) -> Question:
    return read_question(text, WORDS.findall, gazetteer, region=region)


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("奖金多少钱", "money"),
        ("考核权重占百分之几", "percent"),
        ("要多少学时", "hours"),
        ("一共有多少家企业", "number"),
        ("什么时候征求意见", "date"),
        ("标准由谁牵头起草？", "who"),
        ("在哪里开的", "where"),
        ("聘任制度包括哪些内容", "which"),
        ("为什么要建设", "why"),
        ("先做什么", "order"),
        ("必须设吗", "may"),
        ("怎么评估成效", "how"),
        ("什么是首席质量官", "what"),
    ],
)
def test_the_type_of_a_question(question: str, kind: str) -> None:
    assert types_of(question)[0] == kind


def test_every_type_is_known_to_the_word_lists_and_a_question_without_one_asks_what() -> None:
    assert set(TYPES) == set(lexicon().types)
    assert types_of("首席质量官") == ("what",)


@pytest.mark.parametrize(
    ("sentence", "kind", "shown"),
    [
        ("每人奖励5万元。", "money", True),
        ("给予表彰奖励。", "money", False),
        ("由总经理聘任。", "who", True),
        ("2024年3月征求意见。", "date", True),
        ("加强宣传。", "date", False),
        ("培训不少于40学时。", "hours", True),
    ],
)
def test_a_sentence_shows_what_a_type_asks_for(sentence: str, kind: str, shown: bool) -> None:
    assert shows_type(sentence, kind) is shown


@pytest.mark.parametrize(
    ("text", "topics"),
    [
        ("要什么学历", [Topic.QUALIFICATION]),
        ("聘任书里写不写职权", [Topic.APPOINTMENT, Topic.POWER]),
        ("有没有一票否决权", [Topic.POWER]),
        ("继续教育怎么安排", [Topic.TRAINING]),
        ("解聘", [Topic.EXIT]),
        ("你好", []),
    ],
)
def test_topics_in_the_order_in_which_they_are_named(text: str, topics: list[Topic]) -> None:
    assert list(topics_in(text)) == topics


@pytest.mark.parametrize(
    ("text", "regions"),
    [
        ("广西柳州的任职条件", ["柳州"]),
        ("福建省漳州的任职条件", ["漳州"]),
        ("广西和柳州的任职条件", ["广西", "柳州"]),
        ("湖北与漳州", ["湖北", "漳州"]),
        ("广东的任职条件", ["广东"]),
        ("全国的任职条件", ["全国"]),
        ("国家有什么规定", []),
        ("广东省市场监督管理局提出的标准", []),
        ("广东的任职条件，广东省地方标准", ["广东"]),
        ("中国质量认证中心做什么", []),
    ],
)
def test_places_that_are_asked_about(text: str, regions: list[str], gazetteer: Gazetteer) -> None:
    assert list(read(text, gazetteer).regions) == regions


def test_the_users_own_place_counts_where_none_is_named(gazetteer: Gazetteer) -> None:
    assert read("要什么学历", gazetteer, "湖北").regions == ("湖北",)
    assert read("上海要什么学历", gazetteer, "湖北").regions == ("上海",)


def test_places_outside_guangdong(gazetteer: Gazetteer) -> None:
    question = read("广东、深圳、湖北和全国的任职条件", gazetteer)
    assert outside_regions(question, gazetteer) == ("湖北",)


def test_traditional_and_full_width_read_like_simplified(gazetteer: Gazetteer) -> None:
    assert read("標準由誰牽頭起草？", gazetteer) == read("标准由谁牵头起草？", gazetteer)
    assert read("ｃｑｏ要什么学历", gazetteer) == read("cqo要什么学历", gazetteer)


def test_content_words_leave_out_stop_words_and_the_rare_ones_the_generic(
    gazetteer: Gazetteer,
) -> None:
    question = read("首席质量官的标准由谁牵头起草", gazetteer)
    assert question.terms == ("首席质量官", "标准", "牵头", "起草")
    assert question.rare == ("牵头", "起草")
    assert {"主导", "编写"} <= set(synonyms_of(question).split())


def test_a_question_about_the_standard_itself(gazetteer: Gazetteer) -> None:
    assert read("这份标准由谁起草", gazetteer).about_standard
    assert not read("湖北的任职条件", gazetteer).about_standard


def test_the_matter_is_named_without_its_question_mark(gazetteer: Gazetteer) -> None:
    assert read("标准由谁牵头起草？！", gazetteer).subject == "标准由谁牵头起草"
