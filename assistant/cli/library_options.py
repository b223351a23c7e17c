"""Options by which a person states facts of the files that ``cqo corpus check`` and ``add`` read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click
from pydantic import ValidationError

from assistant.importing.models import Overrides
from assistant.importing.sourcing import checked
from corpus.errors import BadInput
from corpus.models import Authority, Kind, Status

F = TypeVar("F", bound=Callable[..., Any])
_FAMILIES = ("law", "standard", "official", "markdown", "paragraphs")
_OPTIONS = (
    click.option("--region", metavar="地区", help="适用地区：全国、省名或市名；不写则按文中所写。"),
    click.option(
        "--kind",
        metavar="文种",
        type=click.Choice([kind.value for kind in Kind]),
        help=f"文种：{'、'.join(kind.value for kind in Kind)}；含义见 docs/library.md。",
    ),
    click.option(
        "--status",
        metavar="效力",
        type=click.Choice([status.value for status in Status]),
        help="效力：current 现行、trial 试行、draft 草案、repealed 已废止、unknown 未核。",
    ),
    click.option(
        "--authority",
        metavar="来源",
        type=click.Choice([authority.value for authority in Authority]),
        help="来源：original 原文（不写即此）、digest 摘要、report 报道、guide 指引。",
    ),
    click.option(
        "--family",
        metavar="体例",
        type=click.Choice(_FAMILIES),
        help="编号体例：law 章条款项、standard 1/1.1、official 一、（一）、markdown 标题、paragraphs 自然段。",
    ),
    click.option("--title", metavar="题名", help="题名，只用于一个文件。"),
    click.option("--short-title", metavar="简称", help="出处标记用的简称，不超过 24 个字。"),
    click.option("--number", metavar="文号", help="文号或标准号，只用于一个文件。"),
    click.option("--issuer", metavar="单位", help="发布单位。"),
    click.option("--issued", metavar="日期", help="发布日期：2025、2025-03 或 2025-03-18。"),
    click.option("--effective", metavar="日期", help="实施日期，写法同上。"),
    click.option("--id", metavar="编号", help="资料编号：小写字母、数字和连字符。"),
    click.option("--workspace", metavar="名称", help="放进这个工作区；不填则为共用资料。"),
)


def stating(command: F) -> F:
    """Add the options to a command, which receives them as keywords."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def overrides_of(stated: dict[str, Any]) -> Overrides:
    """What was stated. Raises BadInput naming the option."""
    given = {name: value for name, value in stated.items() if value not in (None, "")}
    try:
        return checked(Overrides.model_validate(given))
    except ValidationError as error:
        field = str(error.errors()[0]["loc"][0]).replace("_", "-")
        raise BadInput(
            f"选项 --{field} 的值不合要求；用 cqo corpus add --help 查看写法。"
        ) from error
