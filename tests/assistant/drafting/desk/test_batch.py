"""A table of companies: a folder each, bad rows go by, a second run does only what is left."""

from __future__ import annotations

import csv
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import docx
import pytest

from assistant.drafting.batch import REPORT, BatchReport, Job, run_batch
from assistant.drafting.company_folders import Folders, Mark, read_mark, write_mark
from assistant.drafting.drafter import Drafter
from corpus.errors import BadInput
from tests.assistant.drafting.desk.conftest import Cqo

ONLY = ("appointment-letter", "duty-charter")
JOB = Job(blueprints=ONLY)
CODES = ("91440600MAEXAMP1EN", "91110000600037341L")


def table(folder: Path, *rows: dict[str, Any], name: str = "企业.csv") -> Path:
    heads = list(dict.fromkeys(key for row in rows for key in row))
    path = folder / name
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, heads)
        writer.writeheader()
        writer.writerows(rows)
    return path


def company(name: str, **facts: Any) -> dict[str, Any]:
    return {"企业全称": name, "首席质量官姓名": "李乙", **facts}


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def report_rows(folder: Path) -> list[dict[str, str]]:
    with (folder / REPORT).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def state(folder: Path) -> dict[str, int]:
    """When each file was written last."""
    return {str(p.relative_to(folder)): p.stat().st_mtime_ns for p in folder.rglob("*.docx")}


def words(path: Path) -> str:
    return "\n".join(p.text for p in docx.Document(str(path)).paragraphs)


def test_each_company_gets_its_folder_and_the_report_tells_of_all(
    drafter: Drafter, tmp_path: Path
) -> None:
    path = table(tmp_path, company("甲公司"), company("乙公司", 任期开始日="2026年3月1日"))
    seen: list[int] = []
    report = run_batch(
        drafter, path, tmp_path / "out", JOB, progress=lambda _, total: seen.append(total)
    )
    assert seen == [2, 2]
    assert names(tmp_path / "out") == sorted(["甲公司", "乙公司", REPORT])
    for name in ("甲公司", "乙公司"):
        assert names(tmp_path / "out" / name) == [
            ".cqo-row.json",
            "00-待填清单.docx",
            "00-目录.docx",
            "04-聘任书.docx",
            "05-职责章程.docx",
        ]
    assert "2026年3月1日" in words(tmp_path / "out" / "乙公司" / "04-聘任书.docx")
    first, second = report_rows(tmp_path / "out")
    assert (first["企业"], first["结果"], first["文件"]) == ("甲公司", "已生成", "2")
    assert "任期开始日" in first["缺的必填事实"]
    assert "任期开始日" not in second["缺的必填事实"]
    assert report.failed == []


def test_a_bad_row_does_not_stop_the_others(drafter: Drafter, tmp_path: Path) -> None:
    path = table(
        tmp_path,
        company("", 任期开始日="2026-03-01"),
        company("甲公司", 任期开始日="2026-03-01", 任期结束日="2025-03-01", 杂项="x"),
        company("乙公司"),
    )
    report = run_batch(drafter, path, tmp_path / "out", JOB)
    assert [bool(one.error) for one in report.rows] == [True, False, False]
    assert "没有企业全称" in report.rows[0].error
    assert any("早于任期开始日" in one for one in report.rows[1].problems)
    assert "杂项" in report.unread[0]
    head, *rows = report_rows(tmp_path / "out")
    assert (head["结果"], "杂项" in head["事实的问题"]) == ("表头", True)
    assert [row["行"] for row in rows] == ["2", "3", "4"]
    assert "早于任期开始日" in rows[1]["事实的问题"]


def test_companies_of_one_name_never_share_a_folder(drafter: Drafter, tmp_path: Path) -> None:
    rows = [
        company("甲公司", 统一社会信用代码=CODES[0], 首席质量官姓名="张一"),
        company("甲公司", 统一社会信用代码=CODES[1], 首席质量官姓名="张二"),
        company("甲公司", 统一社会信用代码="", 首席质量官姓名="张三"),
        company("甲公司", 统一社会信用代码="", 首席质量官姓名="张四"),
    ]
    out = tmp_path / "out"
    report = run_batch(drafter, table(tmp_path, *rows), out, JOB)
    folders = [one.folder for one in report.rows]
    assert folders == ["甲公司", f"甲公司-{CODES[1]}", "甲公司-第4行", "甲公司-第5行"]
    for row, folder in zip(rows, folders, strict=True):
        assert str(row["首席质量官姓名"]) in words(out / folder / "04-聘任书.docx")
    before = state(out)
    again = run_batch(drafter, table(tmp_path, *rows), out, JOB)
    assert [one.folder for one in again.rows] == folders
    assert state(out) == before


def test_another_table_does_not_write_over_a_company_of_the_same_name(
    drafter: Drafter, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    for code, person in zip(CODES, ("张一", "张二"), strict=True):
        row = company("甲公司", 统一社会信用代码=code, 首席质量官姓名=person)
        run_batch(drafter, table(tmp_path, row), out, JOB)
    assert "张一" in words(out / "甲公司" / "04-聘任书.docx")
    assert "张二" in words(out / f"甲公司-{CODES[1]}" / "04-聘任书.docx")


def test_a_folder_that_is_not_ours_is_left_alone(drafter: Drafter, tmp_path: Path) -> None:
    own = tmp_path / "out" / "甲公司" / "04-聘任书.docx"
    own.parent.mkdir(parents=True)
    own.write_text("自己的文件", encoding="utf-8")
    report = run_batch(drafter, table(tmp_path, company("甲公司")), tmp_path / "out", JOB)
    assert report.rows[0].folder == "甲公司-第2行"
    assert own.read_text("utf-8") == "自己的文件"


@pytest.mark.parametrize(
    ("name", "folder"),
    [
        ('甲/乙\\丙:丁*戊?己"庚<辛>壬|癸', "甲_乙_丙_丁_戊_己_庚_辛_壬_癸"),
        ("CON", "_CON"),
        ("..", "未命名文件"),
        ("企" * 100, "企" * 60),
        ("甲公司. ", "甲公司"),
    ],
)
def test_any_name_gives_a_folder(drafter: Drafter, tmp_path: Path, name: str, folder: str) -> None:
    report = run_batch(drafter, table(tmp_path, company(name)), tmp_path / "out", JOB)
    assert [one.folder for one in report.rows] == [folder]
    assert (tmp_path / "out" / folder / "04-聘任书.docx").is_file()


def test_names_that_are_cut_short_do_not_meet(drafter: Drafter, tmp_path: Path) -> None:
    path = table(tmp_path, company("企" * 70 + "甲"), company("企" * 70 + "乙"))
    report = run_batch(drafter, path, tmp_path / "out", JOB)
    assert len({one.folder for one in report.rows}) == 2


def test_a_second_run_does_only_what_is_new_changed_or_missing(
    drafter: Drafter, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    run_batch(
        drafter, table(tmp_path, company("甲公司"), company("乙公司"), company("丙公司")), out, JOB
    )
    before = state(out)
    (out / "丙公司" / "05-职责章程.docx").unlink()
    changed = company("乙公司") | {"首席质量官姓名": "王丙"}
    rows = [company("甲公司"), changed, company("丙公司"), company("丁公司")]
    report = run_batch(drafter, table(tmp_path, *rows), out, JOB)
    assert [one.skipped for one in report.rows] == [True, False, False, False]
    after = state(out)
    assert all(after[name] == when for name, when in before.items() if name.startswith("甲公司"))
    assert "王丙" in words(out / "乙公司" / "04-聘任书.docx")
    assert (out / "丙公司" / "05-职责章程.docx").is_file()
    assert [row["结果"] for row in report_rows(out)] == ["已有，没有重做", *["已生成"] * 3]


def test_a_run_for_other_documents_or_anew_does_the_row_again(
    drafter: Drafter, tmp_path: Path
) -> None:
    path, out = table(tmp_path, company("甲公司")), tmp_path / "out"
    run_batch(drafter, path, out, JOB)
    assert not run_batch(drafter, path, out, Job(blueprints=("exit-measures",))).rows[0].skipped
    assert (
        not run_batch(drafter, path, out, Job(blueprints=("exit-measures",), anew=True))
        .rows[0]
        .skipped
    )
    assert run_batch(drafter, path, out, Job(blueprints=("exit-measures",))).rows[0].skipped


def test_a_row_that_was_changed_back_while_it_was_half_done_is_done_again(
    drafter: Drafter, tmp_path: Path
) -> None:
    path, out = table(tmp_path, company("甲公司")), tmp_path / "out"
    run_batch(drafter, path, out, JOB)
    mark = read_mark(out / "甲公司")
    assert mark is not None
    write_mark(out / "甲公司", Mark("甲公司", "", "of another table"))  # killed after its start
    report = run_batch(drafter, path, out, JOB)
    assert not report.rows[0].skipped
    assert read_mark(out / "甲公司") == mark


@pytest.mark.parametrize("content", ["", "[]", "{", '{"company": "甲公司"}', '{"x": 1}', "null"])
def test_a_damaged_mark_belongs_to_nobody(tmp_path: Path, content: str) -> None:
    (tmp_path / "甲公司").mkdir()
    (tmp_path / "甲公司" / ".cqo-row.json").write_text(content, encoding="utf-8")
    assert read_mark(tmp_path / "甲公司") is None
    assert Folders(tmp_path).of("甲公司", "", 2) == "甲公司-第2行"


def test_a_table_without_rows_or_heads_is_refused_before_anything_is_written(
    drafter: Drafter, tmp_path: Path
) -> None:
    empty = tmp_path / "空.csv"
    empty.write_text("企业全称,首席质量官姓名\n", encoding="utf-8")
    with pytest.raises(BadInput, match="表头下面至少要有一行"):
        run_batch(drafter, empty, tmp_path / "out", JOB)
    empty.write_text("甲,乙\n1,2\n", encoding="utf-8")
    with pytest.raises(BadInput, match="表头"):
        run_batch(drafter, empty, tmp_path / "out", JOB)
    assert not (tmp_path / "out").exists()


def test_the_report_never_runs_as_a_formula(drafter: Drafter, tmp_path: Path) -> None:
    path = table(tmp_path, company("=HYPERLINK(1)"), company("@SUM"), company("+甲公司"))
    report: BatchReport = run_batch(drafter, path, tmp_path / "out", JOB)
    assert len(report.rows) == 3
    for row in report_rows(tmp_path / "out"):
        assert row["企业"].startswith("'")
        assert not row["文件夹"].startswith(("=", "@", "+"))


def test_a_run_that_is_stopped_by_hand_reports_what_is_done(
    drafter: Drafter, tmp_path: Path
) -> None:
    path = table(tmp_path, *(company(f"第{n}公司") for n in range(4)))

    def stop(row: Any, _: int) -> None:
        if row.number == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_batch(drafter, path, tmp_path / "out", JOB, progress=stop)
    assert [row["企业"] for row in report_rows(tmp_path / "out")] == ["第0公司", "第1公司"]
    report = run_batch(drafter, path, tmp_path / "out", JOB)
    assert [one.skipped for one in report.rows] == [True, True, False, False]


@pytest.mark.slow
def test_a_killed_batch_leaves_whole_files_and_the_next_run_finishes(
    cqo: Cqo, tmp_path: Path
) -> None:
    path, out = table(tmp_path, *(company(f"第{n}公司") for n in range(30))), tmp_path / "out"
    program = [sys.executable, "-c", "from assistant.cli import main; main()"]
    command = [*program, "draft", "batch", str(path), "-o", str(out)]
    root = Path(__file__).resolve().parents[4]
    process = subprocess.Popen(
        command,
        env={**os.environ, "PYTHONPATH": str(root)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    deadline = time.monotonic() + 120
    while len(list(out.glob("*/05-*.docx"))) < 3 and time.monotonic() < deadline:
        assert process.poll() is None
        time.sleep(0.02)
    process.send_signal(signal.SIGKILL)
    process.wait()
    finished = [mark for one in out.iterdir() if (mark := read_mark(one)) and mark.files]
    assert 0 < len(finished) < 30
    for written in out.rglob("*.docx"):
        assert words(written)
    rows = cqo.json("draft", "batch", path, "-o", out)["rows"]
    assert sum(row["skipped"] for row in rows) == len(finished)
    assert not list(out.rglob(".new-*"))
    for row in rows:
        assert len(list((out / row["folder"]).glob("*.docx"))) == 18
    assert json.loads((out / "第0公司" / ".cqo-row.json").read_text("utf-8"))["documents"] == 16
