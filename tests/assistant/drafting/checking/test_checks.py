"""What each check finds in a company's file, and what it leaves alone."""

from __future__ import annotations

import pytest

from tests.assistant.drafting.checking.conftest import Check


@pytest.mark.parametrize(
    ("line", "words", "severity"),
    [
        ("聘任【待填：首席质量官姓名】为首席质量官。", "【待填：首席质量官姓名】", "错误"),
        ("公告。【可选条款（来源：上海2020年，供参考）】", "【可选条款（来源：上海2020年，供参考）】", "错误"),
        ("聘任××为首席质量官。", "××", "错误"),
        ("由某某负责。", "某某", "错误"),
        ("联系人为XXX，电话另附。", "XXX", "错误"),
        ("本办法自　　年　月　日起施行。", "年 月 日", "提醒"),
        ("任期自2026年  月  日起。", "2026年 月 日", "提醒"),
        ("首席质量官向____报告工作。", "首席质量官向____", "提醒"),
        ("公司地址（　）。", "（ ）", "提醒"),
        ("经费待补充。", "待补充", "提醒"),
        ("根据公司章程,现决定如下。", "公司章程,现决定如", "提醒"),
        ("聘任李乙(现任副总经理)为首席质量官。", "(现任副总经理)", "提醒"),
        ("示例制造[2026]8号", "示例制造[2026]8号", "错误"),
        ("示例制造（2026）8号", "示例制造（2026）8号", "错误"),
        ("示例制造〔2026〕第8号", "示例制造〔2026〕第8号", "提醒"),
        ("坚持\"质量第一\"的方针。", "坚持\"质量第一、质量第一\"的方针。", "提醒"),
        ("结束。。下一句。", "结束。。下一句。", "提醒"),
        ("任期３年。", "３", "提醒"),
        ("会议于2026年2月30日召开。", "2026年2月30日", "错误"),
        ("会议于2026-13-01召开。", "2026-13-01", "错误"),
        ("成文于2026年03月05日。", "2026年03月05日", "提醒"),
        ("首席质量管负责质量工作。", "首席质量管", "错误"),
        ("见错误！未找到引用源。", "错误！未找到引用源", "错误"),
    ],
)  # fmt: skip
def test_one_line(check: Check, line: str, words: str, severity: str) -> None:
    findings = check("一份文件", line)
    assert [(one.words, one.severity) for one in findings] == [(words, severity)]
    assert findings[0].paragraph == 2
    assert findings[0].message.endswith("。")


@pytest.mark.parametrize(
    "line",
    [
        "本规范参照《企业首席质量官制度建设规范》（质检办质〔2012〕749号），时间为8:30，比例为3.5%。",
        "依据GB/T 19001、ISO 9001和https://example.cn/a,b的要求，执行合格率≥99.5%。",
        "依照《公司法》第十二条、第一百三十条的规定。",
        "被聘任人（签字）：________",
        "□ 已参加　　□ 尚未参加",
        "判决书为（2026）粤0101民初1号。",
        "质量改进10×10平方米，5×100%。",
        "首席质量官的聘任程序为推荐、审查、聘任。",
        "二〇二六年三月一日",
    ],
)
def test_nothing_to_say(check: Check, line: str) -> None:
    assert check("一份文件", line) == []


# -- numbers -----------------------------------------------------------------------------------------


def test_gap_and_repeat_of_articles(check: Check) -> None:
    findings = check(
        "第一章 总则", "第一条 甲。", "第二条 乙。", "第四条 丙。", "第二章 聘任", "第五条 丁。", "第五条 戊。"
    )  # fmt: skip
    assert [(one.place, one.words) for one in findings] == [
        ("第4段（第四条）", "第四条"),
        ("第7段（第五条）", "第五条"),
    ]
    assert "应为第三条" in findings[0].message
    assert "编号重复" in findings[1].message


def test_items_begin_anew_below_each_article(check: Check) -> None:
    good = (
        "第一条 职责：",
        "（一）甲；",
        "（二）乙。",
        "第二条 权限：",
        "（一）丙；",
        "1. 丁；",
        "2. 戊；",
        "（二）己。",
    )
    assert check(*good) == []
    findings = check("第一条 职责：", "（一）甲；", "（三）乙。")
    assert [one.words for one in findings] == ["（三）"]


def test_decimal_numbers(check: Check) -> None:
    assert check("1 目的", "2 职责", "2.1 甲", "2.2 乙", "2.2.1 丙", "2.3 丁", "3.1 戊") == []
    assert [one.words for one in check("5.1 甲", "5.3 乙")] == ["5.3"]


# -- references --------------------------------------------------------------------------------------


def test_references_to_what_is_not_there(check: Check) -> None:
    findings = check(
        "第一条 见第十二条和附件3。",
        "第二条 按照本办法第一条第（二）项办理，依照《公司法》第九十条、第九十一条执行。",
        "附件：1. 职责章程",
        "2. 授权书",
    )
    assert [one.words for one in findings] == ["第十二条", "附件3", "第一条第（二）项"]
    assert all(one.severity == "错误" for one in findings)
    assert "2个附件" in findings[1].message


def test_attachments_that_are_listed_or_have_pages(check: Check) -> None:
    assert (
        check(
            "见附件1和附件2。",
            "附件：1. 职责章程",
            "2. 授权书",
            "附件1",
            "职责章程",
            "附件2 授权书",
        )
        == []
    )


# -- names and dates ---------------------------------------------------------------------------------


def test_company_in_two_spellings(check: Check) -> None:
    findings = check(
        "示例精密制造有限公司",
        "聘任李乙为示例精蜜制造有限公司首席质量官。",
        "供应商是另一家电子有限公司。",
    )
    assert [one.words for one in findings] == ["示例精蜜制造有限公司"]


def test_person_in_two_spellings(check: Check) -> None:
    findings = check(
        "聘任李建国同志为首席质量官。", "李建囯同志任期三年。", tables=[[["姓名", "李建国"]]]
    )
    assert [(one.words, one.severity) for one in findings] == [("李建囯", "错误")]


def test_terms_that_differ(check: Check) -> None:
    findings = check(
        "任期自2026年4月1日起至2029年3月31日止。",
        "任期自2026年4月1日至2028年3月31日。",
        "首席质量官任期2年。",
        tables=[[["任期", "2026年4月1日至2029年3月31日"]]],
    )
    assert [one.paragraph for one in findings] == [2, 3]
    assert "第1段写的是2026年4月1日至2029年3月31日" in findings[0].message
    assert check("任期自2029年4月1日起至2026年3月31日止。")[0].severity == "错误"
    assert check("任期自2026年4月1日起至2029年3月31日止。", "每届任期为3年。") == []


def test_own_name_of_the_document(check: Check) -> None:
    findings = check("首席质量官管理办法", "第一条 制定本规定。", "第二条 本办法自公布之日起施行。")
    assert [one.words for one in findings] == ["本规定"]
