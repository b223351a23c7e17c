"""``cqo eval all`` and what reads its results: report, gates, comparison of two configurations."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path

import click

from assistant.settings import settings
from assistant.terminal.chinese import CqoCommand
from assistant.terminal.opening import report_progress
from corpus.errors import BadInput
from evals.results import Result, Run, history, latest, read_result, runs_folder
from evals.suites import SUITES, Suite, suite_of

_TOML = click.Path(exists=True, dir_okay=False, path_type=Path)
_OUT = click.Path(dir_okay=False, path_type=Path)


@click.command("all", cls=CqoCommand)
@click.option("--fast", is_flag=True, help="只跑快的部分（持续集成跑的那些），不测速度。")
@click.option("--only", metavar="套件", help="只跑其中几个，用逗号分开，如 qa,verify。")
@click.option(
    "--config",
    "config",
    metavar="文件",
    type=_TOML,
    help="用这个配置（TOML）跑；不写则用默认配置。",
)
@click.option("--report", metavar="文件", type=_OUT, help="另写一份 HTML 报告。")
@click.option("--json", "as_json", is_flag=True, help="只输出一个 JSON 文档。")
def run_all(
    fast: bool, only: str | None, config: Path | None, report: Path | None, as_json: bool
) -> int:  # fmt: skip
    """跑全部评测：回答、拒答、检索、核对、起草、导入、夹带指令、速度；没有达到门槛时退出码为 1。"""
    from evals.gates import check, read_gates
    from evals.report.printing import print_table

    results, errors = run_suites_told(chosen_suites(only, fast=fast), config, fast=fast)
    outcomes = check(results, read_gates())
    missed = [one for one in outcomes if not one.passed]
    if report is not None:
        write_report(results, report)
    if as_json:
        click.echo(
            json.dumps(
                {
                    "runs": [json.loads(one.run.model_dump_json()) for one in results],
                    "gates": [vars_of(one) for one in outcomes],
                    "errors": errors,
                },
                ensure_ascii=False,
                indent=1,
            )
        )
    else:
        print_table(results, outcomes)
        for suite, error in errors.items():
            click.echo(f"{suite} 没有跑完：{error}", err=True)
        if missed:
            click.echo(f"有 {len(missed)} 项没有达到门槛。", err=True)
        if report is not None:
            click.echo(f"报告：{report}")
    return 1 if missed or errors else 0


@click.command("report", cls=CqoCommand)
@click.argument("output", metavar="输出文件", type=_OUT)
@click.option(
    "--configuration", default="default", metavar="名称", help="哪个配置的结果；不写则为产品本身。"
)
def report_(output: Path, configuration: str) -> None:
    """用最近一次各项评测的结果写一份 HTML 报告，不重新跑。"""
    paths = latest(runs_folder(Path(settings().data_dir)), configuration)
    if not paths:
        raise BadInput("还没有评测结果。请先运行 cqo eval all。")
    write_report([read_result(path) for path in paths], output)
    click.echo(f"报告：{output}")


@click.command("gates", cls=CqoCommand)
@click.option(
    "--raise", "raise_", is_flag=True, help="把能提高的门槛提高到最近一次的结果；从不降低。"
)
def gates_(raise_: bool) -> int:
    """把最近一次的结果与门槛对照。"""
    from evals.gates import check, raised, read_gates, write_raised
    from evals.report.printing import print_gates

    paths = latest(runs_folder(Path(settings().data_dir)))
    if not paths:
        raise BadInput("还没有评测结果。请先运行 cqo eval all。")
    results, gates = [read_result(path) for path in paths], read_gates()
    outcomes = check(results, gates)
    print_gates(outcomes)
    higher = raised(results, gates)
    for gate in higher:
        click.echo(f"可提高：{gate.suite} {gate.figure} {gate.written}")
    if raise_ and higher:
        write_raised(higher)
        click.echo(f"已提高 {len(higher)} 项。")
    return 0 if all(one.passed for one in outcomes) else 1


@click.command("compare", cls=CqoCommand)
@click.argument("first", metavar="结果或配置", type=_TOML)
@click.argument("second", metavar="结果或配置", type=_TOML)
@click.option("--suite", default="qa", metavar="套件", help="配置文件用哪个套件来比，默认 qa。")
@click.option("--split", metavar="题组", help="dev、test 或 own；不写则全部。")
@click.option("--json", "as_json", is_flag=True, help="只输出一个 JSON 文档。")
def compare_(first: Path, second: Path, suite: str, split: str | None, as_json: bool) -> None:
    """成对比较：两个结果文件（.jsonl），或两个配置（.toml，当场各跑一次）；逐题列出变好和变差的。"""
    from evals.comparing import compare
    from evals.comparing.printing import as_dict, print_comparison

    pair = [_result_of(path, suite, split) for path in (first, second)]
    comparison = compare(*pair)
    if as_json:
        click.echo(json.dumps(as_dict(comparison), ensure_ascii=False, indent=1))
        return
    print_comparison(comparison)


@click.command("lint", cls=CqoCommand)
@click.option("--json", "as_json", is_flag=True, help="只输出一个 JSON 文档。")
def lint_(as_json: bool) -> int:
    """检查评测题本身：条款还在不在、重不重复、有没有把条款原话漏进题目、各类题够不够。"""
    from evals.gold_lint import as_dict, lint, print_lint
    from evals.questions_schema import FOLDER

    found = lint(FOLDER)
    if as_json:
        click.echo(json.dumps(as_dict(found), ensure_ascii=False, indent=1))
    else:
        print_lint(found)
    return 0 if found.clean else 1


def chosen_suites(only: str | None, *, fast: bool) -> list[Suite]:
    """The suites named in ``only``; all (in the fast part: those that have one) without. Raises BadInput."""
    if only is None:
        return [suite for suite in SUITES if suite.in_fast or not fast]
    found = []
    for name in (part.strip() for part in only.split(",")):
        suite = suite_of(name)
        if suite is None:
            known = "、".join(one.name for one in SUITES)
            raise BadInput(f"没有“{name}”这个套件，可用：{known}。")
        found.append(suite)
    return found


def run_suites_told(
    suites: Sequence[Suite], config: Path | None, *, fast: bool, split: str | None = None
) -> tuple[list[Result], dict[str, str]]:
    """Results of ``suites``, and a line for each that did not run; told on stderr as they go."""
    from evals.configurations.configuration import Configuration, read_configuration
    from evals.runner import Options, run_suites

    configuration = read_configuration(config) if config else Configuration()
    options = Options(fast=fast, split=split, progress=report_progress)
    results, errors = list[Result](), dict[str, str]()
    for ran in run_suites(suites, settings(), configuration, options):
        if ran.result is None:
            errors[ran.suite.title] = ran.error or ""
            continue
        results.append(ran.result)
        click.echo(f"{ran.suite.title}：{ran.result.run.seconds:.0f} 秒", err=True)
    return results, errors


def write_report(results: Sequence[Result], output: Path) -> None:
    """The HTML report of ``results``, with their gates and the runs before them."""
    from evals.gates import check, read_gates
    from evals.report.render import report_html

    html = report_html(results, earlier_runs(results), check(results, read_gates()))
    output.write_text(html, encoding="utf-8")


def earlier_runs(results: Sequence[Result]) -> list[Run]:
    """The stored runs before ``results``, of the same suites and configuration, the oldest first."""
    started = {one.run.suite: one.run.started for one in results}
    configurations = {one.run.configuration for one in results}
    return [
        run
        for _, run in history(runs_folder(Path(settings().data_dir)))
        if run.suite in started
        and run.started < started[run.suite]
        and run.configuration in configurations
    ]


def _result_of(path: Path, suite: str, split: str | None) -> Result:
    if path.suffix != ".toml":
        return read_result(path)
    found = chosen_suites(suite, fast=False)
    results, errors = run_suites_told(found, path, fast=False, split=split)
    if errors:
        raise BadInput(f"配置 {path.name} 没有跑完：{'；'.join(errors.values())}")
    return results[0]


def vars_of(outcome: object) -> dict[str, object]:
    """A gate's outcome as JSON."""
    import dataclasses

    return dataclasses.asdict(outcome)  # type: ignore[call-overload, no-any-return]


@click.command("ablations", cls=CqoCommand)
@click.argument("names", metavar="[配置]...", nargs=-1)
@click.option("--split", metavar="题组", help="dev、test 或 own；不写则全部。")
@click.option("--markdown", "as_markdown", is_flag=True, help="输出 Markdown 表格。")
def ablations_(names: tuple[str, ...], split: str | None, as_markdown: bool) -> None:
    """依次去掉产品的一样（词、向量、标题、门槛、按地区筛选），或换向量模型，与默认配置逐题比较。"""
    from evals.contests.contestants import without_parts
    from evals.runner import Options

    _contest(
        "去掉一样会怎样",
        without_parts(settings(), names, Options(split=split, progress=report_progress)),
        as_markdown=as_markdown,
    )


@click.command("baselines", cls=CqoCommand)
@click.option("--split", metavar="题组", help="dev、test 或 own；不写则全部。")
@click.option("--markdown", "as_markdown", is_flag=True, help="输出 Markdown 表格。")
def baselines_(split: str | None, as_markdown: bool) -> None:
    """与三种通行做法比较：LangChain 教程的做法、只按词（BM25）、只按向量；同样的题，同样的算法。"""
    from evals.contests.contestants import against_baselines
    from evals.runner import Options

    _contest(
        "与通行做法比较",
        against_baselines(settings(), Options(split=split, progress=report_progress)),
        as_markdown=as_markdown,
    )


def _contest(title: str, found: Iterable[tuple[str, Result | str]], *, as_markdown: bool) -> None:
    from evals.contests.printing import markdown, print_contest

    results: list[Result] = []
    for name, result in found:
        if isinstance(result, str):
            click.echo(f"{name} 没有跑：{result}", err=True)
        else:
            results.append(result)
    if not results:
        raise BadInput("没有一个做法跑完，请看上面的说明。")
    if as_markdown:
        click.echo(markdown(results))
    else:
        print_contest(title, results)
