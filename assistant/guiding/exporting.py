"""The package of a company: all documents, plan, self-check, evidence and basis in one zip, whole or not at all."""

from __future__ import annotations

import os
import tempfile
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.answering.wording import messages
from assistant.drafting.blueprints import BLUEPRINTS, plan_of
from assistant.drafting.consistency import differences
from assistant.drafting.document import BasisRow, Document, text_of
from assistant.drafting.draft import Draft
from assistant.drafting.output import file_name, file_of
from assistant.drafting.sets import SetReport, Written
from assistant.guiding.calendar import ics_of
from assistant.guiding.charts import gantt, radar
from assistant.guiding.evidence_files import safe_name
from assistant.guiding.package_pages import chart_page, index_page, open_items_page
from assistant.guiding.package_sheets import Cell, Sheet, check_sheets, plan_sheets, workbook
from assistant.guiding.proposing import proposed
from assistant.guiding.view import GuideView
from assistant.guiding.way import Way
from corpus.errors import BadInput

if TYPE_CHECKING:
    from assistant.service import LocalAssistant

_PLANS = "实施计划和状态、负责人、依据；另有不排进计划的任务和待核实的问题"


@dataclass(frozen=True, slots=True)
class Counts:
    """What stands in the package. ``missing``: names of evidence whose file is no longer there."""

    documents: int
    open_items: int
    evidence: int = 0
    missing: tuple[str, ...] = ()


@dataclass
class _Package:
    """Writes one package; ``parts`` is what the index says of it."""

    assistant: LocalAssistant
    way: Way
    zip: zipfile.ZipFile
    view: GuideView
    parts: list[tuple[str, str]] = field(default_factory=list)
    basis: list[Sequence[Cell]] = field(default_factory=list)

    def put(self, name: str, content: bytes, words: str = "") -> None:
        self.zip.writestr(name, content)
        if words:
            self.parts.append((name, words))


def write_package(assistant: LocalAssistant, way: Way, path: Path) -> Counts:
    """Write the zip to ``path``; what stood there is replaced only when all is written. Raises BadInput."""
    try:
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".new-", suffix=".zip")
    except OSError as error:
        raise BadInput(
            f"文件夹 {path.parent} 写不进去（{error.strerror}），请检查路径和权限。"
        ) from error
    try:
        with os.fdopen(handle, "wb") as file:
            with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
                view = GuideView(assistant.guide, assistant.index.catalogue)
                counts = _write(_Package(assistant, way, made, view))
            file.flush()
            os.fsync(file.fileno())
        os.chmod(temporary, 0o644)
        os.replace(temporary, path)
    except OSError as error:
        raise BadInput(
            f"{path.name} 写不进去（{error.strerror or error}），请检查磁盘空间和权限。"
        ) from error
    finally:
        Path(temporary).unlink(missing_ok=True)
    return counts


def _write(package: _Package) -> Counts:
    report = _documents(package)
    _plan(package)
    _self_check(package)
    evidence, missing = _evidence(package)
    _basis(package)
    package.put(
        "待填清单.docx", open_items_page(report), "各份文件还没有填的内容、用在哪里、怎么定"
    )
    package.put("目录.docx", index_page(report, package.parts))
    return Counts(len(report.documents), report.open_items, evidence, tuple(missing))


# -- documents ---------------------------------------------------------------------------------------


def _documents(package: _Package) -> SetReport:
    """The documents that the plan calls for, in the order of the system."""
    wanted = [one for one in BLUEPRINTS if one in package.way.plan.documents]
    company = package.way.company
    saved: dict[str, Draft] = {}
    for draft in package.assistant.drafting.listed(company.name):  # newest first
        saved.setdefault(draft.blueprint, draft)
    drafts: list[Draft] = []
    report = SetReport(company=company.name)
    for blueprint in wanted:
        draft = saved.get(blueprint) or _drafted(package, blueprint)
        document = package.assistant.drafting.document(draft)
        written = _written(blueprint, document)
        package.put(f"文件/{written.name}", file_of(document, "docx"))
        package.basis += (_basis_row(written.title, row) for row in document.basis)
        report.documents.append(written)
        drafts.append(draft)
    report.inconsistent = differences(drafts)
    return report


def _drafted(package: _Package, blueprint: str) -> Draft:
    """From the company's facts, and what its self-checks give where it did not say otherwise."""
    known = plan_of(blueprint).by_name
    given = proposed(package.assistant, package.way, blueprint).facts
    given |= package.way.company.facts
    own = {name: value for name, value in given.items() if name in known}
    return package.assistant.drafting.drafter.new(blueprint, own)


def _written(blueprint: str, document: Document) -> Written:
    one = plan_of(blueprint).blueprint
    closing = document.closing
    signers = [line.label for line in (*closing.signers, *closing.approval)]
    signers += [closing.receipt_signer] if closing.receipt_signer else []
    return Written(
        blueprint,
        one.code,
        text_of(document.title),
        text_of(document.number),
        f"{int(one.code.removeprefix('D')):02d}-{file_name(one.title)}.docx",
        document.open_items,
        tuple(dict.fromkeys(signers)),
    )


# -- plan and self-check -----------------------------------------------------------------------------


def _plan(package: _Package) -> None:
    way, view = package.way, package.view
    tasks = [view.task(way, name) for name in way.route.tasks]
    package.put("计划/实施计划.xlsx", workbook(plan_sheets(view.way(way), tasks)), _PLANS)
    package.put("计划/实施计划.ics", ics_of(way), "日历文件，可以导入日历软件，到期前一天提醒")
    figure = gantt(way.plan, way.state, package.assistant.guide.today())
    words = "".join(("工作日天数是建议，不是规定；只排工作日。", *way.plan.notes))
    title = f"{way.company.name}首席质量官制度实施计划"
    package.put(
        "计划/甘特图.html", chart_page(figure, title, words), "甘特图，用浏览器打开，不需要联网"
    )
    for task in tasks:
        for clause in task["clauses"]:
            package.basis.append(_task_row(package, task, clause))


def _self_check(package: _Package) -> None:
    """The last self-check; none is said in the index."""
    way, checks = package.way, package.assistant.guide.self_checks
    made = checks.made(way)
    if not made:
        package.parts.append(("自查/", "还没有自查，没有结果"))
        return
    last, result = made[-1], checks.result(way, made[-1].id)
    asked = checks.asked(last)
    shown = package.view.assessment(asked, last, checks.replies(last), result)
    package.put(
        "自查/自查结果.xlsx", workbook(check_sheets(shown)), f"{last.title}：结果、逐项回答和差距"
    )
    title = f"{way.company.name}首席质量官制度自查：{last.title}"
    words = f"对照：{asked.source}。“部分”照实单独计数，不折算成一半。"
    package.put(
        "自查/雷达图.html", chart_page(radar(result), title, words), "各组做到的比例，用浏览器打开"
    )
    for one in asked.checks:
        clause = package.assistant.index.catalogue.clause(one.clause_id)
        source = package.assistant.index.catalogue.source(one.clause_id.split("#")[0])
        if clause is not None and source is not None:
            package.basis.append(_row("自查", last.title, one.text, one.mark, source, one.quote))


# -- evidence ----------------------------------------------------------------------------------------


def _evidence(package: _Package) -> tuple[int, list[str]]:
    """Files by task, and a list of all pieces; how many files, and names of those that are gone."""
    way, store = package.way, package.assistant.guide.store
    files, count, missing = package.assistant.evidence_files, 0, []
    rows: list[Sequence[Cell]] = []
    taken: set[str] = set()
    for piece in store.evidence(way.guide.id):
        task = way.route.tasks.get(piece.task)
        title = task.title if task else piece.task
        place = piece.url or ""
        if piece.sha256:
            path = files.path(piece.sha256)
            if path is None:
                missing.append(piece.name)
                place = "文件不在数据文件夹里，请从备份恢复"
            else:
                place = _free(f"{file_name(title)}/{safe_name(piece.name)}", taken)
                package.zip.write(path, f"证据/{place}")
                count += 1
        kind = "文件" if piece.sha256 else "链接"
        when = piece.added.astimezone().strftime("%Y-%m-%d %H:%M")
        rows.append([title, piece.name, kind, place, piece.size, when, piece.sha256 or ""])
    head = ("任务", "名称", "种类", "位置", "字节", "登记时间", "SHA-256")
    wanted = [
        [task.title, line]
        for task in way.route.ordered
        if task.id in way.planned
        for line in task.evidence
    ]
    sheets = [Sheet("证据清单", head, rows), Sheet("要留的证据", ("任务", "要留下"), wanted)]
    package.put(
        "证据/证据清单.xlsx", workbook(sheets), "登记的证据和它们在包里的位置；另有各任务要留的证据"
    )
    return count, missing


def _free(name: str, taken: set[str]) -> str:
    """``name``, with a number where it is taken; file systems may not tell A from a."""
    stem, ending = os.path.splitext(name)
    number = 1
    while name.casefold() in taken:
        number += 1
        name = f"{stem}（{number}）{ending}"
    taken.add(name.casefold())
    return name


# -- basis -------------------------------------------------------------------------------------------


def _basis(package: _Package) -> None:
    head = ("用在", "哪一份", "哪一处", "条款", "来源", "地区", "年份", "性质", "原话")
    package.put(
        "依据/依据对照表.xlsx",
        workbook([Sheet("依据对照", head, package.basis)]),
        "每份文件的各节、每项任务、每个自查项依据哪一条，附原话",
    )


def _task_row(package: _Package, task: Any, clause: Any) -> list[Cell]:
    source = package.assistant.index.catalogue.source(clause["source_id"])
    return _row("任务", task["phase"], task["title"], clause["mark"], source, clause["text"])


def _row(kind: str, where: str, what: str, mark: str, source: Any, quote: str) -> list[Cell]:
    return [
        kind,
        where,
        what,
        mark,
        source.title,
        source.region,
        source.year,
        str(messages()["labels"]["authority"][source.authority.value]),
        quote,
    ]


def _basis_row(title: str, row: BasisRow) -> list[Cell]:
    """A line of a document's 依据对照表; the company's own choice with its reason."""
    if not row.clause_id:
        return ["文件", title, row.section, "企业自定", "", "", None, "", row.own]
    section = f"{row.section}（可选条款）" if row.optional else row.section
    return [
        "文件",
        title,
        section,
        row.mark,
        row.source,
        row.region,
        row.year,
        row.authority,
        row.quote,
    ]
