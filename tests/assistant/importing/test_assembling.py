"""A file becomes documents with facts, trees, places and doubtful places."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.importing.assembling import documents_of
from assistant.importing.models import Overrides
from assistant.importing.overlay import overlay_of
from corpus.errors import BadInput
from corpus.library_files import read_document
from corpus.models import Authority, Kind, Status, Topic
from corpus.reading.models import Limits
from corpus.regions import UNSTATED
from tests.assistant.importing.conftest import Write
from tests.assistant.importing.texts import FRONT, MEASURE, NOTICE, standard

LIMITS = Limits()


def test_facts_come_from_the_text_with_the_place_of_each(write: Write) -> None:
    (document,) = documents_of(write("办法.txt", MEASURE), limits=LIMITS)
    source, origin = document.source, document.origin
    assert source.title == "虚构省企业首席质量官管理办法"
    assert (source.effective, source.kind, source.status) == (
        "2031-03-01",
        Kind.MEASURE,
        Status.UNKNOWN,
    )
    assert (source.authority, source.workspace, source.attached_to) == (
        Authority.ORIGINAL,
        None,
        None,
    )
    assert origin is not None
    assert (origin.file_name, origin.format, origin.part) == ("办法.txt", "text", 1)
    title = next(fact for fact in origin.facts if fact.name == "title")
    assert document.text[title.start : title.end] == source.title
    assert "".join(clause.text for clause in document.clauses) == document.text == MEASURE
    assert document.references == ()
    assert (document.family, document.confidence) == ("law", 1.0)


def test_a_place_that_is_not_written_is_asked_for_not_guessed(write: Write) -> None:
    path = write("办法.txt", MEASURE)
    (document,) = documents_of(path, limits=LIMITS)
    assert document.source.region == UNSTATED
    assert "no-region" in {notice.code for notice in document.notices}
    (stated,) = documents_of(path, Overrides(region="广东"), limits=LIMITS)
    assert stated.source.region == "广东"
    assert not any("--region" in notice.message for notice in stated.notices)


def test_what_a_person_states_goes_before_the_text(write: Write) -> None:
    stated = Overrides(
        id="mine",
        title="另一题名",
        number="",
        kind=Kind.POLICY,
        status=Status.CURRENT,
        workspace="w",
    )
    (document,) = documents_of(
        write("办法.txt", NOTICE.split("\n\n虚构省测试管理办法")[0]), stated, limits=LIMITS
    )
    source = document.source
    assert (source.id, source.title, source.number) == ("mine", "另一题名", None)
    assert (source.kind, source.status, source.workspace) == (Kind.POLICY, Status.CURRENT, "w")
    assert all(clause.id.startswith("mine#") for clause in document.clauses)


def test_a_notice_and_the_measure_in_one_file_are_two_texts(write: Write) -> None:
    path = write("通知.txt", NOTICE)
    notice, measure = documents_of(path, limits=LIMITS)
    assert notice.text + measure.text == NOTICE
    assert measure.source.title == "虚构省测试管理办法"
    assert measure.source.attached_to == notice.source.id
    assert measure.source.number == notice.source.number == "虚测〔2031〕7号"
    assert measure.origin is not None
    assert measure.origin.part == 2
    first = next(c for c in measure.clauses if c.label == "第一条")
    place = next(p for p in measure.origin.places if p.start <= first.start < p.end)
    rows = NOTICE.split("\n")
    assert place.row is not None
    assert rows[place.row - 1].startswith("第一条")
    for fact in measure.origin.facts:
        assert measure.text[fact.start : fact.end]
    with pytest.raises(BadInput, match="--title"):
        documents_of(path, Overrides(title="一个"), limits=LIMITS)


def test_themes_are_given_only_to_texts_on_the_field(write: Write) -> None:
    (on_field,) = documents_of(write("a.txt", MEASURE), limits=LIMITS)
    clause = next(c for c in on_field.clauses if c.label == "第三条")
    assert clause.facts.topics == (Topic.APPOINTMENT,)
    (other,) = documents_of(write("b.txt", MEASURE.replace("质量官", "测试员")), limits=LIMITS)
    assert not any(clause.facts.topics for clause in other.clauses)


def test_front_matter_wins_and_reads_as_before(write: Write) -> None:
    path = write("own-rules.md", FRONT)
    (document,) = documents_of(path, limits=LIMITS)
    before = read_document(path)
    assert document.clauses == before.clauses
    assert (document.text, document.sha256) == (before.text, before.sha256)
    changed = before.source.model_copy(update={"work": document.source.work})
    assert document.source == changed
    assert (
        documents_of(path, Overrides(region="深圳市", workspace="w"), limits=LIMITS)[
            0
        ].source.workspace
        == "w"
    )


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (FRONT.replace("---\n一、", "一、"), "没有以单独一行 --- 结束"),
        (FRONT.replace("region: 广东\n", ""), "region"),
        (FRONT.replace("  一:", "  九:"), "没有的条：九"),
        (FRONT.replace("kind: company", "kind: [company"), "不是有效的 YAML"),
    ],
)
def test_broken_front_matter_is_refused_in_one_line(content: str, said: str, write: Write) -> None:
    with pytest.raises(BadInput, match=r"own-rules\.md") as caught:
        documents_of(write("own-rules.md", content), limits=LIMITS)
    assert said in caught.value.message


def test_a_rule_of_markdown_is_no_front_matter(write: Write) -> None:
    (document,) = documents_of(write("a.md", "---\n\n" + standard(2031)), limits=LIMITS)
    assert document.source.number == "DB44/T 9999—2031"
    assert document.source.id == "db44-t-9999-2031"
    assert document.source.region == "广东"


def test_an_overlay_corrects_the_reading(write: Write) -> None:
    path = write("办法.txt", MEASURE.replace("第四条", "第四务"))
    overlay = overlay_of(
        "更正.yaml", "text: [{line: 10, from: 第四务, to: 第四条}]\nfacts: {region: 广东}"
    )
    (document,) = documents_of(path, limits=LIMITS, overlay=overlay)
    assert document.text == MEASURE
    assert document.source.region == "广东"
    assert "第四条" in {clause.label for clause in document.clauses}


@pytest.mark.parametrize("name", ["../../越界.txt", "a\nb.txt", "空 格‮.txt"])
def test_a_name_is_only_a_name(name: str, tmp_path: Path) -> None:
    path = tmp_path / name.replace("/", "_")
    path.write_text(MEASURE, "utf-8")
    (document,) = documents_of(path, limits=LIMITS)
    assert document.origin is not None
    assert document.origin.file_name.isprintable()
    assert document.source.id == "xu-gou-sheng-qi-ye-shou-xi-zhi-liang-guan-guan-li-ban-fa"


def test_a_file_beyond_the_limit_is_refused(write: Write) -> None:
    with pytest.raises(BadInput, match=r"大\.txt.*CQO_IMPORT_FILE_MB"):
        documents_of(write("大.txt", MEASURE), limits=Limits(file_bytes=10))
