"""``cqo eval candidates``: feedback and declined questions on their way to questions of one's own."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from assistant.terminal.chinese import CqoCommand, CqoGroup
from assistant.terminal.opening import assistant_of_settings
from corpus.errors import BadInput

if TYPE_CHECKING:
    from evals.feedback.desk import CandidateDesk

_JSON = click.option("--json", "as_json", is_flag=True, help="只输出一个 JSON 文档。")
_SAID = 200


@click.group("candidates", cls=CqoGroup)
def candidates() -> None:
    """把“引错了”、没用的回答和拒答的问题变成自己的评测题：列出、生成、审核、加入。"""


@candidates.command("list", cls=CqoCommand)
@click.option("--all", "everything", is_flag=True, help="已加入和不采用的也列出。")
@_JSON
def list_(everything: bool, as_json: bool) -> None:
    """列出可以做成评测题的反馈和拒答的问题，以及已有的候选题。"""
    with _desk() as desk:
        found, made = desk.signals(), desk.all()
    if as_json:
        _print_json({"signals": found, "candidates": made})
        return
    new = [one for one in found if one["state"] == "new"]
    shown = [one for one in made if everything or one["state"] in ("draft", "reviewed")]
    if not new and not shown:
        click.echo(
            "没有待处理的反馈和拒答的问题。网页上可以点“没用”“引错了”，拒答的问题自动列在这里。"
        )
    for one in new:
        reasons = "、".join(one["reason_names"])
        click.echo(f"{one['id']} [{reasons}] 问过 {one['asked']} 次：{_short(one['question'])}")
        for words in one["wordings"]:
            click.echo(f"  也问作：{_short(words)}")
        for clause in one["wrong"]:
            click.echo(f"  引错了：{clause}")
        for note in one["notes"]:
            click.echo(f"  说明：{note}")
    if new:
        click.echo("用 cqo eval candidates make 编号 生成候选题。")
    for one in shown:
        end = {"added": f"，题号 {one['own']}", "rejected": f"：{one['why']}"}.get(one["state"], "")
        click.echo(f"{one['id']} [{one['state_name']}{end}] {one['draft'].get('question', '')}")


@candidates.command(cls=CqoCommand)
@click.argument("signal", metavar="编号")
@_JSON
def make(signal: str, as_json: bool) -> None:
    """把 list 列出的一条变成候选题。"""
    with _desk() as desk:
        made = desk.make(signal)
    _print_candidate(made, as_json=as_json)


@candidates.command(cls=CqoCommand)
@click.argument("candidate", metavar="候选题号")
@click.option("--question", metavar="文字", help="问题。")
@click.option("--kind", metavar="类别", help="如 fact、list、gap、outside。")
@click.option(
    "--expect", multiple=True, metavar="状态", help="answered、partial 或 declined，可写几次。"
)
@click.option("--region", metavar="地区", help="提问时选的地区；写空文字则去掉。")
@click.option("--before", multiple=True, metavar="文字", help="上文的问题，可写几次。")
@click.option(
    "--gold", multiple=True, metavar="条款", help="应引条款，可写几次；用 | 分开的几条引一条即可。"
)
@click.option(
    "--point", multiple=True, metavar="文字", help="要点，可写几次；用 | 分开的几个说法有一个即可。"
)
@click.option("--forbidden", multiple=True, metavar="文字", help="不该说的，可写几次。")
@click.option("--tag", multiple=True, metavar="难点", help="如 time、typo，可写几次。")
@click.option("--note", metavar="文字", help="备注。")
@click.option("--reviewed", metavar="文字", help="审核说明：核对了什么、谁核对的；写了才能加入。")
@click.option("--reject", metavar="理由", help="不采用，写明理由。")
@_JSON
def review(candidate: str, reject: str | None, as_json: bool, **given: Any) -> None:
    """审核候选题：不写选项则显示；写了的各项替换原来的。"""
    edits = _edits(given)
    if reject is not None and edits:
        raise BadInput("--reject 不能和其他修改一起用。")
    with _desk() as desk:
        shown = desk.one(candidate)
        if reject is not None:
            shown = desk.reject(candidate, reject, shown["revision"])
        elif edits:
            shown = desk.review(candidate, edits, shown["revision"])
    _print_candidate(shown, as_json=as_json)


@candidates.command(cls=CqoCommand)
@click.argument("candidate", metavar="候选题号")
@_JSON
def add(candidate: str, as_json: bool) -> None:
    """把审核过的候选题加入自己的评测题（数据文件夹的 eval/questions/own.yaml）。"""
    with _desk() as desk:
        added = desk.add(candidate, desk.one(candidate)["revision"])
    if as_json:
        _print_json(added)
        return
    click.echo(f"已加入：{added['own']} {added['draft']['question']}")


@contextmanager
def _desk() -> Iterator[CandidateDesk]:
    from evals.feedback.desk import CandidateDesk

    with assistant_of_settings() as assistant:
        yield CandidateDesk(assistant)


def _edits(given: dict[str, Any]) -> dict[str, Any]:
    """The options that were written, under the names of the fields."""
    named = {"point": "points", "tag": "tags"}
    found: dict[str, Any] = {}
    for name, value in given.items():
        if value is None or value == ():
            continue
        field = named.get(name, name)
        if field in ("gold", "points"):
            value = [one.split("|") if "|" in one else one for one in value]
        found[field] = list(value) if isinstance(value, tuple) else value
    return found


def _print_candidate(one: dict[str, Any], *, as_json: bool) -> None:
    if as_json:
        _print_json(one)
        return
    from evals.feedback.faults import FIELDS

    click.echo(
        f"{one['id']} [{one['state_name']}] {'、'.join(one['reason_names'])}，问过 {one['asked']} 次"
    )
    for name, value in one["draft"].items():
        click.echo(f"  {FIELDS.get(name, name)}：{_told(value)}")
    if one["why"]:
        click.echo(f"  不采用的理由：{one['why']}")
    click.echo(f"  当时的回答：{_short(one['said'])}")


def _short(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= _SAID else f"{line[:_SAID]}……"


def _told(value: Any) -> str:
    if isinstance(value, list):
        return "；".join(" 或 ".join(one) if isinstance(one, list) else str(one) for one in value)
    return str(value)


def _print_json(value: object) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, indent=1))
