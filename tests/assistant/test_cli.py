"""``cqo``: one JSON document or readable text on stdout, one Chinese line on stderr, the right exit code."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from assistant.answering.models import Answer, Comparison
from assistant.cli.app import run

ASK = "标准由谁牵头起草？"
#: Keys of ``cqo ask --json`` in shared/design.md; later keys may join, none may go.
CONTRACT = {
    "question",
    "status",
    "mode",
    "answer",
    "statements",
    "citations",
    "missing",
    "timings_ms",
}
CITATION = {
    "clause_id",
    "mark",
    "source",
    "label",
    "quote",
    "start",
    "end",
    "region",
    "year",
    "authority",
}
BROKEN = {
    "no-end": "---\nid: no-end\n# 聘任\n",
    "bad-yaml": "---\nid: [\n---\n## 聘任\n由总经理聘任。\n",
    "bad-field": "---\nid: bad-field\ntitle: 办法\n---\n## 聘任\n由总经理聘任。\n",
}
OWN = (
    "---\nid: our-rules\ntitle: 本公司首席质量官管理办法\nshort_title: 本公司办法\nregion: 广东\n"
    "kind: company\nstatus: current\nauthority: original\n---\n一、聘任\n由总经理聘任首席质量官。\n"
)


class Cqo:
    """Runs commands and gives exit code, stdout, stderr."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys

    def __call__(self, *arguments: str) -> tuple[int, str, str]:
        self._capsys.readouterr()
        code = run(arguments)
        out, error = self._capsys.readouterr()
        return code, out, error

    def json(self, *arguments: str) -> Any:
        """The one JSON document that a command that succeeds prints."""
        code, out, error = self(*arguments, "--json")
        assert (code, error) == (0, "")
        return json.loads(out)

    def refused(self, *arguments: str) -> str:
        """The one Chinese line of a command that refuses its input."""
        code, out, error = self(*arguments)
        assert code == 2
        assert out == ""
        assert error.count("\n") == 1
        assert re.search(r"[\u4e00-\u9fff].*。$", error.strip())
        return error


@pytest.fixture
def cqo(
    library_data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Cqo:
    monkeypatch.setenv("CQO_DATA_DIR", str(library_data))
    return Cqo(capsys)


@pytest.fixture
def own_cqo(
    own_library: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Cqo:
    """Commands over a copy of the library, which they may change."""
    monkeypatch.setenv("CQO_DATA_DIR", str(own_library))
    return Cqo(capsys)


def test_ask_prints_one_json_document_as_the_contract_says(cqo: Cqo) -> None:
    document = cqo.json("ask", ASK)
    answer = Answer.model_validate(document)
    assert set(document) >= CONTRACT
    assert (answer.question, answer.status, answer.mode) == (ASK, "answered", "extractive")
    assert set(document["citations"][0]) >= CITATION
    assert set(document["statements"][0]) >= {"text", "citations", "support"}
    assert document["missing"] is None
    assert set(document["timings_ms"]) >= {"retrieve", "total"}


def test_a_declined_question_says_what_is_missing_and_where_to_ask(cqo: Cqo) -> None:
    document = cqo.json("ask", "标准编号是多少？")
    assert (document["status"], document["statements"]) == ("declined", [])
    assert set(document["missing"]) >= {"what", "ask"}


def test_an_answer_is_read_with_its_marks_and_hints(cqo: Cqo) -> None:
    code, out, error = cqo("ask", ASK)
    assert (code, error) == (0, "")
    assert "中国质量认证中心有限公司" in out
    assert "〔编制说明 一（一）〕" in out
    _, declined, _ = cqo("ask", "标准编号是多少？")
    assert "可以参看：\n  〔" in declined


def test_a_conversation_goes_on_from_command_to_command(own_cqo: Cqo) -> None:
    own_cqo.json("ask", "湖北的任职条件是什么？", "--conversation", "talk-7")
    document = own_cqo.json("ask", "那漳州呢？", "--conversation", "talk-7")
    assert "漳州的任职条件" in document["standalone"]


def test_compare_prints_a_row_a_source(cqo: Cqo) -> None:
    document = cqo.json("compare", "学历", "--region", "湖北", "--region", "漳州")
    table = Comparison.model_validate(document)
    assert [row.region for row in table.rows] == ["湖北", "漳州"]
    code, out, _ = cqo("compare", "学历", "--region", "湖北", "--region", "四川")
    assert code == 0
    assert "各地对比：任职条件" in out
    assert "资料库中没有这一主题的内容" in "".join(re.findall(r"[\u4e00-\u9fff]", out))


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nosuch"], "没有 nosuch 这个命令"),
        ([], "没有写命令"),
        (["corpus"], "没有写命令"),
        (["corpus", "nosuch"], "没有 nosuch 这个命令"),
        (["ask"], "缺少参数 问题"),
        (["ask", "--nosuch", ASK], "没有 --nosuch 这个选项"),
        (["ask", "--jso", ASK], "是不是想写 --json"),
        (["ask", "标准", "由谁起草"], "请加引号"),
        (["ask", ASK, "--region", "火星"], "没有“火星”这个地区"),
        (["ask", ASK, "--region"], "选项 --region 的用法不对"),
        (["ask", ""], "问题是空的"),
        (["ask", "？？！"], "只有标点"),
        (["ask", "\x01\x02"], "控制字符"),
        (["ask", "Who drafted it?"], "中文提问"),
        (["ask", "质" * 5000], "超过 1000 字"),
        (["compare", "食谱"], "没有“食谱”这个主题"),
        (["compare", "学历", "--region", "火星"], "没有“火星”这个地区"),
        (["corpus", "show", "nosuch"], "没有“nosuch”这份资料"),
        (["corpus", "show", "cqo-notes#九九"], "没有“cqo-notes#九九”这一条"),
        (["corpus", "add", "nosuch.md"], "找不到文件 nosuch.md"),
        (["corpus", "remove", "nosuch"], "没有“nosuch”这份资料"),
        (["corpus", "remove", "cqo-notes"], "不能移除"),
        (["corpus", "remove"], "缺少参数 资料编号..."),
        (["corpus", "check", "nosuch.pdf"], "找不到文件 nosuch.pdf"),
        (["corpus", "check", "nosuch.pdf", "--region", "火星"], "没有“火星”这个地区"),
        (["corpus", "add", "nosuch.pdf", "--kind", "火星"], "选项 --kind"),
        (["corpus", "add", "nosuch.pdf", "--issued", "去年"], "选项 --issued 的值不合要求"),
        (["corpus", "add", "nosuch.pdf", "--jobs", "0"], "1 到 64"),
        (["corpus", "add", "nosuch*.pdf"], "找不到文件 nosuch*.pdf"),
        (["corpus", "overlay", "cqo-notes"], "二者选一"),
        (["corpus", "overlay", "cqo-notes", "nosuch.yaml"], "nosuch.yaml"),
        (["corpus", "overlay", "cqo-notes", "--remove"], "不能修改"),
        (["corpus", "export", "nosuch"], "没有“nosuch”这份资料"),
        (["serve", "--port", "99999"], "1 到 65535"),
    ],
)
def test_bad_input_is_one_chinese_line_on_stderr(arguments: list[str], said: str, cqo: Cqo) -> None:
    assert said in cqo.refused(*arguments)


def test_a_setting_out_of_range_is_named(cqo: Cqo, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CQO_MAX_QUESTION", "5")
    assert "CQO_MAX_QUESTION" in cqo.refused("ask", ASK)


def test_a_data_folder_that_is_a_file_is_a_failure_in_chinese(
    cqo: Cqo, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("CQO_DATA_DIR", str(tmp_path / "file"))
    code, out, error = cqo("ask", ASK)
    assert code in (1, 2)
    assert out == ""
    assert error.count("\n") == 1
    assert re.search(r"[\u4e00-\u9fff]", error)


def test_the_library_is_listed_and_shown(cqo: Cqo) -> None:
    sources = {entry["id"]: entry for entry in cqo.json("corpus", "list")}
    assert sources["cqo-notes"]["year"] == 2024
    code, out, _ = cqo("corpus", "list")
    assert code == 0
    assert f"资料库（{len(sources)} 份）" in out
    shown = cqo.json("corpus", "show", "cqo-notes#六")
    assert [c["id"] for c in shown["clauses"]][:2] == ["cqo-notes#六", "cqo-notes#六/（一）"]
    code, out, _ = cqo("corpus", "show", "cqo-notes#六/（四）")
    assert code == 0
    assert "（广东，2024，原文，草案）" in out
    assert "聘任制度明确了" in out


def test_a_text_of_ones_own_is_added_quoted_and_removed(own_cqo: Cqo, tmp_path: Path) -> None:
    file = tmp_path / "our-rules.md"
    file.write_text(OWN, encoding="utf-8")
    code, out, _ = own_cqo("corpus", "add", str(file), "--workspace", "acme")
    assert (code, "已加入：our-rules（本公司首席质量官管理办法，1 条）" in out) == (0, True)
    assert "没有变化" in own_cqo("corpus", "add", str(file), "--workspace", "acme")[1]
    listed = {entry["id"] for entry in own_cqo.json("corpus", "list")}
    own = {entry["id"] for entry in own_cqo.json("corpus", "list", "--workspace", "acme")}
    assert own - listed == {"our-rules"}
    assert own_cqo("index", "verify")[0] == 0
    code, out, _ = own_cqo("corpus", "remove", "our-rules")
    assert (code, out) == (0, "已移除：our-rules\n")
    assert file.read_text("utf-8") == OWN
    assert "没有“our-rules”" in own_cqo.refused("corpus", "show", "our-rules")


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_text_is_refused_and_nothing_is_stored(
    name: str, cqo: Cqo, tmp_path: Path
) -> None:
    broken = tmp_path / f"{name}.md"
    broken.write_text(BROKEN[name], encoding="utf-8")
    before = cqo.json("corpus", "list")
    assert f"{name}.md" in cqo.refused("corpus", "add", str(broken))
    assert f"{name}.md" in cqo.refused("corpus", "check", str(broken))
    assert cqo.json("corpus", "list") == before


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("x.docx", b"PK\x03\x04" + bytes(40), "x.docx"),
        ("x.md", "---\nid: x\n".encode("gbk") + "题名".encode("gbk"), "不是 UTF-8"),
        ("x.md", OWN.replace("our-rules", "cqo-notes").encode(), "请给文件换一个 id"),
    ],
)
def test_a_text_that_cannot_be_taken_is_refused(
    name: str, content: bytes, said: str, cqo: Cqo, tmp_path: Path
) -> None:
    (tmp_path / name).write_bytes(content)
    assert said in cqo.refused("corpus", "add", str(tmp_path / name))


def test_the_index_tells_what_it_holds_and_that_it_agrees(cqo: Cqo, library_data: Path) -> None:
    code, out, _ = cqo("index", "status")
    assert code == 0
    assert f"数据文件夹：{library_data}" in out
    assert "向量是否过期：否" in out
    code, out, error = cqo("index", "verify")
    assert (code, error) == (0, "")
    assert out.startswith("三处一致：")


def test_the_doctor_says_what_to_do_where_something_is_amiss(cqo: Cqo) -> None:
    code, out, error = cqo("doctor", "--json")
    findings = json.loads(out)
    assert error == ""
    assert code == int(any(f["state"] == "problem" for f in findings))
    found = {f["name"]: f for f in findings}
    assert found["向量模型"]["state"] == found["索引"]["state"] == "ok"
    assert all(f["advice"] for f in findings if f["state"] != "ok")
    assert "[正常] 索引：" in cqo("doctor")[1]


COMMANDS = [
    "",
    "serve",
    "ask",
    "compare",
    "corpus",
    "corpus list",
    "corpus show",
    "corpus add",
    "corpus remove",
    "corpus check",
    "corpus overlay",
    "corpus export",
    "index",
    "index build",
    "index status",
    "index verify",
    "index rebuild",
    "draft",
    "draft list",
    "guide",
    "guide start",
    "guide facts",
    "guide answer",
    "guide status",
    "guide next",
    "guide done",
    "guide assess",
    "guide export",
    "feedback",
    "feedback list",
    "feedback export",
    "eval",
    "eval ablations",
    "eval all",
    "eval answers",
    "eval baselines",
    "eval candidates",
    "eval compare",
    "eval drafts",
    "eval gates",
    "eval guide",
    "eval import",
    "eval lint",
    "eval verify",
    "eval injection",
    "eval reading",
    "eval report",
    "eval retrieval",
    "eval speed",
    "doctor",
]


@pytest.mark.parametrize("command", COMMANDS)
def test_help_is_chinese(command: str, cqo: Cqo) -> None:
    code, out, error = cqo(*command.split(), "--help")
    assert (code, error) == (0, "")
    assert out.startswith(f"用法：cqo {command}".rstrip())
    assert "显示这份说明。" in out
    assert not re.search(r"Usage|Options|Commands|required|default|Show this|Arguments", out)


def test_every_command_is_among_those_whose_help_is_checked(cqo: Cqo) -> None:
    for group in ("", "corpus", "index", "feedback", "eval"):
        _, out, _ = cqo(*group.split(), "--help")
        listed = re.findall(r"^  ([a-z]+) ", out.split("命令:")[1], re.MULTILINE)
        assert {f"{group} {name}".strip() for name in listed} <= set(COMMANDS)


@pytest.mark.slow
def test_two_questions_at_once_are_both_answered_and_load_nothing_heavy(
    library_data: Path, repository: Path
) -> None:
    code = (
        "import sys; from assistant.cli.app import run\n"
        f"code = run(['ask', {ASK!r}, '--json'])\n"
        "heavy = ('torch', 'gradio', 'transformers', 'chromadb')\n"
        "print([m for m in heavy if m in sys.modules], file=sys.stderr)\n"
        "sys.exit(code)"
    )
    environment = {
        **os.environ,
        "CQO_DATA_DIR": str(library_data),
        "PYTHONPATH": str(repository),
        "PYTHONUTF8": "1",
    }
    asked = [
        subprocess.Popen(
            [sys.executable, "-c", code],
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )
        for _ in range(2)
    ]
    for process in asked:
        out, error = process.communicate(timeout=60)
        assert process.returncode == 0, error
        assert Answer.model_validate_json(out).status == "answered"
        assert error.strip() == "[]"
