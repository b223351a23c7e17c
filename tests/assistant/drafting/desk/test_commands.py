"""``cqo draft``: from the list of documents to the file, the set, the table; one line for what is wrong."""

from __future__ import annotations

import io
import json
import os
import sys
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
import yaml

from assistant.drafting.blueprints import BLUEPRINTS, all_facts
from tests.assistant.drafting.conftest import SMALL
from tests.assistant.drafting.desk.conftest import Cqo
from tests.assistant.drafting.examples import EXAMPLES

FACTS = EXAMPLES / "manufacturing.yaml"
LETTER = "appointment-letter"
NAME = ("--set", "company_name=示例甲有限公司")


def words(path: Path) -> str:
    opened = docx.Document(str(path))
    return "\n".join(p.text for p in opened.paragraphs)


def saved(cqo: Cqo, blueprint: str = LETTER) -> Any:
    return cqo.json("draft", "new", blueprint, "--facts", FACTS, "--save")


# -- list and facts --------------------------------------------------------------------------------


def test_the_sixteen_documents_are_listed_without_a_data_folder(
    cqo: Cqo, data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CQO_DATA_DIR", str(data_dir))
    listed = cqo.json("draft", "list")
    assert [(one["code"], one["id"]) for one in listed] == [
        (f"D{n}", name) for n, name in enumerate(BLUEPRINTS, 1)
    ]
    assert all(one["title"] and one["purpose"] for one in listed)
    out = cqo.done("draft", "list")
    assert all(name in out for name in BLUEPRINTS)
    assert not data_dir.exists()


@pytest.mark.parametrize("blueprint", BLUEPRINTS)
def test_facts_are_given_as_the_contract_says(cqo: Cqo, blueprint: str) -> None:
    described = cqo.json("draft", "facts", blueprint)
    for one in described:
        assert {"name", "label", "type", "required", "example", "help"} <= set(one)
    out = cqo.done("draft", "facts", blueprint)
    assert all(one["name"] in out and one["label"] in out for one in described)


def test_a_form_to_fill_in_is_written_and_read_back(cqo: Cqo, tmp_path: Path) -> None:
    form = tmp_path / "事实.yaml"
    cqo.done("draft", "facts", LETTER, "-o", form)
    text = form.read_text("utf-8")
    assert "# 首席质量官姓名（必填）" in text
    form.write_text(text.replace("\ncqo_name:", "\ncqo_name: 李乙"), encoding="utf-8")
    cqo.done("draft", "new", LETTER, "--facts", form, "-o", tmp_path / "a.docx")
    assert "李乙" in words(tmp_path / "a.docx")
    assert "已有文件 事实.yaml，没有改动它" in cqo.refused("draft", "facts", LETTER, "-o", form)
    cqo.done("draft", "facts", LETTER, "-o", form, "--force")
    assert form.read_text("utf-8") == text


def test_one_table_asks_for_the_facts_of_all_documents(cqo: Cqo, tmp_path: Path) -> None:
    path = tmp_path / "企业.xlsx"
    cqo.done("draft", "facts", "--all", "-o", path)
    sheet = openpyxl.load_workbook(path)["填写"]
    heads = [cell.value.rstrip("*") for cell in sheet[1]]
    assert {"企业全称", "首席质量官姓名", "考核周期"} <= set(heads)
    names = [one["name"] for one in cqo.json("draft", "facts", "--all")]
    assert names == [spec.name for spec in all_facts()]
    both = cqo.json("draft", "facts", LETTER, "duty-charter")
    assert len({one["name"] for one in both}) == len(both)


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (("facts", "nothing"), "没有名为“nothing”的蓝本"),
        (("facts",), "请写明蓝本，或者用 --all"),
        (("facts", LETTER, "-o", "a.txt"), ".yaml 或 .xlsx"),
        (("facts", LETTER, "-o", "no/such/a.yaml"), "不存在"),
        (("new", LETTER), "请用 -o 写明输出文件"),
        (("new", "nothing", "-o", "a.docx"), "没有名为“nothing”的蓝本"),
        (("new", "no.yaml", "-o", "a.docx"), "读不出来"),
        (("new", LETTER, "-o", "a.doc"), ".docx、.md 或 .pdf"),
        (("new", LETTER, "--facts", "no.yaml", "-o", "a.docx"), "--facts"),
        (("new", LETTER, "--set", "cqo_name", "-o", "a.docx"), "名称=值"),
        (("new", LETTER, "--set", "cqo_nane=李乙", "-o", "a.docx"), "相近的是 cqo_name"),
        (("new", LETTER, "--set", "term_start=某日", "-o", "a.docx"), "任期开始日"),
        (("new", LETTER, "--option", "a/b", "-o", "a.docx"), "可选条款"),
        (("new", LETTER, "--option", "a/b=x", "-o", "a.docx"), "=shown 或 =adopted"),
        (("new", LETTER, "-o", "no/such/a.docx"), "不存在"),
        (("section", "0123456789"), "没有编号为 0123456789 的草稿"),
        (("export", "0123456789", "-o", "a.docx"), "没有编号为 0123456789 的草稿"),
        (("remove", "0123456789"), "没有编号为 0123456789 的草稿"),
        (("set", "--profile", "no.yaml", "-o", "out"), "--profile"),
        (("batch", "no.xlsx", "-o", "out"), "找不到"),
        (("check", "no.docx"), "找不到"),
    ],
)
def test_bad_input_is_refused_with_one_line(
    cqo: Cqo, arguments: tuple[str, ...], line: str
) -> None:
    before = sorted(Path.cwd().iterdir())
    assert line in cqo.refused("draft", *arguments)
    assert sorted(Path.cwd().iterdir()) == before


# -- new -------------------------------------------------------------------------------------------


def test_a_document_is_written_with_blanks_for_what_is_missing(cqo: Cqo, tmp_path: Path) -> None:
    path = tmp_path / "聘任书.docx"
    out = cqo.done("draft", "new", LETTER, *NAME, "--set", "cqo_name=李乙", "-o", path)
    assert "关于聘任李乙为首席质量官的决定" in out
    assert "待填" in out
    assert "任期开始日" in out
    assert "【待填：任期开始日】" in words(path)
    assert "签发前请核对" in out


def test_json_is_the_view_of_the_page_and_nothing_else(cqo: Cqo, tmp_path: Path) -> None:
    path = tmp_path / "聘任书.docx"
    view = cqo.json("draft", "new", LETTER, "--facts", FACTS, "-o", path)
    assert (view["code"], view["open_items"], view["saved"]) == ("D4", [], False)
    assert view["output"] == str(path)
    assert path.is_file()
    assert cqo.json("draft", "list", "--drafts") == []


def test_the_same_facts_give_the_same_file(cqo: Cqo, tmp_path: Path) -> None:
    for name in ("a.docx", "b.docx"):
        cqo.done("draft", "new", LETTER, "--facts", FACTS, "-o", tmp_path / name)
    assert (tmp_path / "a.docx").read_bytes() == (tmp_path / "b.docx").read_bytes()


def test_the_format_follows_the_ending_or_the_option(cqo: Cqo, tmp_path: Path) -> None:
    cqo.done("draft", "new", LETTER, *NAME, "-o", tmp_path / "a.md", "--no-basis")
    text = (tmp_path / "a.md").read_text("utf-8")
    assert "【待填：首席质量官姓名】" in text
    assert "依据对照表" not in text
    cqo.done("draft", "new", LETTER, *NAME, "--format", "md", "-o", tmp_path / "a.txt")
    assert "依据对照表" in (tmp_path / "a.txt").read_text("utf-8")


def test_an_existing_file_is_kept_unless_it_is_forced(cqo: Cqo, tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_text("签过的", encoding="utf-8")
    line = cqo.refused("draft", "new", LETTER, *NAME, "-o", path)
    assert "已有文件 a.docx，没有改动它" in line
    assert path.read_text("utf-8") == "签过的"
    cqo.done("draft", "new", LETTER, *NAME, "-o", path, "--force")
    assert path.read_bytes().startswith(b"PK")


def test_of_wrong_facts_the_first_is_named_and_the_others_counted(cqo: Cqo, tmp_path: Path) -> None:
    facts = tmp_path / "a.yaml"
    facts.write_text("term_start: 某日\nterm_end: 某日\ncredit_code: '1'\nxyz: 1\n", "utf-8")
    line = cqo.refused("draft", "new", LETTER, "--facts", facts, "-o", tmp_path / "a.docx")
    assert line.startswith("任期开始日：")
    assert "另有2处不对" in line
    assert f"cqo draft facts {LETTER}" in line
    assert not (tmp_path / "a.docx").exists()


def test_set_goes_before_the_file_and_the_documents_own_before_shared(
    cqo: Cqo, tmp_path: Path
) -> None:
    facts = tmp_path / "a.yaml"
    content = {
        "company_name": "示例甲有限公司",
        "cqo_name": "张一",
        "term_start": "2026-03-01",
        "documents": {LETTER: {"cqo_name": "张二"}},
    }
    facts.write_text(yaml.safe_dump(content, allow_unicode=True), "utf-8")
    view = cqo.json("draft", "new", LETTER, "--facts", facts)
    assert "张二" in view["title"]
    view = cqo.json("draft", "new", LETTER, "--facts", facts, "--set", "cqo_name=张三")
    assert "张三" in view["title"]


def test_an_optional_clause_is_written_with_or_without_its_origin(cqo: Cqo, tmp_path: Path) -> None:
    from assistant.drafting.blueprints import plans

    plan = next(p for p in plans() if any(s.optional for s in p.blueprint.sections))
    key = next(f"{s.id}/{s.optional[0].id}" for s in plan.blueprint.sections if s.optional)
    for option, marked in ((key, True), (f"{key}=adopted", False)):
        path = tmp_path / f"{marked}.md"
        cqo.done(
            "draft", "new", plan.blueprint.id, *NAME, "--option", option, "-o", path, "--no-basis"
        )
        assert ("可选条款（来源" in path.read_text("utf-8")) == marked


def test_a_blueprint_of_ones_own_is_drafted_and_a_hostile_one_refused(
    cqo: Cqo, tmp_path: Path
) -> None:
    own = tmp_path / "小样.yaml"
    own.write_text(SMALL, "utf-8")
    cqo.done("draft", "new", own, *NAME, "-o", tmp_path / "a.docx")
    assert "第一章 总则" in words(tmp_path / "a.docx").replace("\u3000", " ") or "总则" in words(
        tmp_path / "a.docx"
    )
    assert cqo.json("draft", "new", own, *NAME)["title"] == "示例甲有限公司小样"
    assert "不能存为草稿" in cqo.refused("draft", "new", own, *NAME, "--save")
    for hostile in (
        "{{ ''.__class__.__mro__ }}",
        "{% include '/etc/passwd' %}",
        "{{ company_name.value }}{{ cycler('a') }}",
        "{% for a in range(9) %}{% endfor %}",
    ):
        own.write_text(SMALL.replace("{{ story }}", hostile), "utf-8")
        assert "模板" in cqo.refused("draft", "new", own, *NAME, "-o", tmp_path / "b.docx")
    lying = "§ 编制说明规定任期为三年。[[cqo-notes#六/（四）]]"
    own.write_text(SMALL.replace("{{ story }}", lying), "utf-8")
    assert "核不到依据" in cqo.refused("draft", "new", own, *NAME, "-o", tmp_path / "b.docx")
    assert not (tmp_path / "b.docx").exists()


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_may_not_be_written_is_named(cqo: Cqo, tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    line = cqo.refused("draft", "new", LETTER, *NAME, "-o", tmp_path / "a.docx")
    assert "写不进去" in line


# -- stored drafts -----------------------------------------------------------------------------------


def test_a_stored_draft_is_listed_read_edited_and_exported(
    cqo: Cqo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    view = saved(cqo)
    key, name = view["id"][:8], view["sections"][0]["id"]
    (line,) = cqo.json("draft", "list", "--drafts")
    assert (line["id"], line["open"]) == (view["id"], 0)
    assert key in cqo.done("draft", "list", "--drafts")
    assert [one["id"] for one in cqo.json("draft", "section", key)] == [
        one["id"] for one in view["sections"]
    ]
    assert view["sections"][0]["text"].split("\n")[0] in cqo.done("draft", "section", key, name)
    text = tmp_path / "新.txt"
    text.write_text("\ufeff换成的一段话。", "utf-8")
    cqo.done("draft", "section", key, name, "--text", text)
    monkeypatch.setattr("sys.stdin", io.StringIO("又换成的一段话。"))
    assert "手改" in cqo.done("draft", "section", key, name, "--text", "-")
    path = tmp_path / "a.docx"
    cqo.done("draft", "export", key, "-o", path)
    assert "又换成的一段话。" in words(path)
    assert "没有改动它" in cqo.refused("draft", "export", key, "-o", path)
    assert "已删除草稿" in cqo.done("draft", "remove", key)
    assert cqo.json("draft", "list", "--drafts") == []


def test_versions_are_listed_compared_and_put_back(cqo: Cqo, tmp_path: Path) -> None:
    view = saved(cqo)
    section = next(one for one in view["sections"] if "李乙" in one["text"])
    key, name = view["id"], section["id"]
    text = tmp_path / "新.txt"
    text.write_text(section["text"].replace("李乙", "王丙"), "utf-8")
    cqo.done("draft", "section", key, name, "--text", text)
    assert "第2版" in cqo.done("draft", "section", key, name, "--versions")
    out = cqo.done("draft", "section", key, name, "--diff", 1, 2)
    assert "[-李乙-]" in out
    assert "[+王丙+]" in out
    compared = cqo.json("draft", "section", key, name, "--diff", 1, 2)
    assert (compared["number"], compared["origin"]) == (2, "hand")
    back = cqo.json("draft", "section", key, name, "--restore", 1)
    assert (back["text"], back["revision"]) == (section["text"], 3)
    assert "没有第7版" in cqo.refused("draft", "section", key, name, "--diff", 1, 7)
    assert "没有第7版" in cqo.refused("draft", "section", key, name, "--restore", 7)


def test_a_locked_section_is_not_written_anew(cqo: Cqo) -> None:
    view = saved(cqo)
    key, name = view["id"], view["sections"][0]["id"]
    assert cqo.json("draft", "section", key, name, "--lock")["locked"]
    assert "已锁定" in cqo.done("draft", "section", key)
    assert "已锁定" in cqo.refused("draft", "section", key, name, "--refresh")
    assert not cqo.json("draft", "section", key, name, "--unlock")["locked"]
    cqo.done("draft", "section", key, name, "--refresh")
    assert "没有设置语言模型" in cqo.refused("draft", "section", key, name, "--wish", "短一点")
    assert "只写一个" in cqo.refused("draft", "section", key, name, "--lock", "--refresh")
    assert "没有“nothing”这一节" in cqo.refused("draft", "section", key, "nothing")
    assert "请写明改哪一节" in cqo.refused("draft", "section", key, "--lock")


# -- check, set, batch -------------------------------------------------------------------------------


def test_a_file_is_checked_and_strict_fails_on_errors(cqo: Cqo, tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    cqo.done("draft", "new", LETTER, *NAME, "-o", path)
    found = cqo.json("draft", "check", path)
    assert any(one["severity"] == "错误" and "待填" in one["words"] for one in found)
    code, out, error = cqo("draft", "check", path)
    assert (code, error) == (0, "")
    assert out.strip().split("\n")[-1].startswith(f"共 {len(found)} 处，其中错误 ")
    assert cqo("draft", "check", path, "--strict")[0] == 1
    (tmp_path / "b.docx").write_text("不是 Word", "utf-8")
    cqo.refused("draft", "check", tmp_path / "b.docx")


def test_the_whole_set_is_written_and_told(cqo: Cqo, tmp_path: Path) -> None:
    out = cqo.done("draft", "set", "--profile", FACTS, "-o", tmp_path / "整套")
    assert "已写出 16 份文件" in out
    assert "一致" in out
    assert len(list((tmp_path / "整套").glob("*.docx"))) == 18
    line = cqo.refused("draft", "set", "--profile", FACTS, "-o", tmp_path / "整套")
    assert "没有改动它们" in line
    report = cqo.json("draft", "set", "--profile", FACTS, "-o", tmp_path / "整套", "--force")
    assert (len(report["documents"]), report["inconsistent"]) == (16, [])


def test_a_set_of_wrong_facts_is_refused_before_anything_is_written(
    cqo: Cqo, tmp_path: Path
) -> None:
    facts = tmp_path / "a.yaml"
    facts.write_text("company_name: 甲公司\nterm_start: 某日\ncqo_nane: 李乙\n", "utf-8")
    line = cqo.refused("draft", "set", "--profile", facts, "-o", tmp_path / "out")
    assert "任期开始日" in line
    assert "另有1处不对" in line
    assert not (tmp_path / "out").exists()


def test_a_table_filled_in_from_the_form_gives_a_folder_a_company(cqo: Cqo, tmp_path: Path) -> None:
    path = tmp_path / "企业.xlsx"
    cqo.done("draft", "facts", LETTER, "-o", path)
    book = openpyxl.load_workbook(path)
    sheet = book["填写"]
    heads = {cell.value.rstrip("*"): cell.column for cell in sheet[1]}
    for row, (name, person) in enumerate((("甲公司", "张三"), ("", "李四"), ("乙公司", "王五")), 2):
        sheet.cell(row, heads["企业全称"]).value = name or None
        sheet.cell(row, heads["首席质量官姓名"]).value = person
    book.save(path)
    code, out, error = cqo("draft", "batch", path, "-o", tmp_path / "out", "--blueprint", LETTER)
    assert code == 0
    assert "共 3 行，1 行没有生成" in out
    assert "没有企业全称" in error
    assert "张三" in words(tmp_path / "out" / "甲公司" / "04-聘任书.docx")
    code, out, error = cqo(
        "draft", "batch", path, "-o", tmp_path / "out", "--blueprint", LETTER, "--json"
    )
    assert [one["skipped"] for one in json.loads(out)["rows"]] == [True, False, True]


def test_a_table_of_which_nothing_can_be_made_is_bad_input(cqo: Cqo, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("企业全称,首席质量官姓名\n,李四\n", "utf-8")
    code, out, error = cqo("draft", "batch", path, "-o", tmp_path / "out")
    assert code == 2
    assert "一行也没有生成" in error.strip().split("\n")[-1]
    assert "报告.csv" in out


def test_every_command_has_help_in_chinese(cqo: Cqo) -> None:
    commands = "list facts new section export remove check batch set".split()
    for command in ("", *commands):
        out = cqo.done(*f"draft {command} --help".split())
        assert "用法：" in out
