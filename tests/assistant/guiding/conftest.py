"""The product's journey, and one small enough to read in a test."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from assistant.drafting.facts.reading import read_facts
from assistant.drafting.facts.values import Facts
from assistant.guiding.journeys import Route, parse, route_of
from assistant.guiding.way import Way
from assistant.service import LocalAssistant, open_assistant
from assistant.settings import load_settings
from corpus.regions import Gazetteer
from tests.assistant.conftest import copy_library

REPOSITORY = Path(__file__).parents[3]

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


@pytest.fixture(scope="module")
def own_guide(
    library_data: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[LocalAssistant]:
    """The service over a copy of the library for the tests of one file: they may begin companies."""
    folder = copy_library(library_data, tmp_path_factory.mktemp("guide") / "data")
    opened = open_assistant(load_settings(data_dir=folder))
    yield opened
    opened.close()


def example(name: str) -> dict[str, Any]:
    """Facts of an invented company that the guide asks for or documents share."""
    path = REPOSITORY / "docs" / "examples" / f"{name}.yaml"
    found: dict[str, Any] = yaml.safe_load(path.read_text("utf-8"))
    found.pop("documents", None)
    return found


def begun(assistant: LocalAssistant, name: str, start: date = date(2026, 12, 1)) -> Way:
    """The company of an example with all its facts answered."""
    desk, facts = assistant.guide, example(name)
    way = desk.begin(facts["company_name"], start)
    known = {spec.name for spec in desk.specs(way.route)}
    return desk.answer(way, {key: value for key, value in facts.items() if key in known})


def checked(
    assistant: LocalAssistant, way: Way, replies: Mapping[str, str], *, finish: bool = True
) -> str:
    """A self-check with these replies; ``""`` for all that are not named."""
    checks = assistant.guide.self_checks
    made = checks.start(way)
    for one in checks.checks().checks:
        reply = replies.get(one.id, replies.get("", ""))
        if reply:
            checks.reply(way, made.id, one.id, reply, 0)
    if finish:
        checks.finish(way, made.id)
    return made.id
