"""Invented texts for the tests of the import; no place, company or number in them exists."""

from __future__ import annotations

MEASURE = """虚构省企业首席质量官管理办法

第一章 总则
第一条 为了测试导入，制定本办法。
第二条 本办法适用于虚构企业。
第二章 聘任
第三条 首席质量官应当由总经理聘任，并具备下列条件：
（一）十年测试经历；
（二）熟悉测试方法。
第四条 企业可以设立测试岗位。
第五条 本办法自2031年3月1日起施行。
"""

NOTICE = """虚构省测试局文件

虚测〔2031〕7号

关于印发《虚构省测试管理办法》的通知

各有关单位：
现将《虚构省测试管理办法》印发给你们，请遵照执行。

虚构省测试局
2031年5月6日

虚构省测试管理办法

第一章 总则
第一条 为了测试分篇，制定本办法。
第二条 本办法所称测试，是指虚构的测试。
第二章 附则
第三条 本办法自2031年6月1日起施行。
"""

FRONT = """---
id: own-rules
title: 虚构公司测试办法
short_title: 虚构办法
region: 广东
kind: company
status: current
authority: original
clauses:
  一: {topics: [聘任]}
---
一、聘任
由虚构的总经理聘任。
二、退出
测试结束即退出。
"""


def standard(year: int, *, number: str = "DB44/T 9999", draft: bool = False, more: str = "") -> str:
    """A test standard of that year."""
    stage = "（征求意见稿）" if draft else ""
    return f"""# 虚构测试规范{stage}

{number}—{year}

{year}-05-01 发布  {year}-08-01 实施

## 1 范围

本文件规定了虚构测试的要求{more}。

## 2 规范性引用文件

本文件没有规范性引用文件。

## 3 要求

### 3.1 总则

测试应可重复。

### 3.2 记录

测试宜留存记录。
"""


def law(name: str, articles: int) -> str:
    """A long test law: every article differs from those of any other."""
    lines = [f"虚构省{name}条例", ""]
    lines += [
        f"第{_chinese(n)}条 {name}的第{n}项测试事项由虚构的{name}机构负责，期限为{n}天。"
        for n in range(1, articles + 1)
    ]
    return "\n".join(lines) + "\n"


def _chinese(number: int) -> str:
    digits = "零一二三四五六七八九"
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    words = f"{digits[hundreds]}百" if hundreds else ""
    if tens:
        words += ("" if tens == 1 and not hundreds else digits[tens]) + "十"
    elif hundreds and ones:
        words += "零"
    return words + (digits[ones] if ones else "")
