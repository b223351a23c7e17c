"""Checks a Word file: everything that is found, in the order of the text."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from assistant.drafting.checking.blanks import blanks
from assistant.drafting.checking.dates import dates
from assistant.drafting.checking.finding import Finding, overall
from assistant.drafting.checking.names import names
from assistant.drafting.checking.numbers import numbers
from assistant.drafting.checking.paper import Paper, read_paper
from assistant.drafting.checking.punctuation import punctuation
from assistant.drafting.checking.references import references

_CHECKS = (blanks, punctuation, numbers, references, names, dates)


def check_docx(path: Path | str) -> list[Finding]:
    """Findings of the whole file first, then by paragraph. Raises BadInput for what is no readable DOCX."""
    paper = read_paper(Path(path))
    findings = [*_left_over(paper), *(one for check in _CHECKS for one in check(paper))]
    return sorted(findings, key=lambda one: one.paragraph)


def _left_over(paper: Paper) -> Iterator[Finding]:
    if paper.revisions:
        yield overall(
            f"{paper.revisions}处修订", "文件里还有修订痕迹；请逐处接受或者拒绝，关闭修订。", "错误"
        )
    if paper.comments:
        yield overall(f"{paper.comments}条批注", "文件里还有批注；请处理以后全部删去。")
