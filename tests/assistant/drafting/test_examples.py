"""The documents in ``docs/examples`` are what the present blueprints give for the invented companies."""

from __future__ import annotations

import io
from pathlib import Path

import docx
import pytest

from assistant.drafting.blueprints import BLUEPRINTS, plan_of
from assistant.drafting.drafter import Drafter
from assistant.drafting.writing.docx import docx_of
from tests.assistant.drafting.examples import EXAMPLES, facts_of

COMPANIES = ("manufacturing", "construction", "service")


def words_of(content: bytes) -> list[str]:
    """Paragraphs and cells, as a person reads them."""
    opened = docx.Document(io.BytesIO(content))
    cells = [c.text for t in opened.tables for row in t.rows for c in row.cells]
    return [p.text for p in opened.paragraphs] + cells


@pytest.mark.parametrize("company", COMPANIES)
def test_the_committed_documents_are_the_present_ones(drafter: Drafter, company: str) -> None:
    for number, blueprint in enumerate(BLUEPRINTS, 1):
        (path,) = (EXAMPLES / company).glob(f"{number:02d}-*.docx")
        names = {spec.name for spec in plan_of(blueprint).specs}
        facts = {k: v for k, v in facts_of(company, blueprint).items() if k in names}
        made = docx_of(drafter.assembled(drafter.new(blueprint, facts)).document)
        assert words_of(made) == words_of(Path(path).read_bytes()), (
            f"{path.name} is not up to date: run `make examples`"
        )
