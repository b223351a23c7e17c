"""Open the assistant for a command, with a word to the user when something takes time."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click

from assistant.service import LocalAssistant, open_assistant
from assistant.settings import settings


@contextmanager
def assistant_of_settings(*, long_running: bool = False) -> Iterator[LocalAssistant]:
    """The assistant over the data folder of the settings, closed at the end.

    The first use builds the index; what is done stands on stderr, so that ``--json`` stays clean.
    """
    assistant = open_assistant(settings(), long_running=long_running, progress=report_progress)
    try:
        yield assistant
    finally:
        assistant.close()


_STAGES = {
    "model": "准备向量模型",
    "texts": "存入资料",
    "sentences": "计算句子向量",
    "passages": "计算条款向量",
}


def report_progress(stage: str, done: int, total: int) -> None:
    """One line that is rewritten on a terminal; only the last one of a stage elsewhere."""
    name = _STAGES.get(stage, stage)
    if sys.stderr.isatty():
        click.echo(f"\r{name} {done}/{total}   ", nl=done >= total, err=True)
    elif done >= total > 0:
        click.echo(f"{name} {done}/{total}", err=True)
