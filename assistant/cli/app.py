"""Entry of ``cqo``: the commands, and errors as one Chinese line with the right exit code."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Any

import click

from assistant.terminal.chinese import CqoGroup, usage_message
from corpus.errors import CqoError

#: Command name, module that holds it, its function, and its line in the overview.
_COMMANDS: dict[str, tuple[str, str, str]] = {
    "serve": ("assistant.cli.serve", "serve", "打开网页问答，并提供 REST 接口"),
    "ask": ("assistant.cli.ask", "ask", "提一个问题，得到注明出处的回答"),
    "compare": ("assistant.cli.ask", "compare", "按主题比较各地规定"),
    "corpus": ("assistant.cli.library", "corpus", "查看、加入、移除资料"),
    "draft": ("assistant.cli.drafting", "draft", "起草聘任书、职责章程等十六种文件"),
    "guide": ("assistant.cli.guide", "guide", "一步一步建立首席质量官制度"),
    "index": ("assistant.cli.indexing", "index", "建立、检查、重建索引"),
    "feedback": ("assistant.cli.feedback", "feedback", "查看读者的反馈，导出为评测题草稿"),
    "eval": ("assistant.cli.evaluation", "evaluation", "用评测题检查回答、检索和速度"),
    "doctor": ("assistant.cli.doctor", "doctor", "检查运行环境，并说明怎样处理"),
}


class LazyGroup(CqoGroup):
    """Loads a command's module when the command is used: a question must not wait for the page."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        from importlib import import_module

        module, name, _ = _COMMANDS[cmd_name]
        command: click.Command = getattr(import_module(module), name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("命令"):
            formatter.write_dl([(name, line) for name, (_, _, line) in _COMMANDS.items()])


@click.group(cls=LazyGroup)
def cqo() -> None:
    """质官助手：依据条文回答企业首席质量官制度的问题，每句话都能查到出处。"""


def main(arguments: Sequence[str] | None = None) -> None:
    """Run ``cqo``; exits 0 on success, 2 on bad usage or input, 1 on a failure of its own."""
    sys.exit(run(sys.argv[1:] if arguments is None else arguments))


def run(arguments: Sequence[str]) -> int:
    """Run ``cqo`` with ``arguments`` and return the exit code."""
    _speak_utf8()
    try:
        result: Any = cqo.main(list(arguments), prog_name="cqo", standalone_mode=False)
    except CqoError as error:
        click.echo(error.message, err=True)
        return error.exit_code
    except click.UsageError as error:
        click.echo(usage_message(error), err=True)
        return 2
    except click.FileError as error:
        click.echo(f"文件 {error.ui_filename} 打不开，请检查路径和权限。", err=True)
        return 2
    except (click.Abort, KeyboardInterrupt):
        click.echo("已停止。", err=True)
        return 1
    except BrokenPipeError:
        return 0
    except OSError as error:
        name = error.filename or "文件或网络"
        click.echo(
            f"{name} 读写失败（{error.strerror or error}），请检查路径、权限和磁盘空间。", err=True
        )
        return 1
    return result if isinstance(result, int) else 0


def _speak_utf8() -> None:
    """Chinese on a console whose code page is not UTF-8 must not stop the program."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None and (stream.encoding or "").lower() not in ("utf-8", "utf8"):
            reconfigure(encoding="utf-8", errors="replace")
