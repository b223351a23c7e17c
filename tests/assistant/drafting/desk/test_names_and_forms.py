"""Documents go by id, code or title; forms that the product writes are read back whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.drafting.blueprints import BLUEPRINTS, named_facts, plan_of, plan_of_file
from assistant.drafting.facts.tables import read_table, table_template
from corpus.errors import BadInput
from tests.assistant.drafting.desk.conftest import Cqo


@pytest.mark.parametrize("blueprint", BLUEPRINTS)
def test_a_table_of_one_document_is_read_whole_by_a_batch(blueprint: str, tmp_path: Path) -> None:
    """One fact has several labels: 签发人姓名, 授权人姓名."""
    specs = plan_of(blueprint).specs
    table_template(specs, tmp_path / "a.xlsx")
    table = read_table(tmp_path / "a.xlsx", named_facts())
    assert table.unknown == ()
    written = [spec.name for spec in specs if spec.type.value != "table"]
    assert [spec.name for spec in table.columns.values()] == written


@pytest.mark.parametrize("name", ["appointment-letter", "D4", "d4", "聘任书"])
def test_a_document_goes_by_its_id_its_code_or_its_title(
    cqo: Cqo, tmp_path: Path, name: str
) -> None:
    target = tmp_path / "a.md"
    told = cqo.done("draft", "new", name, "--set", "cqo_name=李乙", "--no-model", "-o", target)
    assert "关于聘任李乙为首席质量官的决定" in told
    assert "# 关于聘任李乙为首席质量官的决定" in target.read_text("utf-8")


def test_a_slip_names_the_nearest(cqo: Cqo) -> None:
    assert "相近的是 appointment-letter" in cqo.refused("draft", "facts", "appointment-leter")
    assert "没有名为“D17”的蓝本" in cqo.refused("draft", "facts", "D17")


def test_a_fact_that_the_document_does_not_use_is_not_swallowed(cqo: Cqo, tmp_path: Path) -> None:
    line = cqo.refused(
        "draft", "new", "appointment-letter", "--set", "quality_goals=x", "-o", tmp_path / "a.docx"
    )
    assert "“聘任书”不用“质量目标”这一项" in line
    assert not (tmp_path / "a.docx").exists()


def test_an_ending_that_says_something_else_is_refused(cqo: Cqo, tmp_path: Path) -> None:
    target = tmp_path / "a.docx"
    line = cqo.refused("draft", "new", "appointment-letter", "--format", "md", "-o", target)
    assert "后缀不一致" in line


def test_an_unknown_optional_clause_lists_those_there_are(cqo: Cqo, tmp_path: Path) -> None:
    target = tmp_path / "a.docx"
    line = cqo.refused("draft", "new", "appointment-letter", "--option", "foo", "-o", target)
    assert "现有：appointment/announcement" in line


def test_a_form_that_is_written_is_told_as_json_too(cqo: Cqo, tmp_path: Path) -> None:
    target = tmp_path / "a.yaml"
    assert cqo.json("draft", "facts", "duty-charter", "-o", target) == {"output": str(target)}


def test_each_group_of_facts_is_headed_once(cqo: Cqo) -> None:
    lines = cqo.done("draft", "facts", "appointment-letter").splitlines()
    heads = [line for line in lines if line and not line.startswith(" ")]
    assert len(heads) == len(set(heads))
    told = {line.split()[0] for line in lines if line.startswith("  ") and line[2] != " "}
    assert told == {one["name"] for one in cqo.json("draft", "facts", "D4")}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[" * 100_000, "套得太深"),
        ("a: [", "第1行附近不是有效的 YAML"),
        ("!!python/object/apply:os.system [id]", "不是有效的 YAML"),
        ("只有一句话", "不是一份蓝本"),
        ("", "不是一份蓝本"),
        ("id: mine\ntitle: 甲", "没有写"),
        ("id: mine\nstrange: 1", "docs/drafting.md"),
    ],
)
def test_a_broken_blueprint_is_refused_in_one_chinese_line(
    tmp_path: Path, text: str, words: str
) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(text, "utf-8")
    with pytest.raises(BadInput, match=words) as refused:
        plan_of_file(path)
    assert "\n" not in refused.value.message
    assert "mine.yaml" in refused.value.message
