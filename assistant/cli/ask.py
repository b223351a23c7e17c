"""``cqo ask`` and ``cqo compare``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from assistant.terminal.chinese import CqoCommand
from assistant.terminal.opening import assistant_of_settings

if TYPE_CHECKING:
    from assistant.answering.models import Clarification


@click.command(cls=CqoCommand)
@click.argument("question", metavar="问题")
@click.option("--region", metavar="地区", help="您所在的地区，例如 广东、深圳、湖北。")
@click.option("--workspace", metavar="名称", help="工作区；不填只查共用资料。")
@click.option("--conversation", metavar="编号", help="接着这个会话问；没有这个会话就新建。")
@click.option("--json", "as_json", is_flag=True, help="只输出一个 JSON 文档。")
def ask(
    question: str,
    region: str | None,
    workspace: str | None,
    conversation: str | None,
    as_json: bool,
) -> None:
    """提一个问题，得到注明出处的回答；资料库里没有的会说没有。"""
    with assistant_of_settings() as assistant:
        answer = assistant.ask(
            question, region=region, workspace=workspace, conversation=conversation
        )
    if as_json:
        click.echo(answer.model_dump_json(indent=1))
        return
    if answer.clarify and answer.clarify.about == "document":
        _ask_back(answer.clarify)
    click.echo(answer.answer)
    for note in answer.notes:
        click.echo(f"提示：{note}")
    if answer.missing and answer.missing.related:
        quotes = {c.clause_id: c for c in answer.citations}
        click.echo("可以参看：")
        for key in answer.missing.related:
            click.echo(f"  〔{quotes[key].mark}〕{quotes[key].quote}")
    if answer.clarify and answer.clarify.about in ("region", "company"):
        _ask_back(answer.clarify)
    for link in answer.links:
        click.echo(f"{link.label}：网页 /{link.path}")
    for offer in answer.drafts:
        click.echo(f"起草{offer.title}：cqo draft new {offer.blueprint}")


def _ask_back(asked: Clarification) -> None:
    """The question with its numbered options."""
    click.echo(asked.question)
    for number, option in enumerate(asked.options, start=1):
        click.echo(f"  {number}. {option.label}")
    click.echo("（在同一会话里接着问，可以只答序号或名称：--conversation 编号。）")


@click.command(cls=CqoCommand)
@click.argument("topic", metavar="主题")
@click.option(
    "--region",
    "regions",
    multiple=True,
    metavar="地区",
    help="要比较的地区，可写多次；不写则列出所有地区。",
)
@click.option("--workspace", metavar="名称", help="工作区；不填只查共用资料。")
@click.option("--json", "as_json", is_flag=True, help="只输出一个 JSON 文档。")
def compare(topic: str, regions: tuple[str, ...], workspace: str | None, as_json: bool) -> None:
    """按主题比较各地规定，一行一份资料，不合并。主题例如 任职条件、聘任、培训、考核。"""
    with assistant_of_settings() as assistant:
        table = assistant.compare(topic, regions, workspace=workspace)
    if as_json:
        click.echo(table.model_dump_json(indent=1))
        return
    from assistant.cli.tables import print_comparison

    print_comparison(table)
