"""Every file of the library follows its schema, and every reference in it leads somewhere."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from corpus.errors import LibraryError
from corpus.library_files import (
    library_folder,
    read_document,
    read_gaps,
    read_library,
    read_library_asks,
    read_neighbours,
    read_provenance,
    read_regions,
)
from corpus.models import Authority, Document, Kind
from corpus.regions import gazetteer_of

#: SHA-256 of the official text from which the 编制说明 was taken, UTF-8, line ends \n.
NOTES_SHA256 = "8bf0af90b29dbe24020c30fa16da2540e48750b3fb699b31ce68d08a7c167ac0"


@pytest.fixture(scope="module")
def documents() -> list[Document]:
    return list(read_library())


@pytest.fixture(scope="module")
def texts(documents: list[Document]) -> dict[str, str]:
    return {clause.id: clause.text for d in documents for clause in d.clauses}


def test_the_library_holds_at_least_forty_digests(documents: list[Document]) -> None:
    digests = [d for d in documents if d.source.authority in (Authority.DIGEST, Authority.REPORT)]
    assert len(digests) >= 40


def test_no_character_of_the_notes_is_lost(documents: list[Document]) -> None:
    notes = next(d for d in documents if d.source.id == "cqo-notes")
    assert hashlib.sha256(notes.text.encode()).hexdigest() == NOTES_SHA256
    assert "".join(clause.text for clause in notes.clauses) == notes.text


def test_the_notes_are_the_original_where_it_is_at_hand(
    documents: list[Document], shared_data: Path
) -> None:
    original = shared_data.parent / "sources" / "compilation-notes.txt"
    if not original.is_file():
        pytest.skip("没有编制说明的原始文件")
    notes = next(d for d in documents if d.source.id == "cqo-notes")
    assert notes.text.encode() == original.read_bytes()


def test_clauses_of_every_text_joined_are_the_text(documents: list[Document]) -> None:
    for document in documents:
        assert "".join(clause.text for clause in document.clauses) == document.text


def test_positions_of_clauses_and_sentences_round_trip(documents: list[Document]) -> None:
    for document in documents:
        for clause in document.clauses:
            assert document.text[clause.start : clause.end] == clause.text
            for sentence in clause.sentences:
                piece = clause.text[sentence.start : sentence.end]
                assert piece == piece.strip() != ""


def test_short_titles_and_ids_are_unique(documents: list[Document]) -> None:
    titles = [d.source.short_title for d in documents]
    assert len(set(titles)) == len(titles)
    ids = [clause.id for d in documents for clause in d.clauses]
    assert len(set(ids)) == len(ids)


def test_every_digest_says_that_it_is_none_of_the_original(documents: list[Document]) -> None:
    for document in documents:
        if document.source.authority is Authority.ORIGINAL:
            continue
        assert all(word in document.text[:400] for word in ("不是", "原文")), document.source.id
        assert document.source.short_title.endswith(("摘要", "报道", "指引")), document.source.id


def test_guides_are_guides(documents: list[Document]) -> None:
    for document in documents:
        assert (document.source.kind is Kind.GUIDE) == (
            document.source.authority is Authority.GUIDE
        ), document.source.id


def test_unverified_facts_say_so_in_the_text(documents: list[Document]) -> None:
    for document in documents:
        for clause in document.clauses:
            if clause.facts.unverified:
                assert "未核" in clause.text or "没有核实" in clause.text, clause.id


def test_regions_and_provenance_are_known(documents: list[Document]) -> None:
    places, known = gazetteer_of(read_regions()), read_provenance()
    for document in documents:
        source = document.source
        assert places.find(source.region) is not None, source.id
        refs = [*source.provenance, *(r for f in source.clauses.values() for r in f.provenance)]
        assert refs, source.id
        assert not [ref for ref in refs if ref not in known], source.id


def test_superseded_clauses_name_a_clause_that_exists(
    documents: list[Document], texts: dict[str, str]
) -> None:
    for document in documents:
        for facts in document.source.clauses.values():
            assert facts.superseded_by is None or facts.superseded_by in texts


def test_gaps_name_clauses_that_exist_and_match_their_own_questions(texts: dict[str, str]) -> None:
    gaps = read_gaps()
    assert len({gap.id for gap in gaps}) == len(gaps) >= 28
    for gap in gaps:
        assert not [key for key in gap.known if key not in texts], gap.id
        matched = [ask for ask in gap.asks if gap.matches(ask)]
        assert len(matched) >= 4, gap.id


def test_asks_name_clauses_and_pieces_that_exist(texts: dict[str, str]) -> None:
    for clause, asks in read_library_asks().items():
        assert clause in texts
        for ask in asks:
            assert ask.at is None or ask.at in texts[clause], (clause, ask)


def test_no_question_is_both_answered_and_a_neighbour() -> None:
    asked = {ask.q for asks in read_library_asks().values() for ask in asks}
    assert not asked & set(read_neighbours())


def test_every_file_of_the_folder_is_read() -> None:
    names = {path.stem for path in library_folder().glob("*.md")}
    assert names == {d.source.id for d in read_library()}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("没有文件信息\n", "第 1 行不是 ---"),
        ("---\nid: a\n", "没有以单独一行 --- 结束"),
        ("---\nid: a\ntitle: [\n---\n正文\n", "不是有效的 YAML"),
        ("---\nid: a\n---\n正文\n", "不合要求"),
        (
            "---\nid: a\ntitle: 甲\nshort_title: 甲\nregion: 广东\nkind: company\nstatus: current\n"
            "authority: original\nclauses: {九: {}}\n---\n一、总则\n正文。\n",
            "正文中没有的标题：九",
        ),
    ],
)
def test_a_broken_file_is_refused_in_one_chinese_line(
    tmp_path: Path, content: str, said: str
) -> None:
    path = tmp_path / "a.md"
    path.write_text(content, "utf-8")
    with pytest.raises(LibraryError) as caught:
        read_document(path)
    assert said in caught.value.message
    assert "a.md" in caught.value.message
    assert "\n" not in caught.value.message
    assert caught.value.exit_code == 2


def test_a_file_in_another_encoding_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_bytes("---\n标题".encode("gb18030"))
    with pytest.raises(LibraryError, match="UTF-8"):
        read_document(path)
