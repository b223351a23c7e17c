"""A question that asks several things is split; one that asks one thing stays whole."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from assistant.answering.parts import MOST, asks_place_by_place, split_parts, subject_of
from corpus.regions import Gazetteer


def telling(piece: str) -> Sequence[str]:
    """Words that say something of their own."""
    words = "起草 征求意见 聘任 学历 培训 本科 权重 发布 实施 批准 要求".split()
    return [word for word in words if word in piece]


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        ("标准由谁起草，什么时候征求意见？", ["标准由谁起草", "标准什么时候征求意见"]),
        ("湖北要什么学历，由谁聘任？", ["湖北要什么学历", "湖北由谁聘任"]),
        ("湖北要什么学历？上海由谁聘任？", ["湖北要什么学历", "上海由谁聘任"]),
        (
            "《管理办法》由谁发布？什么时候实施？",
            ["《管理办法》由谁发布", "《管理办法》什么时候实施"],
        ),
        ("三件小事：湖北要什么学历？上海由谁聘任？", ["湖北要什么学历", "上海由谁聘任"]),
        (
            "湖北要什么学历？上海由谁聘任？何时培训？",
            ["湖北要什么学历", "上海由谁聘任", "上海何时培训"],
        ),
        ("湖北要什么学历？那上海呢？", ["湖北要什么学历", "上海要什么学历"]),
        ("由谁聘任？要什么学历；多久培训一次？", ["由谁聘任", "要什么学历", "多久培训一次"]),
        ("什么人能当、谁来聘任、要有多少学历", ["什么人能当", "谁来聘任", "要有多少学历"]),
    ],
)
def test_each_part_asks_one_thing_and_keeps_the_subject(
    question: str, parts: list[str], gazetteer: Gazetteer
) -> None:
    assert split_parts(question, gazetteer, telling) == parts


@pytest.mark.parametrize(
    "question",
    [
        "标准由谁牵头起草？",
        "我们是小公司，没有人够本科怎么办？",
        "聘任书该怎么写？",
        "八个一是哪八个，各是啥内容？",
        "首席质量官要有本科学历、五年经历、培训证书",
        "",
    ],
)
def test_one_question_stays_whole(question: str, gazetteer: Gazetteer) -> None:
    assert split_parts(question, gazetteer, telling) == [question]


def test_too_many_parts_are_a_long_question(gazetteer: Gazetteer) -> None:
    question = "？".join(["谁来培训首席质量官"] * (MOST + 1))
    assert split_parts(question, gazetteer, telling) == [question]


@pytest.mark.parametrize(
    ("piece", "subject"),
    [
        ("《质量强国建设纲要》怎么说", "《质量强国建设纲要》"),
        ("粤市监〔2023〕35号是谁发的", "粤市监〔2023〕35号"),
        ("那湖北省要什么学历", "湖北"),
        ("编制说明怎么写", "编制说明"),
        ("这项标准怎么写", "标准"),
        ("要什么学历", ""),
    ],
)
def test_what_a_piece_is_about(piece: str, subject: str, gazetteer: Gazetteer) -> None:
    assert subject_of(piece, gazetteer) == subject


@pytest.mark.parametrize(
    ("question", "apart"),
    [
        ("漳州的办法有几条？西藏的是哪天定的？", True),
        ("漳州的办法有几条？什么时候定的？", False),
        ("漳州和西藏的办法各有几条？哪天定的？", False),
        ("湖北要几年经历？怀仁要几年？哪边更长，有什么区别？", False),
    ],
)
def test_questions_on_several_places_are_told_from_a_comparison(
    question: str, apart: bool, gazetteer: Gazetteer
) -> None:
    assert asks_place_by_place(question, gazetteer) is apart
