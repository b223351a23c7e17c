"""A facts file is read as it is written, or refused with the line that is wrong."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.drafting.blueprints import shared_facts
from assistant.drafting.facts.files import LARGEST, load_facts, template_yaml
from assistant.drafting.facts.reading import read_facts
from assistant.drafting.facts.yaml_text import parsed
from corpus.errors import BadInput
from corpus.regions import Gazetteer

SPECS = tuple(shared_facts().values())


@pytest.fixture
def write(tmp_path: Path) -> Any:
    def made(content: str | bytes, name: str = "事实.yaml") -> Path:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return made


def refused(path: Path) -> str:
    with pytest.raises(BadInput) as error:
        load_facts(path)
    assert "\n" not in error.value.message
    return error.value.message


def test_facts_of_one_document_go_before_the_shared_ones(write: Any) -> None:
    file = load_facts(
        write(
            "company_name: 甲公司\ndocument_date: 2026-03-01\n"
            "documents:\n  appointment-letter:\n    document_date: 2026-04-01\n  duty-charter:\n"
        )
    )
    assert file.of("appointment-letter") == {
        "company_name": "甲公司",
        "document_date": "2026-04-01",
    }
    assert (
        file.of("duty-charter")
        == file.of("exit-measures")
        == {"company_name": "甲公司", "document_date": "2026-03-01"}
    )


def test_values_stay_as_they_are_written(write: Any) -> None:
    file = load_facts(
        write(
            "a: 0123\nb: NO\nc: 1.10\nd: 12:30\ne: 2026-02-30\nf: =1+1\ng: null\nh:\ni: 'null'\nj: [1, ~]\nk: |\n  一\n  二\n"
        )
    )
    assert file.facts == {
        "a": "0123", "b": "NO", "c": "1.10", "d": "12:30", "e": "2026-02-30", "f": "=1+1", "g": None, "h": None,
        "i": "null", "j": ["1", None], "k": "一\n二\n",
    }  # fmt: skip


@pytest.mark.parametrize("company", ["manufacturing", "construction", "service"])
def test_the_examples_are_read_without_a_problem(
    company: str, repository: Path, gazetteer: Gazetteer
) -> None:
    path = repository / "docs" / "examples" / f"{company}.yaml"
    shared = {k: v for k, v in yaml.safe_load(path.read_text("utf-8")).items() if k != "documents"}
    facts = read_facts(SPECS, [], load_facts(path).facts, gazetteer)
    assert facts.problems == facts.unknown == ()
    assert facts.values == read_facts(SPECS, [], shared, gazetteer).values


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_files_of_a_chinese_windows_are_read(write: Any, encoding: str) -> None:
    words = "company_name: 示例精密制造有限公司\naddress: 佛山市示例路1号\nbusiness: 电饭煲、电水壶等小家电的研发、生产和销售\n"
    assert load_facts(write(words.encode(encoding))).facts["company_name"] == "示例精密制造有限公司"


def test_json_is_a_facts_file_too(write: Any) -> None:
    content = {
        "company_name": "甲\u0001😀",
        "headcount": 5,
        "cqo_part_time": True,
        "documents": {"duty-charter": {"a": 1.5}},
    }
    file = load_facts(write(json.dumps(content), "facts.json"))
    assert file.of("duty-charter") == {
        "company_name": "甲\u0001😀",
        "headcount": "5",
        "cqo_part_time": True,
        "a": "1.5",
    }


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("", "是空的"),
        ("# 只有说明\n", "是空的"),
        ("只是一句话", "不是一项一项的事实"),
        ("企业全称：甲公司\n", "用英文冒号"),
        ("- a\n- b\n", "不是一项一项的事实"),
        ("a: 1\nb: 2\na: 3\n", "第3行的“a”与第1行重复"),
        ("documents:\n  duty-charter:\n    a: 1\n    a: 2\n", "第4行的“a”与第3行重复"),
        ("a: 1\nb: c: d\n", "第2行不是有效的 YAML"),
        ("a: 1\nb: @x\n", "第2行不是有效的 YAML：开头的字符不能直接写"),
        ("a: 1\n\tb: 2\n", "第2行不是有效的 YAML"),
        ("a: '没有成对\n", "第1行不是有效的 YAML：引号没有成对"),
        ("a: [1, 2\n", "第1行不是有效的 YAML：括号没有成对"),
        ("a: &x 1\nb: *x\n", "第1行用了锚（&）"),
        ("b: *x\n", "第1行用了引用（*）"),
        ("a: 1\nb: !x 2\n", "第2行用了标签（!）"),
        ("a: !!python/object/apply:os.system [ls]\n", "第1行"),
        ("a: 1\n---\nb: 2\n", "第2行又开始了一份"),
        ("a: {{ 企业 }}\n", "第1行的名称不是文字"),
        ("a: 1\nb: \x01\n", "第2行附近有看不见的控制字符"),
        ("a: " + "[" * 5000 + "\n", "套得太深"),
        ("documents: 5\n", "documents 不对"),
        ("documents: {duty-charter: 5}\n", "documents → duty-charter 不对"),
        ("documents: {duty-chater: {a: 1}}\n", "没有名为“duty-chater”的蓝本，相近的是 duty-charter"),
        ("documents: {火星: {a: 1}}\n", "可用的有：planning-scheme"),
        (b"PK\x03\x04....", "cqo draft batch"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 9, "事实文件"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_used_says_what_and_where(
    write: Any, content: str | bytes, says: str
) -> None:
    assert says in refused(write(content))


def test_a_bomb_of_aliases_is_refused_at_once(write: Any) -> None:
    lines = ["a0: &a0 [x, x]"] + [f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]" for n in range(1, 60)]
    assert "锚" in refused(write("\n".join(lines)))


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ('{"a": 1,\n "b": 2,\n "a": 3}', "第3行的“a”写了两次"),
        ('{"a": 1,\n}', "第2行第1个字附近不是有效的 JSON"),
        ('{"a": ' + "[" * 100_000, "套得太深"),
        ("[1]", "不是一项一项的事实"),
    ],
)
def test_json_that_cannot_be_used(write: Any, content: str, says: str) -> None:
    assert says in refused(write(content, "facts.json"))


def test_no_file_a_folder_and_one_too_large(tmp_path: Path, write: Any) -> None:
    assert refused(tmp_path / "没有.yaml").startswith("找不到事实文件 没有.yaml")
    assert "不是文件" in refused(tmp_path)
    assert "超过5 MB" in refused(write("#" * (LARGEST + 1)))


def test_a_blueprint_of_their_own_may_be_named(write: Any) -> None:
    path = write("documents: {my-letter: {a: 1}}\n")
    assert load_facts(path, known=("my-letter",)).of("my-letter") == {"a": "1"}


def test_the_form_gives_nothing_until_it_is_filled_in(write: Any, gazetteer: Gazetteer) -> None:
    form = template_yaml(SPECS, "聘任书")
    file = load_facts(write(form))
    assert list(file.facts) == [spec.name for spec in SPECS]
    facts = read_facts(SPECS, [], file.of("appointment-letter"), gazetteer)
    assert not facts.values
    assert not facts.problems
    for spec in SPECS:
        assert f"# {spec.label}（{'必填' if spec.required else '选填'}）" in form
        assert not spec.example or f"例如：{spec.example}" in form


def test_rows_of_the_form_are_filled_in_by_taking_out_the_marks(write: Any) -> None:
    form = template_yaml([shared_facts()["quality_goals"]], "甲\n乙: 丙")
    filled = form.replace("#  - item: ", "  - item: 合格率").replace("#    goal: ", "    goal: 98%")
    assert load_facts(write(filled)).facts["quality_goals"] == [{"item": "合格率", "goal": "98%"}]


def said(read: Callable[[], object]) -> str:
    """What is refused; empty where it is read."""
    try:
        read()
    except BadInput as error:
        return error.message
    return ""


@given(st.text(max_size=200))
@settings(deadline=None)
def test_any_text_is_read_or_refused(text: str) -> None:
    message = said(lambda: parsed(text, "事实文件 x "))
    assert not message or message.startswith("事实文件 x ")


@given(st.binary(max_size=200))
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_bytes_are_read_or_refused(tmp_path: Path, data: bytes) -> None:
    for name in ("x.yaml", "x.json"):
        (tmp_path / name).write_bytes(data)
        message = said(partial(load_facts, tmp_path / name))
        assert not message or name in message
