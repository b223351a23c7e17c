"""The themes of an imported clause, from the words of its heading and of the headings above it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

import yaml

from corpus.library_files import library_folder
from corpus.models import Clause, ClauseKind, Topic

#: A heading's words count for what stands below it; those of the nearest heading with any count alone.
_WIDE = frozenset({Topic.REQUIREMENT, Topic.PROCESS, Topic.STRUCTURE, Topic.OVERVIEW})
#: The field of this product: a text or clause that does not speak of it has none of its themes.
_FIELD = re.compile(r"首席(?:质量|質量|品质)官|CQO")
#: Characters of an untitled clause in which its theme is looked for.
_FIRST = 48
_PIECES = frozenset({ClauseKind.ITEM, ClauseKind.PARAGRAPH, ClauseKind.NOTE, ClauseKind.EXAMPLE})
#: Headings below which a text speaks of itself.
_FRONT = frozenset({"前言", "引言", "参考文献", "索引"})
_NO_THEME = frozenset({ClauseKind.CONTENTS, ClauseKind.PREAMBLE, ClauseKind.CLOSING})


def topics_of(title: str, parents: Sequence[str]) -> tuple[Topic, ...]:
    """Themes of a clause called ``title`` below headings called ``parents``, outermost first.

    The clause's own title decides; without a theme in it, the nearest heading above that has one.

    >>> [t.value for t in topics_of("任职条件", ["建立与实施", "聘任"])]
    ['任职条件']
    """
    for words in (title, *reversed(parents)):
        found = _topics_in(words)
        if found:
            return found
    return ()


def topics_by_clause(clauses: Sequence[Clause]) -> dict[str, tuple[Topic, ...]]:
    """Clause id -> its themes: those stated of it, else those of its headings."""
    titles: dict[str, tuple[str, ...]] = {}
    found: dict[str, tuple[Topic, ...]] = {}
    for clause in clauses:
        above = titles.get(clause.parent or "", ())
        titles[clause.id] = (*above, clause.title)
        if _FRONT.intersection(re.sub(r"\s", "", title) for title in titles[clause.id]):
            found[clause.id] = clause.facts.topics
            continue
        found[clause.id] = (
            clause.facts.topics
            or topics_of(clause.title, above)
            or (found.get(clause.parent or "", ()) if clause.kind in _PIECES else ())
            or (_topics_in(_first_words(clause)) if not clause.title else ())
        )
    return found


def _first_words(clause: Clause) -> str:
    """The beginning of a clause without a heading: an article says there what it is on."""
    first = next((clause.text[s.start : s.end] for s in clause.sentences), "")
    return first[:_FIRST]


def speaks_of_field(words: str) -> bool:
    """Whether ``words`` name the chief quality officer."""
    return bool(_FIELD.search(words))


def themed(title: str, clauses: Sequence[Clause]) -> tuple[Clause, ...]:
    """The clauses of a text called ``title``, each with its themes; those stated of it stay.

    In a text of another field only the clauses that speak of the chief quality officer, and what
    stands below them, get themes: 任职条件 of a food law are no 任职条件 of ours.
    """
    ours = {clause.id for clause in clauses} if speaks_of_field(title) else set()
    topics = topics_by_clause(clauses)
    found: list[Clause] = []
    for clause in clauses:
        if clause.parent in ours or speaks_of_field(clause.text):
            ours.add(clause.id)
        themes = topics[clause.id] if clause.id in ours else ()
        if themes and not clause.facts.topics and clause.kind not in _NO_THEME:
            clause = replace(clause, facts=clause.facts.model_copy(update={"topics": themes}))
        found.append(clause)
    return tuple(found)


def _topics_in(words: str) -> tuple[Topic, ...]:
    bare = re.sub(r"\s", "", words)
    found: dict[Topic, int] = {}
    covered: list[tuple[int, int]] = []
    for word, topic in _words():
        for match in re.finditer(re.escape(word), bare):
            if any(a <= match.start() and match.end() <= b for a, b in covered):
                continue
            covered.append(match.span())
            found[topic] = min(found.get(topic, match.start()), match.start())
    narrow = {topic: start for topic, start in found.items() if topic not in _WIDE} or found
    return tuple(sorted(narrow, key=lambda topic: narrow[topic]))


@cache
def _words() -> tuple[tuple[str, Topic], ...]:
    """Heading words and their themes, longest first (``corpus/library/topics.yaml``)."""
    data = yaml.safe_load((library_folder() / "topics.yaml").read_text("utf-8"))
    pairs = [(word, Topic(name)) for name, words in data.items() for word in words]
    return tuple(sorted(pairs, key=lambda pair: -len(pair[0])))
