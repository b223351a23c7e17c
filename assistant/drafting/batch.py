"""A set of documents for each row of a table: goes on after a bad row, and where it was stopped."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.drafting.blueprint import FactSpec
from assistant.drafting.blueprints import BLUEPRINTS, plan_of
from assistant.drafting.desk import Format, file_name
from assistant.drafting.drafter import Drafter
from assistant.drafting.facts.files import FactsFile
from assistant.drafting.facts.tables import Row, read_table
from assistant.drafting.sets import SetReport, write_file, write_set
from corpus.errors import BadInput, CqoError

REPORT = "报告.csv"
#: Stands in a folder that is finished; holds the hash of its row.
_MARKER = ".cqo-row.json"


@dataclass(frozen=True, slots=True)
class RowDone:
    """What came of one row. ``error`` when nothing was written."""

    number: int
    company: str
    folder: str
    documents: int
    open_items: int
    problems: tuple[str, ...]
    error: str = ""
    skipped: bool = False  # finished by an earlier run


def run_batch(
    drafter: Drafter,
    table: Path,
    folder: Path,
    *,
    blueprints: Sequence[str] = BLUEPRINTS,
    format: Format = "docx",
    progress: Callable[[int, RowDone], None] = lambda number, row: None,
) -> list[RowDone]:
    """Write a folder a row, and a report of all. Raises BadInput when the table cannot be read."""
    specs = specs_of(blueprints)
    folder.mkdir(parents=True, exist_ok=True)
    done: list[RowDone] = []
    taken: set[str] = set()
    for row in read_table(table, specs):
        made = _row(drafter, row, folder, taken, blueprints, format)
        done.append(made)
        progress(len(done), made)
    if not done:
        raise BadInput(f"表格 {table.name} 里没有企业：表头下面至少要有一行。")
    write_file(folder / REPORT, report_of(done))
    return done


def specs_of(blueprints: Sequence[str]) -> tuple[FactSpec, ...]:
    """All facts that the documents ask for, each once."""
    found: dict[str, FactSpec] = {}
    for blueprint in blueprints:
        for spec in plan_of(blueprint).specs:
            known = found.get(spec.name)
            if known is None or (spec.required and not known.required):
                found[spec.name] = spec
    return tuple(found.values())


def _row(
    drafter: Drafter,
    row: Row,
    folder: Path,
    taken: set[str],
    blueprints: Sequence[str],
    format: Format,
) -> RowDone:
    company = str(row.facts.get("company_name") or "").strip()
    problems = tuple(one.message for one in row.problems)
    if not company:
        return RowDone(row.number, "", "", 0, 0, problems, "没有企业全称，这一行没有生成文件。")
    name = _folder_name(company, row, taken)
    place = folder / name
    mark = _hash(row, blueprints, format)
    before = _finished(place, mark)
    if before is not None:
        return RowDone(
            row.number, company, name, before["documents"], before["open"], problems, skipped=True
        )
    try:
        facts = FactsFile(f"第{row.number}行", dict(row.facts), {})
        report = write_set(drafter, facts, place, blueprints=blueprints, format=format)
    except (CqoError, OSError) as error:
        message = error.message if isinstance(error, CqoError) else f"写不进去（{error.strerror}）"
        return RowDone(row.number, company, name, 0, 0, problems, message)
    _mark(place, mark, report)
    wrong = (*problems, *dict.fromkeys(one.message for _, one in report.problems))
    return RowDone(row.number, company, name, len(report.documents), report.open_items, wrong)


def _folder_name(company: str, row: Row, taken: set[str]) -> str:
    """The company's name; with its credit code or row where two rows have the same name."""
    name = file_name(company, 60)
    if name.upper().split(".")[0] in _RESERVED:
        name = f"_{name}"
    if name.casefold() in taken:
        code = str(row.facts.get("credit_code") or "").strip()
        name = f"{name}-{file_name(code, 20) if code else f'第{row.number}行'}"
    if name.casefold() in taken:
        name = f"{name}-第{row.number}行"
    taken.add(name.casefold())
    return name


#: Names that Windows keeps for devices.
_RESERVED = frozenset(
    [
        "CON",
        "PRN",
        "AUX",
        "NUL",
        *(f"COM{n}" for n in range(1, 10)),
        *(f"LPT{n}" for n in range(1, 10)),
    ]
)


def _hash(row: Row, blueprints: Sequence[str], format: str) -> str:
    content = json.dumps(
        [row.facts, list(blueprints), format], ensure_ascii=False, sort_keys=True, default=str
    )
    return hashlib.sha256(content.encode("utf-8")).hexdigest()


def _finished(place: Path, mark: str) -> dict[str, int] | None:
    try:
        content = json.loads((place / _MARKER).read_text("utf-8"))
    except (OSError, ValueError):
        return None
    if not isinstance(content, dict) or content.get("row") != mark:
        return None
    return {"documents": int(content.get("documents", 0)), "open": int(content.get("open", 0))}


def _mark(place: Path, mark: str, report: SetReport) -> None:
    content = {"row": mark, "documents": len(report.documents), "open": report.open_items}
    write_file(place / _MARKER, json.dumps(content).encode("utf-8"))


def report_of(done: Sequence[RowDone]) -> bytes:
    """The report as CSV that Excel opens in Chinese."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["行", "企业", "文件夹", "文件", "待填", "结果", "事实的问题"])
    for one in done:
        result = one.error or ("已有，未重做" if one.skipped else "已生成")
        cells = [one.number, one.company, one.folder, one.documents, one.open_items, result]
        writer.writerow([*(_safe(cell) for cell in cells), _safe("；".join(one.problems))])
    return b"\xef\xbb\xbf" + out.getvalue().encode("utf-8")


def _safe(cell: object) -> object:
    """Text that a spreadsheet would take for a formula is put behind an apostrophe."""
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in "=+-@\t" else cell
