"""All documents of a company as a folder of files, with an index of them and what is still open."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from assistant.drafting.blueprint import Blueprint, FactSpec
from assistant.drafting.blueprints import BLUEPRINTS, named_facts
from assistant.drafting.consistency import Difference, differences
from assistant.drafting.document import Document, OpenItem, text_of
from assistant.drafting.draft import Draft
from assistant.drafting.drafter import Drafter
from assistant.drafting.facts.files import FactsFile
from assistant.drafting.facts.values import Facts, Problem
from assistant.drafting.output import Format, file_name, file_of, make_folder, write_file
from corpus.errors import BadInput

#: Names of the index and of the list of what is open, without ending.
INDEX, OPEN = "00-目录", "00-待填清单"


@dataclass(frozen=True)
class Written:
    """A document of the set; ``name`` is its file's, ``number`` the one in its head (文号)."""

    blueprint: str
    code: str
    title: str
    number: str
    name: str
    open_items: tuple[OpenItem, ...]
    signers: tuple[str, ...]


@dataclass
class SetReport:
    """What came of a set. ``missing``: required facts that were not given, by name."""

    company: str = ""
    documents: list[Written] = field(default_factory=list)
    missing: dict[str, FactSpec] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    inconsistent: tuple[Difference, ...] = ()
    files: list[str] = field(default_factory=list)

    @property
    def open_items(self) -> int:
        return sum(len(one.open_items) for one in self.documents)


@dataclass(frozen=True)
class _Made:
    """A document before it is written."""

    draft: Draft
    document: Document
    facts: Facts
    name: str
    code: str


def wrong_facts(
    drafter: Drafter, facts: FactsFile, blueprints: Sequence[str] = BLUEPRINTS
) -> list[Problem]:
    """Facts that are wrong, and names that no document knows, each once."""
    checked = [_checked(drafter, facts, blueprint) for blueprint in blueprints]
    problems = [problem for one in checked for problem in one.problems]
    unknown = [problem for one in checked for problem in one.unknown]
    return list(dict.fromkeys((*problems, *unknown)))


def write_set(
    drafter: Drafter,
    facts: FactsFile,
    folder: Path,
    *,
    blueprints: Sequence[str] = BLUEPRINTS,
    format: Format = "docx",
    basis: bool = True,
    replace: bool = True,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> SetReport:
    """Write the documents into ``folder`` (made when it is not there), each whole or not at all.

    A wrong fact is written as missing and stands in the report. Without ``replace`` nothing is written
    where one of the files is there already. Raises BadInput.
    """
    from assistant.drafting.overview import index_of, open_list_of

    made = [_made(drafter, facts, blueprint, format) for blueprint in blueprints]
    report = _report(made)
    names = [f"{INDEX}.{_ending(format)}", f"{OPEN}.{_ending(format)}"]
    make_folder(folder)
    if not replace:
        _refuse_existing(folder, [*names, *(one.name for one in made)])
    for number, one in enumerate(made, 1):
        write_file(folder / one.name, file_of(one.document, format, basis=basis))
        progress(number, len(made))
    for name, document in zip(names, (index_of(report), open_list_of(report)), strict=True):
        write_file(folder / name, file_of(document, _ending(format), basis=False))
    report.files = [*names, *(one.name for one in made)]
    return report


def _checked(drafter: Drafter, facts: FactsFile, blueprint: str) -> Facts:
    plan = drafter.plans(blueprint)
    return drafter.facts(plan, facts.of(blueprint), elsewhere=named_facts())


def _made(drafter: Drafter, facts: FactsFile, blueprint: str, format: Format) -> _Made:
    draft = drafter.new(blueprint, facts.of(blueprint))
    document = drafter.assembled(draft).document
    one = drafter.plans(blueprint).blueprint
    checked = _checked(drafter, facts, blueprint)
    return _Made(draft, document, checked, f"{_numbered(one)}.{format}", one.code)


def _numbered(blueprint: Blueprint) -> str:
    """04-聘任书: in the order of the system."""
    return f"{int(blueprint.code.removeprefix('D')):02d}-{file_name(blueprint.title)}"


def _report(made: Sequence[_Made]) -> SetReport:
    report = SetReport(inconsistent=differences([one.draft for one in made]))
    problems: dict[Problem, None] = {}
    for one in made:
        report.company = report.company or one.draft.company
        report.documents.append(_written(one))
        report.missing |= {spec.name: spec for spec in one.facts.missing}
        problems |= dict.fromkeys((*one.facts.problems, *one.facts.unknown))
    report.problems = list(problems)
    return report


def _written(one: _Made) -> Written:
    document, closing = one.document, one.document.closing
    signers = [line.label for line in (*closing.signers, *closing.approval)]
    signers += [closing.receipt_signer] if closing.receipt_signer else []
    return Written(
        one.draft.blueprint,
        one.code,
        text_of(document.title),
        text_of(document.number),
        one.name,
        document.open_items,
        tuple(dict.fromkeys(signers)),
    )


def _ending(format: Format) -> Format:
    """The overview is for working with: never a PDF."""
    return "docx" if format == "pdf" else format


def _refuse_existing(folder: Path, names: Sequence[str]) -> None:
    there = [name for name in names if (folder / name).exists()]
    if there:
        raise BadInput(
            f"文件夹 {folder} 里已有 {there[0]} 等{len(there)}个文件，没有改动它们；"
            "请换一个文件夹，或加 --force 覆盖。"
        )
