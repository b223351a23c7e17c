"""Every blueprint, for three invented companies and for one that tells nothing: what may be promised of all."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from assistant.drafting.blueprint import Style
from assistant.drafting.blueprints import BLUEPRINTS, plan_of, plans
from assistant.drafting.document import Document, Run, text_of
from assistant.drafting.draft import Draft
from assistant.drafting.drafter import Drafter
from assistant.drafting.marked import BLANK
from corpus.structure.folding import chinese
from evals.drafts.tracing import allowed_words, printed, strays
from tests.assistant.drafting.examples import COMPANIES, facts_of

ALL = [(blueprint, company) for blueprint in BLUEPRINTS for company in COMPANIES]
PAIRS = pytest.mark.parametrize(("blueprint", "company"), ALL, ids=["-".join(p) for p in ALL])


def made(drafter: Drafter, blueprint: str, company: str, *, optional: bool = True) -> Draft:
    """The document with all optional clauses shown."""
    names = {spec.name for spec in plan_of(blueprint).specs}
    facts = {k: v for k, v in facts_of(company, blueprint).items() if k in names}
    chosen = {
        f"{section.id}/{option.id}": "shown"
        for section in plan_of(blueprint).blueprint.sections
        for option in section.optional
        if optional
    }
    return drafter.new(blueprint, facts, chosen)  # type: ignore[arg-type]


def test_the_sixteen_documents_of_the_contract_are_there() -> None:
    assert [plan.blueprint.id for plan in plans()] == list(BLUEPRINTS)
    assert [plan.blueprint.code for plan in plans()] == [f"D{n}" for n in range(1, 17)]


@PAIRS
def test_the_example_facts_are_right(drafter: Drafter, blueprint: str, company: str) -> None:
    names = {spec.name for spec in plan_of(blueprint).specs}
    given = {k: v for k, v in facts_of(company, blueprint).items() if k in names}
    assert drafter.facts(plan_of(blueprint), given).problems == ()


@PAIRS
def test_nothing_comes_from_nowhere(drafter: Drafter, blueprint: str, company: str) -> None:
    draft = made(drafter, blueprint, company)
    document = drafter.assembled(draft).document
    assert strays(document, allowed_words(drafter, draft)) == []


@PAIRS
def test_what_is_said_of_texts_stands_there(drafter: Drafter, blueprint: str, company: str) -> None:
    assert [note for one in made(drafter, blueprint, company).sections for note in one.notes] == []


@PAIRS
def test_blanks_are_whole_and_listed(drafter: Drafter, blueprint: str, company: str) -> None:
    document = drafter.assembled(made(drafter, blueprint, company)).document
    labels = {item.label for item in document.open_items}
    for line in printed(document):
        rest = BLANK.sub("", re.sub(r"【可选条款（[^【】]*）】", "", line))
        assert not re.search(r"【|】|待填|\{\{|\{%|<@|<#|\[\[|None|Undefined", rest), line
    for run in _runs(document):
        if run.kind == "blank" and run.text.startswith("【待填"):
            spec = plan_of(blueprint).by_name.get(run.name)
            assert (spec.label if spec else run.text[4:-1]) in labels
            assert run.text != "【待填：互见】"


@PAIRS
def test_every_section_rests_on_clauses_or_is_the_companys_own(
    drafter: Drafter, blueprint: str, company: str
) -> None:
    draft = made(drafter, blueprint, company)
    rows = drafter.assembled(draft).document.basis
    assert {row.section_id for row in rows} == {one.id for one in draft.sections}
    for row in rows:
        clause = drafter.texts().clause(row.clause_id) if row.clause_id else None
        assert row.own or (clause is not None and row.quote and row.quote in clause.text)


@PAIRS
def test_numbers_run_without_a_gap(drafter: Drafter, blueprint: str, company: str) -> None:
    document = drafter.assembled(made(drafter, blueprint, company)).document
    style = Style(document.style)
    chapters = [b.label for b in document.blocks if b.kind == "heading" and b.level == 1]
    articles = [b.label for b in document.blocks if b.kind == "article"]
    if style is Style.MEASURES:
        assert chapters == [f"第{chinese(n)}章" for n in range(1, len(chapters) + 1)]
        assert articles == [f"第{chinese(n)}条" for n in range(1, len(articles) + 1)]
    elif style is Style.STANDARD:
        assert chapters == [str(n) for n in range(1, len(chapters) + 1)]
    else:
        assert chapters == [f"{chinese(n)}、" for n in range(1, len(chapters) + 1)]
    assert all(b.rows for b in document.blocks if b.kind == "table")


@PAIRS
def test_lists_have_more_than_one_item(drafter: Drafter, blueprint: str, company: str) -> None:
    """（一） alone is no list; a careful secretary writes it as a sentence."""
    blocks = drafter.assembled(made(drafter, blueprint, company, optional=False)).document.blocks
    for place, block in enumerate(blocks):
        if block.kind != "item" or block.level != 1 or block.label not in ("（一）", "1.", "a)"):
            continue
        ahead = next((b for b in blocks[place + 1 :] if b.kind != "item" or b.level == 1), None)
        assert ahead is not None, block.text
        if not any(run.kind in ("fact", "blank") for run in block.runs):
            assert ahead.kind == "item", block.text


@pytest.mark.parametrize("blueprint", BLUEPRINTS)
@pytest.mark.parametrize("company", ["manufacturing", "construction"])
def test_a_company_that_tells_all_has_a_document_to_sign(
    drafter: Drafter, blueprint: str, company: str
) -> None:
    document = drafter.assembled(made(drafter, blueprint, company, optional=False)).document
    assert [item.label for item in document.open_items if item.name] == []


@pytest.mark.parametrize("blueprint", BLUEPRINTS)
def test_facts_say_what_they_are_for(blueprint: str) -> None:
    for spec in plan_of(blueprint).specs:
        assert spec.group, f"{spec.name} has no group in the form"
        assert spec.label.endswith(("）", ")")) or "，" not in spec.label, spec.label
    labels = Counter(spec.label for spec in plan_of(blueprint).specs)
    assert [label for label, n in labels.items() if n > 1] == []


@pytest.mark.parametrize("blueprint", BLUEPRINTS)
def test_optional_clauses_name_clauses_of_the_library(drafter: Drafter, blueprint: str) -> None:
    for section in plan_of(blueprint).blueprint.sections:
        for clause_id in (*section.basis.clauses, *(o.clause for o in section.optional)):
            assert drafter.texts().cited(clause_id) is not None, clause_id


def _runs(document: Document) -> list[Run]:
    return [
        run
        for block in document.blocks
        for runs in (block.runs, *(cell for row in block.rows for cell in row))
        for run in runs
    ]


def test_titles_are_those_of_the_companies(drafter: Drafter) -> None:
    document = drafter.assembled(made(drafter, "appointment-letter", "manufacturing")).document
    assert text_of(document.title) == "关于聘任李乙为首席质量官的决定"
