"""Statements whose truth is known: sentences of the library, and those written by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from assistant.verifying.models import Cited
from corpus.errors import BadInput
from corpus.library_files import read_library
from corpus.models import Clause, ClauseKind, Document

FOLDER = Path(__file__).parent
Wrong = Literal[
    "number", "date", "document-number", "name", "place", "modality", "negation", "quantifier",
    "subject", "label", "mixed-regions", "added",
]  # fmt: skip


class Written(BaseModel):
    """A statement written by hand. ``wrong`` says what is false in it; none when it is true."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    text: str = Field(min_length=4)
    citations: tuple[str, ...] = Field(min_length=1)
    ways: tuple[str, ...] = ()
    wrong: Wrong | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """``citations`` are clause ids; ``wrong`` the kind of fault, None when it is true."""

    id: str
    text: str
    citations: tuple[str, ...]
    wrong: str | None = None


@dataclass(frozen=True)
class Library:
    """Documents with the clauses of all by id."""

    documents: tuple[Document, ...]

    @cached_property
    def clauses(self) -> Mapping[str, tuple[Document, Clause]]:
        return {c.id: (d, c) for d in self.documents for c in d.clauses}

    @cached_property
    def children(self) -> Mapping[str, tuple[Clause, ...]]:
        found: dict[str, list[Clause]] = {}
        for document in self.documents:
            for clause in document.clauses:
                found.setdefault(clause.parent or "", []).append(clause)
        return {key: tuple(some) for key, some in found.items()}

    def cited(self, ids: Sequence[str]) -> tuple[Cited, ...]:
        """The clauses with headings above, lead-in and items below. Raises BadInput for unknown ids."""
        return tuple(self._cited(key) for key in ids)

    def _cited(self, key: str) -> Cited:
        if key not in self.clauses:
            raise BadInput(f"评测陈述引用了资料库里没有的条款 {key}，请改正。")
        document, clause = self.clauses[key]
        around = [clause.lead, *(child.text for child in self.children.get(key, ()))]
        above = clause.parent
        while above:
            parent = self.clauses[above][1]
            around.append(parent.title)
            above = parent.parent
        return Cited(document.source, clause, tuple(words for words in around if words))

    def sentences(self) -> list[Statement]:
        """Every sentence of the library that an answer may quote."""
        silent = (ClauseKind.CONTENTS, ClauseKind.CLOSING, ClauseKind.PREAMBLE, ClauseKind.TABLE)
        return [
            Statement(f"{c.id}@{s.start}", c.text[s.start : s.end], (c.id,))
            for d in self.documents
            for c in d.clauses
            if c.kind not in silent
            for s in c.sentences
            if not s.heading
        ]


def read_shipped() -> Library:
    return Library(tuple(read_library()))


def read_written(name: str) -> list[Statement]:
    """Statements of ``paraphrases.yaml`` or ``false-statements.yaml``. Raises BadInput."""
    path = FOLDER / f"{name}.yaml"
    try:
        entries = yaml.safe_load(path.read_text("utf-8"))
        written = [Written.model_validate(entry) for entry in entries]
    except (yaml.YAMLError, ValidationError, TypeError) as error:
        raise BadInput(f"{path.name} 不合格式：{str(error).splitlines()[0]}") from error
    return [Statement(w.id, w.text, w.citations, w.wrong) for w in written]
