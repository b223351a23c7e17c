"""What an import is told and what it tells: overrides, progress, results."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

from corpus.models import Authority, Document, Kind, PartialDate, Slug, Status


class Overrides(BaseModel):
    """Facts that a person states; they go before what the text says. None: as the text says.

    An empty issuer, number or date: there is none, whatever the text seems to say.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: Slug | None = None
    title: str | None = None
    short_title: str | None = None
    aliases: tuple[str, ...] | None = None
    issuer: str | None = None
    number: str | None = None
    issued: PartialDate | Literal[""] | None = None
    effective: PartialDate | Literal[""] | None = None
    region: str | None = None
    kind: Kind | None = None
    status: Status | None = None
    authority: Authority | None = None
    family: str | None = None
    workspace: str | None = None


#: Nothing is stated: all as the text says.
NOTHING = Overrides()


class Outcome(StrEnum):
    """What became of a file."""

    STORED = "stored"  # 已加入
    UPDATED = "updated"  # 已更新
    UNCHANGED = "unchanged"  # 没有变化
    DUPLICATE = "duplicate"  # 与另一文件内容相同
    FAILED = "failed"  # 未能加入


@dataclass(frozen=True, slots=True)
class FileResult:
    """One file of an import. ``error`` is one Chinese line when it failed.

    ``documents`` are those that were stored, without their text and clauses, so that a long import
    keeps none of them; ``clauses`` is how many they have together.
    """

    path: Path
    outcome: Outcome
    documents: tuple[Document, ...] = ()
    error: str | None = None
    note: str | None = None  # e.g. what it supersedes, which file it repeats
    clauses: int = 0


@dataclass(frozen=True, slots=True)
class ImportReport:
    """All files of an import in the order given."""

    files: tuple[FileResult, ...]
    seconds: float

    @property
    def failed(self) -> int:
        return sum(result.outcome is Outcome.FAILED for result in self.files)


@dataclass(frozen=True, slots=True)
class ImportEvent:
    """Progress. ``stage``: ``reading`` (pages), ``embedding`` (characters), ``storing`` (files).

    ``rate`` is units a second, ``left`` seconds to go, when known; ``file`` the name it is about.
    """

    stage: str
    done: int
    total: int
    file: str | None = None
    rate: float | None = None
    left: float | None = None


ImportProgress = Callable[[ImportEvent], None]
