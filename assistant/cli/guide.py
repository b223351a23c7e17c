"""``cqo guide``: a company's way from planning to continual improvement, in the terminal."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import click

from assistant.guiding.desk import GuideDesk, Way
from assistant.guiding.journey import Question
from assistant.guiding.planning import specs_of
from assistant.guiding.view import GuideView, result_view
from assistant.service import LocalAssistant
from assistant.terminal.chinese import CqoCommand, CqoGroup
from assistant.terminal.opening import assistant_of_settings
from corpus.errors import BadInput

_STATES = {"todo": "未开始", "doing": "进行中", "done": "已完成", "na": "不适用"}
_REPLIES = {"是": "yes", "部分": "partly", "否": "no", "不适用": "na"}
_KEYS = {"1": "是", "2": "部分", "3": "否", "4": "不适用"}
_COMPANY = click.option("--company", metavar="企业", help="企业名称；只有一家企业时可以不写。")
_JSON = click.option("--json", "as_json", is_flag=True, help="只输出一个 JSON 文档。")


@click.group(cls=CqoGroup)
def guide() -> None:
    """一步一步建立首席质量官制度：访谈、计划、进度、自查、打包。"""


@guide.command(cls=CqoCommand)
@click.argument("name", metavar="企业名称")
@click.option(
    "--date", "start_date", metavar="日期", help="开始日期，如 2026-12-01；不写则为今天。"
)
@click.option(
    "--answers",
    metavar="文件",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="YAML 文件，按名称写好各项回答；不写则逐题提问。",
)
@click.option("--no-interview", is_flag=True, help="先不访谈。")
@_JSON
def start(
    name: str, start_date: str | None, answers: Path | None, no_interview: bool, as_json: bool
) -> None:
    """开始一家企业的实施：一次问一个问题，可以跳过，最后排出计划。"""
    day = _day(start_date) if start_date else date.today()
    with assistant_of_settings() as assistant:
        desk = assistant.guide
        way = desk.begin(name, day)
        if answers is not None:
            way = _from_file(desk, way, answers)
        elif not no_interview and not as_json:
            way = _interview(desk, way)
        _show(assistant, way, as_json)


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
        _json(tasks)
        return
    if not tasks:
        click.echo("计划中的任务都已完成。可以再做一次自查，或者进入下一轮改进。")
    for task in tasks:
        _print_task(task)


@guide.command(cls=CqoCommand)
@click.argument("task", metavar="任务")
@_COMPANY
@click.option("--doing", "state", flag_value="doing", help="标为进行中。")
@click.option("--todo", "state", flag_value="todo", help="标回未开始。")
@click.option("--not-applicable", "reason", metavar="原因", help="标为不适用，写明原因。")
@click.option("--note", metavar="文字", help="写一条备注。")
@click.option("--evidence", metavar="文件或链接", multiple=True, help="登记证据，可以写多次。")
@_JSON
def done(
    task: str,
    company: str | None,
    state: str | None,
    reason: str | None,
    note: str | None,
    evidence: tuple[str, ...],
    as_json: bool,
) -> None:
    """把一项任务标为完成（或其他状态），登记证据。"""
    with assistant_of_settings() as assistant:
        desk = assistant.guide
        way = _way(desk, company)
        task = _task(way, task)
        for one in evidence:
            _add_evidence(assistant, way, task, one)
        values: dict[str, Any] = {"state": "na" if reason else state or "done"}
        values |= {"reason": reason} if reason else {}
        values |= {"note": note} if note else {}
        present = way.states.get(task)
        way = desk.set_task(way, task, present.revision if present else 0, **values)
        view = GuideView(desk, assistant.index.catalogue)
        if as_json:
            _json(view.task(way, task))
            return
        made, total = way.progress
        click.echo(
            f"“{way.route.tasks[task].title}”：{_STATES[values['state']]}。进度 {made}/{total}。"
        )
        if way.next:
            click.echo(f"下一步：{way.next[0].title}（cqo guide next 看怎么做）")


@guide.command(cls=CqoCommand)
@_COMPANY
@click.option(
    "--answers",
    metavar="文件",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="YAML 文件，自查项编号: 是/部分/否/不适用；不写则逐项提问。",
)
@click.option("--list", "list_only", is_flag=True, help="只列出自查项和编号，不回答。")
@_JSON
def assess(company: str | None, answers: Path | None, list_only: bool, as_json: bool) -> None:
    """自查：逐项回答是、部分、否、不适用，看哪里有差距。"""
    with assistant_of_settings() as assistant:
        desk = assistant.guide
        if list_only:
            checks = desk.checks()
            if as_json:
                _json(
                    [
                        {"id": c.id, "text": c.text, "mark": c.mark, "force": c.force}
                        for c in checks.checks
                    ]
                )
                return
            for one in checks.checks:
                click.echo(f"{one.id}  {one.text}〔{one.mark}〕")
            return
        way = _way(desk, company)
        made = desk.store.assessments(way.guide.id)
        current = made[-1] if made and made[-1].finished is None else desk.start_assessment(way)
        given = _replies_of(answers) if answers else None
        _assess(desk, way, current.id, given)
        result = desk.result(way, current.id)
        if result.answered == result.asked:
            desk.finish(way, current.id)
    if as_json:
        _json(result_view(result))
        return
    _print_result(result_view(result))


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
    from assistant.guiding.calendar import ics_of
    from assistant.guiding.exporting import write_package

    if output.exists() and not force:
        raise BadInput(f"已有文件 {output.name}，请用 -o 写明另一个文件，或加 --force 覆盖。")
    with assistant_of_settings() as assistant:
        way = _way(assistant.guide, company)
        if output.suffix.lower() == ".ics":
            output.write_bytes(ics_of(way.plan, way.company.name))
            click.echo(f"已写出日历：{output}")
            return
        counts = write_package(assistant, way, output)
    click.echo(f"已打包：{output}（{counts.documents} 份文件，{counts.open_items} 处待填）")


# -- helpers of the commands -------------------------------------------------------------------------


def _way(desk: GuideDesk, company: str | None) -> Way:
    if company:
        return desk.way(company)
    ways = desk.ways()
    if not ways:
        raise BadInput("还没有企业开始实施，请先运行 cqo guide start 企业名称。")
    if len(ways) > 1:
        names = "、".join(way.company.name for way in ways[:8])
        raise BadInput(f"有{len(ways)}家企业（{names}），请用 --company 写明是哪一家。")
    return ways[0]


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise BadInput(f"日期 {text} 不对，应写成 2026-12-01 这样。") from None


def _task(way: Way, name: str) -> str:
    """The task by its id or title."""
    if name in way.route.tasks:
        return name
    found = [task.id for task in way.route.journey.tasks if name in task.title]
    if len(found) == 1:
        return found[0]
    titles = "、".join(
        f"{t.id}（{t.title}）" for t in way.route.journey.tasks if not found or t.id in found
    )
    raise BadInput(f"没有找到唯一的任务“{name}”，可以写：{titles}。")


def _from_file(desk: GuideDesk, way: Way, path: Path) -> Way:
    from assistant.drafting.facts.files import load_facts

    names = {spec.name for spec in way.route.specs}
    given = {k: v for k, v in load_facts(path).facts.items() if k in names}
    return desk.answer(way, given) if given else way


def _interview(desk: GuideDesk, way: Way) -> Way:
    click.echo(
        "一次问一个问题。直接回车跳过一项，输入“跳过”跳过这一题，输入“停”随时停下，已答的都保存了。\n"
    )
    while True:
        open_questions = desk.open_questions(way)
        if not open_questions:
            break
        question = open_questions[0]
        total = len(desk.questions(way))
        click.echo(
            click.style(f"〔{total - len(open_questions) + 1}/{total}〕{question.ask}", bold=True)
        )
        click.echo(f"  为什么问：{question.why}")
        if question.example:
            click.echo(f"  例如：{question.example}")
        stop, way = _ask(desk, way, question)
        if stop:
            click.echo("已停下，回答都已保存。再运行 cqo guide start 同一企业名称可以接着答。")
            return way
        for message in desk.contradictions(way):
            click.echo(click.style(f"  注意：{message}", fg="yellow"))
    click.echo("访谈完成。\n")
    return way


def _ask(desk: GuideDesk, way: Way, question: Question) -> tuple[bool, Way]:
    """Ask for each fact of the question; whether to stop, and the way then."""
    answered = False
    for spec in specs_of(way.route, question):
        if spec.columns or spec.name in way.facts.values:
            continue
        if spec.options:
            click.echo("    " + "  ".join(f"{n}. {o.label}" for n, o in enumerate(spec.options, 1)))
        while True:
            said = click.prompt(f"  {spec.label}", default="", show_default=False).strip()
            if said in ("停", "跳过", ""):
                break
            try:
                way = desk.answer(way, {spec.name: _read(spec.options, said)})
            except BadInput as error:
                click.echo(f"    {error.message}")
                continue
            answered = True
            break
        if said == "停":
            return True, way
        if said == "跳过":
            break
    if not answered:
        way = desk.skip(way, question.id)
    return False, way


def _read(options: Any, said: str) -> str:
    """A number that was typed stands for the option."""
    parts = [one for one in said.replace("，", "、").replace(",", "、").split("、") if one]
    if options and all(part.isdecimal() and 1 <= int(part) <= len(options) for part in parts):
        return "、".join(options[int(part) - 1].label for part in parts)
    return said


def _replies_of(path: Path) -> Mapping[str, str]:
    import yaml

    try:
        content = yaml.safe_load(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise BadInput(
            f"文件 {path.name} 读不出来，请写成 UTF-8 的 YAML：自查项编号: 是。"
        ) from error
    if not isinstance(content, dict):
        raise BadInput(f"文件 {path.name} 里应是“自查项编号: 是/部分/否/不适用”。")
    # YAML reads 是 as a word but yes and no as true and false
    words = {True: "是", False: "否"}
    return {str(key): words.get(value, str(value)) for key, value in content.items()}


def _assess(desk: GuideDesk, way: Way, key: str, given: Mapping[str, str] | None) -> None:
    checks = desk.checks()
    if given is not None:
        known = {one.id for one in checks.checks}
        if unknown := [name for name in given if name not in known]:
            raise BadInput(
                f"没有这些自查项：{'、'.join(unknown[:5])}；用 cqo guide assess --list 查看。"
            )
        if wrong := [f"{n}：{v}" for n, v in given.items() if v not in _REPLIES]:
            raise BadInput(f"回答只能是 是、部分、否、不适用，下面的不是：{'、'.join(wrong[:5])}。")
    stored = desk.store.replies(key)
    click.echo(f"自查依据：{checks.source}", err=True)
    for number, one in enumerate(checks.checks, 1):
        present = stored.get(one.id)
        if given is not None:
            said = given.get(one.id, "")
        elif present is not None:
            continue
        else:
            click.echo(f"〔{number}/{len(checks.checks)}〕{one.text}〔{one.mark}〕")
            said = click.prompt(
                "  1 是  2 部分  3 否  4 不适用（回车以后再答）", default="", show_default=False
            ).strip()
            said = _KEYS.get(said, said)
            if said == "停":
                return
        if said in _REPLIES:
            desk.reply(way, key, one.id, _REPLIES[said], present.revision if present else 0)


def _add_evidence(assistant: LocalAssistant, way: Way, task: str, what: str) -> None:
    if what.startswith(("http://", "https://")):
        assistant.guide.add_link(way, task, what)
        return
    path = Path(what)
    if not path.is_file():
        raise BadInput(f"证据文件 {what} 不存在，请检查路径；网上的请写完整链接。")
    files = assistant.evidence_files
    files.check_size(path.name, path.stat().st_size)
    with path.open("rb") as file:
        read: Callable[[], bytes] = lambda: file.read(1 << 20)  # noqa: E731
        sha256, size = files.keep(path.name, iter(read, b""))
    assistant.guide.store.add_evidence(way.guide.id, task, path.name, sha256=sha256, size=size)


# -- printing ----------------------------------------------------------------------------------------


def _json(content: object) -> None:
    click.echo(json.dumps(content, ensure_ascii=False, indent=1))


def _show(assistant: LocalAssistant, way: Way, as_json: bool) -> None:
    shown = GuideView(assistant.guide, assistant.index.catalogue).way(way)
    if as_json:
        _json(shown)
        return
    click.echo(
        f"{shown['company']}：{shown['done']}/{shown['total']} 项完成，计划到 {shown['end']} 完成。"
    )
    for phase in shown["phases"]:
        click.echo(click.style(f"\n{phase['title']}", bold=True) + f"  {phase['purpose']}")
        for task in phase["tasks"]:
            when = f"{task['start']} 至 {task['end']}" if task["start"] else task["left_out"] or ""
            click.echo(f"  [{_STATES[task['state']]}] {task['title']}（{task['id']}）  {when}")
    for line in (*shown["notes"], *shown["contradictions"]):
        click.echo(click.style(f"注意：{line}", fg="yellow"))
    for line in shown["to_ask"]:
        click.echo(f"待向当地市场监督管理部门核实：{line}")


def _print_task(task: Mapping[str, Any]) -> None:
    click.echo(
        click.style(f"{task['title']}（{task['id']}）", bold=True) + f"  [{_STATES[task['state']]}]"
    )
    click.echo(
        f"  负责：{task['owner']}" + (f"；批准或签署：{task['signs']}" if task["signs"] else "")
    )
    click.echo(
        f"  时间：{task['start']} 至 {task['end']}（建议 {task['days'][0]} 至 {task['days'][1]} 个工作日）"
    )
    click.echo(f"  为什么：{task['why']}")
    for number, line in enumerate(task["what"], 1):
        click.echo(f"  {number}. {line}")
    for one in task["produces"]:
        click.echo(f"  产出：{one['title']}（cqo draft new {one['id']}）")
    click.echo(f"  完成标准：{'；'.join(task['done_when'])}")
    for hint in task["hints"]:
        click.echo(f"  提醒：{hint['text']}")
    click.echo("  依据：" + "".join(f"〔{one['mark']}〕" for one in task["clauses"]) + "\n")


def _print_result(result: Mapping[str, Any]) -> None:
    click.echo(f"已答 {result['answered']}/{result['asked']} 项。")
    for one in result["scores"]:
        share = "—" if one["share"] is None else f"{one['share']:.0%}"
        before = "" if one["before"] is None else f"，上一次 {one['before']:.0%}"
        click.echo(
            f"  {one['title']}：做到 {share}（是{one['yes']} 部分{one['partly']} 否{one['no']}）{before}"
        )
    for number, gap in enumerate(result["gaps"], 1):
        click.echo(f"  差距{number}：{gap['text']}（{gap['reason']}）〔{gap['mark']}〕")
