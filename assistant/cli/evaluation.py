"""``cqo eval``: hands over to the evaluation suites, which use the assistant as a user does."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

import click

from assistant.terminal.chinese import CqoCommand
from corpus.errors import BadInput


@click.command(
    "eval",
    cls=CqoCommand,
    context_settings={
        "ignore_unknown_options": True,
        "allow_extra_args": True,
        "help_option_names": [],
    },
)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def evaluation(arguments: tuple[str, ...]) -> int:
    """用评测题检查回答、检索和速度。"""
    if find_spec("evals.command") is None:
        raise BadInput("这个安装里没有评测套件（evals），请从完整的源码目录运行。")
    command = import_module("evals.command").evaluation
    result = command.main(list(arguments), prog_name="cqo eval", standalone_mode=False)
    return result if isinstance(result, int) else 0
