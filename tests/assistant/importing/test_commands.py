"""``cqo corpus check, add, show, overlay, export, remove`` as a person types them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from assistant.cli.app import run
from tests.assistant.importing.conftest import Write
from tests.assistant.importing.texts import MEASURE, NOTICE, standard

MEASURE_ID = "xu-gou-sheng-qi-ye-shou-xi-zhi-liang-guan-guan-li-ban-fa"


class Cqo:
    """Runs commands over a copy of the indexed library; gives exit code, stdout, stderr."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys

    def __call__(self, *arguments: str | Path) -> tuple[int, str, str]:
        self._capsys.readouterr()
        code = run([str(argument) for argument in arguments])
        out, error = self._capsys.readouterr()
        return code, out, error

    def json(self, *arguments: str | Path) -> Any:
        code, out, error = self(*arguments, "--json")
        assert (code, error) == (0, "")
        return json.loads(out)


@pytest.fixture
def bare(capsys: pytest.CaptureFixture[str]) -> Cqo:
    """Commands without any data folder."""
    return Cqo(capsys)


@pytest.fixture
def cqo(
    own_library: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Cqo:
    monkeypatch.setenv("CQO_DATA_DIR", str(own_library))
    return Cqo(capsys)


def test_check_shows_facts_tree_and_doubts_and_stores_nothing(
    bare: Cqo, write: Write, data_dir: Path
) -> None:
    before = sorted(data_dir.rglob("*"))
    code, out, error = bare("corpus", "check", write("办法.txt", MEASURE))
    assert (code, error) == (0, "")
    assert "题名：虚构省企业首席质量官管理办法  〔第 1 行〕" in out
    assert "实施日期：2031-03-01  〔第 11 行〕" in out
    assert "覆盖全文 100%" in out
    assert "  第三条 首席质量官应当由总经理聘任" in out
    assert "〔7 行〕" in out
    assert "--region" in out
    assert sorted(data_dir.rglob("*")) == before


def test_check_as_json_tells_the_same(bare: Cqo, write: Write) -> None:
    told = bare.json("corpus", "check", write("通知.txt", NOTICE), "--region", "广东省")
    (file,) = told["files"]
    notice, measure = file["documents"]
    assert (told["failed"], file["error"]) == (0, None)
    assert (notice["coverage"], measure["coverage"]) == (1.0, 1.0)
    assert measure["source"]["attached_to"] == notice["source"]["id"]
    assert notice["source"]["region"] == "广东"
    number = next(fact for fact in notice["facts"] if fact["name"] == "number")
    assert (number["value"], number["line"]) == ("虚测〔2031〕7号", 3)
    assert "".join(c["text"] for d in (notice, measure) for c in d["clauses"]) == NOTICE


def test_a_bad_file_is_one_line_and_the_others_go_on(bare: Cqo, write: Write) -> None:
    files: list[str | Path] = [write("空.txt", ""), write("办法.txt", MEASURE), "nosuch.pdf"]
    code, out, error = bare("corpus", "check", *files)
    assert code == 2
    assert "虚构省企业首席质量官管理办法" in out
    assert [line.split(" ")[0] for line in error.splitlines()] == ["空.txt", "找不到文件"]
    code, out, _ = bare("corpus", "check", *files, "--json")
    told = json.loads(out)
    assert (code, told["failed"]) == (2, 2)
    assert [bool(file["error"]) for file in told["files"]] == [True, False, True]


def test_check_shows_what_an_overlay_would_do(bare: Cqo, write: Write) -> None:
    path = write("办法.txt", MEASURE.replace("第四条", "第四务"))
    overlay = write("更正.yaml", "text: [{line: 10, from: 第四务, to: 第四条}]")
    told = bare.json("corpus", "check", path, "--overlay", overlay)
    labels = {clause["label"] for clause in told["files"][0]["documents"][0]["clauses"]}
    assert "第四条" in labels


@pytest.mark.slow
def test_a_text_is_added_shown_corrected_exported_and_removed(
    cqo: Cqo, write: Write, tmp_path: Path
) -> None:
    folder = tmp_path / "in"
    write("in/办法.txt", MEASURE.replace("第四条", "第四务"))
    write("in/旧.md", standard(2021))
    write("in/新.md", standard(2024, more="和记录"))
    write("in/空.txt", "")
    code, out, error = cqo("corpus", "add", folder, "--region", "广东")
    assert code == 2
    assert error.startswith("空.txt")
    assert error.count("\n") == 1
    assert f"已加入：{MEASURE_ID}（虚构省企业首席质量官管理办法" in out
    assert "是旧版，现行的是《虚构测试规范》（db44-t-9999-2024）" in out
    assert "共 4 个文件" in out
    assert "未能加入" in out

    report = cqo("corpus", "add", folder, "--json")
    assert report[0] == 2
    outcomes = {Path(f["file"]).name: f["outcome"] for f in json.loads(report[1])["files"]}
    assert outcomes == {
        "办法.txt": "unchanged",
        "旧.md": "unchanged",
        "新.md": "unchanged",
        "空.txt": "failed",
    }

    _, out, _ = cqo("corpus", "show", "db44-t-9999-2021")
    assert "版本：现行 虚构测试规范（db44-t-9999-2024" in out
    assert "版本：旧版 虚构测试规范（db44-t-9999-2021" in out
    told = cqo.json("corpus", "show", "db44-t-9999-2024")
    assert [version["standing"] for version in told["versions"]] == ["current", "superseded"]

    overlay = write("更正.yaml", "text: [{line: 10, from: 第四务, to: 第四条}]")
    code, out, _ = cqo("corpus", "overlay", MEASURE_ID, overlay)
    assert code == 0
    assert "第 10 行：第四务 企业可以设立测试岗位。 → 第四条 企业可以设立测试岗位。" in out
    assert "+  第四条 企业可以设立测试岗位。  〔10 行〕" in out
    code, out, _ = cqo("corpus", "overlay", MEASURE_ID, "--remove")
    assert code == 0
    assert "-  第四条" in out

    place = tmp_path / "导出.md"
    assert cqo("corpus", "export", MEASURE_ID, "-o", place)[1] == f"已写出：{place}\n"
    assert place.read_text("utf-8").startswith(f"---\nid: {MEASURE_ID}\n")
    code, out, error = cqo("corpus", "remove", MEASURE_ID, "nosuch", "db44-t-9999-2021")
    assert (code, error.count("\n")) == (2, 1)
    assert out == f"已移除：{MEASURE_ID}\n已移除：db44-t-9999-2021\n"
    assert cqo("index", "verify")[0] == 0
    assert cqo("corpus", "add", place)[0] == 0


@pytest.mark.slow
def test_an_imported_text_is_quoted_in_its_workspace_alone(cqo: Cqo, write: Write) -> None:
    text = MEASURE.replace("十年测试经历", "十七年零星测试经历")
    assert cqo("corpus", "add", write("办法.txt", text), "--workspace", "acme")[0] == 0
    question = "零星测试经历要几年？"
    own = cqo.json("ask", question, "--workspace", "acme")
    assert any(c["clause_id"].startswith(f"{MEASURE_ID}#") for c in own["citations"])
    for arguments in ((), ("--workspace", "other")):
        other = cqo.json("ask", question, *arguments)
        assert not any(c["clause_id"].startswith(MEASURE_ID) for c in other["citations"])


@pytest.mark.slow
def test_check_in_a_real_process_needs_no_index_and_loads_no_model(
    write: Write, repository: Path, tmp_path: Path
) -> None:
    code = (
        "import sys; from assistant.cli.app import run\n"
        "if __name__ == '__main__':\n"
        "    code = run(sys.argv[1:])\n"
        "    heavy = ('torch', 'chromadb', 'sentence_transformers', 'gradio', 'onnxruntime')\n"
        "    print([m for m in heavy if m in sys.modules], file=sys.stderr)\n"
        "    sys.exit(code)\n"
    )
    done = subprocess.run(
        [
            sys.executable,
            write("cqo.py", code),
            "corpus",
            "check",
            write("a.txt", MEASURE),
            "--json",
        ],
        env={
            **os.environ,
            "CQO_DATA_DIR": str(tmp_path / "none"),
            "PYTHONPATH": str(repository),
            "PYTHONUTF8": "1",
        },
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=120,
    )
    assert (done.returncode, done.stderr) == (0, "[]\n")
    assert json.loads(done.stdout)["files"][0]["documents"][0]["coverage"] == 1.0
    assert not (tmp_path / "none").exists()
