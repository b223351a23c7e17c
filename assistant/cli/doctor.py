"""``cqo doctor``: what this installation runs on, and what to do where something is missing."""

from __future__ import annotations

import json

import click

from assistant.diagnosis import Finding, diagnose
from assistant.terminal.chinese import CqoCommand

_SIGNS = {"ok": "正常", "note": "提示", "problem": "问题"}


@click.command(cls=CqoCommand)
@click.option("--json", "as_json", is_flag=True, help="只输出一个 JSON 文档。")
def doctor(as_json: bool) -> int:
    """检查运行环境：版本、向量模型、存储、磁盘、字体、语言模型；有问题时退出码为 1。"""
    from assistant.settings import settings

    findings = diagnose(settings())
    if as_json:
        entries = [
            {"name": f.name, "state": f.state, "found": f.found, "advice": f.advice}
            for f in findings
        ]
        click.echo(json.dumps(entries, ensure_ascii=False, indent=1))
    else:
        for finding in findings:
            click.echo(_line(finding))
    return 1 if any(f.state == "problem" for f in findings) else 0


def _line(finding: Finding) -> str:
    line = f"[{_SIGNS[finding.state]}] {finding.name}：{finding.found}"
    return f"{line}\n       {finding.advice}" if finding.advice else line
