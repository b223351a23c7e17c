"""Run suites: one after another, each timed, its result written whole, the next one not held up.

The assistant under test has a data folder of its own, ``DATA/eval/library``, with the shipped library
alone: imported texts, conversations and a language model of the user change no figure.
"""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.settings import Settings
from corpus.errors import CqoError
from evals.configurations.configuration import Configuration
from evals.configurations.opening import opened
from evals.identity import library_hash, machine, prompts_hash, versions
from evals.results import Result, Run, digest, runs_folder, write_result
from evals.suites import Context, Found, Progress, Suite

if TYPE_CHECKING:
    from assistant.service import LocalAssistant


@dataclass(frozen=True, slots=True)
class Options:
    """What is the same for all suites of a run."""

    fast: bool = False
    split: str | None = None
    seed: int = 20261127
    progress: Callable[[str, int, int], None] = lambda title, done, total: None


@dataclass(frozen=True, slots=True)
class Ran:
    """A suite that ran, with its file; or the one line on why it did not."""

    suite: Suite
    result: Result | None
    path: Path | None = None
    notes: tuple[str, ...] = ()
    error: str | None = None


def run_suites(
    suites: Sequence[Suite],
    settings: Settings,
    configuration: Configuration | None = None,
    options: Options | None = None,
) -> Iterator[Ran]:
    """Run ``suites`` under one configuration. A suite that fails is told and the others still run."""
    chosen, given = configuration or Configuration(), options or Options()
    own = evaluation_settings(settings)
    stamp = {
        "configuration": chosen.name,
        "configuration_hash": digest([chosen.hash, prompts_hash()]),
        "library_hash": library_hash(),
    }
    with ExitStack() as stack:
        kept: list[LocalAssistant] = []

        def assistant() -> LocalAssistant:
            if not kept:
                kept.append(stack.enter_context(opened(chosen, own)))
            return kept[0]

        for suite in suites:
            yield _ran(suite, own, assistant, given, stamp, runs_folder(Path(settings.data_dir)))


def evaluation_settings(settings: Settings) -> Settings:
    """The settings for a data folder with the shipped library alone, made anew when that changed."""
    folder = Path(settings.data_dir) / "eval" / "library"
    mark = folder / "LIBRARY"
    present = library_hash()
    if folder.exists() and (not mark.is_file() or mark.read_text("utf-8").strip() != present):
        _clear(folder)
    folder.mkdir(parents=True, exist_ok=True)
    mark.write_text(present, encoding="utf-8")
    return settings.model_copy(
        update={
            "data_dir": folder, "database_url": None, "chroma_url": None, "language_model": None,
        }
    )  # fmt: skip


def _clear(folder: Path) -> None:
    """Empty the folder but for what does not depend on the library: the model, other data sets' indexes."""
    for path in folder.iterdir():
        if path.name in ("models", "eval"):
            continue
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink()


def _ran(
    suite: Suite,
    settings: Settings,
    assistant: Callable[[], LocalAssistant],
    options: Options,
    stamp: dict[str, str],
    folder: Path,
) -> Ran:
    started, clock = datetime.now(UTC), time.perf_counter()
    try:
        with _work() as work:
            context = Context(
                settings=settings,
                assistant=assistant,
                work=work,
                fast=options.fast,
                split=options.split,
                own=folder.parents[1],
                seed=options.seed,
                progress=_titled(options.progress, suite.title),
            )
            found: Found = suite.run(context)
    except CqoError as error:
        return Ran(suite, None, error=str(error))
    run = Run(
        suite=suite.name,
        started=started,
        seconds=round(time.perf_counter() - clock, 3),
        fast=options.fast,
        versions=versions(),
        machine=machine(),
        figures=found.figures,
        notes=found.notes,
        **stamp,
    )
    result = Result(run=run, items=found.items)
    return Ran(suite, result, write_result(result, folder), found.notes)


@contextmanager
def _work() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="cqo-eval-") as folder:
        yield Path(folder)


def _titled(progress: Callable[[str, int, int], None], title: str) -> Progress:
    return lambda done, total: progress(title, done, total)
