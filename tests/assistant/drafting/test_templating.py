"""A template may do what a document needs and nothing else; facts in it are never read as template."""

from __future__ import annotations

import pytest

from assistant.drafting.blueprint import FactSpec, FactType
from assistant.drafting.facts.values import Facts, Value
from assistant.drafting.marked import plain
from assistant.drafting.templating import context_of, holds, names_in, render
from corpus.errors import BadInput

SPECS = (
    FactSpec(name="who", label="姓名", type=FactType.PERSON),
    FactSpec(name="size", label="规模"),
    FactSpec(name="part", label="是否兼任", type=FactType.YES_NO),
    FactSpec(name="lines", label="部门", type=FactType.LINES),
)


def said(template: str, **values: Value) -> str:
    facts = Facts(SPECS, values)
    return plain(render(template, context_of(facts, {"outgoing": "出厂环节"}), "测试"))


def test_what_is_not_given_is_a_blank_that_names_it() -> None:
    assert said("由{{ who }}担任") == "由【待填：姓名】担任"
    assert said("由{{ who }}担任", who=Value("李乙", "李乙")) == "由李乙担任"


def test_conditions_know_given_yes_no_and_choices() -> None:
    template = "{% if known(part) %}答过{% endif %}{% if part %}兼任{% endif %}"
    assert said(template) == ""
    assert said(template, part=Value(False, "否")) == "答过"
    assert said(template, part=Value(True, "是")) == "答过兼任"
    assert (
        said('{% if size in ("small", "micro") %}小{% endif %}', size=Value("micro", "微型"))
        == "小"
    )


def test_lists_are_walked_and_sector_words_are_taken() -> None:
    lines = Value(["质量部", "检验中心"], "质量部、检验中心", ("质量部", "检验中心"))
    assert said("{% for d in lines %}{{ d }}；{% endfor %}{{ words.outgoing }}", lines=lines) == (
        "质量部；检验中心；出厂环节"
    )


@pytest.mark.parametrize(
    "hostile",
    [
        "{{ 7*7 }}",
        "{% for x in y %}",
        "<#x>",
        "[[cqo-notes#六]]",
        "| 甲 | 乙 |",
        "# 标题",
        "=1+1",
        '😀&<>"{}',
    ],
)
def test_words_of_a_fact_are_printed_and_never_run(hostile: str) -> None:
    assert said("由{{ who }}担任", who=Value(hostile, hostile)) == f"由{hostile}担任"


@pytest.mark.parametrize(
    "template",
    [
        "{{ ''.__class__ }}",
        "{{ who.__class__.__mro__ }}",
        "{{ who.value.raw }}",
        "{{ ''.join(['a']) }}",
        "{{ range(10**9) }}",
        "{{ 'a' * 1000000000 }}",
        "{% import 'x' as y %}",
        "{% include 'x' %}",
        "{% macro m() %}{% endmacro %}",
        "{% set x = cycler('a') %}",
        "{{ who|attr('__class__') }}",
        "{{ lipsum() }}",
        "{{ _private }}",
        "{% for a in x %}{% for b in x %}{% for c in x %}{% endfor %}{% endfor %}{% endfor %}",
        "{% for a in x recursive %}{{ loop(a) }}{% endfor %}",
        "{{ who",
    ],
)
def test_hostile_templates_are_refused_with_their_place(template: str) -> None:
    with pytest.raises(BadInput, match="我的蓝本"):
        names_in(template, "我的蓝本")


def test_an_empty_condition_holds() -> None:
    context = context_of(Facts(SPECS, {}), {})
    assert holds("", context, "测试")
    assert not holds("known(who)", context, "测试")
