"""``cqo draft``: documents of a CQO system, drafted from facts."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from assistant.cli.drafting_changing import section
from assistant.cli.drafting_sets import batch, set_
from assistant.drafting.blueprints import BLUEPRINTS, Plan, plan_of, plan_of_file, plans
from assistant.drafting.draft import Chosen, Draft
from assistant.drafting.facts.values import Facts
from assistant.terminal.chinese import CqoCommand, CqoGroup
from assistant.terminal.opening import assistant_of_settings
from corpus.errors import BadInput

JSON = click.option("--json", "as_json", is_flag=True, help="只输出一个 JSON 文档。")
#: Problems that are named one by one.
_NAMED = 3


@click.group(cls=CqoGroup)
def draft() -> None:
    """起草首席质量官制度的十六种文件：缺的写成待填，每节有依据。"""


draft.add_command(section)
draft.add_command(batch)
draft.add_command(set_)


@draft.command("list", cls=CqoCommand)
@click.option("--drafts", is_flag=True, help="列出保存的草稿，不列蓝本。")
@JSON
def list_(drafts: bool, as_json: bool) -> None:
    """列出可以起草的文件，或者保存的草稿。"""
    from assistant.drafting.view import blueprint_line, draft_line

    if not drafts:
        lines = [blueprint_line(plan) for plan in plans()]
        if as_json:
            _json(lines)
            return
        for one in lines:
            click.echo(f"{one['code']:<4}{one['id']:<24}{one['title']}\n      {one['purpose']}")
        return
    with assistant_of_settings() as assistant:
        desk = assistant.drafting
        found = [draft_line(desk, one) for one in desk.listed()]
    if as_json:
        _json(found)
        return
    if not found:
        click.echo("还没有保存的草稿。在网页“起草”里写，或者 cqo draft new … --save。")
    for one in found:
        click.echo(
            f"{one['id']}  {one['code']} {one['title']}（{one['company'] or '未填企业'}），待填 {one['open']}"
        )


@draft.command(cls=CqoCommand)
@click.argument("blueprint", metavar="蓝本")
@click.option(
    "-o",
    "--output",
    metavar="文件",
    type=click.Path(dir_okay=False, path_type=Path),
    help="写成可以填写的 .yaml 或 .xlsx 文件。",
)
@click.option("--force", is_flag=True, help="覆盖已有的文件。")
@JSON
def facts(blueprint: str, output: Path | None, force: bool, as_json: bool) -> None:
    """看一份文件要哪些事实，或写出一个可以填写的文件。"""
    from assistant.drafting.facts.files import template_yaml
    from assistant.drafting.facts.reading import describe
    from assistant.drafting.facts.tables import table_template

    plan = plan_named(blueprint)
    if output is not None:
        refuse_existing(output, force)
        ending = output.suffix.lower()
        if ending == ".xlsx":
            table_template(plan.specs, output)
        elif ending in (".yaml", ".yml"):
            output.write_text(template_yaml(plan.specs, plan.blueprint.title), encoding="utf-8")
        else:
            raise BadInput(f"{output.name} 的格式不对，请写成 .yaml 或 .xlsx。")
        click.echo(f"已写出：{output}")
        return
    described = describe(plan.specs)
    if as_json:
        _json(described)
        return
    group = None
    for one in described:
        if one.get("group") != group:
            group = one.get("group")
            click.echo(click.style(f"\n{group}", bold=True))
        must = "（必填）" if one["required"] else ""
        click.echo(f"  {one['name']:<24}{one['label']}{must}")
        for words in (one["help"], f"例：{one['example']}" if one["example"] else ""):
            if words:
                click.echo(f"  {'':<24}  {words}")


@draft.command(cls=CqoCommand)
@click.argument("blueprint", metavar="蓝本")
@click.option(
    "--facts",
    "path",
    metavar="文件",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="事实文件（YAML）；cqo draft facts 蓝本 -o 文件.yaml 可以写出一个来填。",
)
@click.option(
    "--set", "given", metavar="名称=值", multiple=True, help="单独给一项事实，可以写多次。"
)
@click.option(
    "--option",
    "options",
    metavar="节/条款",
    multiple=True,
    help="加入可选条款；末尾写 =adopted 则不注明来源。",
)
@click.option("--format", type=click.Choice(["docx", "md", "pdf"]), help="不写则按输出文件的后缀。")
@click.option("--no-basis", is_flag=True, help="不附依据对照表。")
@click.option("--comments", is_flag=True, help="把依据写成批注。")
@click.option("--no-model", is_flag=True, help="不用语言模型润色。")
@click.option("--save", is_flag=True, help="同时存为草稿，可以在网页上继续编辑。")
@click.option("--force", is_flag=True, help="覆盖已有的文件。")
@click.option(
    "-o",
    "--output",
    metavar="文件",
    type=click.Path(dir_okay=False, path_type=Path),
    help="写到这个文件（.docx、.md 或 .pdf）。",
)
@JSON
def new(
    blueprint: str,
    path: Path | None,
    given: tuple[str, ...],
    options: tuple[str, ...],
    format: str | None,
    no_basis: bool,
    comments: bool,
    no_model: bool,
    save: bool,
    force: bool,
    output: Path | None,
    as_json: bool,
) -> None:
    """按事实起草一份文件。没有给的写成待填，不猜；给错了的说明哪里不对。"""
    from assistant.drafting.desk import file_of
    from assistant.drafting.sets import write_file
    from assistant.drafting.view import draft_view

    if output is None and not save and not as_json:
        raise BadInput("请用 -o 写明输出文件，例如 -o 聘任书.docx。")
    kind = _format(output, format)
    if output is not None:
        refuse_existing(output, force)
    raw = _given(blueprint, path, given)
    with assistant_of_settings() as assistant:
        desk = assistant.drafting
        plan, drafter = plan_named(blueprint), desk.drafter
        if plan.blueprint.id != blueprint:  # a file of a user's own
            drafter = drafter.with_plan(blueprint, plan)
        refuse_wrong(drafter.facts(plan, raw))
        made = drafter.new(blueprint, raw, _chosen(options))
        model = None if no_model else assistant.language_model
        if model is not None:
            for one in made.sections:
                made = drafter.rewritten(made, one.id, model)
        document = drafter.assembled(made).document
        if save:
            made = desk.keep(made)
        if output is not None:
            write_file(output, file_of(document, kind, basis=not no_basis, comments=comments))
        if as_json:
            _json(
                draft_view(desk, made)
                if plan.blueprint.id == blueprint
                else made.model_dump(mode="json")
            )
            return
    _told(made, output, save, [(o.label, o.advice) for o in document.open_items])


@draft.command(cls=CqoCommand)
@click.argument(
    "path", metavar="文件.docx", type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@click.option("--strict", is_flag=True, help="有错误时退出码为 1。")
@JSON
def check(path: Path, strict: bool, as_json: bool) -> int:
    """检查一份 Word 文件：没填完的、标点、编号、互见和名称是否一致。"""
    from assistant.drafting.checking import check_docx

    found = check_docx(path)
    errors = sum(one.severity == "错误" for one in found)
    if as_json:
        _json([_finding(one) for one in found])
    else:
        for one in found:
            click.echo(f"[{one.severity}] {one.place}：{one.message}")
        click.echo(f"共 {len(found)} 处，其中错误 {errors} 处。" if found else "没有发现问题。")
    return 1 if strict and errors else 0


# -- parts -------------------------------------------------------------------------------------------


def plan_named(blueprint: str) -> Plan:
    """A blueprint of ours by its id, or one of a user's own by its path."""
    if blueprint in BLUEPRINTS:
        return plan_of(blueprint)
    if blueprint.lower().endswith((".yaml", ".yml")):
        return plan_of_file(Path(blueprint))
    return plan_of(blueprint)


def refuse_existing(path: Path, force: bool) -> None:
    """Raises BadInput for a file that is there."""
    if path.exists() and not force:
        raise BadInput(f"已有文件 {path.name}，请用 -o 写明另一个文件，或加 --force 覆盖。")
    if not path.parent.is_dir():
        raise BadInput(f"文件夹 {path.parent} 不存在，请先建立，或换一个位置。")


def refuse_wrong(found: Facts) -> None:
    """Raises BadInput that names the first facts that are wrong or unknown."""
    wrong = [one.message for one in (*found.problems, *found.unknown)]
    if wrong:
        more = f"（另有{len(wrong) - _NAMED}处）" if len(wrong) > _NAMED else ""
        raise BadInput(" ".join(wrong[:_NAMED]) + more)


def _format(output: Path | None, format: str | None) -> Any:
    kind = format or (output.suffix.lower().lstrip(".") if output else "docx")
    if kind not in ("docx", "md", "pdf"):
        raise BadInput(f"输出文件 {output and output.name} 的后缀不对，请写成 .docx、.md 或 .pdf。")
    return kind


def _given(blueprint: str, path: Path | None, given: tuple[str, ...]) -> dict[str, Any]:
    from assistant.drafting.facts.files import load_facts

    raw: dict[str, Any] = load_facts(path).of(blueprint) if path else {}
    names = {spec.name for spec in plan_named(blueprint).specs} if path else set()
    if path:  # a company's file holds facts of all its documents
        from assistant.drafting.blueprints import shared_facts

        others = shared_facts().keys() | {s.name for p in plans() for s in p.specs}
        raw = {k: v for k, v in raw.items() if k in names or k not in others}
    for one in given:
        name, equals, value = one.partition("=")
        if not equals:
            raise BadInput(f"--set {one} 应写成 名称=值，例如 --set cqo_name=李乙。")
        raw[name.strip()] = value
    return raw


def _chosen(options: tuple[str, ...]) -> Mapping[str, Chosen]:
    found: dict[str, Chosen] = {}
    for one in options:
        key, _, state = one.partition("=")
        if state not in ("", "shown", "adopted"):
            raise BadInput(f"--option {one} 末尾只能写 =shown 或 =adopted。")
        found[key] = "adopted" if state == "adopted" else "shown"
    return found


def _told(made: Draft, output: Path | None, save: bool, open_items: list[tuple[str, str]]) -> None:
    if output is not None:
        click.echo(f"已写出：{output}（{made.title}）")
    if save:
        click.echo(f"已存为草稿：{made.id}")
    for one in made.sections:
        for note in one.notes:
            click.echo(f"{one.title}：{note}")
    if open_items:
        click.echo(f"待填 {len(open_items)} 处：")
        for label, advice in open_items:
            click.echo(f"  {label}" + (f"（{advice}）" if advice else ""))


def _finding(one: Any) -> dict[str, Any]:
    return {
        "severity": one.severity,
        "place": one.place,
        "words": one.words,
        "message": one.message,
    }


def _json(content: object) -> None:
    click.echo(json.dumps(content, ensure_ascii=False, indent=1))
