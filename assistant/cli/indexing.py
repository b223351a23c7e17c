"""``cqo index``: build, status, verify, rebuild."""

from __future__ import annotations

import click

from assistant.terminal.chinese import CqoCommand, CqoGroup
from assistant.terminal.opening import assistant_of_settings, report_progress


@click.group(cls=CqoGroup)
def index() -> None:
    """建立、检查、重建索引。"""


@index.command(cls=CqoCommand)
def build() -> None:
    """把随产品提供的资料建成索引；已建好且没有变化时很快结束。"""
    from corpus.library_files import read_library

    with assistant_of_settings() as assistant:
        report = assistant.index.build(read_library(), progress=report_progress)
        assistant.prepare()
    if not report.stored and not report.removed and not report.written:
        click.echo(
            f"索引没有变化：{report.unchanged} 份资料，{report.chunks} 段（{report.seconds:.1f} 秒）。"
        )
        return
    click.echo(
        f"索引已建好：存入 {len(report.stored)} 份，移除 {len(report.removed)} 份，"
        f"共 {report.chunks} 段，新算向量 {report.written} 段（{report.seconds:.1f} 秒）。"
    )


@index.command(cls=CqoCommand)
def status() -> None:
    """显示资料、条款、词表和向量的数量与版本。"""
    with assistant_of_settings() as assistant:
        found = assistant.index.status()
    model = found.vectors.fingerprint if found.vectors else "（没有）"
    lines = (
        ("数据文件夹", f"{found.data_dir}{'（只读）' if found.read_only else ''}"),
        ("资料", f"{found.sources} 份"),
        ("条款", f"{found.clauses} 条"),
        ("检索段", f"{found.chunks} 段"),
        ("词表", f"{found.words} 段"),
        ("向量模型", model),
        ("向量是否过期", "是，请运行 cqo index rebuild" if found.stale else "否"),
    )
    for name, value in lines:
        click.echo(f"{name}：{value}")


@index.command(cls=CqoCommand)
def verify() -> int:
    """核对目录库、词表和向量三处是否一致；不一致时退出码为 1。"""
    with assistant_of_settings() as assistant:
        report = assistant.index.verify()
    if report.ok:
        click.echo(f"三处一致：{report.sources} 份资料，{report.clauses} 条，{report.chunks} 段。")
        return 0
    for difference in report.differences:
        click.echo(f"{difference.store}：{difference.message}")
    click.echo("请运行 cqo index rebuild 重建词表和向量。", err=True)
    return 1


@index.command(cls=CqoCommand)
def rebuild() -> None:
    """以目录库为准，重建词表和向量。"""
    with assistant_of_settings() as assistant:
        report = assistant.index.rebuild(progress=report_progress)
    click.echo(f"已重建：{report.chunks} 段（{report.seconds:.1f} 秒）。")
