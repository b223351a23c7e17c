"""Numbers that follow from the clauses pass; those that are reckoned wrongly do not."""

from __future__ import annotations

import pytest

from assistant.verifying.models import Cited, Fault
from tests.assistant.verifying.texts import cited, faults, source

OPINIONS = cited("收到关于骨架的意见40条。采纳意见6条，综合采纳7条。")
STEPS = cited("检验包括三个环节：骨架、纸面、放飞线。资料有图样、记录、合格证和照片。")
YEARS = cited("推行风筝首席质量官：竹骨为2031年，布面为2032年，塑料为2034年。")
EAST = cited(
    "东湖办法日期为2031年10月7日，目标是首席质量官达到2000名。", of=source("e", "东湖示例办法")
)
WEST = cited(
    "西山办法日期为2031年10月9日，目标是首席质量官达到100名。", of=source("w", "西山示例办法")
)


@pytest.mark.parametrize(
    ("statement", "clauses"),
    [
        ("采纳和综合采纳的意见加起来是13条。", (OPINIONS,)),
        ("检验的三个环节是骨架、纸面和放飞线。", (STEPS,)),
        ("资料有四项：图样、记录、合格证和照片。", (STEPS,)),
        ("风筝首席质量官分三步推行：竹骨、布面、塑料。", (YEARS,)),
        ("东湖办法比西山办法早两天。", (EAST, WEST)),
        ("东湖的目标是2000名，西山的目标是100名，前者是后者的20倍。", (EAST, WEST)),
        ("东湖的目标比西山多1900名。", (EAST, WEST)),
        ("两个办法都写了首席质量官的目标。", (EAST, WEST)),
    ],
)
def test_what_follows_from_the_clauses_passes(statement: str, clauses: tuple[Cited, ...]) -> None:
    assert Fault.NUMBER not in faults(statement, *clauses)


@pytest.mark.parametrize(
    ("statement", "clauses"),
    [
        ("采纳和综合采纳的意见加起来是14条。", (OPINIONS,)),
        ("收到的意见和采纳的意见一共是46条。", (OPINIONS,)),
        ("检验包括四个环节，即骨架、纸面、放飞线等。", (STEPS,)),
        ("资料有九项。", (STEPS,)),
        ("东湖办法比西山办法早三天。", (EAST, WEST)),
        ("东湖的目标是2000名，西山的目标是100名，前者是后者的10倍。", (EAST, WEST)),
        ("东湖的目标比西山多1800名。", (EAST, WEST)),
    ],
)
def test_what_does_not_follow_is_caught(statement: str, clauses: tuple[Cited, ...]) -> None:
    assert Fault.NUMBER in faults(statement, *clauses)


def test_a_day_that_does_not_exist_is_no_error() -> None:
    odd = cited("甲办法日期为2031年2月30日。", of=source("odd", "甲示例办法"))
    assert Fault.NUMBER in faults("甲办法比东湖办法早五天。", odd, EAST)
