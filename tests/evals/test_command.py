"""``cqo eval``: its help, its refusals, and a retrieval test from end to end."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from assistant.cli.app import run
from evals.answers import EvalReport, check
from evals.command import print_failures, print_report
from tests.evals.test_answers import gold, quoting, service

MODES = {"lexical", "dense", "hybrid"}
PASSAGES = {
    "d1": "企业应当聘任首席质量官，并报市场监督管理部门备案。",
    "d2": "质量授权由董事会以书面形式作出。",
    "d3": "首席质量官的考核每年进行一次，结果与薪酬挂钩。",
    "d4": "食品生产企业应当配备食品安全总监。",
}
ASKED = {"q1": "谁作出质量授权", "q2": "首席质量官多久考核一次", "q3": "没有标注答案的问题"}


@pytest.fixture
def beir(tmp_path: Path) -> Path:
    """A tiny test in the BEIR layout; its third question has no right passage."""
    folder = tmp_path / "tiny"
    (folder / "qrels").mkdir(parents=True)
    for name, rows in (
        ("corpus", [{"_id": k, "title": "", "text": t} for k, t in PASSAGES.items()]),
        ("queries", [{"_id": k, "text": t} for k, t in ASKED.items()]),
    ):
        lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        (folder / f"{name}.jsonl").write_text(lines, encoding="utf-8")
    judged = "query-id\tcorpus-id\tscore\nq1\td2\t1\nq2\td3\t1\n"
    (folder / "qrels" / "test.tsv").write_text(judged, encoding="utf-8")
    return folder


@pytest.fixture
def with_model(library_data: Path, own_home: Path) -> Path:
    """This test's empty data folder with the model unpacked in it."""
    folder = own_home / "data"
    folder.mkdir()
    (folder / "models").symlink_to(library_data / "models", target_is_directory=True)
    return folder


def test_help_is_chinese(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["eval", "--help"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("用法：cqo eval")
    assert {"answers", "retrieval", "speed"} <= set(re.findall(r"^  ([a-z]+) ", out, re.M))
    assert not re.search(r"Usage|Options|Commands", out)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nosuch"], "没有“nosuch”这个题组，可用的有：check、dev、held"),
        (["--nosuch"], "没有 --nosuch 这个选项"),
        (["retrieval"], "缺少选项 --beir"),
        (["retrieval", "--beir", "nosuch"], "找不到或不能读：nosuch"),
        (["retrieval", "--beir", ".", "--mode", "magic"], "可用：lexical、dense、hybrid"),
        (["retrieval", "--beir", ".", "--limit", "0"], "应不小于 1"),
    ],
)
def test_bad_usage_is_one_chinese_line(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["eval", *arguments]) == 2
    out, error = capsys.readouterr()
    assert out == ""
    assert said in error
    assert error.count("\n") == 1


def test_a_folder_that_is_not_beir_is_told(
    with_model: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["eval", "retrieval", "--beir", str(tmp_path)]) == 2
    assert "不是 BEIR 文件夹，缺少文件" in capsys.readouterr().err


@pytest.mark.slow
def test_retrieval_is_measured_in_all_three_modes(
    with_model: Path, beir: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["eval", "retrieval", "--beir", str(beir), "--json"]) == 0
    reports: list[dict[str, Any]] = json.loads(capsys.readouterr().out)
    assert {report["mode"] for report in reports} == MODES
    assert len(reports) == 3
    for report in reports:
        assert (report["name"], report["passages"], report["questions"]) == ("tiny", 4, 2)
        assert report["recall_1"] == report["mrr_10"] == report["ndcg_10"] == 1
        assert report["query_p95_ms"] >= report["query_p50_ms"] > 0
    assert len({report["index_seconds"] for report in reports}) == 1
    assert not (with_model / "catalogue.sqlite3").exists()

    assert run(["eval", "retrieval", "--beir", str(beir), "--mode", "lexical", "--limit", "1"]) == 0
    out = capsys.readouterr().out
    assert "tiny：4 段，1 问" in out
    assert re.search(r"^lexical +1\.000", out, re.M)
    assert "dense" not in out


def test_the_report_is_readable_and_failures_are_named(
    capsys: pytest.CaptureFixture[str],
) -> None:
    right = check(gold(), quoting("notes#一"), 2.0, service())
    wrong = check(gold(id="own-002"), quoting("notes#二"), 4.0, service())
    report = EvalReport([right, wrong])
    print_report(report)
    print_failures(report)
    out = capsys.readouterr().out
    assert "评测（2 题）" in out
    assert "50.0%" in out
    assert "own-002 [fact] 由谁起草？\n    不对：cited、points；状态 answered" in out
    assert "own-001" not in out
