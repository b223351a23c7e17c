"""Drafts: facts fill sections, what a person wrote is never overwritten, what is missing stands out."""

from __future__ import annotations

import pytest

from assistant.drafting.document import Document, text_of
from assistant.drafting.draft import Draft
from assistant.drafting.drafter import Drafter
from corpus.errors import BadInput
from tests.assistant.drafting.conftest import FACTS


def document(drafter: Drafter, draft: Draft) -> Document:
    return drafter.assembled(draft).document


def section(draft: Draft, section_id: str):  # type: ignore[no-untyped-def]
    return next(one for one in draft.sections if one.id == section_id)


def whole(drafter: Drafter, draft: Draft) -> str:
    return "\n".join(block.text for block in document(drafter, draft).blocks)


def test_facts_fill_the_document_and_references_are_computed(small_drafter: Drafter) -> None:
    draft = small_drafter.new("small", FACTS)
    assert draft.title == "示例精密制造有限公司小样"
    assert whole(small_drafter, draft).split("\n") == [
        "第一章 总则",
        "第一条 首席质量官由李乙担任，任期自2026年4月1日起。",
        "第二条 职责包括：",
        "（一）质量策划；",
        "（二）出厂检验。",
        "1. 每批放行出厂前；",
        "第二章 权限",
        "第三条 享有建议权、质量否决权。否决见第一条和第二条第（二）项。",
        "【待填：经过】",
    ]


def test_what_is_missing_is_open_and_never_guessed(small_drafter: Drafter) -> None:
    draft = small_drafter.new("small", {"company_name": "甲公司"})
    items = {item.name: item for item in document(small_drafter, draft).open_items}
    assert items["cqo_name"].sections == ("general",)
    assert items["powers"].label == "授予的权限"
    assert items["term_start"].label == "任期开始日"
    assert "【待填：首席质量官姓名】" in whole(small_drafter, draft)


def test_facts_flow_into_untouched_sections_and_mark_the_touched_ones(
    small_drafter: Drafter,
) -> None:
    draft = small_drafter.new("small", FACTS)
    draft = small_drafter.edited(draft, "powers", "第三条 首席质量官李乙享有建议权。")
    changed = small_drafter.with_facts(draft, {**FACTS, "cqo_name": "王丙", "powers": ["suggest"]})
    assert "由王丙担任" in whole(small_drafter, changed)
    assert "首席质量官李乙享有建议权" in whole(small_drafter, changed)
    assert section(changed, "powers").stale
    assert not section(changed, "general").stale
    assert len(section(changed, "general").versions) == 2


def test_a_locked_section_is_never_overwritten(small_drafter: Drafter) -> None:
    draft = small_drafter.locked(small_drafter.new("small", FACTS), "general", True)
    changed = small_drafter.with_facts(draft, {**FACTS, "cqo_name": "王丙"})
    assert "由李乙担任" in whole(small_drafter, changed)
    assert section(changed, "general").stale
    with pytest.raises(BadInput, match="已锁定"):
        small_drafter.refreshed(changed, "general")
    opened = small_drafter.locked(changed, "general", False)
    assert "由王丙担任" in whole(small_drafter, small_drafter.refreshed(opened, "general"))


def test_a_blank_in_an_edited_section_is_filled_and_the_words_around_it_stay(
    small_drafter: Drafter,
) -> None:
    without = {key: value for key, value in FACTS.items() if key != "cqo_name"}
    draft = small_drafter.new("small", without)
    shown = small_drafter.editable(draft, "general").replace("职责包括", "其职责包括")
    draft = small_drafter.edited(draft, "general", shown)
    filled = small_drafter.with_facts(draft, FACTS)
    assert "第一条 首席质量官由李乙担任" in whole(small_drafter, filled)
    assert "其职责包括" in whole(small_drafter, filled)
    locked = small_drafter.with_facts(small_drafter.locked(draft, "general", True), FACTS)
    assert "【待填：首席质量官姓名】" in whole(small_drafter, locked)


def test_the_shown_lines_come_back_unchanged(small_drafter: Drafter) -> None:
    draft = small_drafter.new(
        "small", {**FACTS, "quality_goals": [{"item": "合格率", "goal": "99%"}]}
    )
    for one in draft.sections:
        shown = small_drafter.editable(draft, one.id)
        assert small_drafter.edited(draft, one.id, shown) == draft
        again = small_drafter.edited(draft, one.id, f"{shown}\n又一段。")
        assert small_drafter.editable(again, one.id).split("\n")[:-1] == shown.split("\n")


def test_numbers_are_counted_anew_and_anchors_stay_after_an_edit(small_drafter: Drafter) -> None:
    draft = small_drafter.new("small", FACTS)
    lines = small_drafter.editable(draft, "general").split("\n")
    edited = small_drafter.edited(draft, "general", "\n".join(["第一条 先加一条。", *lines]))
    text = whole(small_drafter, edited)
    assert "第二条 首席质量官由李乙担任" in text
    assert "否决见第二条和第三条第（二）项" in text


def test_an_earlier_version_is_put_back(small_drafter: Drafter) -> None:
    draft = small_drafter.new("small", FACTS)
    draft = small_drafter.edited(draft, "powers", "第三条 只有建议权。")
    back = small_drafter.restored(draft, "powers", 1)
    assert "享有建议权、质量否决权" in whole(small_drafter, back)
    assert [version.origin for version in section(back, "powers").versions] == [
        "template",
        "hand",
        "restored",
    ]
    with pytest.raises(BadInput, match="没有第9版"):
        small_drafter.restored(back, "powers", 9)


def test_a_section_comes_and_goes_with_its_facts_but_not_when_written_by_hand(
    small_drafter: Drafter,
) -> None:
    goals = {**FACTS, "quality_goals": [{"item": "合格率", "goal": "99%"}]}
    draft = small_drafter.new("small", goals)
    assert [one.id for one in draft.sections] == ["general", "powers", "goals"]
    assert [one.id for one in small_drafter.with_facts(draft, FACTS).sections] == [
        "general",
        "powers",
    ]
    edited = small_drafter.edited(draft, "goals", "第四条 目标由我们自己写。")
    kept = small_drafter.with_facts(edited, FACTS)
    assert [one.id for one in kept.sections] == ["general", "powers", "goals"]
    assert section(kept, "goals").stale


def test_optional_clauses_show_their_origin_until_they_are_adopted(small_drafter: Drafter) -> None:
    draft = small_drafter.new("small", FACTS)
    shown = small_drafter.with_chosen(draft, "powers/notice", "shown")
    assert "聘任在公司内公告。【可选条款（来源：上海2020年，供参考）】" in whole(
        small_drafter, shown
    )
    adopted = small_drafter.with_chosen(shown, "powers/notice", "adopted")
    assert "可选条款" not in whole(small_drafter, adopted)
    rows = document(small_drafter, adopted).basis
    assert [row.region for row in rows if row.optional] == ["上海"]
    assert whole(small_drafter, small_drafter.with_chosen(adopted, "powers/notice", None)) == whole(
        small_drafter, draft
    )
    with pytest.raises(BadInput, match="没有名为"):
        small_drafter.with_chosen(draft, "powers/nothing", "shown")


def test_every_section_has_a_basis_whose_quote_stands_in_its_clause(small_drafter: Drafter) -> None:
    draft = small_drafter.new("small", FACTS)
    rows = document(small_drafter, draft).basis
    assert {row.section_id for row in rows} == {one.id for one in draft.sections}
    for row in rows:
        clause = small_drafter.texts().clause(row.clause_id) if row.clause_id else None
        assert row.own or (clause is not None and row.quote in clause.text)


def test_several_paragraphs_of_a_fact_are_several_paragraphs(small_drafter: Drafter) -> None:
    draft = small_drafter.new("small", {**FACTS, "story": "第一段。\n第二段。"})
    assert whole(small_drafter, draft).endswith("第一段。\n第二段。")


def test_hand_written_claims_about_a_text_are_pointed_out(small_drafter: Drafter) -> None:
    draft = small_drafter.new("small", FACTS)
    claim = "第三条 《质量强国建设纲要》要求首席质量官任期三年。"
    edited = small_drafter.edited(draft, "powers", claim)
    assert "质量强国建设纲要" in section(edited, "powers").notes[0]
    true = "第三条 《质量强国建设纲要》要求健全企业首席质量官制度。"
    assert section(small_drafter.edited(draft, "powers", true), "powers").notes == ()


def test_an_empty_or_endless_section_is_refused(small_drafter: Drafter) -> None:
    draft = small_drafter.new("small", FACTS)
    for text, wrong in (("  \n", "不能是空的"), ("字" * 60_000, "60000个字")):
        with pytest.raises(BadInput, match=wrong):
            small_drafter.edited(draft, "powers", text)
    with pytest.raises(BadInput, match="没有“nowhere”这一节"):
        small_drafter.edited(draft, "nowhere", "字")


def test_origins_of_all_words_are_known(small_drafter: Drafter) -> None:
    draft = small_drafter.new("small", FACTS)
    runs = [run for block in document(small_drafter, draft).blocks for run in block.runs]
    assert {"text", "fact", "blank", "reference"} == {run.kind for run in runs}
    assert text_of(tuple(run for run in runs if run.name == "cqo_name")) == "李乙"
