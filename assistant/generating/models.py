"""What is asked of a model, what it writes, and what is left of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, Field, model_validator

from assistant.answering.citing import Quoted
from assistant.answering.models import Support
from assistant.language_model.calling import Usage
from assistant.language_model.deadline import Deadline
from assistant.language_model.troubles import ModelUnavailable
from assistant.verifying.models import Cited, Reason

# -- what the model writes ---------------------------------------------------------------------------


def _listed(value: Any) -> Any:
    """A single id where a list is wanted; nothing as an empty list."""
    if value is None:
        return []
    return [value] if isinstance(value, str | int) else value


Ids = Annotated[list[str], BeforeValidator(_listed)]


class Said(BaseModel, coerce_numbers_to_str=True):
    """A piece of evidence as the model gives it."""

    clause_id: str = ""
    quote: str = ""


class Written(BaseModel, coerce_numbers_to_str=True):
    """A statement as the model gives it."""

    text: str = ""
    clause_ids: Ids = Field(default_factory=list)


class Draft(BaseModel):
    """An answer as the model gives it: evidence first, then what is made of it."""

    evidence: list[Said] = Field(default_factory=list)
    statements: list[Written] = Field(default_factory=list)
    insufficient: bool = False

    @model_validator(mode="before")
    @classmethod
    def _is_an_answer(cls, data: Any) -> Any:
        """Some other JSON is no answer without statements, it is no answer at all."""
        if isinstance(data, dict) and not {"statements", "insufficient"} & data.keys():
            raise ValueError("neither statements nor insufficient")
        return data


class Mended(Written):
    """A statement written anew; ``number`` is that of the statement it replaces, from 1."""

    number: int = 0


class Repair(BaseModel):
    """Statements that failed, written anew."""

    evidence: list[Said] = Field(default_factory=list)
    statements: list[Mended]


class Standalone(BaseModel):
    """A follow-up as a question that stands alone."""

    question: str


class Points(BaseModel):
    """What was asked in older turns of a conversation, a line each."""

    points: list[str]


# -- what goes in and comes out ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Request:
    """A question with its evidence, best first. ``deadline``: by when the whole must be done."""

    question: str
    evidence: Sequence[Cited]
    deadline: Deadline | None = None


@dataclass(frozen=True, slots=True)
class Turn:
    """A question of the conversation and its answer, as text."""

    question: str
    answer: str = ""


@dataclass(frozen=True, slots=True)
class Past:
    """A conversation as it is told to a model: its turns, oldest first, and points for the older ones.

    ``kept``: what is stored of the points; None when there is nothing new to store. ``silent``: the
    model did not answer when it was asked for them.
    """

    turns: Sequence[Turn]
    points: tuple[str, ...] = ()
    kept: dict[str, Any] | None = None
    silent: bool = False


@dataclass(frozen=True, slots=True)
class Passed:
    """A statement that was verified. ``position`` is its place in the answer, from 0.

    ``pieces``: for each clause it rests on, the quotes that it was made from, else the sentence
    nearest to it.
    """

    position: int
    text: str
    clause_ids: tuple[str, ...]
    support: Support
    pieces: tuple[Quoted, ...]
    coverage: float = 1.0
    repaired: bool = False


@dataclass(frozen=True, slots=True)
class Struck:
    """What the model wrote and nobody gets to read, and why."""

    text: str
    clause_ids: tuple[str, ...]
    reasons: tuple[Reason, ...]
    stage: Literal["draft", "repair", "evidence"]


@dataclass(frozen=True, slots=True)
class Composed:
    """The answer; without statements when the caller must answer otherwise.

    ``insufficient``: the model said that the evidence does not answer the question. ``trouble``:
    the reply broke off, and ``statements`` are those that came before. ``timings_ms``: ``first``
    (statement passed), ``write``, ``verify``, ``repair``, ``total``. ``left_out``: clauses that did
    not fit into the model's context.
    """

    statements: tuple[Passed, ...] = ()
    struck: tuple[Struck, ...] = ()
    insufficient: bool = False
    trouble: ModelUnavailable | None = None
    calls: int = 0
    usage: Usage | None = None
    timings_ms: dict[str, float] = field(default_factory=dict)
    left_out: int = 0


Event = Passed | Composed
