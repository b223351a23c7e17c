"""Documents, labels, bodies, people and places of a statement stand in the clauses, perhaps for short."""

from __future__ import annotations

import pytest

from assistant.verifying.models import Fault
from tests.assistant.verifying.texts import cited, faults, judged, source

TOWN = source(
    key="town",
    title="关于推行风筝首席质量官的通知",
    short_title="风筝通知",
    aliases=("风筝推行通知",),
    issuer="蓝湖市市场监督管理局",
    number="蓝市监〔2031〕35号",
    issued="2031-03-05",
)
CLAUSE = cited(
    "本通知由蓝湖市市场监督管理局提出，依据《风筝制作通用要求》（GB/T 99001—2031）制定，"
    "由蓝湖风筝质量检验有限公司起草，起草人王小鸢。在广东、福建两地试行，见本通知第五条。",
    label="第三条",
    path=("第一章", "第三条"),
    of=TOWN,
)


@pytest.mark.parametrize(
    "statement",
    [
        "依据GB/T 99001—2031制定。",
        "依据GB/T 99001制定。",
        "依据GB/T99001-2031制定。",
        "依据《风筝制作通用要求》制定。",
        "蓝市监〔2031〕35号是本通知的文号。",
        "蓝市监[2031]35号是本通知的文号。",
        "由蓝湖市市场监管局提出。",
        "由市市场监管局提出。",
        "由蓝湖风筝质量检验有限公司起草，起草人王小鸢。",
        "在广东和福建两地试行。",
        "按第三条，本通知由蓝湖市市场监督管理局提出。",
        "风筝通知第三条写明，由蓝湖市市场监督管理局提出。",
        "见第五条。",
        "第一章写明，在广东、福建两地试行。",
        "通知2031年3月5日印发。",
    ],
)
def test_names_pass_in_full_and_for_short(statement: str) -> None:
    assert judged(statement, CLAUSE).reasons == ()


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        ("依据GB/T 99002—2031制定。", Fault.DOCUMENT),
        ("依据GB/T 99001—2030制定。", Fault.DOCUMENT),
        ("依据GB 99001—2031和JB/T 5—2031制定。", Fault.DOCUMENT),
        ("依据《风筝检验通用要求》制定。", Fault.DOCUMENT),
        ("蓝市监〔2031〕36号是本通知的文号。", Fault.DOCUMENT),
        ("蓝市监〔2032〕35号是本通知的文号。", Fault.DOCUMENT),
        ("由蓝湖市教育局提出。", Fault.NAME),
        ("由红河风筝质量检验有限公司起草。", Fault.NAME),
        ("由蓝湖风筝质量检验有限公司起草，起草人李大鹏。", Fault.NAME),
        ("在广东、浙江两地试行。", Fault.PLACE),
        ("在广东和杭州两地试行。", Fault.PLACE),
        ("按第四条，本通知由蓝湖市市场监督管理局提出。", Fault.LABEL),
        ("风筝通知第八条写明，由蓝湖市市场监督管理局提出。", Fault.LABEL),
        ("第二章写明，在广东、福建两地试行。", Fault.LABEL),
        ("7.1.2写明，在广东、福建两地试行。", Fault.LABEL),
        ("按照ISO的要求，由蓝湖风筝质量检验有限公司起草。", Fault.NAME),
        ("本通知属于“试点的试点”，在广东、福建两地试行。", Fault.QUOTE),
    ],
)
def test_other_names_are_caught(statement: str, fault: Fault) -> None:
    assert fault in faults(statement, CLAUSE)


def test_a_text_that_is_no_mandatory_one_is_not_called_one() -> None:
    clause = cited("风筝标准是推荐性标准。")
    assert Fault.MODALITY in faults("风筝标准是强制性标准。", clause)
    assert faults("风筝标准不是强制性标准，是推荐性标准。", clause) <= {Fault.NEGATION}


@pytest.mark.parametrize(
    ("title", "statement"),
    [("(*[风筝", "按《(*[风筝》办理。"), ("风筝{0}+", "《风筝{0}+》第五条规定。"), ("a|b\\", "a|b\\第五条规定。")],
)  # fmt: skip
def test_a_title_of_pattern_characters_is_only_a_title(title: str, statement: str) -> None:
    clause = cited("按图样办理。", of=source(title=title))
    assert isinstance(judged(statement, clause).supported, bool)
