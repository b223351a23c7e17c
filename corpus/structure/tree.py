"""Build the clause tree of a text: every character belongs to exactly one clause, in order."""

from __future__ import annotations

from collections.abc import Mapping

from corpus.models import Clause, ClauseFacts, Sentence
from corpus.structure.headings import FAMILIES, Heading
from corpus.structure.sentences import split_sentences

#: Path of the text before the first heading (title lines, preamble).
PREAMBLE = "前文"


def choose_family(text: str) -> str:
    """The family with most headings over the whole text; ``official`` when none has any."""
    counts = {name: sum(1 for _ in find(text)) for name, find in FAMILIES.items()}
    best = max(counts, key=lambda name: counts[name])
    return best if counts[best] else "official"


def parse_clauses(
    source_id: str,
    text: str,
    *,
    family: str | None = None,
    facts: Mapping[str, ClauseFacts] | None = None,
) -> tuple[Clause, ...]:
    """Clauses of ``text`` in reading order; their texts joined are ``text`` itself.

    ``facts`` holds what is known of a clause by its path (labels joined with ``/``).
    """
    name = family or choose_family(text)
    headings = [h for h in FAMILIES[name](text) if h.level > 0]
    facts = facts or {}
    clauses: list[Clause] = []
    taken: set[str] = set()
    first = headings[0].start if headings else len(text)
    if first > 0:
        clauses.append(_preamble(source_id, text[:first], facts, name))
        taken.add(PREAMBLE)
    ancestors: list[tuple[int, tuple[str, ...]]] = []
    for position, heading in enumerate(headings):
        end = headings[position + 1].start if position + 1 < len(headings) else len(text)
        while ancestors and ancestors[-1][0] >= heading.level:
            ancestors.pop()
        parent = ancestors[-1][1] if ancestors else ()
        path = _free_path(parent, heading.mark, taken)
        ancestors.append((heading.level, path))
        clauses.append(
            _clause(
                source_id, text, heading, end, path, parent, len(ancestors), len(clauses), facts
            )
        )
    return tuple(clauses)


def _free_path(parent: tuple[str, ...], mark: str, taken: set[str]) -> tuple[str, ...]:
    """``parent`` + ``mark``; a repeated number gets ``·2``, ``·3`` so that no clause is lost."""
    path, turn = (*parent, mark), 2
    while "/".join(path) in taken:
        path, turn = (*parent, f"{mark}·{turn}"), turn + 1
    taken.add("/".join(path))
    return path


def _clause(
    source_id: str,
    text: str,
    heading: Heading,
    end: int,
    path: tuple[str, ...],
    parent: tuple[str, ...],
    level: int,
    order: int,
    facts: Mapping[str, ClauseFacts],
) -> Clause:
    own = text[heading.start : end]
    cut = heading.title_end - heading.start if heading.title else 0
    sentences: tuple[Sentence, ...] = ()
    if cut:
        sentences = split_sentences(own[:cut], heading=True)
    sentences += split_sentences(own[cut:], offset=cut)
    key = "/".join(path)
    return Clause(
        id=f"{source_id}#{key}",
        source_id=source_id,
        path=path,
        label=_spoken(path),
        title=heading.title,
        level=level,
        order=order,
        parent=f"{source_id}#{'/'.join(parent)}" if parent else None,
        start=heading.start,
        end=end,
        line=heading.line,
        text=own,
        sentences=sentences,
        facts=facts.get(key, ClauseFacts()),
    )


def _preamble(source_id: str, own: str, facts: Mapping[str, ClauseFacts], family: str) -> Clause:
    """The text before the first heading.

    A Markdown page says there what it is, an official document its title: neither is a statement of
    the source, so these sentences count as heading. Whole sentences of an official document do not.
    """
    sentences = tuple(
        Sentence(
            s.start,
            s.end,
            s.modality,
            heading=family == "markdown" or own[s.end - 1] not in "。！？；",
        )
        for s in split_sentences(own)
    )
    return Clause(
        id=f"{source_id}#{PREAMBLE}",
        source_id=source_id,
        path=(PREAMBLE,),
        label=PREAMBLE,
        title="",
        level=0,
        order=0,
        parent=None,
        start=0,
        end=len(own),
        line=1,
        text=own,
        sentences=sentences,
        facts=facts.get(PREAMBLE, ClauseFacts()),
    )


def _spoken(path: tuple[str, ...]) -> str:
    """The label as a person says it: 六（四）; Markdown titles are joined with a space."""
    parts = [path[0]]
    for part in path[1:]:
        glue = "" if part[0] in "（(①②③④⑤⑥⑦⑧⑨⑩" or part[0].isdigit() else " "
        parts.append(glue + part)
    return "".join(parts)
