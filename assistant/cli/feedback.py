"""``cqo feedback``: what readers said of answers, and drafts of test questions made of it."""

from __future__ import annotations

import json
from pathlib import Path

import click

from assistant.terminal.chinese import CqoCommand, CqoGroup
from assistant.terminal.opening import assistant_of_settings
from corpus.errors import BadInput

_VERDICTS = {"useful": "有用", "useless": "没用"}


@click.group(cls=CqoGroup)
def feedback() -> None:
    """查看读者对回答的反馈，导出为评测题草稿。"""


@feedback.command("list", cls=CqoCommand)
@click.option("--json", "as_json", is_flag=True, help="只输出一个 JSON 文档。")
def list_feedback(as_json: bool) -> None:
    """列出读者的反馈：有用、没用、引错了，各附问题和说明。"""
    from assistant.feedback import as_json as entry_of

    with assistant_of_settings() as assistant:
        found = assistant.feedback.judged()
    if as_json:
        entries = [entry_of(one) for one in found]
        click.echo(json.dumps(entries, ensure_ascii=False, indent=1))
        return
    if not found:
        click.echo("还没有反馈。网页上每条回答下面可以点“有用”“没用”，每条依据可以点“引错了”。")
    for one in found:
        verdict = _VERDICTS[one.whole.verdict] if one.whole else "未评"
        click.echo(f"{one.last.astimezone():%Y-%m-%d %H:%M} [{verdict}] {one.message.question}")
        for given in one.given:
            if given.clause_id:
                click.echo(f"  引错了：{given.clause_id}")
            if given.note:
                click.echo(f"  说明：{given.note}")


@feedback.command(cls=CqoCommand)
@click.option(
    "-o",
    "--output",
    metavar="文件",
    type=click.Path(path_type=Path, dir_okay=False),
    help="写到这个 YAML 文件；不写则输出到屏幕。",
)
def export(output: Path | None) -> None:
    """按评测题的格式导出草稿，逐题核对后才能放进 evals/questions。"""
    import yaml

    from assistant.feedback import drafts

    if output is not None and output.exists():
        raise BadInput(f"已有文件 {output.name}，请用 -o 写明另一个文件。")
    with assistant_of_settings() as assistant:
        made, left_out = drafts(assistant.feedback.judged())
    text = yaml.safe_dump(made, allow_unicode=True, sort_keys=False, width=1000) if made else ""
    if output is None:
        click.echo(text, nl=False)
    else:
        output.write_text(text, encoding="utf-8")
        click.echo(f"已写出 {len(made)} 道草稿：{output}")
    if left_out:
        click.echo(f"另有 {left_out} 条回答没有引用条款，不能作评测题。", err=True)
