"""``cqo eval``: answers, retrieval, speed, import, verification and injection, from the command line."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import click

from assistant.settings import settings
from assistant.terminal.chinese import CqoCommand, CqoGroup
from assistant.terminal.opening import report_progress
from corpus.errors import BadInput
from evals.answers import EvalReport, Tally, evaluate
from evals.configurations.configuration import Configuration
from evals.configurations.opening import opened
from evals.feedback.commands import candidates
from evals.questions_schema import FOLDER as QUESTIONS
from evals.questions_schema import read_questions
from evals.runner import evaluation_settings
from evals.running_commands import (
    ablations_,
    baselines_,
    compare_,
    gates_,
    lint_,
    report_,
    run_all,
)


class SuiteGroup(CqoGroup):
    """``cqo eval`` alone, or with the name of a set of questions, runs the questions."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] in self.commands:
            return super().resolve_command(ctx, args)
        return "answers", self.commands["answers"], args

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if not args or (args[0] not in self.commands and args[0] != "--help"):
            args = ["answers", *args]
        return super().parse_args(ctx, args)


@click.group("eval", cls=SuiteGroup)
def evaluation() -> None:
    """用评测题检查回答（answers，默认），并检查检索（retrieval）、阅读（reading）、速度（speed）、导入（import）、核对（verify）、起草（drafts）、实施向导（guide）和夹带指令（injection）。"""


@evaluation.command(cls=CqoCommand)
@click.argument("suite", metavar="[题组]", required=False)
@click.option("--json", "as_json", is_flag=True, help="只输出一个 JSON 文档。")
@click.option("--failures", is_flag=True, help="列出没有通过的题。")
def answers(suite: str | None, as_json: bool, failures: bool) -> None:
    """逐题提问并核对：该答的答了没有、引的条对不对、要点全不全、引文是否逐字。题组如 dev、held。"""
    questions = read_questions(QUESTIONS)
    if suite is not None:
        sets = sorted({q.id.split("-")[0] for q in questions})
        if suite not in sets:
            raise BadInput(f"没有“{suite}”这个题组，可用的有：{'、'.join(sets)}。")
        questions = tuple(q for q in questions if q.id.startswith(f"{suite}-"))
    with opened(Configuration(), evaluation_settings(settings())) as assistant:
        report = evaluate(
            assistant, questions, progress=lambda done, total: report_progress("评测", done, total)
        )
    if as_json:
        click.echo(json.dumps(as_dict(report), ensure_ascii=False, indent=1))
        return
    print_report(report)
    if failures:
        print_failures(report)


@evaluation.command(cls=CqoCommand)
@click.option(
    "--beir",
    "folder",
    required=True,
    metavar="文件夹",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="BEIR 格式的数据文件夹。",
)
@click.option(
    "--mode",
    type=click.Choice(["lexical", "dense", "hybrid"]),
    help="只跑一种检索方式；不写则三种都跑。",
)
@click.option("--limit", type=click.IntRange(1), metavar="题数", help="只跑前若干题。")
@click.option(
    "--reranker",
    metavar="模型",
    help="重排模型的名称或文件夹，用于 hybrid；不写则用设置 CQO_RERANKER。",
)
@click.option("--json", "as_json", is_flag=True, help="只输出一个 JSON 文档。")
def retrieval(
    folder: Path, mode: str | None, limit: int | None, reranker: str | None, as_json: bool
) -> None:
    """在 BEIR 格式的数据上检查检索：召回率、MRR@10、nDCG@10、建索引秒数、每题毫秒数。"""
    from evals.retrieval.command import run

    run(settings(), folder, mode, limit, reranker=reranker, as_json=as_json)


@evaluation.command(cls=CqoCommand)
@click.option(
    "--corpus",
    metavar="文件",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="用来测向量速度的 corpus.jsonl；不写则用资料库的条款。",
)
@click.option("--json", "as_json", is_flag=True, help="只输出一个 JSON 文档。")
def speed(corpus: Path | None, as_json: bool) -> None:
    """测速度和内存：冷启动提问、热提问、建索引、向量计算。"""
    from evals.speed.command import run

    run(settings(), corpus, as_json=as_json)


@evaluation.command("import", cls=CqoCommand)
@click.argument(
    "folder",
    metavar="[文件夹]",
    required=False,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
)
@click.option(
    "--manifest",
    metavar="文件",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="每行一个 JSON，含 file 和 articles（第X条数）；不写则用文件夹中的 manifest.jsonl。",
)
@click.option(
    "--files", type=click.IntRange(1), default=40, metavar="个数", help="生成多少个文件，默认 40。"
)
@click.option("--formats", metavar="格式", help="pdf,docx,html,scan 中的几种；不写则全部。")
@click.option(
    "--work",
    metavar="文件夹",
    type=click.Path(file_okay=False, path_type=Path),
    help="生成的文件放在哪里，下次再用；不写则放在数据文件夹。",
)
@click.option(
    "--only",
    type=click.Choice(["parse", "render", "speed", "kill"]),
    help="只跑一步；不写则跑前三步。kill 在导入中途强行中断，再导入一次。",
)
@click.option(
    "--scan-pages",
    type=click.IntRange(1),
    default=8,
    metavar="页数",
    help="扫描件只取约这么多页以内的文本，默认 8。",
)
@click.option("--failures", is_flag=True, help="列出所有不同的条款。")
@click.option("--json", "as_json", is_flag=True, help="只输出一个 JSON 文档。")
def import_(
    folder: Path | None,
    manifest: Path | None,
    files: int,
    formats: str | None,
    work: Path | None,
    only: str | None,
    scan_pages: int,
    failures: bool,
    as_json: bool,
) -> None:
    """检查导入：解析文件夹中的文本，把其中一些生成 PDF、DOCX、网页、扫描件再导入，逐条比较。"""
    from evals.importing.command import run

    run(
        settings(),
        folder,
        manifest=manifest,
        files=files,
        formats=formats,
        work=work,
        only=only,
        scan_pages=scan_pages,
        failures=failures,
        as_json=as_json,
    )


@evaluation.command(cls=CqoCommand)
@click.option(
    "--data",
    "folder",
    required=True,
    metavar="文件夹",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="BEIR 格式的数据文件夹，queries.jsonl 的 metadata.answers 是答案原文。",
)
@click.option("--limit", type=click.IntRange(1), metavar="题数", help="只跑前若干题。")
@click.option("--seed", type=int, default=7, metavar="种子", help="移走一半段落用的随机种子。")
@click.option("--json", "as_json", is_flag=True, help="只输出一个 JSON 文档。")
def reading(folder: Path, limit: int | None, seed: int, as_json: bool) -> None:
    """检查阅读：不用语言模型，答案原文是否在最好的两句里；移走一半段落，能否看出答案不在。"""
    from evals.reading.command import run

    run(settings(), folder, limit=limit, seed=seed, as_json=as_json)


@evaluation.command("drafts", cls=CqoCommand)
@click.argument(
    "folder",
    metavar="[文件夹]",
    required=False,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
)
@click.option("--no-convert", is_flag=True, help="不用 LibreOffice 转换，只检查能否打开。")
@click.option("--json", "as_json", is_flag=True, help="只输出一个 JSON 文档。")
def drafts_(folder: Path | None, no_convert: bool, as_json: bool) -> int:
    """检查起草：十六份文件、三家示例企业，句句有据、不出现来路不明的数字和名称、各文件一致、能打开。"""
    from evals.drafts.command import drafts

    return drafts(folder, convert=not no_convert, as_json=as_json)


@evaluation.command("guide", cls=CqoCommand)
@click.option("--json", "as_json", is_flag=True, help="只输出一个 JSON 文档。")
def guide_(as_json: bool) -> int:
    """检查实施向导：60 项任务排计划和画图的毫秒数，三家示例企业打包的秒数；在数据文件夹的副本上做。"""
    from evals.guide.command import guide

    return guide(settings(), as_json=as_json)


@evaluation.command("verify", cls=CqoCommand)
@click.option("--seed", type=int, default=20261127, metavar="种子", help="改错用的随机种子。")
@click.option("--failures", is_flag=True, help="列出放过的错句和错拒的真句。")
@click.option("--json", "as_json", is_flag=True, help="只输出一个 JSON 文档。")
def verify_(seed: int, failures: bool, as_json: bool) -> None:
    """检查核对器：把资料库的真句按规则改错，看能不能认出；真句和转述有没有被错拒。"""
    from evals.verifying.command import verify

    verify(seed=seed, failures=failures, as_json=as_json)


@evaluation.command("injection", cls=CqoCommand)
@click.option("--failures", is_flag=True, help="列出没有守住的攻击。")
@click.option("--json", "as_json", is_flag=True, help="只输出一个 JSON 文档。")
def injection_(failures: bool, as_json: bool) -> None:
    """检查夹带指令：问题、导入的条款、文件名、模型输出里的指令都只当资料，不照做、不泄露、不加载。"""
    from evals.injection.command import injection

    injection(settings(), failures=failures, as_json=as_json)


for _command in (run_all, report_, gates_, compare_, ablations_, baselines_, lint_, candidates):
    evaluation.add_command(_command)


def as_dict(report: EvalReport) -> dict[str, object]:
    """The report as JSON: figures over all, by set and by kind, and every question that failed."""
    total = report.tally()
    return {
        "total": dataclasses.asdict(total) if total else None,
        "by_set": {k: dataclasses.asdict(v) for k, v in report.by_set().items()},
        "by_kind": {k: dataclasses.asdict(v) for k, v in report.by_kind().items()},
        "failures": [
            {
                "id": c.gold.id,
                "question": c.gold.question,
                "faults": c.faults,
                "status": c.answer.status,
                "cited": [x for s in c.answer.statements for x in s.citations],
            }
            for c in report.checked
            if not c.right
        ],
    }


def print_report(report: EvalReport) -> None:
    """Tables of the figures."""
    from rich.console import Console
    from rich.table import Table

    table = Table(title=f"评测（{len(report.checked)} 题）")
    for name in (
        "题组",
        "题数",
        "全对",
        "该拒答的拒了",
        "不该拒答的拒了",
        "引对条款",
        "要点全",
        "引文逐字",
        "中位毫秒",
    ):
        table.add_column(name, justify="left" if name == "题组" else "right")
    total = report.tally()
    if total is not None:
        table.add_row(*_row("全部", total), end_section=True)
    for name, tally in report.by_set().items():
        table.add_row(*_row(name, tally))
    table.add_section()
    for name, tally in report.by_kind().items():
        table.add_row(*_row(name, tally))
    Console(width=130).print(table)


def print_failures(report: EvalReport) -> None:
    """Each question that failed, what was wrong, and what was said."""
    for checked in report.checked:
        if checked.right:
            continue
        click.echo(f"{checked.gold.id} [{checked.gold.kind}] {checked.gold.question}")
        click.echo(
            f"    不对：{'、'.join(checked.faults)}；状态 {checked.answer.status}，应为 {'/'.join(checked.gold.expect)}"
        )
        said = checked.answer.answer.replace("\n", " ")
        click.echo(f"    回答：{said[:160]}")


def _row(name: str, tally: Tally) -> list[str]:
    def share(value: float | None) -> str:
        return "—" if value is None else f"{100 * value:.1f}%"

    return [
        name,
        str(tally.questions),
        share(tally.right),
        share(tally.declined_rightly),
        share(tally.declined_wrongly),
        share(tally.cited),
        share(tally.points),
        share(tally.verbatim),
        f"{tally.p50_ms:.0f}",
    ]
