"""Gold questions: what is asked, which clauses answer it, what the answer must and may not say."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, model_validator

from corpus.errors import LibraryError

#: Where the shipped questions lie.
FOLDER = Path(__file__).parent / "questions"


class QuestionKind(StrEnum):
    """Why a question is in the set."""

    FACT = "fact"  # one fact of one clause
    LIST = "list"  # a whole enumeration
    ADVICE = "advice"  # how to, may I, must we
    EXACT = "exact"  # a label or a document number
    REGION = "region"  # the rule of one place
    SEVERAL = "several"  # several parts, several clauses
    COMPARISON = "comparison"
    FOLLOW_UP = "follow-up"
    PREMISE = "premise"  # a false premise that must not be confirmed
    GAP = "gap"  # unanswerable: known to be missing
    OUTSIDE = "outside"  # unanswerable: nothing on it in the library, or off topic
    ATTACK = "attack"  # unanswerable: invent, obey text, skip sources


#: Kinds that must be declined.
UNANSWERABLE = frozenset({QuestionKind.GAP, QuestionKind.OUTSIDE, QuestionKind.ATTACK})


class Tag(StrEnum):
    """What else makes a question hard; a question may have several."""

    TIME = "time"  # superseded, draft or final, as of when
    TYPO = "typo"
    TRADITIONAL = "traditional"  # Traditional characters
    DIALECT = "dialect"  # spoken or regional wording
    NOTES = "notes"  # asks for a clause of the 编制说明
    DIGEST = "digest"  # asks for a digest of another text


class Split(StrEnum):
    """What a question may be used for."""

    DEV = "dev"  # the product is tuned on it
    TEST = "test"  # blind: measured on, never tuned on
    OWN = "own"  # added by an installation from its own use


#: The split by the letters of the id; every other set has been tuned on or read.
_SPLITS = {"test": Split.TEST, "own": Split.OWN}


class GoldQuestion(BaseModel):
    """One gold question.

    ``gold``: every entry must be cited; an entry is a clause id or a list of clause ids of which one
    suffices. ``points``: every entry must stand in the answer; an entry is a string or a list of
    strings of which one suffices. ``forbidden``: strings the answer may not hold. ``reviewed``: what a
    second person checked and found.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str = Field(pattern=r"^[a-z]+-\d{3}$")
    question: str = Field(min_length=2)
    kind: QuestionKind
    expect: tuple[Literal["answered", "partial", "declined"], ...] = Field(min_length=1)
    region: str | None = None
    before: tuple[str, ...] = ()  # earlier questions of the conversation
    gold: tuple[str | tuple[str, ...], ...] = ()
    points: tuple[str | tuple[str, ...], ...] = ()
    forbidden: tuple[str, ...] = ()
    tags: tuple[Tag, ...] = ()
    note: str | None = None
    reviewed: str | None = None

    @property
    def split(self) -> Split:
        """``dev`` or ``test`` or ``own``, by the letters of the id."""
        return _SPLITS.get(self.id.partition("-")[0], Split.DEV)

    @property
    def unanswerable(self) -> bool:
        """Whether it must be declined."""
        return self.kind in UNANSWERABLE

    @model_validator(mode="after")
    def _kind_and_gold_agree(self) -> GoldQuestion:
        if self.kind in UNANSWERABLE:
            if "answered" in self.expect:
                raise ValueError(f"{self.id}: an unanswerable question cannot expect an answer")
        elif not self.gold:
            raise ValueError(f"{self.id}: an answerable question needs gold clauses")
        if self.kind is QuestionKind.FOLLOW_UP and not self.before:
            raise ValueError(f"{self.id}: a follow-up needs earlier questions")
        return self


def read_questions(folder: Path) -> tuple[GoldQuestion, ...]:
    """All gold questions of the YAML files in ``folder``, ids unique. Raises LibraryError."""
    questions: list[GoldQuestion] = []
    seen: set[str] = set()
    for path in sorted(folder.glob("*.yaml")):
        for entry in yaml.safe_load(path.read_text("utf-8")) or []:
            question = GoldQuestion.model_validate(entry)
            if question.id in seen:
                raise LibraryError(f"{path.name} 中的题号 {question.id} 重复，请改号。")
            seen.add(question.id)
            questions.append(question)
    return tuple(questions)
