"""Word files of a company, written with python-docx as anybody's are, and what the checker says."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import docx
import pytest

from assistant.drafting.checking.checker import check_docx
from assistant.drafting.checking.finding import Finding

Check = Callable[..., list[Finding]]


@pytest.fixture
def check(tmp_path: Path) -> Check:
    """Findings about a file of these lines, and of these tables behind them."""

    def checked(*lines: str, tables: Sequence[Sequence[Sequence[str]]] = ()) -> list[Finding]:
        document = docx.Document()
        for line in lines:
            document.add_paragraph(line)
        for rows in tables:
            table = document.add_table(len(rows), len(rows[0]))
            for row, texts in zip(table.rows, rows, strict=True):
                for cell, text in zip(row.cells, texts, strict=True):
                    cell.text = text
        path = tmp_path / "公司文件.docx"
        document.save(str(path))
        return check_docx(path)

    return checked
