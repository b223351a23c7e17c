"""The day the standard is imported: self-checks ask its sentences, earlier ones keep theirs, and what cannot be
compared is said. The text is tests/fixtures/synthetic-standard.txt, written for tests.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant.guiding.charts import trend
from assistant.guiding.view import GuideView
from assistant.service import LocalAssistant
from corpus.errors import BadInput
from corpus.models import Modality
from tests.assistant.guiding.conftest import begun, checked
from tests.assistant.imported_texts import bring_in, older_standard_text, standard_text

NOTES, STANDARD = "编制说明", "企业首席质量官制度建设规范"


@pytest.fixture(scope="module")
def grown(own_guide: LocalAssistant, tmp_path_factory: pytest.TempPathFactory) -> LocalAssistant:
    """Two self-checks on the 编制说明 (the second one not finished), then the standard arrives."""
    way = begun(own_guide, "service")
    checked(own_guide, way, {"": "yes"})
    checked(own_guide, way, {"planning-fit": "partly"}, finish=False)
    bring_in(own_guide, tmp_path_factory.mktemp("standard"), {"std-2020": standard_text()})
    return own_guide


def test_its_sentences_are_asked_in_full_and_quoted(grown: LocalAssistant) -> None:
    asked = grown.guide.self_checks.checks()
    assert (asked.standard, asked.source) == (True, STANDARD)
    own = [one for one in asked.checks if one.clause_id.startswith("std-2020#")]
    assert {one.force for one in own} == {
        Modality.REQUIREMENT.value,
        Modality.RECOMMENDATION.value,
    }
    for one in own:
        clause = grown.index.catalogue.clause(one.clause_id)
        assert clause is not None
        assert one.quote in clause.text
        assert not one.text.endswith("：")
    texts = {one.clause_id: one.text for one in own}
    assert "a) 具有大学本科及以上学历；b) 从事质量管理工作满六年" in texts["std-2020#7.1.2"]
    assert texts["std-2020#6.1"] == "企业应对首席质量官制度进行策划，形成策划方案。"
    assert any("承诺书" in one.text for one in own), "a sentence behind a list"


def test_a_topic_on_which_it_is_silent_is_asked_as_the_notes_have_it(
    grown: LocalAssistant,
) -> None:
    asked = grown.guide.self_checks.checks()
    assert [one.id for one in asked.checks if one.force == "要点"] == ["principle-goal"]


def test_an_earlier_self_check_keeps_its_questions_replies_and_result(
    grown: LocalAssistant,
) -> None:
    checks, way = grown.guide.self_checks, grown.guide.ways()[0]
    first = checks.made(way)[0]
    asked = checks.asked(first)
    assert not asked.standard
    assert NOTES in asked.source
    assert len(checks.replies(first)) == len(asked.checks) == 20
    assert checks.result(way, first.id).share == 1.0
    view = GuideView(grown.guide, grown.index.catalogue)
    shown = view.assessment(asked, first, checks.replies(first), checks.result(way, first.id))
    assert STANDARD in shown["note"]


def test_one_that_is_under_way_goes_on_with_its_own(grown: LocalAssistant) -> None:
    checks, way = grown.guide.self_checks, grown.guide.ways()[0]
    second = checks.made(way)[1]
    checks.reply(way, second.id, "planning-input", "no", 0)
    with pytest.raises(BadInput, match="没有这一项"):
        checks.reply(way, second.id, "std-2020#6.1#1", "yes", 0)
    told = checks.result(way, second.id).comparison
    assert told is not None
    assert (told.same, told.worse) == (20, 2)
    checks.finish(way, second.id)


def test_the_next_one_asks_the_standard_and_says_what_cannot_be_compared(
    grown: LocalAssistant,
) -> None:
    checks, way = grown.guide.self_checks, grown.guide.ways()[0]
    made = checked(grown, way, {"": "yes", "std-2020#7.2.2#2": "no"})
    result = checks.result(way, made)
    told = result.comparison
    assert told is not None
    assert (told.same, told.new, told.gone) == (1, 19, 19)
    assert "不能比较" in told.said
    assert result.before is None, "shares of different questions stand not side by side"
    assert [gap.check.clause_id for gap in result.gaps] == ["std-2020#7.2.2"]
    lines = trend([(one, checks.result(way, one.id)) for one in checks.made(way)])["data"]
    assert [len(one["x"]) for one in lines if one["name"] == "做到"] == [2, 1]


def test_another_edition_leaves_what_was_answered_and_compares_what_is_word_for_word_the_same(
    grown: LocalAssistant, tmp_path: Path
) -> None:
    """As when a newer edition comes: the older one is made the only one."""
    checks, way = grown.guide.self_checks, grown.guide.ways()[0]
    last = checks.made(way)[-1]
    before = json.dumps([told_of(one) for one in checks.asked(last).checks], ensure_ascii=False)
    grown.index.remove("std-2020")
    bring_in(grown, tmp_path, {"std-2012": older_standard_text()})
    asked = checks.asked(last)
    after = json.dumps([told_of(one) for one in asked.checks], ensure_ascii=False)
    assert sorted(json.loads(after)) == sorted(json.loads(before))
    assert checks.result(way, last.id).answered == 20
    told = checks.result(way, checked(grown, way, {"": "yes"})).comparison
    assert told is not None
    # 学历和年限, 任期 changed
    assert (told.same, told.new, told.gone) == (18, 2, 2)
    assert told.better == 1


def told_of(check: object) -> list[str]:
    return [str(getattr(check, name)) for name in ("id", "text", "clause_id")]
