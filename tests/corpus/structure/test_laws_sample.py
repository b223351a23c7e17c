"""220 public laws, regulations and judicial interpretations as trees (shared data)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from corpus.models import ClauseKind
from corpus.structure.marks import Sort
from corpus.structure.parse import parse
from corpus.structure.parsed import Parsed
from corpus.structure.parts import split_documents

#: Files of which the number of 第X条 is not the manifest's, and why. Each new one is a change of the parser.
DIFFERENCES: dict[str, str] = {}
#: Texts without number or heading, by paragraphs: short interpretations of the courts.
BY_PARAGRAPHS = {"119.md", "120.md", "121.md", "122.md", "127.md", "129.md", "140.md"}
#: Files whose own numbering has a gap, with the line (the publisher left a heading or an item out).
GAPS = {
    ("029.md", 45), ("032.md", 45), ("032.md", 163), ("039.md", 33), ("046.md", 185), ("047.md", 97),
    ("047.md", 107), ("050.md", 91), ("054.md", 127), ("054.md", 223), ("054.md", 245), ("061.md", 51),
    ("068.md", 145), ("070.md", 211), ("078.md", 25), ("084.md", 273), ("098.md", 35), ("098.md", 97),
    ("146.md", 29), ("160.md", 13),
}  # fmt: skip


@dataclass(frozen=True)
class Entry:
    """A file of the sample, its text and its trees."""

    file: str
    articles: int
    text: str
    parts: tuple[Parsed, ...]


@pytest.fixture(scope="module")
def sample(shared_data: Path) -> tuple[Entry, ...]:
    return tuple(_entries(shared_data / "laws-sample"))


def _entries(folder: Path) -> Iterator[Entry]:
    for line in (folder / "manifest.jsonl").read_text("utf-8").splitlines():
        entry = json.loads(line)
        text = (folder / "docs" / entry["file"]).read_text("utf-8")
        parts = tuple(parse("x", text[part.start : part.end]) for part in split_documents(text))
        yield Entry(entry["file"], entry["articles"], text, parts)


def test_no_character_is_lost(sample: tuple[Entry, ...]) -> None:
    assert len(sample) == 220
    for entry in sample:
        joined = "".join(clause.text for part in entry.parts for clause in part.clauses)
        assert joined == entry.text, entry.file


def test_every_article_is_a_clause(sample: tuple[Entry, ...]) -> None:
    different = set()
    for entry in sample:
        found = sum(
            clause.path[-1].startswith("第") and Sort.ARTICLE in clause.path[-1][:9]
            for part in entry.parts
            for clause in part.clauses
            if clause.kind is ClauseKind.CLAUSE
        )
        if found != entry.articles:
            different.add(entry.file)
    assert different == set(DIFFERENCES)


def test_families(sample: tuple[Entry, ...]) -> None:
    by_paragraphs = {e.file for e in sample if any(p.family == "paragraphs" for p in e.parts)}
    assert by_paragraphs == BY_PARAGRAPHS
    assert all(p.family == "law" for e in sample if e.articles >= 2 for p in e.parts)


def test_only_gaps_of_the_texts_themselves_are_told(sample: tuple[Entry, ...]) -> None:
    told = {
        (entry.file, notice.line)
        for entry in sample
        for part in entry.parts
        for notice in part.notices
        if notice.code != "no-structure"
    }
    assert told == GAPS


def test_most_references_lead_somewhere(sample: tuple[Entry, ...]) -> None:
    """Of those that name no other document, at least 97 of 100."""
    own = [
        reference
        for entry in sample
        for part in entry.parts
        for reference in part.references
        if reference.document is None
    ]
    assert len(own) > 1000
    assert sum(reference.target is not None for reference in own) >= 0.97 * len(own)
