"""Documents of one company say the same of the same person, term and powers, or it is shown where not."""

from __future__ import annotations

import pytest

from assistant.drafting.blueprints import plan_of
from assistant.drafting.consistency import Difference, differences
from assistant.drafting.desk import DraftDesk
from assistant.drafting.draft import Draft
from assistant.drafting.drafter import Drafter
from tests.assistant.drafting.conftest import FACTS
from tests.assistant.drafting.examples import facts_of

DOCUMENTS = ("appointment-letter", "duty-charter", "authorization-letter")


def made(drafter: Drafter, blueprint: str, **changes: object) -> Draft:
    return drafter.new(blueprint, {**facts_of("manufacturing", blueprint), **changes})


def by_fact(drafts: list[Draft]) -> dict[str, Difference]:
    return {one.fact: one for one in differences(drafts)}


@pytest.mark.parametrize("company", ["manufacturing", "construction", "service"])
def test_documents_of_the_same_facts_agree(drafter: Drafter, company: str) -> None:
    drafts = [drafter.new(name, facts_of(company, name)) for name in DOCUMENTS]
    assert differences(drafts) == ()


@pytest.mark.parametrize(
    ("fact", "other", "label"),
    [
        ("cqo_name", "王丙", "首席质量官姓名"),
        ("term_end", "2030-03-31", "任期结束日"),
        ("reports_to", "董事长", "报告对象"),
        ("powers", ["suggest"], "授予的权限"),
        ("departments", ["质量管理部"], "分管部门"),
        ("company_name", "示例精密制造有限责任公司", "企业全称"),
    ],
)
def test_a_fact_that_one_document_tells_differently_is_named(
    drafter: Drafter, fact: str, other: object, label: str
) -> None:
    drafts = [made(drafter, name) for name in DOCUMENTS]
    last = max(n for n, name in enumerate(DOCUMENTS) if fact in plan_of(name).by_name)
    drafts[last] = made(drafter, DOCUMENTS[last], **{fact: other})
    found = by_fact(drafts)
    assert set(found) == {fact}
    assert found[fact].label == label
    told = {one.draft: one.value for one in found[fact].values}
    assert told[drafts[last].id] == other


def test_what_is_each_documents_own_is_no_difference(drafter: Drafter) -> None:
    one = made(drafter, "appointment-letter", document_number="甲〔2026〕1号", copies_to="各部门")
    other = made(drafter, "exit-measures", document_number="甲〔2026〕2号", copies_to="各车间")
    assert differences([one, other]) == ()


def test_a_kept_text_with_an_older_value_is_shown_with_its_section(small_drafter: Drafter) -> None:
    draft = small_drafter.locked(small_drafter.new("small", FACTS), "general", True)
    draft = small_drafter.with_facts(draft, {**FACTS, "cqo_name": "王丙"})
    found = by_fact([draft])
    assert set(found) == {"cqo_name"}
    left = [one for one in found["cqo_name"].values if one.section]
    assert [(one.value, one.section) for one in left] == [("李乙", "总则")]


def test_a_text_that_is_stale_for_another_reason_is_no_difference(small_drafter: Drafter) -> None:
    draft = small_drafter.locked(small_drafter.new("small", FACTS), "general", True)
    draft = small_drafter.with_facts(draft, {**FACTS, "sector": "engineering"})
    assert draft.sections[0].stale
    assert "cqo_name" not in by_fact([draft])


def test_a_name_left_in_an_edited_text_is_found_after_the_edit(small_drafter: Drafter) -> None:
    draft = small_drafter.new("small", FACTS)
    draft = small_drafter.with_facts(draft, {**FACTS, "cqo_name": "王丙"})
    text = "第一条 首席质量官由王丙担任，任期自2026年4月1日起。\n第二条 李乙移交工作。"
    draft = small_drafter.edited(draft, "general", text)
    assert not draft.sections[0].stale
    (told,) = (one for one in by_fact([draft])["cqo_name"].values if one.section)
    assert told.value == "李乙"


def test_a_date_left_in_an_edited_text_is_found(small_drafter: Drafter) -> None:
    draft = small_drafter.new("small", FACTS)
    draft = small_drafter.edited(draft, "general", "第一条 任期自2026年4月1日起，由李乙担任。")
    assert differences([draft]) == ()
    draft = small_drafter.with_facts(draft, {**FACTS, "term_start": "2026-05-01"})
    (told,) = (one for one in by_fact([draft])["term_start"].values if one.section)
    assert told.value == "2026年4月1日"


def test_items_of_lists_and_labels_of_choices_are_true_one_by_one(small_drafter: Drafter) -> None:
    draft = small_drafter.locked(small_drafter.new("small", FACTS), "powers", True)
    assert differences([draft]) == ()
    draft = small_drafter.with_facts(draft, {**FACTS, "powers": ["suggest"]})
    assert set(by_fact([draft])) == {"powers"}


def test_the_desk_compares_the_drafts_of_one_company(desk: DraftDesk) -> None:
    for name in DOCUMENTS:
        desk.make(name, facts_of("manufacturing", name))
    desk.make("duty-charter", facts_of("construction", "duty-charter"))
    assert desk.consistency("示例精密制造有限公司") == ()
    assert desk.consistency("") == ()
    own = desk.listed("示例精密制造有限公司")
    letter = next(one for one in own if one.blueprint == "appointment-letter")
    facts = {**letter.facts, "cqo_name": "王丙"}
    desk.change_facts(letter.id, facts, letter.revision)
    (found,) = desk.consistency("示例精密制造有限公司")
    assert {one.value for one in found.values} == {"李乙", "王丙"}
