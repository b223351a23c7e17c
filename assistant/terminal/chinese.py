"""click in Chinese: help pages and usage errors."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import click

_SECTIONS = {"Options": "选项", "Commands": "命令", "Arguments": "参数"}


class ChineseFormatter(click.HelpFormatter):
    """Help pages with Chinese section names."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(prog, args, prefix="用法：")

    def write_dl(
        self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2
    ) -> None:
        translated = [(name, text.replace("[required]", "[必填]")) for name, text in rows]
        super().write_dl(translated, col_max, col_spacing)

    @contextmanager
    def section(self, name: str) -> Iterator[None]:
        with super().section(_SECTIONS.get(name, name)):
            yield


class ChineseContext(click.Context):
    formatter_class = ChineseFormatter


class _Chinese(click.Command):
    context_class = ChineseContext

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("options_metavar", "[选项]")
        super().__init__(*args, **kwargs)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = "显示这份说明。"
        return option


class CqoCommand(_Chinese):
    """A command whose help is in Chinese."""


class CqoGroup(_Chinese, click.Group):
    """A group of commands whose help is in Chinese."""

    command_class = CqoCommand
    group_class = type

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("subcommand_metavar", "命令 [参数]...")
        super().__init__(*args, **kwargs)


def usage_message(error: click.UsageError) -> str:
    """A usage error of click as one Chinese line."""
    command = error.ctx.command_path if error.ctx else "cqo"
    hint = f"用 {command} --help 查看用法。"
    match error:
        case click.exceptions.NoArgsIsHelpError():
            return f"没有写命令；{hint}"
        case click.NoSuchOption():
            close = f"，是不是想写 {error.possibilities[0]}" if error.possibilities else ""
            return f"没有 {error.option_name} 这个选项{close}；{hint}"
        case click.MissingParameter():
            return f"缺少{_parameter(error.param)}；{hint}"
        case click.BadParameter():
            return f"{_parameter(error.param)}的值不合要求（{_plain(error)}）；{hint}"
        case click.BadOptionUsage():
            return f"选项 {error.option_name} 的用法不对；{hint}"
        case _ if "No such command" in error.message:
            return f"没有 {_quoted(error.message)} 这个命令；{hint}"
        case _ if "Missing command" in error.message or not error.message:
            return f"没有写命令；{hint}"
        case _ if "unexpected extra argument" in error.message:
            return f"多写了参数 {_quoted(error.message)}，含空格的内容请加引号；{hint}"
    return f"用法不对；{hint}"


def _parameter(parameter: click.Parameter | None) -> str:
    if parameter is None:
        return "参数"
    if isinstance(parameter, click.Option):
        return f"选项 {parameter.opts[0]}"
    return f"参数 {parameter.make_metavar(click.Context(click.Command('cqo')))}"


def _plain(error: click.BadParameter) -> str:
    kind = error.param.type if error.param is not None else None
    if isinstance(kind, click.Choice):
        return "可用：" + "、".join(str(choice) for choice in kind.choices)
    if isinstance(kind, click.Path):
        if "is a file" in error.message:
            return f"应是文件夹，不是文件：{_quoted(error.message)}"
        if "is a directory" in error.message:
            return f"应是文件，不是文件夹：{_quoted(error.message)}"
        return f"找不到或不能读：{_quoted(error.message)}"
    if isinstance(kind, click.IntRange | click.FloatRange):
        return (
            f"应为 {kind.min} 到 {kind.max} 之间的数"
            if kind.max is not None
            else f"应不小于 {kind.min}"
        )
    if isinstance(kind, click.types.IntParamType):
        return "应为整数"
    return _quoted(error.message)


def _quoted(message: str) -> str:
    """The words that click put in quotes or brackets, else nothing recognisable."""
    for opening, closing in (("'", "'"), ("(", ")")):
        if opening in message:
            rest = message.split(opening, 1)[1]
            return rest.rsplit(closing, 1)[0] if closing in rest else rest
    return message
