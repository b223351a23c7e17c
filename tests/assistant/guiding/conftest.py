"""The product's journey, and one small enough to read in a test."""

from __future__ import annotations

from typing import Any

import pytest

from assistant.drafting.facts.reading import read_facts
from assistant.drafting.facts.values import Facts
from assistant.guiding.journeys import Route, parse, route_of
from corpus.regions import Gazetteer

SMALL = """
id: small
title: 小路线
region: 广东
purpose: 只用于测试。
facts:
  - {use: company_name}
  - {use: size}
  - {use: cqo_name}
  - {name: has_candidate, label: 是否已有人选, type: yes-no, group: 现状}
  - {name: evaluation_date, label: 评估时间, type: date, group: 运行}
interview:
  - {id: name, facts: [company_name], ask: 叫什么名字？, why: 会写进文件。}
  - {id: candidate, facts: [has_candidate], ask: 有人选吗？, why: 先定条件再选人。}
  - {id: who, facts: [cqo_name], ask: 是谁？, why: 会写进聘任书。, when: has_candidate}
contradictions:
  - {when: known(has_candidate) and not has_candidate and cqo_name, facts: [has_candidate, cqo_name], message: 前后不一致。}
phases:
  - id: first
    title: 策划
    purpose: 先想清楚。
    clauses: ["cqo-notes#六/（三）"]
    tasks:
      - &task
        id: one
        title: 第一件
        clauses: ["cqo-notes#六/（三）"]
        what: [做第一件。]
        why: 因为先要做。
        owner: 牵头人
        days: [1, 3]
        done_when: [做完了。]
      - {<<: *task, id: two, title: 第二件, needs: [one], days: [2, 2], produces: [planning-scheme]}
      - {<<: *task, id: three, title: 第三件, needs: [one], when: 'size == "small"', skipped: 只有小型企业要做}
      - {<<: *task, id: four, title: 第四件, needs: [two, three], not_before: evaluation_date}
"""


@pytest.fixture(scope="session")
def small_route() -> Route:
    return parse(SMALL, "小路线")


@pytest.fixture(scope="session")
def route() -> Route:
    return route_of()


def facts_of(route: Route, gazetteer: Gazetteer, **raw: Any) -> Facts:
    return read_facts(route.specs, (), raw, gazetteer)
