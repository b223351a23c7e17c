"""What the library page does with a file: check, store with edits, edit, correct, export, remove."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.importing.models import ImportEvent, Outcome, Overrides
from assistant.importing.process import Stopped
from assistant.importing.service import Importer
from assistant.protocol import FileImporter
from assistant.service import LocalAssistant
from corpus.errors import BadInput
from corpus.models import Clause, Document, Kind
from tests.assistant.importing.conftest import Write
from tests.assistant.importing.texts import FRONT, MEASURE, NOTICE, standard

MEASURE_ID = "xu-gou-sheng-qi-ye-shou-xi-zhi-liang-guan-guan-li-ban-fa"


def stored(library: LocalAssistant, source_id: str) -> Document:
    document = library.index.catalogue.document(source_id)
    assert document is not None
    return document


def plain(clauses: tuple[Clause, ...]) -> list[Clause]:
    """Clauses with their text, without the themes, which depend on the version of the product."""
    return [replace(clause, facts=clauses[0].facts) for clause in clauses]


def test_it_is_what_the_page_asks_for(importer: Importer) -> None:
    page: FileImporter = importer
    assert page is importer


def test_a_checked_file_is_stored_with_the_facts_that_a_person_edited(
    library: LocalAssistant, importer: Importer, write: Write
) -> None:
    path = write("通知.txt", NOTICE)
    documents = importer.check(path)
    assert library.index.catalogue.generation == 0
    result = importer.store(
        path, documents, [Overrides(region="广东"), Overrides(region="广东", title="改过的题名")]
    )
    assert (result.outcome, result.clauses) == (
        Outcome.STORED,
        sum(len(document.clauses) for document in documents),
    )
    notice, measure = (stored(library, document.source.id) for document in result.documents)
    assert notice.source.region == "广东"
    assert not any(one.code == "no-region" for one in notice.notices)
    assert measure.source.title == "改过的题名"
    assert measure.source.attached_to == notice.source.id
    again = importer.check(path)
    assert [one.source.id for one in again] == [notice.source.id, measure.source.id]
    assert [one.source.title for one in again][1] == "改过的题名"
    assert importer.store(path, again).outcome is Outcome.UNCHANGED


def test_a_text_that_is_here_already_is_said_so_before_it_is_stored(
    importer: Importer, write: Write
) -> None:
    importer.add([write("a.txt", MEASURE)])
    other = write("b.txt", MEASURE.encode("utf-16"))
    (document,) = importer.check(other)
    assert any("内容相同" in notice.message for notice in document.notices)
    assert importer.store(other, [document]).outcome is Outcome.DUPLICATE


def test_a_file_that_changed_since_it_was_read_is_not_stored(
    importer: Importer, write: Write
) -> None:
    path = write("a.txt", MEASURE)
    documents = importer.check(path)
    write("a.txt", MEASURE + "第六条 增加测试。\n")
    with pytest.raises(BadInput, match=r"a\.txt 在读取之后改动过"):
        importer.store(path, documents)


@pytest.mark.parametrize("after", [1, 3])
def test_storing_that_is_given_up_leaves_nothing(
    after: int, library: LocalAssistant, importer: Importer, write: Write
) -> None:
    path = write("通知.txt", NOTICE)
    documents = importer.check(path)
    asked: list[bool] = []

    def cancelled() -> bool:
        asked.append(True)
        return len(asked) > after

    with pytest.raises(Stopped):
        importer.store(path, documents, cancelled=cancelled)
    assert library.sources() == ()
    library.index.settle()
    assert library.sources() == ()
    assert importer.store(path, documents).outcome is Outcome.STORED


def test_giving_up_a_newer_file_keeps_the_older_text(
    library: LocalAssistant, importer: Importer, write: Write
) -> None:
    importer.add([write("a.md", standard(2031))])
    path = write("b.md", standard(2031, more="（重排）"))
    documents = importer.check(path)
    with pytest.raises(Stopped):
        importer.store(path, documents, cancelled=lambda: True)
    assert "（重排）" not in stored(library, "db44-t-9999-2031").text


def test_checking_stops_when_it_is_given_up(importer: Importer, write: Write) -> None:
    with pytest.raises(Stopped):
        importer.check(write("a.txt", MEASURE), cancelled=lambda: True)


def test_facts_are_edited_and_stay_edited(
    library: LocalAssistant, importer: Importer, write: Write
) -> None:
    path = write("a.txt", MEASURE)
    importer.add([path])
    before = stored(library, MEASURE_ID)
    changed = importer.edit(
        MEASURE_ID, Overrides(title="虚构办法", region="广州市", kind=Kind.COMPANY, issuer="虚构局")
    )
    assert stored(library, MEASURE_ID) == changed
    source = changed.source
    assert (source.title, source.short_title, source.region, source.kind, source.issuer) == (
        "虚构办法", "虚构办法", "广州", Kind.COMPANY, "虚构局",
    )  # fmt: skip
    assert plain(changed.clauses) == plain(before.clauses)
    assert importer.edit(MEASURE_ID, Overrides(issuer="")).source.issuer is None
    assert importer.add([path]).files[0].outcome is Outcome.UNCHANGED
    with pytest.raises(BadInput, match="没有“火星”这个地区"):
        importer.edit(MEASURE_ID, Overrides(region="火星"))
    with pytest.raises(BadInput, match="编号不能改"):
        importer.edit(MEASURE_ID, Overrides(id="other"))


def test_another_family_is_parsed_anew(
    library: LocalAssistant, importer: Importer, write: Write
) -> None:
    importer.add([write("a.txt", MEASURE)])
    changed = importer.edit(MEASURE_ID, Overrides(family="paragraphs"))
    assert changed.family == "paragraphs"
    assert stored(library, MEASURE_ID).clauses == changed.clauses
    assert "".join(clause.text for clause in changed.clauses) == MEASURE


def test_an_overlay_is_applied_kept_and_taken_away(
    library: LocalAssistant, importer: Importer, write: Write
) -> None:
    misread = MEASURE.replace("第四条", "第四务").replace("（一）", "（十）")
    path = write("a.txt", misread)
    importer.add([path])
    original = stored(library, MEASURE_ID)
    overlay = write(
        "更正.yaml",
        "facts: {region: 广东}\ntext: [{line: 10, from: 第四务, to: 第四条}]\n"
        "headings: [{line: 8, label: （一）}]\nclauses: {第三条: {topics: [培训]}}\n",
    )
    before, after = importer.apply_overlay(MEASURE_ID, overlay)
    assert before == original
    assert stored(library, MEASURE_ID) == after
    assert "第四条" in {clause.label for clause in after.clauses}
    assert after.source.region == "广东"
    third = next(clause for clause in after.clauses if clause.label == "第三条")
    assert [topic.value for topic in third.facts.topics] == ["培训"]
    assert importer.add([path]).files[0].outcome is Outcome.UNCHANGED
    _, again = importer.apply_overlay(MEASURE_ID, overlay)
    assert again == after
    _, undone = importer.apply_overlay(MEASURE_ID, None)
    assert undone.text == misread
    assert plain(undone.clauses) == plain(original.clauses)
    assert undone.source == original.source
    assert undone.origin == original.origin
    with pytest.raises(BadInput, match="没有更正可以撤销"):
        importer.apply_overlay(MEASURE_ID, None)


def test_an_overlay_is_applied_again_when_the_file_is_read_again(
    library: LocalAssistant, importer: Importer, write: Write
) -> None:
    path = write("a.txt", MEASURE.replace("第四条", "第四务"))
    importer.add([path])
    importer.apply_overlay(
        MEASURE_ID, write("更正.yaml", "text: [{line: 10, from: 第四务, to: 第四条}]")
    )
    assert importer.add([path], Overrides(region="广东")).files[0].outcome is Outcome.UPDATED
    document = stored(library, MEASURE_ID)
    assert document.text == MEASURE
    assert document.source.region == "广东"


def test_an_overlay_corrects_a_text_with_front_matter(
    library: LocalAssistant, importer: Importer, write: Write
) -> None:
    importer.add([write("own-rules.md", FRONT)])
    original = stored(library, "own-rules")
    overlay = write("更正.yaml", "facts: {title: 更正的题名}\nnot_headings: [3]")
    _, after = importer.apply_overlay("own-rules", overlay)
    assert after.source.title == "更正的题名"
    assert len(after.clauses) == len(original.clauses) - 1
    _, undone = importer.apply_overlay("own-rules", None)
    assert (undone.source, undone.clauses) == (original.source, original.clauses)


Changed = Callable[[Importer, Write], None]


def _overlaid(importer: Importer, write: Write) -> None:
    importer.apply_overlay(MEASURE_ID, write("更正.yaml", "not_headings: [5]"))


@pytest.mark.parametrize(
    ("content", "source_id", "change"),
    [
        (MEASURE, MEASURE_ID, None),
        (MEASURE, MEASURE_ID, _overlaid),
        (standard(2031), "db44-t-9999-2031", None),
        (FRONT, "own-rules", None),
    ],
)
def test_what_is_exported_comes_back_as_the_same_clauses(
    content: str,
    source_id: str,
    change: Changed | None,
    library: LocalAssistant,
    importer: Importer,
    write: Write,
    tmp_path: Path,
) -> None:
    importer.add([write("a.md" if content != MEASURE else "a.txt", content)])
    if change is not None:
        change(importer, write)
    original = stored(library, source_id)
    place = importer.export(source_id, tmp_path)
    assert place == tmp_path / f"{source_id}.md"
    importer.remove(source_id)
    assert library.sources() == ()
    importer.add([place])
    again = stored(library, source_id)
    assert (again.text, again.clauses) == (original.text, original.clauses)
    assert again.references == original.references
    assert again.source == original.source.model_copy(update={"clauses": again.source.clauses})


def test_texts_of_the_product_are_not_changed(library: LocalAssistant, importer: Importer) -> None:
    shipped = next(iter(library.shipped_ids()))
    for change in (
        lambda: importer.remove(shipped),
        lambda: importer.edit(shipped, Overrides(title="x")),
        lambda: importer.apply_overlay(shipped, None),
    ):
        with pytest.raises(BadInput, match="随产品提供的资料"):
            change()
    with pytest.raises(BadInput, match="没有“nosuch”这份资料"):
        importer.export("nosuch", Path())
    with pytest.raises(BadInput, match="没有“nosuch”这份资料"):
        importer.remove("nosuch")


def test_progress_names_the_file(importer: Importer, write: Write) -> None:
    events: list[ImportEvent] = []
    path = write("a.txt", MEASURE)
    importer.store(path, importer.check(path, progress=events.append), progress=events.append)
    assert {event.file for event in events} == {"a.txt"}
    assert {event.stage for event in events} == {"reading", "embedding", "storing"}
