"""All documents of a company as a folder of files, with an index of them and what is still open."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from assistant.drafting.blueprints import BLUEPRINTS, plan_of
from assistant.drafting.consistency import Difference, differences
from assistant.drafting.desk import Format, file_name, file_of
from assistant.drafting.document import Document, OpenItem, text_of
from assistant.drafting.draft import Draft
from assistant.drafting.drafter import Drafter
from assistant.drafting.facts.files import FactsFile
from assistant.drafting.facts.values import Problem

#: Names of the index and of the list of what is open.
INDEX, OPEN = "00-目录.md", "00-待填清单.md"


@dataclass(frozen=True)
class Written:
    """A document that was written; ``name`` is its file's."""

    blueprint: str
    code: str
    title: str
    name: str
    open_items: tuple[OpenItem, ...]
    signers: tuple[str, ...]


@dataclass
class SetReport:
    """What came of a set."""

    documents: list[Written] = field(default_factory=list)
    problems: list[tuple[str, Problem]] = field(
        default_factory=list
    )  # blueprint id and what is wrong
    inconsistent: tuple[Difference, ...] = ()

    @property
    def open_items(self) -> int:
        return sum(len(one.open_items) for one in self.documents)


def write_set(
    drafter: Drafter,
    facts: FactsFile,
    folder: Path,
    *,
    blueprints: Sequence[str] = BLUEPRINTS,
    format: Format = "docx",
    basis: bool = True,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> SetReport:
    """Write the documents into ``folder`` (made when it is not there), each whole or not at all."""
    report = SetReport()
    drafts: list[Draft] = []
    folder.mkdir(parents=True, exist_ok=True)
    for number, blueprint in enumerate(blueprints, 1):
        draft, problems = drafted(drafter, blueprint, facts.of(blueprint))
        report.problems += [(blueprint, one) for one in problems]
        document = drafter.assembled(draft).document
        report.documents.append(_write(document, blueprint, folder, format, basis=basis))
        drafts.append(draft)
        progress(number, len(blueprints))
    report.inconsistent = differences(drafts)
    company = drafts[0].company if drafts else ""
    write_file(folder / INDEX, index_of(company, report).encode("utf-8"))
    write_file(folder / OPEN, open_list(company, report).encode("utf-8"))
    return report


def drafted(
    drafter: Drafter, blueprint: str, given: Mapping[str, Any]
) -> tuple[Draft, tuple[Problem, ...]]:
    """The draft of those facts that the blueprint asks for, and what of them is wrong."""
    plan = drafter.plans(blueprint)
    names = {spec.name for spec in plan.specs} | {spec.label for spec in plan.specs}
    own = {name: value for name, value in given.items() if name in names}
    return drafter.new(blueprint, own), drafter.facts(plan, own).problems


def _write(
    document: Document, blueprint: str, folder: Path, format: Format, *, basis: bool
) -> Written:
    one = plan_of(blueprint).blueprint
    number = int(one.code.removeprefix("D"))
    name = f"{number:02d}-{file_name(one.title)}.{format}"
    write_file(folder / name, file_of(document, format, basis=basis))
    signers = [line.label for line in (*document.closing.signers, *document.closing.approval)]
    if document.closing.receipt_signer:
        signers.append(document.closing.receipt_signer)
    return Written(
        blueprint, one.code, text_of(document.title), name, document.open_items, tuple(signers)
    )


def write_file(path: Path, content: bytes) -> None:
    """The file appears whole or not at all."""
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".new-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(temporary, 0o644)
        os.replace(temporary, path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def index_of(company: str, report: SetReport) -> str:
    """The index page, Markdown."""
    lines = [f"# {company or '企业'}首席质量官制度文件目录", ""]
    lines += ["| 序号 | 文件 | 文件名 | 待填 | 签署 |", "| --- | --- | --- | --- | --- |"]
    for one in report.documents:
        signers = "、".join(one.signers) or "盖章"
        lines.append(
            f"| {one.code} | {_cell(one.title)} | {_cell(one.name)} | {len(one.open_items)} | {_cell(signers)} |"
        )
    lines += ["", f"共 {len(report.documents)} 份文件，{report.open_items} 处待填，见“待填清单”。"]
    if report.inconsistent:
        lines += ["", "## 各文件不一致的事实", ""]
        lines += [f"- {one.label}" for one in report.inconsistent]
    lines += ["", "文件均为草稿，未经法律、人力资源等专业审核，签发前请逐项核对。", ""]
    return "\n".join(lines)


def open_list(company: str, report: SetReport) -> str:
    """What is open in all documents, each fact once, Markdown."""
    where: dict[tuple[str, str], list[str]] = {}
    advice: dict[tuple[str, str], str] = {}
    for one in report.documents:
        for item in one.open_items:
            key = (item.name, item.label)
            where.setdefault(key, []).append(one.code)
            advice.setdefault(key, item.advice)
    lines = [f"# {company or '企业'}待填清单", ""]
    if not where:
        return "\n".join([*lines, "没有待填的内容。", ""])
    lines += ["| 待填 | 用在 | 怎么定 |", "| --- | --- | --- |"]
    lines += [
        f"| {_cell(label)} | {'、'.join(codes)} | {_cell(advice[(name, label)])} |"
        for (name, label), codes in where.items()
    ]
    return "\n".join([*lines, ""])


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ").replace("<", "&lt;")
