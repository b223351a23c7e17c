"""Options that commands of ``cqo draft`` share, and what they do before anything is written."""

from __future__ import annotations

import json
from pathlib import Path

import click

from assistant.drafting.blueprints import BLUEPRINTS, Plan, plan_of, plans
from assistant.drafting.output import FORMATS, Format, refuse_existing
from corpus.errors import BadInput

#: Behind a wrong fact.
FACTS_HELP = "用 cqo draft facts {blueprint} 查看每项怎样填。"

JSON = click.option("--json", "as_json", is_flag=True, help="只输出一个 JSON 文档。")
FORCE = click.option("--force", is_flag=True, help="覆盖已有的文件。")
BASIS = click.option("--no-basis", is_flag=True, help="不附依据对照表。")
COMMENTS = click.option("--comments", is_flag=True, help="把依据写成批注（仅 Word）。")
FORMAT = click.option("--format", type=click.Choice(list(FORMATS)), help="不写则按输出文件的后缀。")


def echo_json(content: object) -> None:
    """The one JSON document of ``--json``."""
    click.echo(json.dumps(content, ensure_ascii=False, indent=1))


def format_of(output: Path | None, format: str | None) -> Format:
    """What is written: as ``--format`` says, else by the file's ending. Raises BadInput."""
    ending = output.suffix.lower().lstrip(".") if output else "docx"
    name = output.name if output else ""
    if format and ending in FORMATS and ending != format:
        raise BadInput(
            f"--format {format} 与输出文件 {name} 的后缀不一致，请去掉 --format 或改后缀。"
        )
    kind = FORMATS.get(format or ending)
    if kind is None:
        raise BadInput(f"输出文件 {name} 的后缀不对，请写成 .docx、.md 或 .pdf。")
    return kind


def plan_called(words: str) -> Plan:
    """A blueprint of ours by its id, its code (D4) or its title (聘任书). Raises BadInput."""
    if words in BLUEPRINTS:  # without reading all of them
        return plan_of(words)
    for plan in plans():
        if words.upper() == plan.blueprint.code or words == plan.blueprint.title:
            return plan
    return plan_of(words)


def ready_to_write(path: Path, force: bool) -> None:
    """Raises BadInput where a file would be replaced without ``--force``, or there is no folder for it."""
    if not force:
        refuse_existing(path)
    if not path.parent.is_dir():
        raise BadInput(f"文件夹 {path.parent} 不存在，请先建立，或换一个位置。")
