"""Cut clauses into the pieces that are searched."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.models import Clause, ClauseKind, Document, Sentence, Topic

#: Characters of a chunk at which it ends with the next sentence; e5 reads about 700 at most.
CHUNK_LIMIT = 500
#: Names the way of chunking in the digest of a stored text.
VERSION = "1"
#: What is neither searched nor quoted: the table of contents, signature and date.
UNSEARCHED = frozenset({ClauseKind.CONTENTS, ClauseKind.CLOSING})
#: Parts of a clause: they are searched even when the parser took their few words for a heading.
_PARTS = frozenset(
    {
        ClauseKind.PARAGRAPH,
        ClauseKind.ITEM,
        ClauseKind.TERM,
        ClauseKind.TABLE,
        ClauseKind.FIGURE,
        ClauseKind.NOTE,
        ClauseKind.EXAMPLE,
    }
)
#: Parts that are hard to understand without what their clause begins with.
_BEGIN_ABOVE = _PARTS - {ClauseKind.TERM, ClauseKind.TABLE, ClauseKind.FIGURE}
#: Characters of context from one clause above, and of all.
_LEAD_LIMIT, _CONTEXT_LIMIT = 80, 200
_RULE = re.compile(r"\|(?:\s*:?-+:?\s*\|)+")


@dataclass(frozen=True, slots=True)
class Chunk:
    """A piece of a clause: ``clause.text[start:end]`` may be quoted, title and heading may not.

    ``body`` is that text, ``title`` the document's title and aliases, ``heading`` the titles of
    the clause and its ancestors, outermost first, and the words above that a part of a clause is
    understood by: a list item's lead-in, the beginning of a 款's article, the header row of a table.
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
        return hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()


def passage(title: str, heading: str, body: str) -> str:
    """Title and heading path on the first line, then the text."""
    head = " ".join(part for part in (title.split("\n")[0], heading) if part)
    return f"{head}\n{body}" if head else body


def version_of(*, headings: bool) -> str:
    """Names the way of chunking, with or without what stands above."""
    return VERSION if headings else f"{VERSION} bare"


def chunks_of(
    document: Document, *, limit: int = CHUNK_LIMIT, headings: bool = True
) -> Iterator[Chunk]:
    """Chunks of a document in reading order; a clause that is only a heading has none.

    Without ``headings`` a chunk is found by its own words alone: title and heading are empty.
    A clause longer than ``limit`` characters is split at sentence ends (a table at row ends),
    without overlap.
    """
    source = document.source
    clauses = {clause.id: clause for clause in document.clauses}
    title = "\n".join(dict.fromkeys((source.title, source.short_title, *source.aliases)))
    for clause in document.clauses:
        if clause.kind in UNSEARCHED:
            continue
        line = _line_of(clause, clauses)
        heading = " ".join((*_titles(line), *_context(line)))
        header = _header_row(clause)
        topics = next((c.facts.topics for c in reversed(line) if c.facts.topics), ())
        for turn, (start, end) in enumerate(_spans(clause, limit), start=1):
            yield Chunk(
                id=f"{clause.id}@{turn}",
                source_id=clause.source_id,
                clause_id=clause.id,
                start=start,
                end=end,
                title=title if headings else "",
                heading=_headed(heading, header if turn > 1 else "") if headings else "",
                body=clause.text[start:end],
                topics=topics,
            )


def _headed(heading: str, header: str) -> str:
    """The heading, behind it the header row that a later piece of a table lacks."""
    return f"{heading} {header}".strip() if header else heading


def _line_of(clause: Clause, clauses: dict[str, Clause]) -> list[Clause]:
    """The clause's ancestors, outermost first, and the clause itself."""
    line = [clause]
    while (parent := clauses.get(line[0].parent or "")) is not None and parent not in line:
        line.insert(0, parent)
    return line


def _titles(line: Sequence[Clause]) -> list[str]:
    titles = []
    for clause in line:
        if clause.title:
            titles.append(clause.title)
        if clause.term and clause.term not in clause.title:
            titles.append(clause.term)
    return titles


def _context(line: Sequence[Clause]) -> list[str]:
    """What stands above and is needed to understand the last of ``line``, outermost first.

    A part with a title of its own is understood by that.
    """
    found: dict[str, None] = {}
    for above, clause in zip((None, *line), line, strict=False):
        if clause.title:
            continue
        if clause.lead:
            found[_shortened(clause.lead)] = None
        elif above is not None and clause.kind in _BEGIN_ABOVE:
            begin = _beginning(above)
            if begin:
                found[begin] = None
    context: list[str] = []
    for words in reversed(found):  # the nearest is needed most
        if sum(map(len, context)) + len(words) <= _CONTEXT_LIMIT:
            context.insert(0, words)
    return context


def _beginning(clause: Clause) -> str:
    """The first sentence of a clause that is no heading."""
    sentence = next((s for s in clause.sentences if not s.heading), None)
    return _shortened(clause.text[sentence.start : sentence.end]) if sentence else ""


def _shortened(words: str) -> str:
    plain = " ".join(words.split())
    return plain if len(plain) <= _LEAD_LIMIT else plain[:_LEAD_LIMIT] + "…"


def _header_row(clause: Clause) -> str:
    """The words of a table's first row, when a line of dashes stands under it."""
    if clause.kind is not ClauseKind.TABLE:
        return ""
    rows = [line.strip() for line in clause.text.split("\n") if line.strip().startswith("|")]
    if len(rows) < 2 or not _RULE.fullmatch(rows[1]):
        return ""
    return _shortened(" ".join(cell.strip() for cell in rows[0].strip("|").split("|")))


def _spans(clause: Clause, limit: int) -> Iterator[tuple[int, int]]:
    """Spans of whole sentences (rows of a table), each as long as ``limit`` allows."""
    group: list[tuple[int, int]] = []
    for start, end in _pieces(clause.text, _units(clause), limit):
        if group and end - group[0][0] > limit:
            yield group[0][0], group[-1][1]
            group = []
        group.append((start, end))
    if group:
        yield group[0][0], group[-1][1]


def _units(clause: Clause) -> list[tuple[int, int]]:
    """What is kept whole where it can be: sentences, or lines of a table."""
    sentences: Sequence[Sentence] = [s for s in clause.sentences if not s.heading]
    if not sentences and clause.kind in _PARTS:
        sentences = clause.sentences
    if clause.kind is not ClauseKind.TABLE:
        return [(s.start, s.end) for s in sentences]
    units, start = [], 0
    for line in clause.text.splitlines(keepends=True):
        bare = line.strip()
        if bare and not _RULE.fullmatch(bare):
            begin = start + len(line) - len(line.lstrip())
            units.append((begin, begin + len(bare)))
        start += len(line)
    return units


def _pieces(text: str, units: Sequence[tuple[int, int]], limit: int) -> Iterator[tuple[int, int]]:
    """Units as spans; one longer than the limit is cut behind its last comma before it."""
    for first, end in units:
        start = first
        while end - start > limit:
            comma = max(text.rfind(mark, start, start + limit) for mark in "；;，,、")
            cut = comma + 1 if comma > start + limit // 2 else start + limit
            yield start, cut
            start = cut
        yield start, end
