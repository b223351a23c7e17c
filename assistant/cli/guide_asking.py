"""The interview and the self-check of ``cqo guide``: one question at a time, each answer stored at once."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from assistant.cli.guide_showing import print_contradictions, print_warning
from assistant.drafting.blueprint import FactSpec
from assistant.guiding.desk import GuideDesk
from assistant.guiding.journey import Question
from assistant.guiding.planning import NAME, specs_of
from assistant.guiding.said_answers import how_said, read_said, row_said
from assistant.guiding.way import Way
from corpus.errors import BadInput

#: What a person types to pass over a question and to stop.
_PASS, _STOP = "跳过", "停"
_REPLIES = {"是": "yes", "部分": "partly", "否": "no", "不适用": "na"}
_KEYS = {"1": "是", "2": "部分", "3": "否", "4": "不适用"}


class _Stopped(Exception):
    """The person wants to go on another time."""


def facts_of_file(desk: GuideDesk, way: Way, path: Path) -> Way:
    """Answers of a YAML file: all of them, or none where one is wrong. Raises BadInput."""
    from assistant.drafting.facts.files import load_facts

    names = {spec.name for spec in desk.specs(way.route)}
    given = {k: v for k, v in load_facts(path).facts.items() if k in names}
    return desk.answer(way, given) if given else way


def facts_of_words(desk: GuideDesk, way: Way, given: tuple[str, ...]) -> dict[str, Any]:
    """``名称=值`` by the fact's name; the label does too. Raises BadInput."""
    specs = desk.specs(way.route)
    by_name = {spec.label: spec for spec in specs} | {spec.name: spec for spec in specs}
    found: dict[str, Any] = {}
    for one in given:
        name, equals, value = one.partition("=")
        spec = by_name.get(name.strip())
        if not equals or spec is None:
            raise BadInput(
                f"“{one}”不对，应写成 名称=值，例如 所在地区=佛山；名称见 cqo guide facts。"
            )
        if spec.columns:
            raise BadInput(f"“{spec.label}”是表格，请在网页上填，或用 cqo guide start --answers。")
        found[spec.name] = read_said(spec, value.strip())
    return found


def interview(desk: GuideDesk, way: Way) -> Way:
    """Ask what is open until all is asked or the person stops."""
    click.echo(
        f"一次问一个问题。直接回车跳过一项，输入“{_PASS}”跳过这一题，输入“{_STOP}”随时停下，已答的都保存了。\n"
    )
    known = set(desk.contradictions(way))
    try:
        while left := _left(desk, way):
            asked = desk.questions(way)
            place = [one.id for one in asked].index(left[0].id) + 1
            way = _ask(desk, way, left[0], f"〔{place}/{len(asked)}〕")
            for message in desk.contradictions(way):
                if message not in known:
                    print_warning(message)
            known = set(desk.contradictions(way))
    except (_Stopped, click.Abort):
        click.echo(f"\n已停下，回答都已保存。接着答：cqo guide start {way.company.name}\n")
        return desk.way(way.guide.id)
    print_contradictions(desk.contradictions(way))
    click.echo("访谈完成。\n")
    return way


def _left(desk: GuideDesk, way: Way) -> list[Question]:
    """Questions with something to answer that were not passed over; one that was broken off is among them."""
    return [
        one
        for one in desk.questions(way)
        if one.id not in way.guide.skipped
        and any(name not in way.facts.values for name in one.facts if name != NAME)
    ]


def _ask(desk: GuideDesk, way: Way, question: Question, place: str) -> Way:
    """The way behind the question. What stays empty is passed over, so that it is not asked again."""
    click.echo(click.style(f"{place}{question.ask}", bold=True))
    click.echo(f"  为什么问：{question.why}")
    if question.example:
        click.echo(f"  例如：{question.example}")
    for spec in specs_of(way.route, question):
        if spec.name in way.facts.values:
            continue
        passed, way = _fact(desk, way, spec)
        if passed:
            break
    if any(name not in way.facts.values for name in question.facts):
        way = desk.skip(way, question.id)
    return way


def _fact(desk: GuideDesk, way: Way, spec: FactSpec) -> tuple[bool, Way]:
    """Whether the whole question is passed over, and the way then."""
    if spec.options:
        click.echo("    " + "  ".join(f"{n}. {o.label}" for n, o in enumerate(spec.options, 1)))
    if spec.columns:
        return _rows(desk, way, spec)
    while True:
        said = _prompt(f"  {spec.label}（{how_said(spec)}）")
        if said in (_PASS, ""):
            return said == _PASS, way
        try:
            way = desk.answer(way, {spec.name: read_said(spec, said)}, way.company.facts)
        except BadInput as error:
            click.echo(f"    {error.message}")
            way = desk.way(way.guide.id)
            if spec.name in way.facts.values:  # somebody else answered it a moment ago
                return False, way
            continue
        text = way.facts.values[spec.name].text
        if text != said:
            click.echo(f"    已记：{text}")
        return False, way


def _rows(desk: GuideDesk, way: Way, spec: FactSpec) -> tuple[bool, Way]:
    """Rows of a table, a line each, stored line by line."""
    columns = " | ".join(c.label + ("" if c.required else "（可空）") for c in spec.columns)
    click.echo(f"  {spec.label}，一行一条，用竖线隔开：{columns}。直接回车结束。")
    rows: list[dict[str, str]] = []
    while True:
        said = _prompt(f"  第{len(rows) + 1}行")
        if said in (_PASS, ""):
            return said == _PASS, way
        try:
            row = row_said(spec, said)
            way = desk.answer(way, {spec.name: [*rows, row]}, way.company.facts)
        except BadInput as error:
            click.echo(f"    {error.message}")
            way = desk.way(way.guide.id)
            continue
        rows.append(row)


def _prompt(words: str, err: bool = False) -> str:
    said = str(click.prompt(words, default="", show_default=False, err=err)).strip()
    if said == _STOP:
        raise _Stopped
    return said


# -- self-check --------------------------------------------------------------------------------------


def replies_of_file(desk: GuideDesk, way: Way, key: str, path: Path) -> Mapping[str, str]:
    """``yes`` … by check id, of a YAML file. Raises BadInput naming what is wrong."""
    import yaml

    try:
        content = yaml.safe_load(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise BadInput(
            f"文件 {path.name} 读不出来，请写成 UTF-8 的 YAML：自查项编号: 是。"
        ) from error
    if not isinstance(content, dict):
        raise BadInput(f"文件 {path.name} 里应是“自查项编号: 是/部分/否/不适用”。")
    words = {True: "是", False: "否"}  # YAML reads yes and no as true and false
    given = {
        str(name): words[value] if isinstance(value, bool) else str(value).strip()
        for name, value in content.items()
    }
    checks = desk.self_checks
    known = {one.id for one in checks.asked(checks.get(way, key)).checks}
    if unknown := [name for name in given if name not in known]:
        raise BadInput(
            f"没有这些自查项：{'、'.join(unknown[:5])}；用 cqo guide assess --list 查看。"
        )
    if wrong := [f"{name}：{said}" for name, said in given.items() if said not in _REPLIES]:
        raise BadInput(f"回答只能是 是、部分、否、不适用，下面的不是：{'、'.join(wrong[:5])}。")
    return {name: _REPLIES[said] for name, said in given.items()}


def store_replies(desk: GuideDesk, way: Way, key: str, given: Mapping[str, str]) -> None:
    checks = desk.self_checks
    stored = checks.replies(checks.get(way, key))
    for name, reply in given.items():
        checks.reply(way, key, name, reply, stored[name].revision if name in stored else 0)


def ask_checks(desk: GuideDesk, way: Way, key: str, *, err: bool) -> None:
    """Ask what is not answered yet, until the person stops. ``err``: on stderr, as stdout is for JSON."""
    checks = desk.self_checks
    made = checks.get(way, key)
    asked, stored = checks.asked(made), checks.replies(made)
    click.echo(f"{made.title}，对照：{asked.source}。", err=err)
    click.echo(f"回车以后再答，输入“{_STOP}”停下，已答的都保存了。\n", err=err)
    try:
        for number, one in enumerate(asked.checks, 1):
            if one.id in stored:
                continue
            click.echo(f"〔{number}/{len(asked.checks)}〕{one.text}〔{one.mark}〕", err=err)
            if one.evidence:
                click.echo(f"  可以看：{one.evidence}", err=err)
            reply = _reply(err)
            if reply:
                checks.reply(way, key, one.id, reply, 0)
    except (_Stopped, click.Abort):
        click.echo("\n已停下，回答都已保存。接着答：cqo guide assess\n", err=err)


def _reply(err: bool) -> str | None:
    while True:
        said = _prompt("  1 是  2 部分  3 否  4 不适用", err)
        said = _KEYS.get(said, said)
        if not said or said in _REPLIES:
            return _REPLIES.get(said)
        click.echo("    请写 1、2、3、4，或者是、部分、否、不适用。", err=err)
