"""A set of documents for each row of a table: goes on after a bad row, and where it was stopped."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from assistant.drafting.blueprints import BLUEPRINTS, named_facts
from assistant.drafting.company_folders import Folders, Mark, read_mark, write_mark
from assistant.drafting.drafter import Drafter
from assistant.drafting.facts.files import FactsFile
from assistant.drafting.facts.tables import Row, Table, read_table
from assistant.drafting.output import Format, clear_unfinished, make_folder, write_file
from assistant.drafting.sets import write_set
from corpus.errors import BadInput, CqoError

REPORT = "报告.csv"
#: Counts up when the same row gives other documents than before.
_FORM = 1
_HEAD = ("行", "企业", "文件夹", "结果", "文件", "待填", "缺的必填事实", "事实的问题")


@dataclass(frozen=True, slots=True)
class RowDone:
    """What came of one row. ``error`` when nothing was written. ``missing``: labels of required facts."""

    number: int
    company: str
    folder: str = ""
    documents: int = 0
    open_items: int = 0
    missing: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    error: str = ""
    skipped: bool = False  # finished by an earlier run

    @property
    def result(self) -> str:
        return self.error or ("已有，没有重做" if self.skipped else "已生成")


@dataclass(frozen=True)
class Job:
    """What is wanted of every row. ``anew``: also of rows that an earlier run finished."""

    blueprints: Sequence[str] = BLUEPRINTS
    format: Format = "docx"
    basis: bool = True
    anew: bool = False

    def hash_of(self, row: Row) -> str:
        """The same for a row that gives the same documents."""
        wanted = [_FORM, row.facts, list(self.blueprints), self.format, self.basis]
        content = json.dumps(wanted, ensure_ascii=False, sort_keys=True, default=str)
        return hashlib.sha256(content.encode("utf-8")).hexdigest()


@dataclass(frozen=True)
class BatchReport:
    """``unread``: headers that are no fact's, each a Chinese line."""

    rows: list[RowDone] = field(default_factory=list)
    unread: tuple[str, ...] = ()

    @property
    def failed(self) -> list[RowDone]:
        return [one for one in self.rows if one.error]


def run_batch(
    drafter: Drafter,
    path: Path,
    folder: Path,
    job: Job | None = None,
    *,
    progress: Callable[[RowDone, int], None] = lambda row, total: None,
) -> BatchReport:
    """Write a folder a row, and a report of all; ``progress`` gets each row and how many there are.

    Raises BadInput when the table cannot be read or the report not be written.
    """
    table = read_table(path, named_facts())
    rows = _rows(table, path)
    report = BatchReport(unread=tuple(one.message for one in table.unknown))
    make_folder(folder)
    try:
        for done in _each(drafter, rows, folder, job or Job()):
            report.rows.append(done)
            progress(done, len(rows))
    finally:  # stopped by hand: what is done is told too
        write_file(folder / REPORT, report_file(report))
    return report


def _rows(table: Table, path: Path) -> list[Row]:
    """All rows: a table that breaks off is refused before anything is written."""
    rows = list(table)
    if not rows:
        raise BadInput(f"表格 {path.name} 里没有企业：表头下面至少要有一行。")
    return rows


def _each(drafter: Drafter, rows: Sequence[Row], folder: Path, job: Job) -> Iterator[RowDone]:
    folders = Folders(folder)
    for row in rows:
        company = " ".join(str(row.facts.get("company_name") or "").split())
        if not company:
            yield _without_name(row)
            continue
        code = re.sub(r"[\s\-]", "", str(row.facts.get("credit_code") or "")).upper()
        name = ""
        try:
            name = folders.of(company, code, row.number)
            yield _row(drafter, row, folder / name, Mark(company, code, job.hash_of(row)), job)
        except (CqoError, OSError) as error:
            words = error.message if isinstance(error, CqoError) else str(error.strerror or error)
            yield RowDone(row.number, company, name, problems=_problems(row), error=words)


def _without_name(row: Row) -> RowDone:
    error = "没有企业全称，这一行没有生成文件。"
    return RowDone(row.number, "", problems=_problems(row), error=error)


def _problems(row: Row) -> tuple[str, ...]:
    return tuple(one.message for one in row.problems)


def _row(drafter: Drafter, row: Row, place: Path, mark: Mark, job: Job) -> RowDone:
    before = read_mark(place)
    if before is not None and before.finished(mark, place) and not job.anew:
        return _told(row, place, before, skipped=True)
    make_folder(place)
    clear_unfinished(place)
    write_mark(place, mark)
    facts = FactsFile(f"第{row.number}行", dict(row.facts))
    made = write_set(
        drafter, facts, place, blueprints=job.blueprints, format=job.format, basis=job.basis
    )
    done = Mark(
        mark.company,
        mark.code,
        mark.row,
        files=tuple(made.files),
        documents=len(made.documents),
        open_items=made.open_items,
        missing=tuple(spec.label for spec in made.missing.values()),
        problems=tuple(one.message for one in made.problems),
    )
    write_mark(place, done)
    return _told(row, place, done)


def _told(row: Row, place: Path, mark: Mark, *, skipped: bool = False) -> RowDone:
    problems = tuple(dict.fromkeys((*_problems(row), *mark.problems)))
    return RowDone(
        row.number,
        mark.company,
        place.name,
        mark.documents,
        mark.open_items,
        mark.missing,
        problems,
        skipped=skipped,
    )


def report_file(report: BatchReport) -> bytes:
    """The report as CSV that Excel opens in Chinese."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(_HEAD)
    for line in report.unread:
        writer.writerow(["", "", "", "表头", "", "", "", _safe(line)])
    for one in report.rows:
        cells = [one.number, one.company, one.folder, one.result, one.documents, one.open_items]
        cells += ["、".join(one.missing), "；".join(one.problems)]
        writer.writerow([_safe(cell) for cell in cells])
    return b"\xef\xbb\xbf" + out.getvalue().encode("utf-8")


def _safe(cell: object) -> object:
    """Text that a spreadsheet would take for a formula is put behind an apostrophe."""
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in tuple("=+-@\t\r") else cell
