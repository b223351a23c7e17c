"""A change of a section is stored whole or not at all, and its versions are shown as people read them."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi.testclient import TestClient

from assistant.drafting.desk import DraftDesk
from assistant.drafting.draft import Draft
from assistant.drafting.view import diff_of, draft_line, version_view
from corpus.errors import BadInput
from tests.assistant.drafting.conftest import FACTS
from tests.assistant.drafting.desk.conftest import Cqo


@pytest.fixture
def charter(desk: DraftDesk) -> Draft:
    """A document with chapters, references and evidence."""
    return desk.make("duty-charter", FACTS)


def first(draft: Draft) -> Any:
    return draft.sections[0]


def test_a_title_alone_is_changed_and_the_facts_still_flow(desk: DraftDesk, charter: Draft) -> None:
    section = first(charter)
    named = desk.edit(charter.id, section.id, None, charter.revision, title="总的规定")
    assert (first(named).title, first(named).origin) == ("总的规定", "template")
    assert first(named).versions == section.versions
    changed = desk.change_facts(named.id, {**FACTS, "cqo_name": "王丙"}, named.revision)
    assert first(changed).title == "总的规定"
    assert not any(one.stale for one in changed.sections)


def test_text_title_and_lock_are_stored_together_or_not_at_all(
    desk: DraftDesk, charter: Draft
) -> None:
    section = first(charter).id
    with pytest.raises(BadInput, match="不能是空的"):
        desk.edit(charter.id, section, " ", charter.revision, locked=True)
    assert desk.get(charter.id) == charter
    done = desk.edit(charter.id, section, "第一条 新的。", charter.revision, "新题", True)
    assert (first(done).title, first(done).locked) == ("新题", True)
    assert done.revision == charter.revision + 1


def test_a_locked_section_is_not_written_over_by_hand_either(
    desk: DraftDesk, charter: Draft
) -> None:
    locked = desk.lock(charter.id, first(charter).id, True, charter.revision)
    with pytest.raises(BadInput, match="已锁定，没有改动；要修改，请先解锁"):
        desk.edit(locked.id, first(locked).id, "第一条 新的。", locked.revision)
    opened = desk.edit(locked.id, first(locked).id, "第一条 新的。", locked.revision, locked=False)
    assert (first(opened).origin, first(opened).locked) == ("hand", False)


def test_the_page_may_send_a_title_alone(client: TestClient) -> None:
    body = {"blueprint": "duty-charter", "facts": FACTS}
    view = client.post("/", json=body).json()
    place = f"/{view['id']}/sections/{view['sections'][0]['id']}"
    changed = client.patch(place, json={"revision": 1, "title": "总的规定"}).json()
    assert changed["sections"][0]["title"] == "总的规定"
    assert changed["revision"] == 2


def test_versions_are_shown_as_they_are_read(desk: DraftDesk, charter: Draft) -> None:
    for section in charter.sections:
        view = version_view(desk, charter, section, 1, 1)
        for mark in ("[[", "]]", "<#", "<@", "§ ", "⟦", "\ue000"):
            assert mark not in view["text"], section.id
    text = f"{desk.drafter.editable(charter, first(charter).id)}\n第二条 又一条。"
    edited = desk.edit(charter.id, first(charter).id, text, charter.revision)
    shown = version_view(desk, edited, first(edited), 2, 1)
    assert [one["op"] for one in shown["diff"]] == ["equal", "insert"]
    assert shown["diff"][-1]["text"].strip().endswith("又一条。")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", ""),
        ("", "新。"),
        ("旧。", ""),
        ("一。\n二。\n三。", "一。\n改二。\n三。\n四。"),
        ("a b 1.5", "a c 1.6"),
        ("同\n" * 3, "同\n同"),
    ],
)
def test_a_comparison_gives_back_both_texts(before: str, after: str) -> None:
    pieces = diff_of(before, after)
    assert "".join(p["text"] for p in pieces if p["op"] != "insert") == before
    assert "".join(p["text"] for p in pieces if p["op"] != "delete") == after
    assert all(p["text"] for p in pieces)


@pytest.mark.timeout(10)
def test_the_longest_texts_are_compared_at_once() -> None:
    before = "质量首席官职责权限的是" * 4500
    after = "首席质量官的权限是职责" * 4500
    assert {one["op"] for one in diff_of(before, after)} == {"delete", "insert"}


def test_a_draft_of_an_unknown_blueprint_hides_no_other(desk: DraftDesk, charter: Draft) -> None:
    stranger = charter.model_copy(update={"id": "f" * 32, "blueprint": "of-a-later-version"})
    desk.keep(stranger.model_copy(update={"revision": 0}))
    lines = {one["id"]: one for one in (draft_line(desk, draft) for draft in desk.listed())}
    assert lines["f" * 32]["kind"] == "of-a-later-version"
    assert lines[charter.id]["kind"] == "职责章程"


def test_a_wish_must_say_something(cqo: Cqo) -> None:
    assert "--refresh" in cqo.refused("draft", "section", "abcd", "general", "--wish", " ")


def test_a_name_typed_where_the_blueprint_had_none_is_found_when_it_changes(
    desk: DraftDesk,
) -> None:
    letter = desk.make("appointment-letter", FACTS)
    typed = desk.edit(letter.id, "conduct", "首席质量官李乙应当诚信履职。", letter.revision)
    changed = desk.change_facts(typed.id, {**FACTS, "cqo_name": "王丙"}, typed.revision)
    (found,) = desk.consistency(changed.company)
    assert [(one.value, bool(one.section)) for one in found.values] == [
        ("王丙", False),
        ("李乙", True),
    ]


def test_the_same_items_in_another_order_are_no_difference(desk: DraftDesk) -> None:
    desk.make("appointment-letter", FACTS)
    turned = {"departments": FACTS["departments"][::-1], "powers": FACTS["powers"][::-1]}
    desk.make("authorization-letter", {**FACTS, **turned})
    assert desk.consistency(FACTS["company_name"]) == ()
