"""A drafter over the shipped library, and blueprints small enough to read in a test."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from typing import Any

import pytest

from assistant.drafting.basis import Texts
from assistant.drafting.blueprints import Plan, parse, plan_of, resolve
from assistant.drafting.drafter import Drafter
from assistant.service import LocalAssistant
from corpus.regions import Gazetteer

SMALL = """
id: appointment-letter
code: D4
title: 小样
purpose: 只用于测试。
stage: 聘任
style: measures
document_title: "{{ company_name }}小样"
facts:
  - {use: company_name}
  - {use: cqo_name, required: true}
  - {use: term_start}
  - {use: term_end}
  - {use: departments}
  - {use: powers}
  - {use: cqo_part_time}
  - {use: quality_goals}
  - {use: sector}
  - {name: story, label: 经过, type: paragraph, longest: 2000}
rules:
  - {kind: order, facts: [term_start, term_end], message: 任期结束日早于任期开始日，请核对两个日期。}
sections:
  - id: general
    title: 总则
    basis: {clauses: ["cqo-notes#六/（四）"]}
    text: |
      § 首席质量官由{{ cqo_name }}担任，任期自{{ term_start }}起。<#who>
      § 职责包括：
      - 质量策划；
      - {{ words.outgoing_check }}。<#check>
      -- 每批{{ words.release }}前；
  - id: powers
    title: 权限
    basis: {own: 由企业决定}
    text: |
      § 享有{{ powers }}。{% if "veto" in powers %}否决见<@who>和<@check>。{% endif %}

      {{ story }}
    optional:
      - id: notice
        title: 公告
        clause: shanghai-opinion-2020#聘任
        text: "§ 聘任在公司内公告。"
  - id: goals
    title: 目标
    basis: {topics: [目标]}
    when: known(quality_goals)
    text: |
      § 目标见下表。
      表：质量目标
      {{ table(quality_goals, serial=true) }}
signature: {date: term_start}
attachments:
  - {title: 职责章程, blueprint: duty-charter}
"""


@pytest.fixture(scope="session")
def small() -> Plan:
    return resolve(parse(SMALL, "小样"))


@pytest.fixture(scope="session")
def texts(assistant: LocalAssistant, gazetteer: Gazetteer) -> Texts:
    return Texts(assistant.index.catalogue, gazetteer, date(2026, 7, 1))


@pytest.fixture
def drafter(texts: Texts, gazetteer: Gazetteer) -> Drafter:
    """Over the blueprints of the product; its clock stands."""
    return Drafter(lambda: texts, gazetteer, now=lambda: datetime(2026, 7, 1, 9, tzinfo=UTC))


@pytest.fixture
def small_drafter(texts: Texts, gazetteer: Gazetteer, small: Plan) -> Drafter:
    return drafter_of({"small": small}, texts, gazetteer)


def drafter_of(plans: Mapping[str, Plan], texts: Texts, gazetteer: Gazetteer) -> Drafter:
    find: Callable[[str], Plan] = lambda name: plans.get(name) or plan_of(name)  # noqa: E731
    return Drafter(lambda: texts, gazetteer, plans=find)


FACTS: dict[str, Any] = {
    "company_name": "示例精密制造有限公司",
    "cqo_name": "李乙",
    "term_start": "2026-04-01",
    "term_end": "2029-03-31",
    "departments": ["质量部", "检验中心"],
    "powers": ["suggest", "veto"],
    "sector": "product",
}
