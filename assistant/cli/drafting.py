"""``cqo draft``: documents of a CQO system, drafted from facts."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from assistant.cli.drafting_changing import export, remove, section
from assistant.cli.drafting_options import (
    BASIS,
    COMMENTS,
    FACTS_HELP,
    FORCE,
    FORMAT,
    JSON,
    echo_json,
    format_of,
    plan_called,
    ready_to_write,
)
from assistant.cli.drafting_sets import batch, set_
from assistant.cli.drafting_views import print_blueprints, print_drafts, print_facts, print_made
from assistant.drafting.blueprint import FactSpec
from assistant.drafting.blueprints import (
    BLUEPRINTS,
    Plan,
    all_facts,
    named_facts,
    plan_of_file,
    plans,
)
from assistant.drafting.draft import Chosen, Draft
from assistant.drafting.output import write_file
from assistant.terminal.chinese import CqoCommand, CqoGroup
from assistant.terminal.opening import assistant_of_settings
from corpus.errors import BadInput


@click.group(cls=CqoGroup)
def draft() -> None:
    """起草首席质量官制度的十六种文件：缺的写成待填，每节有依据。"""


for _command in (section, export, remove, batch, set_):
    draft.add_command(_command)


@draft.command("list", cls=CqoCommand)
@click.option("--drafts", is_flag=True, help="列出保存的草稿，不列蓝本。")
@JSON
def list_(drafts: bool, as_json: bool) -> None:
    """列出可以起草的文件，或者保存的草稿。"""
    from assistant.drafting.view import blueprint_line, draft_line

    if not drafts:
        lines = [blueprint_line(plan) for plan in plans()]
        echo_json(lines) if as_json else print_blueprints(lines)
        return
    with assistant_of_settings() as assistant:
        desk = assistant.drafting
        lines = [draft_line(desk, one) for one in desk.listed()]
    echo_json(lines) if as_json else print_drafts(lines)


@draft.command(cls=CqoCommand)
@click.argument("blueprints", metavar="蓝本...", nargs=-1)
@click.option("--all", "everything", is_flag=True, help="全部文件的事实合成一份，每项只填一次。")
@click.option(
    "-o",
    "--output",
    metavar="文件",
    type=click.Path(dir_okay=False, path_type=Path),
    help="写成可以填写的 .yaml 或 .xlsx 文件。",
)
@FORCE
@JSON
def facts(
    blueprints: tuple[str, ...], everything: bool, output: Path | None, force: bool, as_json: bool
) -> None:
    """看文件要哪些事实，或写出一个可以填写的文件；蓝本可以写几份。"""
    from assistant.drafting.facts.reading import describe

    specs, title = _wanted(blueprints, everything)
    if output is not None:
        ready_to_write(output, force)
        write_file(output, _form(specs, title, output), replace=force)
        echo_json({"output": str(output)}) if as_json else click.echo(f"已写出：{output}")
    elif as_json:
        echo_json(describe(specs))
    else:
        print_facts(specs)


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
    help="加入可选条款；末尾写 =adopted 则作为企业自己的规定，来源只写进依据对照表。",
)
@FORMAT
@BASIS
@COMMENTS
@click.option("--no-model", is_flag=True, help="不用语言模型润色。")
@click.option("--save", is_flag=True, help="同时存为草稿，可以在网页上继续编辑。")
@FORCE
@click.option(
    "-o",
    "--output",
    metavar="文件",
    type=click.Path(dir_okay=False, path_type=Path),
    help="写到这个文件（.docx、.md 或 .pdf）；已有的文件不改动，除非加 --force。",
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
    """按事实起草一份文件。没有给的写成待填，不猜；给错了的说明哪里不对。

    蓝本写编号（cqo draft list），或者自己写的蓝本文件（docs/drafting.md）。
    """
    from assistant.drafting.output import file_of
    from assistant.drafting.view import draft_view

    if output is None and not save and not as_json:
        raise BadInput("请用 -o 写明输出文件，例如 -o 聘任书.docx。")
    kind = format_of(output, format)
    blueprint, plan = plan_named(blueprint)
    if save and blueprint not in BLUEPRINTS:
        raise BadInput("自己的蓝本起草的文件不能存为草稿，请去掉 --save，用 -o 写成文件。")
    if output is not None:
        ready_to_write(output, force)
    raw, chosen = _given(plan, path, given), _chosen(options)
    _refuse_wrong(plan, raw, blueprint)
    with assistant_of_settings() as assistant:
        desk = assistant.drafting.with_plan(blueprint, plan)
        made = desk.drafter.new(blueprint, raw, chosen)
        if blueprint not in BLUEPRINTS:
            _refuse_unproven(made)
        model = None if no_model else assistant.language_model
        if model is not None:
            for one in made.sections:
                made = desk.drafter.rewritten(made, one.id, model)
        document = desk.document(made)
        content = (
            file_of(document, kind, basis=not no_basis, comments=comments)
            if output is not None
            else b""
        )
        if save:
            made = desk.keep(made)
        if output is not None:
            write_file(output, content, replace=force)
        if as_json:
            where = {"output": str(output) if output else None, "saved": save}
            echo_json(draft_view(desk, made) | where)
            return
    print_made(made, document, plan, output=output, saved=save)


@draft.command(cls=CqoCommand)
@click.argument(
    "path", metavar="文件.docx", type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@click.option("--strict", is_flag=True, help="有“错误”时退出码为 1；不写则总是 0。")
@JSON
def check(path: Path, strict: bool, as_json: bool) -> int:
    """检查一份 Word 文件：没填完的、标点、编号、互见和名称是否一致。"""
    from assistant.drafting.checking.checker import check_docx

    found = check_docx(path)
    errors = sum(one.severity == "错误" for one in found)
    if as_json:
        names = ("severity", "place", "paragraph", "near", "words", "message")
        echo_json([{name: getattr(one, name) for name in names} for one in found])
    else:
        for one in found:
            words = f"“{one.words}”" if one.words else ""
            click.echo(f"[{one.severity}] {one.place}{words}：{one.message}")
        click.echo(f"共 {len(found)} 处，其中错误 {errors} 处。" if found else "没有发现问题。")
    return 1 if strict and errors else 0


# -- parts -------------------------------------------------------------------------------------------


def plan_named(words: str) -> tuple[str, Plan]:
    """A blueprint of ours by its id, code or title, or one of a user's own by its path; with its name."""
    if words not in BLUEPRINTS and words.lower().endswith((".yaml", ".yml")):
        return words, plan_of_file(Path(words))
    plan = plan_called(words)
    return plan.blueprint.id, plan


def _wanted(blueprints: Sequence[str], everything: bool) -> tuple[tuple[FactSpec, ...], str]:
    """The facts of the blueprints, each once, and a title of the form."""
    if everything:
        return all_facts(), "整套文件"
    if not blueprints:
        raise BadInput(f"请写明蓝本，或者用 --all；可用的有：{'、'.join(BLUEPRINTS)}。")
    found = [plan_named(one)[1] for one in blueprints]
    specs: dict[str, FactSpec] = {}
    for plan in found:
        for spec in plan.specs:
            known = specs.setdefault(spec.name, spec)
            if spec.required and not known.required:
                specs[spec.name] = spec
    return tuple(specs.values()), "、".join(plan.blueprint.title for plan in found)


def _form(specs: Sequence[FactSpec], title: str, output: Path) -> bytes:
    """A file to fill in, by the ending of ``output``."""
    ending = output.suffix.lower()
    if ending in (".yaml", ".yml"):
        from assistant.drafting.facts.files import template_yaml

        return template_yaml(specs, title).encode("utf-8")
    if ending != ".xlsx":
        raise BadInput(f"{output.name} 的格式不对，请写成 .yaml 或 .xlsx。")
    from assistant.drafting.facts.tables import table_template

    with tempfile.TemporaryDirectory(prefix="cqo-facts-") as folder:
        path = Path(folder) / output.name
        table_template(specs, path)
        return path.read_bytes()


def _given(plan: Plan, path: Path | None, given: Sequence[str]) -> dict[str, Any]:
    from assistant.drafting.facts.files import load_facts
    from assistant.drafting.facts.naming import Names

    raw: dict[str, Any] = {}
    everywhere = Names((*named_facts(), *plan.specs))
    if path is not None:
        known = (*BLUEPRINTS, plan.blueprint.id)
        raw = load_facts(path, known=known).of(plan.blueprint.id)
    for one in given:
        name, equals, value = one.partition("=")
        if not equals:
            raise BadInput(f"--set {one} 应写成 名称=值，例如 --set cqo_name=李乙。")
        if (spec := everywhere.find(name)) is not None and spec.name not in plan.by_name:
            title = plan.blueprint.title
            raise BadInput(f"--set {name.strip()}：“{title}”不用“{spec.label}”这一项，请去掉。")
        raw[name.strip()] = value
    return raw


def _refuse_wrong(plan: Plan, raw: Mapping[str, Any], blueprint: str) -> None:
    """Raises BadInput that names the first fact that is wrong or that nothing asks for."""
    from assistant.drafting.facts.reading import read_facts
    from corpus.library_files import read_regions
    from corpus.regions import gazetteer_of

    places = gazetteer_of(read_regions())
    found = read_facts(plan.specs, plan.blueprint.rules, raw, places, elsewhere=named_facts())
    wrong = [one.message for one in (*found.problems, *found.unknown)]
    if wrong:
        more = f"另有{len(wrong) - 1}处不对。" if len(wrong) > 1 else ""
        raise BadInput(f"{wrong[0]}{more}{FACTS_HELP.format(blueprint=blueprint)}")


def _refuse_unproven(made: Draft) -> None:
    """Raises BadInput for a user's own blueprint that says of a text what does not stand there."""
    notes = [f"“{one.title}”一节：{note}" for one in made.sections for note in one.notes]
    if notes:
        raise BadInput(f"蓝本{notes[0]}请改正，或者删去这句话后面的依据。")


def _chosen(options: Sequence[str]) -> Mapping[str, Chosen]:
    found: dict[str, Chosen] = {}
    for one in options:
        key, _, state = one.partition("=")
        if state not in ("", "shown", "adopted"):
            raise BadInput(f"--option {one} 末尾只能写 =shown 或 =adopted。")
        found[key] = "adopted" if state == "adopted" else "shown"
    return found
