"""Cut clauses into the pieces that are searched."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.models import Clause, Document, Sentence, Topic

#: Characters of a chunk at which it ends with the next sentence; e5 reads about 700 at most.
CHUNK_LIMIT = 500
#: Names the way of chunking in the digest of a stored text.
VERSION = "1"


@dataclass(frozen=True, slots=True)
class Chunk:
    """A piece of a clause: ``clause.text[start:end]`` may be quoted, title and heading may not.

    ``body`` is that text, ``title`` the document's title and aliases, ``heading`` the titles of
    the clause and its ancestors, outermost first.
    """

    id: str
    source_id: str
    clause_id: str
    start: int
    end: int
    title: str
    heading: str
    body: str
    topics: tuple[Topic, ...]

    @property
    def passage(self) -> str:
        """What the embedding model reads."""
        return passage(self.title, self.heading, self.body)

    @property
    def sha256(self) -> str:
        content = "\0".join((self.title, self.heading, self.body))
        return hashlib.sha256(content.encode()).hexdigest()


def passage(title: str, heading: str, body: str) -> str:
    """Title and heading path on the first line, then the text."""
    head = " ".join(part for part in (title.split("\n")[0], heading) if part)
    return f"{head}\n{body}" if head else body


def chunks_of(document: Document, *, limit: int = CHUNK_LIMIT) -> Iterator[Chunk]:
    """Chunks of a document in reading order; a clause that is only a heading has none.

    A clause longer than ``limit`` characters is split at sentence ends, without overlap.
    """
    source = document.source
    clauses = {clause.id: clause for clause in document.clauses}
    title = "\n".join(dict.fromkeys((source.title, source.short_title, *source.aliases)))
    for clause in document.clauses:
        line = _line_of(clause, clauses)
        heading = " ".join(c.title for c in line if c.title)
        topics = next((c.facts.topics for c in reversed(line) if c.facts.topics), ())
        for turn, (start, end) in enumerate(_spans(clause, limit), start=1):
            yield Chunk(
                id=f"{clause.id}@{turn}",
                source_id=clause.source_id,
                clause_id=clause.id,
                start=start,
                end=end,
                title=title,
                heading=heading,
                body=clause.text[start:end],
                topics=topics,
            )


def _line_of(clause: Clause, clauses: dict[str, Clause]) -> list[Clause]:
    """The clause's ancestors, outermost first, and the clause itself."""
    line = [clause]
    while (parent := clauses.get(line[0].parent or "")) is not None:
        line.insert(0, parent)
    return line


def _spans(clause: Clause, limit: int) -> Iterator[tuple[int, int]]:
    """Spans of whole sentences, each as long as ``limit`` allows."""
    group: list[tuple[int, int]] = []
    for start, end in _pieces(clause.text, [s for s in clause.sentences if not s.heading], limit):
        if group and end - group[0][0] > limit:
            yield group[0][0], group[-1][1]
            group = []
        group.append((start, end))
    if group:
        yield group[0][0], group[-1][1]


def _pieces(text: str, sentences: Sequence[Sentence], limit: int) -> Iterator[tuple[int, int]]:
    """Sentences as spans; one longer than the limit is cut behind its last comma before it."""
    for sentence in sentences:
        start = sentence.start
        while sentence.end - start > limit:
            comma = max(text.rfind(mark, start, start + limit) for mark in "；;，,、")
            cut = comma + 1 if comma > start + limit // 2 else start + limit
            yield start, cut
            start = cut
        yield start, sentence.end
