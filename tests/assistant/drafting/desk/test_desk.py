"""The desk: what is stored comes back, a stale change is refused, a wrong fact takes nothing away."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

from assistant.drafting.blueprint import Check
from assistant.drafting.blueprints import BLUEPRINTS, all_facts, plan_of
from assistant.drafting.desk import Clash, DraftDesk, NoSuch
from assistant.drafting.draft import Draft, DraftSection
from assistant.drafting.drafter import Drafter
from assistant.drafting.view import draft_line, draft_view
from assistant.language_model.opening import open_model
from assistant.language_model.settings import ModelSettings
from corpus.errors import BadInput
from index.catalogue.database import open_database
from index.catalogue.drafts import DraftStore
from index.errors import DataFolderError
from tests.assistant.drafting.examples import facts_of
from tests.openai_server import MODEL, OpenAIServer, reply

FACTS = facts_of("manufacturing", "appointment-letter")
COMPANY = "示例精密制造有限公司"
SECRETS: dict[Check | None, str] = {Check.ID_TAIL: "731X", Check.PHONE: "13912347310"}


@pytest.fixture
def letter(desk: DraftDesk) -> Draft:
    return desk.make("appointment-letter", FACTS)


def first(draft: Draft) -> DraftSection:
    return draft.sections[0]


def test_a_draft_is_there_for_whoever_opens_the_folder_next(
    desk: DraftDesk, letter: Draft, other_desk: DraftDesk
) -> None:
    assert letter.revision == 1
    assert other_desk.get(letter.id) == letter
    assert other_desk.listed() == other_desk.listed(COMPANY) == [letter]
    assert other_desk.listed("别家公司") == []


def test_a_draft_is_found_by_the_first_characters_of_its_id(desk: DraftDesk, letter: Draft) -> None:
    assert desk.find(letter.id[:8]) == letter
    for wrong in (letter.id[:3], "zzzz", ""):
        with pytest.raises(NoSuch, match="cqo draft list --drafts"):
            desk.find(wrong)


def test_each_change_is_stored_and_counted(desk: DraftDesk, letter: Draft) -> None:
    section = first(letter).id
    text = desk.drafter.editable(letter, section)
    changed = desk.edit(letter.id, section, f"{text}\n特此决定。", letter.revision)
    changed = desk.lock(letter.id, section, True, changed.revision)
    assert (changed.revision, first(changed).locked, first(changed).origin) == (3, True, "hand")
    changed = desk.lock(letter.id, section, False, changed.revision)
    changed = desk.restore(letter.id, section, 1, changed.revision)
    assert (first(changed).text, first(changed).origin) == (first(letter).text, "restored")
    changed = desk.regenerate(letter.id, section, changed.revision)
    assert (first(changed).origin, len(first(changed).versions)) == ("template", 4)
    assert desk.get(letter.id) == changed


def test_saving_what_was_not_changed_makes_no_version(desk: DraftDesk, letter: Draft) -> None:
    text = desk.drafter.editable(letter, first(letter).id)
    assert desk.edit(letter.id, first(letter).id, text, letter.revision) == letter


def test_a_stale_change_is_refused_and_the_other_text_stays(
    desk: DraftDesk, other_desk: DraftDesk, letter: Draft
) -> None:
    section = first(letter).id
    theirs = other_desk.edit(letter.id, section, "另一个人写的一段话。", letter.revision)
    with pytest.raises(Clash, match="刚被别人改过") as refused:
        desk.edit(letter.id, section, "晚到的一段话。", letter.revision)
    assert refused.value.revision == theirs.revision == 2
    assert desk.get(letter.id) == theirs


def test_a_draft_removed_meanwhile_is_not_stored_again(desk: DraftDesk, letter: Draft) -> None:
    def remove_first(draft: Draft) -> Draft:
        desk.remove(draft.id)
        return desk.drafter.locked(draft, first(draft).id, True)

    with pytest.raises(NoSuch, match="可能已被删除"):
        desk._changed(letter.id, letter.revision, remove_first)
    with pytest.raises(NoSuch):
        desk.get(letter.id)
    with pytest.raises(NoSuch):
        desk.remove(letter.id)


def test_a_wrong_fact_is_refused_and_the_old_one_stays(desk: DraftDesk, letter: Draft) -> None:
    with pytest.raises(BadInput, match="任期结束日早于任期开始日"):
        desk.change_facts(letter.id, {**FACTS, "term_end": "2020-01-01"}, letter.revision)
    with pytest.raises(BadInput, match="任期开始日"):
        desk.change_facts(letter.id, {**FACTS, "term_start": "某一天"}, letter.revision)
    assert desk.get(letter.id) == letter
    changed = desk.change_facts(letter.id, {**FACTS, "cqo_name": "王丙"}, letter.revision)
    assert changed.title == "关于聘任王丙为首席质量官的决定"


def test_a_wrong_fact_at_the_start_is_a_blank(desk: DraftDesk) -> None:
    draft = desk.make("appointment-letter", {**FACTS, "term_end": "2020-01-01"})
    labels = [item.label for item in desk.document(draft).open_items]
    assert "任期结束日" in labels


def test_facts_of_other_documents_are_no_mistake(desk: DraftDesk) -> None:
    other = next(s.name for s in all_facts() if s.name not in plan_of("appointment-letter").by_name)
    found = desk.check("appointment-letter", {**FACTS, other: "x", "cqo_nane": "李乙"})
    assert [one.name for one in found.unknown] == ["cqo_nane"]
    assert "cqo_name" in found.unknown[0].message


def test_a_wish_without_a_model_is_refused_in_words(desk: DraftDesk, letter: Draft) -> None:
    with pytest.raises(BadInput, match="没有设置语言模型"):
        desk.regenerate(letter.id, first(letter).id, letter.revision, "写短一点")
    assert desk.get(letter.id) == letter


def test_an_optional_clause_is_chosen_and_left_out_again(desk: DraftDesk) -> None:
    plan = next(
        p for p in desk.plans() if any(section.optional for section in p.blueprint.sections)
    )
    key = next(f"{s.id}/{s.optional[0].id}" for s in plan.blueprint.sections if s.optional)
    draft = desk.make(plan.blueprint.id, {"company_name": COMPANY})
    shown = desk.choose(draft.id, key, "shown", draft.revision)
    view = draft_view(desk, shown)
    states = {o["key"]: o["state"] for s in view["sections"] for o in s["optional"]}
    assert states[key] == "shown"
    assert "可选条款（来源：" in str(view["sections"])
    gone = desk.choose(draft.id, key, None, shown.revision)
    assert gone.chosen == {}
    with pytest.raises(BadInput, match="没有名为"):
        desk.choose(draft.id, "没有/这一条", "shown", gone.revision)


@pytest.mark.parametrize("blueprint", BLUEPRINTS)
def test_every_document_is_stored_viewed_and_written(desk: DraftDesk, blueprint: str) -> None:
    draft = desk.make(blueprint, facts_of("construction", blueprint))
    view = draft_view(desk, desk.get(draft.id))
    assert view["problems"] == []
    assert [one["id"] for one in view["sections"]] == [one.id for one in draft.sections]
    assert all(one["basis"] for one in view["sections"])
    content, name, media = desk.file(draft)
    assert content.startswith(b"PK")
    assert name.endswith(".docx")
    assert media.endswith("wordprocessingml.document")
    content, name, media = desk.file(draft, "md")
    assert draft.title.split("首席")[0] in content.decode("utf-8").replace("\n", "")
    assert (name[-3:], media) == (".md", "text/markdown; charset=utf-8")


def test_a_model_writes_a_section_and_a_failing_one_leaves_it_with_a_note(
    desk: DraftDesk, letter: Draft
) -> None:
    from tests.assistant.drafting.test_rewriting import echo

    section = max(letter.sections, key=lambda one: len(one.text)).id
    with OpenAIServer(otherwise=echo) as server:
        settings = ModelSettings(model=MODEL, base_url=server.url, timeout=10.0, retries=0)
        model = open_model(settings)
        assert model is not None
        writing = DraftDesk(desk.store, desk.drafter, lambda: model)
        assert writing.has_model
        anew = writing.regenerate(letter.id, section, letter.revision, "更简短")
        assert anew.revision == 2
        assert server.requests
        assert "李乙" not in "".join(asked.prompt for asked in server.requests)
        server.otherwise = reply("", status=500)
        failed = writing.regenerate(letter.id, section, anew.revision)
        model.close()
    before, after = (
        next(one for one in draft.sections if one.id == section) for draft in (anew, failed)
    )
    assert (failed.revision, after.text) == (3, before.text)
    assert "语言模型不可用" in after.notes[0]


def test_what_is_private_is_in_no_log(desk: DraftDesk, caplog: pytest.LogCaptureFixture) -> None:
    private = {s.name: SECRETS.get(s.check, "密731X") for s in all_facts() if s.sensitive}
    assert len(private) > 1
    with caplog.at_level(logging.DEBUG):
        for plan in desk.plans():
            secret = {name: words for name, words in private.items() if name in plan.by_name}
            draft = desk.make(plan.blueprint.id, {**FACTS, **secret})
            assert draft.facts.items() >= secret.items()
            desk.check(plan.blueprint.id, dict.fromkeys(secret, "440101199001017310"))
            draft_view(desk, desk.change_facts(draft.id, {**FACTS, **secret}, draft.revision))
            desk.file(draft)
    assert "731" not in caplog.text


def test_the_list_counts_what_is_open_in_the_present_revision(
    desk: DraftDesk, letter: Draft
) -> None:
    assert draft_line(desk, letter)["open"] == 0
    facts = {name: value for name, value in FACTS.items() if name != "term_end"}
    changed = desk.change_facts(letter.id, facts, letter.revision)
    assert draft_line(desk, changed)["open"] == 1
    assert draft_line(desk, letter)["open"] == 0


# -- companies ---------------------------------------------------------------------------------------


def test_a_profile_keeps_shared_facts_as_they_are_read(desk: DraftDesk) -> None:
    given = {
        "company_name": f" {COMPANY} ",
        "term_start": "2026年4月1日",
        "powers": ["质量否决权"],
        "document_number": "示例〔2026〕8号",
        "plan_reason": "只属于一份文件",
    }
    kept = desk.keep_company(None, given, 0)
    assert kept.name == COMPANY
    assert kept.facts == {
        "company_name": COMPANY,
        "term_start": "2026-04-01",
        "powers": ["veto"],
    }
    assert desk.companies() == [kept]


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"cqo_name": "李乙"}, "请先填写企业全称"),
        ({"company_name": "   "}, "请先填写企业全称"),
        ({"company_name": COMPANY, "credit_code": "123"}, "18位"),
    ],
)
def test_a_wrong_profile_is_refused(desk: DraftDesk, facts: dict[str, str], words: str) -> None:
    with pytest.raises(BadInput, match=words):
        desk.keep_company(None, facts, 0)
    assert desk.companies() == []


def test_what_the_guide_knows_of_a_company_stays(desk: DraftDesk) -> None:
    made = desk.store.put_company(None, COMPANY, {"company_name": COMPANY, "only_guide": "x"}, 0)
    kept = desk.keep_company(made.id, {"company_name": COMPANY, "size": "large"}, made.revision)
    assert kept.facts == {"only_guide": "x", "company_name": COMPANY, "size": "large"}


def test_a_profile_is_not_overwritten_by_a_stale_one(desk: DraftDesk) -> None:
    made = desk.keep_company(None, {"company_name": COMPANY, "size": "large"}, 0)
    with pytest.raises(Clash) as refused:
        desk.keep_company(None, {"company_name": COMPANY}, 0)
    assert refused.value.revision == 1
    newer = desk.keep_company(made.id, {"company_name": COMPANY, "size": "small"}, 1)
    with pytest.raises(Clash):
        desk.keep_company(made.id, {"company_name": COMPANY}, 1)
    assert desk.companies() == [newer]
    with pytest.raises(NoSuch):
        desk.keep_company("f" * 32, {"company_name": COMPANY}, 0)
    desk.remove_company(made.id)
    with pytest.raises(NoSuch):
        desk.remove_company(made.id)


def test_companies_of_one_name_are_told_apart_by_their_code(desk: DraftDesk) -> None:
    codes = ("91440600MAEXAMP1EN", "91110000600037341L")
    for code in codes:
        desk.keep_company(None, {"company_name": COMPANY, "credit_code": code}, 0)
    assert {one.facts["credit_code"] for one in desk.companies()} == set(codes)


def test_a_read_only_folder_gives_one_line(
    desk: DraftDesk, drafter: Drafter, tmp_path: Path
) -> None:
    letter = desk.make("appointment-letter", FACTS)
    database = open_database(tmp_path / "desk", read_only=True)
    reading = DraftDesk(DraftStore(database), drafter, lambda: None)
    assert reading.get(letter.id) == letter
    assert reading.file(letter)[0].startswith(b"PK")
    with pytest.raises(DataFolderError, match="数据文件夹只读，无法写入"):
        reading.make("appointment-letter", FACTS)
    with pytest.raises(DataFolderError, match="数据文件夹只读，无法写入"):
        reading.lock(letter.id, first(letter).id, True, letter.revision)
    database.close()
