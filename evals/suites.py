"""The suites of ``cqo eval``, as a table of contents: name, what it checks, where it is, how fast.

A suite is a function of a :class:`Context` that gives :class:`Found`: figures and items. Everything
around it (configuration, hashes, clock, file, gate, report) is the runner's.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from evals.results import Figure, Item

if TYPE_CHECKING:
    from assistant.service import LocalAssistant
    from assistant.settings import Settings

#: Called with done and total.
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Context:
    """What a suite runs on.

    ``assistant`` opens the assistant under test once and remembers it; suites that need none never
    call it. ``fast``: the part that CI runs. ``split``: ``dev``, ``test``, ``own`` or None
    for all shipped ones. ``own``: the data folder with questions added from real use.
    """

    settings: Settings
    assistant: Callable[[], LocalAssistant]
    work: Path  # an empty folder of this suite's own, removed afterwards
    fast: bool = False
    split: str | None = None
    own: Path | None = None
    seed: int = 20261127
    progress: Progress = lambda done, total: None


@dataclass(frozen=True, slots=True)
class Found:
    """What a suite found. ``notes``: lines for the reader, e.g. what was left out and why."""

    figures: tuple[Figure, ...]
    items: tuple[Item, ...] = ()
    notes: tuple[str, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Suite:
    """An entry of the table. ``where`` is ``module:function``, loaded when the suite runs."""

    name: str
    title: str
    about: str
    where: str
    in_fast: bool = True  # CI runs it (its fast part)

    def run(self, context: Context) -> Found:
        module, function = self.where.split(":")
        found: Found = getattr(import_module(module), function)(context)
        return found


SUITES = (
    Suite("qa", "回答", "答得对不对、引的条对不对、要点全不全", "evals.qa.suite:qa"),
    Suite("decline", "拒答", "该拒的拒没拒、不该拒的拒没拒、拒答门槛的曲线", "evals.decline.suite:decline"),
    Suite("retrieval", "检索", "该用的条款找没找到，与三种通行做法比较", "evals.retrieval.suite:retrieval"),
    Suite("verify", "核对", "改错的句子认没认出，真句有没有错拒", "evals.verifying.suite:verify"),
    Suite("drafts", "起草", "十六份文件句句有据、各文件一致", "evals.drafts.suite:drafts"),
    Suite("import", "导入", "同一文本换成四种格式，导入后是否逐条相同", "evals.importing.suite:importing"),
    Suite("injection", "夹带指令", "问题、条款、文件名、模型输出里的指令不照做", "evals.injection.suite:injection"),
    Suite("speed", "速度", "冷启动、热提问、建索引、内存", "evals.speed.suite:speed", in_fast=False),
)  # fmt: skip


def suite_of(name: str) -> Suite | None:
    """The suite called ``name``."""
    return next((suite for suite in SUITES if suite.name == name), None)
