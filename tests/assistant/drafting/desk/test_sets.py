"""The whole set of a company: sixteen files, an index, what is open, and whether they agree."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import docx
import pytest

from assistant.drafting.blueprints import BLUEPRINTS
from assistant.drafting.drafter import Drafter
from assistant.drafting.facts.files import FactsFile, load_facts
from assistant.drafting.overview import difference_line
from assistant.drafting.sets import SetReport, write_set, wrong_facts
from corpus.errors import BadInput
from tests.assistant.drafting.examples import EXAMPLES

NAME = {"company_name": "示例甲有限公司"}


def of(facts: dict[str, Any], **documents: dict[str, Any]) -> FactsFile:
    return FactsFile("甲.yaml", facts, {k.replace("_", "-"): v for k, v in documents.items()})


def text_of(path: Path) -> str:
    """All words of a Word file, tables included."""
    opened = docx.Document(str(path))
    cells = [c.text for t in opened.tables for row in t.rows for c in row.cells]
    return "\n".join([*(p.text for p in opened.paragraphs), *cells])


def test_a_company_that_tells_all_gets_sixteen_documents_that_agree(
    drafter: Drafter, tmp_path: Path
) -> None:
    facts = load_facts(EXAMPLES / "manufacturing.yaml")
    assert wrong_facts(drafter, facts) == []
    report = write_set(drafter, facts, tmp_path / "整套")
    assert [one.blueprint for one in report.documents] == list(BLUEPRINTS)
    assert (report.open_items, report.missing, report.problems) == (0, {}, [])
    assert report.inconsistent == ()
    assert sorted(path.name for path in (tmp_path / "整套").iterdir()) == sorted(report.files)
    assert len(report.files) == 18
    for name in report.files:
        assert "{{" not in text_of(tmp_path / "整套" / name)


def test_the_index_names_documents_numbers_signers_and_what_is_open(
    drafter: Drafter, tmp_path: Path
) -> None:
    facts = of({**NAME, "cqo_name": "李乙", "document_number": "甲司〔2026〕1号"})
    report = write_set(drafter, facts, tmp_path, blueprints=("appointment-letter", "duty-charter"))
    index = text_of(tmp_path / "00-目录.docx")
    for words in (
        "示例甲有限公司首席质量官制度文件目录",
        "关于聘任李乙为首席质量官的决定",
        "甲司〔2026〕1号",
        "签发人、被聘任人",
        "04-聘任书.docx",
        f"{report.open_items}处待填",
    ):
        assert words in index
    open_list = text_of(tmp_path / "00-待填清单.docx")
    for item in report.documents[0].open_items:
        assert item.label in open_list
    assert "D4 D5" in open_list


def test_what_differs_between_documents_is_in_the_index(drafter: Drafter, tmp_path: Path) -> None:
    facts = of(
        {**NAME, "term_start": "2026-03-01"}, duty_charter={"company_name": "示例乙有限公司"}
    )
    report = write_set(drafter, facts, tmp_path, blueprints=("appointment-letter", "duty-charter"))
    (different,) = report.inconsistent
    line = difference_line(different)
    assert line.startswith("企业全称：示例甲有限公司（")
    assert line in text_of(tmp_path / "00-目录.docx")


def test_wrong_facts_and_unknown_names_are_each_named_once(drafter: Drafter) -> None:
    facts = of({**NAME, "term_start": "某日", "cqo_nane": "李乙", "plan_reason": "只给一份文件的"})
    names = [one.name for one in wrong_facts(drafter, facts)]
    assert sorted(names) == ["cqo_nane", "term_start"]


def test_a_label_may_stand_for_a_name(drafter: Drafter, tmp_path: Path) -> None:
    facts = of({"企业全称*": "示例甲有限公司", "首席质量官姓名": "李乙"})
    assert wrong_facts(drafter, facts) == []
    report = write_set(drafter, facts, tmp_path, blueprints=("appointment-letter",))
    assert report.documents[0].title == "关于聘任李乙为首席质量官的决定"
    assert report.company == "示例甲有限公司"


def test_files_that_are_there_are_kept_and_nothing_is_written(
    drafter: Drafter, tmp_path: Path
) -> None:
    (tmp_path / "04-聘任书.docx").write_bytes("已经签过的".encode())
    facts, only = of(NAME), ("appointment-letter", "duty-charter")
    with pytest.raises(BadInput, match=r"04-聘任书.docx 等1个文件，没有改动它们"):
        write_set(drafter, facts, tmp_path, blueprints=only, replace=False)
    assert [path.name for path in tmp_path.iterdir()] == ["04-聘任书.docx"]
    write_set(drafter, facts, tmp_path, blueprints=only)
    assert (tmp_path / "04-聘任书.docx").read_bytes().startswith(b"PK")


def test_a_set_may_be_markdown(drafter: Drafter, tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    report: SetReport = write_set(
        drafter,
        of(NAME),
        tmp_path,
        blueprints=("duty-charter",),
        format="md",
        progress=lambda done, total: seen.append((done, total)),
    )
    assert report.files == ["00-目录.md", "00-待填清单.md", "05-职责章程.md"]
    assert "05-职责章程.md" in (tmp_path / "00-目录.md").read_text("utf-8")
    assert "【待填：" in (tmp_path / "05-职责章程.md").read_text("utf-8")
    assert seen == [(1, 1)]


def test_a_folder_that_cannot_be_made_is_named(drafter: Drafter, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(BadInput, match="建不了"):
        write_set(drafter, of(NAME), tmp_path / "file", blueprints=("duty-charter",))
