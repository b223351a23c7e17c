"""``cqo guide``: a company's way from planning to continual improvement, in the terminal."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import click

from assistant.cli.guide_asking import (
    ask_checks,
    facts_of_file,
    facts_of_words,
    interview,
    replies_of_file,
    store_replies,
)
from assistant.cli.guide_showing import (
    print_checks,
    print_contradictions,
    print_json,
    print_result,
    print_task,
    print_way,
)
from assistant.guiding.charts import STATES
from assistant.guiding.desk import GuideDesk
from assistant.guiding.view import GuideView, result_view
from assistant.guiding.way import Way
from assistant.service import LocalAssistant
from assistant.terminal.chinese import CqoCommand, CqoGroup
from assistant.terminal.opening import assistant_of_settings
from corpus.errors import BadInput

_COMPANY = click.option("--company", metavar="企业", help="企业名称；只有一家企业时可以不写。")
_JSON = click.option("--json", "as_json", is_flag=True, help="只输出一个 JSON 文档。")
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group(cls=CqoGroup)
def guide() -> None:
    """一步一步建立首席质量官制度：访谈、计划、进度、自查、打包。"""


@guide.command(cls=CqoCommand)
@click.argument("name", metavar="企业名称")
@click.option(
    "--date", "start_date", metavar="日期", help="开始日期，如 2026-12-01；不写则为今天。"
)
@click.option(
    "--answers", metavar="文件", type=_FILE, help="YAML 文件，按名称写好各项回答；不写则逐题提问。"
)
@click.option("--no-interview", is_flag=True, help="先不访谈。")
@_JSON
def start(
    name: str, start_date: str | None, answers: Path | None, no_interview: bool, as_json: bool
) -> None:
    """开始一家企业的实施：一次问一个问题，可以跳过，最后排出计划。再运行一次则接着答。"""
    day = _day(start_date) if start_date else None
    with assistant_of_settings() as assistant:
        desk = assistant.guide
        way = desk.begin(name, day)
        if way.guide.start is None:
            way = desk.set_start(way, desk.today())
        if answers is not None:
            way = facts_of_file(desk, way, answers)
        elif not no_interview and not as_json:
            way = interview(desk, way)
        _show(assistant, way, as_json)


@guide.command(cls=CqoCommand)
@_COMPANY
@_JSON
def facts(company: str | None, as_json: bool) -> None:
    """列出访谈问到的和各份文件共用的事实：名称、说明、现在的值。"""
    with assistant_of_settings() as assistant:
        desk = assistant.guide
        way = _way(desk, company)
        rows = [
            {"name": s.name, "label": s.label, "value": way.company.facts.get(s.name)}
            for s in desk.specs(way.route)
        ]
    if as_json:
        print_json(rows)
        return
    for row in rows:
        told = "" if row["value"] is None else f"：{row['value']}"
        click.echo(f"{row['name']}（{row['label']}）{told}")


@guide.command(cls=CqoCommand)
@click.argument("given", metavar="名称=值", nargs=-1, required=True)
@_COMPANY
@_JSON
def answer(given: tuple[str, ...], company: str | None, as_json: bool) -> None:
    """改一项或几项回答，等号后面留空则收回；计划随之重排。"""
    with assistant_of_settings() as assistant:
        desk = assistant.guide
        way = _way(desk, company)
        way = desk.answer(way, facts_of_words(desk, way, given), way.company.facts)
        if as_json:
            _show(assistant, way, as_json)
            return
        click.echo(f"已保存。计划到 {way.plan.end.isoformat()} 完成。")
        print_contradictions(desk.contradictions(way))


@guide.command(cls=CqoCommand)
@_COMPANY
@_JSON
def status(company: str | None, as_json: bool) -> None:
    """看进度：各阶段做到哪里，要注意什么。"""
    with assistant_of_settings() as assistant:
        _show(assistant, _way(assistant.guide, company), as_json)


@guide.command("next", cls=CqoCommand)
@_COMPANY
@_JSON
def next_(company: str | None, as_json: bool) -> None:
    """看下一步：现在能做什么，谁来做，依据哪一条，做到什么算完成。"""
    with assistant_of_settings() as assistant:
        way = _way(assistant.guide, company)
        view = GuideView(assistant.guide, assistant.index.catalogue)
        tasks = [view.task(way, task.id) for task in way.next]
    if as_json:
        print_json(tasks)
        return
    if not tasks:
        click.echo("计划中的任务都已完成。可以再做一次自查，或者进入下一轮改进。")
    for task in tasks:
        print_task(task)


@guide.command(cls=CqoCommand)
@click.argument("task", metavar="任务")
@_COMPANY
@click.option("--doing", "state", flag_value="doing", help="标为进行中。")
@click.option("--todo", "state", flag_value="todo", help="标回未开始。")
@click.option("--not-applicable", "reason", metavar="原因", help="标为不适用，写明原因。")
@click.option("--note", metavar="文字", help="写一条备注。")
@click.option("--owner", metavar="姓名或部门", help="改负责人。")
@click.option("--days", type=int, metavar="天数", help="改工作日天数，计划随之重排。")
@click.option("--usual-days", is_flag=True, help="不用自己改的天数，仍按建议的天数排。")
@click.option("--evidence", metavar="文件或链接", multiple=True, help="登记证据，可以写多次。")
@_JSON
def done(
    task: str,
    company: str | None,
    state: str | None,
    reason: str | None,
    usual_days: bool,
    evidence: tuple[str, ...],
    as_json: bool,
    **record: Any,
) -> None:
    """把一项任务标为完成（或其他状态），登记证据。"""
    if usual_days and record["days"] is not None:
        raise BadInput("--days 不能与 --usual-days 一起用，请只写一个。")
    if state and reason:
        raise BadInput("--not-applicable 不能与 --doing、--todo 一起用，请只写一个。")
    with assistant_of_settings() as assistant:
        desk = assistant.guide
        way = _way(desk, company)
        task = _task(way, task)
        pieces = [_checked(assistant, one) for one in evidence]
        present = way.states.get(task)
        values = {"state": "na" if reason else state or "done", "reason": reason, **record}
        values = {name: value for name, value in values.items() if value is not None}
        if usual_days:
            values["days"] = None
        way = desk.set_task(way, task, present.revision if present else 0, **values)
        for piece in pieces:
            _add_evidence(assistant, way, task, piece)
        way = desk.way(way.guide.id)
        if as_json:
            print_json(GuideView(desk, assistant.index.catalogue).task(way, task))
            return
        made, total = way.progress
        title = way.route.tasks[task].title
        click.echo(f"“{title}”：{STATES[way.state[task]]}。进度 {made}/{total}。")
        if way.next:
            click.echo(f"下一步：{way.next[0].title}（cqo guide next 看怎么做）")


@guide.command(cls=CqoCommand)
@_COMPANY
@click.option(
    "--answers",
    metavar="文件",
    type=_FILE,
    help="YAML 文件，自查项编号: 是/部分/否/不适用；不写则逐项提问。",
)
@click.option("--list", "list_only", is_flag=True, help="只列出自查项和编号，不回答。")
@click.option("--show", is_flag=True, help="只看最近一次的结果，不回答。")
@click.option("--finish", is_flag=True, help="没有答全也就此完成，没答的不计入结果。")
@click.option("--title", default="", metavar="名称", help="新开始的自查叫什么。")
@_JSON
def assess(
    company: str | None,
    answers: Path | None,
    list_only: bool,
    show: bool,
    finish: bool,
    title: str,
    as_json: bool,
) -> None:
    """自查：逐项回答是、部分、否、不适用，看哪里有差距。没有答完的接着答。"""
    with assistant_of_settings() as assistant:
        desk, checks = assistant.guide, assistant.guide.self_checks
        if list_only:
            _list_checks(desk, as_json)
            return
        way = _way(desk, company)
        made = checks.made(way)
        if show and not made:
            raise BadInput("还没有自查过，请运行 cqo guide assess 开始。")
        open_one = bool(made) and made[-1].finished is None
        current = made[-1] if show or open_one else checks.start(way, title)
        if answers is not None and not show:
            given = replies_of_file(desk, way, current.id, answers)
            store_replies(desk, way, current.id, given)
        elif not show and not finish:
            ask_checks(desk, way, current.id, err=as_json)
        result = checks.result(way, current.id)
        if not show and (finish or result.answered == result.asked):
            checks.finish(way, current.id)
    shown = result_view(result)
    if as_json:
        print_json({"id": current.id, "title": current.title, **shown})
        return
    click.echo(current.title)
    print_result(shown)
    if not show and not finish and result.answered < result.asked:
        left = result.asked - result.answered
        click.echo(f"还有 {left} 项没有回答：再运行一次接着答，或加 --finish 就此完成。")


@guide.command(cls=CqoCommand)
@_COMPANY
@click.option(
    "-o",
    "--output",
    metavar="文件",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="写到这个 .zip 文件；写成 .ics 则只导出日历。",
)
@click.option("--force", is_flag=True, help="覆盖已有的文件。")
def export(company: str | None, output: Path, force: bool) -> None:
    """打包：全部文件、计划、自查结果、证据清单和依据对照表。"""
    from assistant.drafting.output import write_file
    from assistant.guiding.calendar import ics_of
    from assistant.guiding.exporting import write_package

    kind = output.suffix.lower()
    if kind not in (".zip", ".ics"):
        raise BadInput(f"{output.name} 的扩展名不对，请写成 .zip（打包）或 .ics（日历）。")
    if output.exists() and not force:
        raise BadInput(f"已有文件 {output.name}，请用 -o 写明另一个文件，或加 --force 覆盖。")
    with assistant_of_settings() as assistant:
        way = _way(assistant.guide, company)
        if kind == ".ics":
            write_file(output, ics_of(way))
            click.echo(f"已写出日历：{output}")
            return
        counts = write_package(assistant, way, output)
    click.echo(
        f"已打包：{output}（{counts.documents} 份文件，{counts.open_items} 处待填，{counts.evidence} 个证据文件）"
    )
    for name in counts.missing:
        click.echo(f"证据文件 {name} 不在数据文件夹里，没有打进去；请从备份恢复。", err=True)


# -- helpers of the commands -------------------------------------------------------------------------


def _show(assistant: LocalAssistant, way: Way, as_json: bool) -> None:
    shown = GuideView(assistant.guide, assistant.index.catalogue).way(way)
    (print_json if as_json else print_way)(shown)


def _list_checks(desk: GuideDesk, as_json: bool) -> None:
    checks = desk.self_checks.checks()
    if not as_json:
        print_checks(checks)
        return
    print_json(
        [{"id": c.id, "text": c.text, "mark": c.mark, "force": c.force} for c in checks.checks]
    )


def _way(desk: GuideDesk, company: str | None) -> Way:
    if company:
        return desk.way(company)
    names = desk.names()
    if not names:
        raise BadInput("还没有企业开始实施，请先运行 cqo guide start 企业名称。")
    if len(names) > 1:
        listed = "、".join([*names.values()][:8])
        raise BadInput(f"有{len(names)}家企业（{listed}），请用 --company 写明是哪一家。")
    return desk.way(next(iter(names)))


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise BadInput(f"日期 {text} 不对，应写成 2026-12-01 这样。") from None


def _task(way: Way, name: str) -> str:
    """A task of the plan by its id or title."""
    tasks = way.route.journey.tasks
    found = [task.id for task in tasks if name in (task.id, task.title)]
    found = found or [task.id for task in tasks if name in task.title]
    if len(found) != 1:
        titles = "、".join(f"{t.id}（{t.title}）" for t in tasks if not found or t.id in found)
        raise BadInput(f"没有找到唯一的任务“{name}”，可以写：{titles}。")
    for one in way.plan.left_out:
        if one.task.id == found[0] and way.state.get(found[0]) != "na":
            raise BadInput(f"“{one.task.title}”不在计划里：{one.reason}。")
    return found[0]


def _checked(assistant: LocalAssistant, what: str) -> str | Path:
    """A link, or a file that can be taken. Raises BadInput."""
    if what.startswith(("http://", "https://")):
        return what
    path = Path(what)
    if not path.is_file():
        raise BadInput(f"证据文件 {what} 不存在，请检查路径；网上的请写完整链接。")
    size = path.stat().st_size
    if not size:
        raise BadInput(f"文件 {path.name} 是空的，没有加入。")
    assistant.evidence_files.check_size(path.name, size)
    return path


def _add_evidence(assistant: LocalAssistant, way: Way, task: str, what: str | Path) -> None:
    if isinstance(what, str):
        assistant.guide.add_link(way, task, what)
        return
    with what.open("rb") as file:
        read: Callable[[], bytes] = lambda: file.read(1 << 20)  # noqa: E731
        sha256, size = assistant.evidence_files.keep(what.name, iter(read, b""))
    assistant.guide.add_file(way, task, what.name, sha256, size)
