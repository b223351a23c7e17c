"""Facts that documents state of themselves: each value with the place where it stands."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from corpus.structure.document_facts import read_facts
from corpus.structure.fact_numbers import number_key, serial_key
from corpus.structure.fact_text import iso_date

COVER = """ICS 03.120.10
CCS A 00
DB44
广 东 省 地 方 标 准
DB44/T 0000—2099
代替 DB44/T 0000—2010
企业首席质量官制度建设规范
Specification for the construction of enterprise CQO system
（征求意见稿）
2099-01-15 发布                2099 - 03 - 01 实施
广东省市场监督管理局　发 布
前　言
本文件代替GB/T 1.1—2009《标准化工作导则》，与GB/T 1.1—2009相比，除结构调整外，主要变化如下。
1　范围
本文件规定了要求。
"""
NOTICE = """广东省市场监督管理局文件
粤市监〔2023〕35号
广东省市场监督管理局等十一部门关于深化落实
企业首席质量官制度的通知
各地级以上市市场监督管理局：
为落实《质量强国建设纲要》（中发〔2022〕9号），现通知如下。
一、总体要求
《首席质量官条例》自2020年1月1日起施行。本通知自印发之日起施行，《关于推行首席质量官的意见》（粤质监〔2014〕1号）同时废止。
                    广东省市场监督管理局
                    二〇二三年三月八日
"""


def facts(text: str, **hints: str) -> dict[str, str]:
    """Values by name, each checked to stand where it says; of several ``replaces`` all, joined."""
    found: dict[str, list[str]] = {}
    for fact in read_facts(text, **hints):
        assert 0 <= fact.start < fact.end <= len(text), fact
        found.setdefault(fact.name, []).append(fact.value)
    return {name: "|".join(values) for name, values in found.items()}


def place(text: str, name: str) -> str:
    return next(text[f.start : f.end] for f in read_facts(text) if f.name == name)


def test_cover_of_a_standard() -> None:
    assert facts(COVER) == {
        "title": "企业首席质量官制度建设规范",
        "number": "DB44/T 0000—2099",
        "issuer": "广东省市场监督管理局",
        "issued": "2099-01-15",
        "effective": "2099-03-01",
        "status": "draft",
        "kind": "standard",
        "region": "广东",
        "replaces": "DB44/T 0000—2010|GB/T 1.1—2009",
    }
    assert place(COVER, "issued") == "2099-01-15"
    assert place(COVER, "effective") == "2099 - 03 - 01"
    assert place(COVER, "status") == "征求意见稿"


def test_title_of_a_standard_over_two_lines_and_two_issuers() -> None:
    text = (
        "中华人民共和国国家标准\nGB/T 1.1—2020\n标准化工作导则\n第1部分：标准化文件的结构和起草规则\n"
        "Directives for standardization\n2020-03-31 发布　2020-10-01 实施\n"
        "国家市场监督管理总局\n国家标准化管理委员会　发布\n"
    )
    found = facts(text)
    assert found["title"] == "标准化工作导则 第1部分：标准化文件的结构和起草规则"
    assert found["issuer"] == "国家市场监督管理总局、国家标准化管理委员会"
    assert found["region"] == "全国"
    assert (found["issued"], found["effective"]) == ("2020-03-31", "2020-10-01")


def test_red_head_notice() -> None:
    found = facts(NOTICE)
    assert found == {
        "title": "广东省市场监督管理局等十一部门关于深化落实企业首席质量官制度的通知",
        "number": "粤市监〔2023〕35号",
        "issuer": "广东省市场监督管理局",
        "issued": "2023-03-08",
        "effective": "2023-03-08",
        "kind": "policy",
        "region": "广东",
        "replaces": "关于推行首席质量官的意见",
    }
    assert place(NOTICE, "issued") == "二〇二三年三月八日"
    assert place(NOTICE, "title").count("\n") == 1


def test_law_with_the_line_under_its_title() -> None:
    text = (
        "湖北省质量促进条例\n（2024年7月25日湖北省第十四届人民代表大会常务委员会第十一次会议通过）\n"
        "第一章 总则\n第一条 为了促进质量，制定本条例。\n第五十条 本条例自2024年11月1日起施行。"
    )
    assert facts(text) == {
        "title": "湖北省质量促进条例",
        "issuer": "湖北省人民代表大会常务委员会",
        "issued": "2024-07-25",
        "effective": "2024-11-01",
        "kind": "regulation",
        "region": "湖北",
    }


def test_amended_law_is_as_old_as_its_last_amendment() -> None:
    text = (
        "# 社会保险法\n\n2010年10月28日 第十一届全国人民代表大会常务委员会第十七次会议通过\n\n"
        "2018年12月29日 第十三届全国人民代表大会常务委员会第七次会议《关于修改〈社会保险法〉的决定》修正\n\n第一条 目的。"
    )
    found = facts(text)
    assert found["issued"] == "2018-12-29"
    assert found["issuer"] == "全国人民代表大会常务委员会"


def test_order_of_a_ministry() -> None:
    text = (
        "工业产品生产单位落实质量安全主体责任监督管理规定\n"
        "（2023年4月4日国家市场监督管理总局令第75号公布 自2023年5月5日起施行）\n第一条 为了督促。"
    )
    found = facts(text)
    assert found["number"] == "国家市场监督管理总局令第75号"
    assert (found["issued"], found["effective"]) == ("2023-04-04", "2023-05-05")
    assert (found["kind"], found["region"]) == ("regulation", "全国")
    assert found["issuer"] == "国家市场监督管理总局"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("DB44/T 2461—2024\n地方标准编制指南", "DB44/T 2461—2024"),
        ("GB/T19001-2016\n质量管理体系 要求", "GB/T 19001—2016"),
        ("T/GDAQ 12－2023\n首席质量官能力要求", "T/GDAQ 12—2023"),
        ("Q/ABC 001-2024\n首席质量官管理办法", "Q/ABC 001—2024"),
        ("ＤＢ４４／Ｔ　１—２０１０\n首席质量官规范", "DB44/T 1—2010"),
        ("粤市监[2023]35号\n关于首席质量官的通知", "粤市监〔2023〕35号"),
        ("粤市监(2023)第 035 号\n关于首席质量官的通知", "粤市监〔2023〕35号"),
        ("粤市监【２０２３】３５号\n关于首席质量官的通知", "粤市监〔2023〕35号"),
    ],
)
def test_numbers(text: str, number: str) -> None:
    assert facts(text)["number"] == number


@pytest.mark.parametrize(
    ("title", "status"),
    [
        ("首席质量官管理办法（征求意见稿）", "draft"),
        ("首席质量官管理条例（草案）", "draft"),
        ("首席质量官管理办法（试行）", "trial"),
        ("首席质量官管理暂行办法", "trial"),
        ("首席质量官管理办法", None),
        ("关于公开征求《首席质量官管理办法（征求意见稿）》意见的通知", None),
        ("《企业首席质量官制度建设规范（报批稿）》编制说明", "draft"),
    ],
)
def test_stage(title: str, status: str | None) -> None:
    found = facts(f"{title}\n第一条 为了规范，依据征求意见稿制定，试行一年。\n")
    assert found["title"] == title
    assert found.get("status") == status


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("中华人民共和国产品质量法", "law"),
        ("深圳经济特区质量条例", "regulation"),
        ("清远市企业首席质量官管理办法（试行）", "measure"),
        ("关于推行企业首席质量官制度的实施意见", "policy"),
        ("广州某某有限公司首席质量官管理办法", "company"),
        ("《企业首席质量官制度建设规范（报批稿）》编制说明", "compilation-notes"),
    ],
)
def test_kind(title: str, kind: str) -> None:
    assert facts(f"{title}\n\n第一条 正文。")["kind"] == kind


@pytest.mark.parametrize(
    ("written", "iso"),
    [
        ("2024年9月27日", "2024-09-27"),
        ("2024 年 9 月 7 日", "2024-09-07"),
        ("2024-9-7", "2024-09-07"),
        ("二〇二四年十一月二十一日", "2024-11-21"),
        ("二○二四年三月十日", "2024-03-10"),
        ("2024年6月", "2024-06"),
        ("2024年2月31日", None),
        ("2024年13月", None),
    ],
)
def test_dates(written: str, iso: str | None) -> None:
    assert iso_date(written) == iso


def test_what_is_not_stated_is_absent() -> None:
    text = "今天开会讨论了首席质量官，没有结论。\n\n下周再议，2024年的计划另行安排。"
    assert facts(text) == {}
    assert facts("") == {}
    placeholder = facts("DB44/T XXXX—XXXX\n企业首席质量官制度建设规范\nXXXX-XX-XX 发布")
    assert "number" not in placeholder
    assert "issued" not in placeholder


def test_title_of_the_file_counts_only_where_the_text_has_it() -> None:
    text = "首页 > 政策\n关于做好\n首席质量官工作\n第一条 目的"
    assert facts(text, title_hint="关于做好首席质量官工作")["title"] == "关于做好首席质量官工作"
    assert facts(text, title_hint="别的标题内容").get("title") != "别的标题内容"


def test_traditional_text() -> None:
    found = facts("企業首席質量官管理辦法\n第一條 目的。\n第九條 本辦法自2024年1月1日起施行。")
    assert found["title"] == "企業首席質量官管理辦法"
    assert (found["kind"], found["effective"]) == ("measure", "2024-01-01")


def test_keys_of_numbers() -> None:
    assert number_key("粤市监〔2023〕35号") == number_key("粤市监(2023) 第35号")
    assert serial_key("DB44/T 1—2010") == serial_key("DB44/T 1-2020") != ""
    assert serial_key("粤市监〔2023〕35号") == ""


#: Heads of documents of many sorts, all invented, and what each says of itself.
HEADS: dict[str, tuple[str, dict[str, str]]] = {
    "团体标准": (
        "ICS 00.000\nT/CSA 00\n团 体 标 准\nT/ZZCS 7—3099\n纸船分级规范\nGrading of paper boats\n"
        "2098-05-06 发布  2098-06-07 实施\n某某测试协会 发布\n1 范围\n本文件规定了纸船。",
        {
            "title": "纸船分级规范",
            "issuer": "某某测试协会",
            "issued": "2098-05-06",
            "effective": "2098-06-07",
            "kind": "standard",
        },
    ),
    "企业标准": (
        "Q/CSCS 001—2098\n某某测试有限公司企业标准\n纸船检验规程\n2098年1月2日发布 2098年1月3日实施\n1 范围",
        {
            "title": "纸船检验规程",
            "number": "Q/CSCS 001—2098",
            "issued": "2098-01-02",
            "effective": "2098-01-03",
            "kind": "standard",
        },
    ),
    "标准送审稿": (
        "中华人民共和国国家标准\nGB/T 00001—2098\n代替GB/T 00001—2088\n纸船 通用要求\n（送审稿）\n"
        "2098-01-02发布 2098-02-03实施\n前言\n",
        {
            "title": "纸船 通用要求",
            "number": "GB/T 00001—2098",
            "status": "draft",
            "replaces": "GB/T 00001—2088",
            "region": "全国",
        },
    ),
    "多次修正的法律": (
        "纸船法\n（2071年1月2日第九十届全国人民代表大会常务委员会第一次会议通过　根据2081年3月4日第九十一届全国人民代表大会"
        "常务委员会第二次会议《关于修改〈纸船法〉的决定》第一次修正　根据2091年5月6日第九十二届全国人民代表大会常务委员会"
        "第三次会议《关于修改〈纸张法〉等三部法律的决定》第二次修正）\n第一条 目的。\n第九条 本法自2072年1月1日起施行。",
        {
            "title": "纸船法",
            "issuer": "全国人民代表大会常务委员会",
            "issued": "2091-05-06",
            "effective": "2072-01-01",
            "kind": "law",
            "region": "全国",
        },
    ),
    "司法解释": (
        "最高人民法院\n关于审理纸船案件若干问题的解释\n法释〔2098〕5号\n（2098年3月2日最高人民法院审判委员会第9001次会议通过，"
        "自2098年5月1日起施行）\n为正确审理纸船案件，制定本解释。\n第一条 船头。",
        {
            "number": "法释〔2098〕5号",
            "issuer": "最高人民法院",
            "issued": "2098-03-02",
            "effective": "2098-05-01",
            "region": "全国",
        },
    ),
    "两院通过": (
        "关于纸船罪名的补充规定\n2098年1月17日甲法院审判委员会第1次会议、2098年1月3日乙检察院第2次会议通过\n"
        "第一条 罪名。\n第二条 本规定自2098年3月1日起施行。",
        {"title": "关于纸船罪名的补充规定", "issued": "2098-01-17", "effective": "2098-03-01"},
    ),
    "多次修订后自公布之日施行": (
        "某某纸船实施细则\n2061年1月2日 测试会议通过\n2081年3月4日 测试会议修订\n第一条 目的。\n第二条 本细则自公布之日起施行。",
        {"title": "某某纸船实施细则", "issued": "2081-03-04", "kind": "measure"},
    ),
    "政府令": (
        "广州市人民政府令\n第999号\n《广州市纸船管理规定》已经2098年1月2日市人民政府第1次常务会议审议通过，现予公布，"
        "自2098年3月1日起施行。\n市长 某某\n2098年1月20日\n广州市纸船管理规定\n第一条 目的。",
        {"effective": "2098-03-01", "region": "广州"},
    ),
    "转发通知": (
        "某某办发〔2098〕3号\n某某市人民政府办公室转发市测试局关于推行纸船意见的通知\n各区政府：\n现转发给你们。\n"
        "某某市人民政府办公室\n2098年4月5日",
        {"number": "某某办发〔2098〕3号", "issued": "2098-04-05", "kind": "policy"},
    ),
    "试行办法": (
        "深圳市纸船管理办法\n（试行）\n第一条 目的。\n第八条 本办法自2098年1月1日起试行，有效期三年。"
        "《深圳市纸船暂行规定》（深测〔2088〕1号）同时废止。",
        {
            "title": "深圳市纸船管理办法（试行）",
            "status": "trial",
            "effective": "2098-01-01",
            "kind": "measure",
            "region": "深圳",
            "replaces": "深圳市纸船暂行规定",
        },
    ),
    "公司制度": (
        "某某测试有限公司\n首席质量官任命管理制度\n编号：CS-01\n发布日期：2098-07-08　实施日期：2098-08-09\n1. 目的\n",
        {"issued": "2098-07-08", "effective": "2098-08-09", "kind": "company"},
    ),
    "修正案": (
        "纸船法修正案（六）\n2098年6月7日 第九十九届全国人民代表大会常务委员会第一次会议通过\n一、将第一条修改为：“用纸。”\n"
        "二、本修正案自公布之日起施行。",
        {"issued": "2098-06-07", "effective": "2098-06-07", "kind": "law"},
    ),
    "废止的规定": (
        "佛山市纸船规定（已废止）\n2088年1月2日佛山市人民政府发布\n第一条 目的。",
        {"status": "repealed", "region": "佛山", "issued": "2088-01-02"},
    ),
    "网页": (
        "索引号：000/2098-1　发布机构：广东省测试局\n发文字号：粤测〔2098〕8号　成文日期：2098年2月3日　时效性：现行有效\n"
        "广东省测试局关于做好纸船工作的意见\n各有关单位：\n一、多折。",
        {
            "title": "广东省测试局关于做好纸船工作的意见",
            "number": "粤测〔2098〕8号",
            "issued": "2098-02-03",
            "status": "current",
            "kind": "policy",
            "region": "广东",
        },
    ),
}


@pytest.mark.parametrize("name", HEADS)
def test_head(name: str) -> None:
    text, expected = HEADS[name]
    found = facts(text)
    assert {key: found.get(key) for key in expected} == expected


def test_day_of_an_amendment_is_not_the_day_of_effect() -> None:
    assert "effective" not in facts(HEADS["多次修订后自公布之日施行"][0])


def test_a_text_full_of_blanks_is_read_in_one_pass() -> None:
    """Seconds would be hours if the work grew with the square of the length."""
    assert facts("甲" + " " * 300_000 + "乙\n" + "\n" * 300_000) == {}
    assert facts("《甲》《乙》同时废止" * 30_000)["replaces"] == "甲|乙"


def test_laws_sample(shared_data: Path) -> None:
    """Of 220 public laws every title; the date of the version wherever the text states it."""
    folder = shared_data / "laws-sample"
    titles = dates = stated = total = 0
    for line in (folder / "manifest.jsonl").read_text("utf-8").splitlines():
        entry = json.loads(line)
        text = (folder / "docs" / entry["file"]).read_text("utf-8")
        found = facts(text)
        total += 1
        titles += re.sub(r"\s", "", found.get("title", "")) == re.sub(r"\s", "", entry["title"])
        if entry["date"]:
            year, month, day = (int(part) for part in entry["date"].split("-"))
            if f"{year}年{month}月{day}日" in text:
                stated += 1
                dates += found.get("issued") == entry["date"]
    assert titles == total == 220
    assert dates / stated > 0.97  # 2 of 105: the manifest gives the date of another amendment
