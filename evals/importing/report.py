"""The figures of the import suite: a table with the limits that the project sets, and JSON."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import click

from evals.importing.comparing import Difference, around
from evals.importing.killing import KillFigures
from evals.importing.parsing import ParseFigures
from evals.importing.rendered import FileFigures, FormatFigures
from evals.importing.speed import PAGES, SpeedFigures

#: Limits of the project; shares of clauses, labels and characters, MB a second, seconds.
CLAUSES, LABELS, CHARACTERS, STRUCTURE_SPEED, PDF_SECONDS = 0.99, 0.95, 0.98, 5.0, 30.0
_SHOWN = 20
NAMES = {"pdf": "PDF", "docx": "DOCX", "html": "HTML", "scan": "扫描件"}


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table; ``met`` None where the project sets no limit."""

    group: str
    name: str
    value: str
    limit: str = ""
    met: bool | None = None


@dataclass(slots=True)
class ImportReport:
    """What was measured; None what was left out. ``printer`` made the PDFs."""

    cores: int
    printer: str | None = None
    parse: ParseFigures | None = None
    rendered: dict[str, FormatFigures] = dataclasses.field(default_factory=dict)
    scan_note: str | None = None
    speed: SpeedFigures | None = None
    kill: KillFigures | None = None

    def rows(self) -> list[Row]:
        found: list[Row] = []
        if self.parse:
            found += _parse_rows(self.parse)
        for figures in self.rendered.values():
            found += _scan_rows(figures) if figures.format == "scan" else _format_rows(figures)
        if self.speed:
            found += _speed_rows(self.speed)
        if self.kill:
            found += _kill_rows(self.kill)
        return found

    def to_dict(self) -> dict[str, Any]:
        """As JSON: every figure, every file, every difference."""
        return {
            "cores": self.cores,
            "printer": self.printer,
            "rows": [dataclasses.asdict(row) for row in self.rows()],
            "parse": dataclasses.asdict(self.parse) if self.parse else None,
            "rendered": {name: _as_dict(figures) for name, figures in self.rendered.items()},
            "scan_note": self.scan_note,
            "speed": dataclasses.asdict(self.speed) if self.speed else None,
            "kill": dataclasses.asdict(self.kill) if self.kill else None,
        }


def print_report(report: ImportReport, *, failures: bool) -> None:
    """The table, then what is behind a figure that is not met."""
    from rich.console import Console
    from rich.table import Table

    console = Console(width=130, highlight=False)
    table = Table(title="导入评测")
    for name in ("项目", "指标", "结果", "标准", "达到"):
        table.add_column(name, justify="right" if name == "结果" else "left")
    group = None
    for row in report.rows():
        if group not in (None, row.group):
            table.add_section()
        met = "" if row.met is None else "是" if row.met else "否"
        table.add_row("" if row.group == group else row.group, row.name, row.value, row.limit, met)
        group = row.group
    console.print(table)
    for line in _notes(report, every=failures):
        click.echo(line)
    for figures in report.rendered.values():
        for line in file_lines(figures, every=failures):
            click.echo(line)


def file_lines(figures: FormatFigures, *, every: bool) -> Iterator[str]:
    """Files that failed, files under 95 % with their first difference; all differences if ``every``."""
    name = NAMES[figures.format]
    for file in figures.failed:
        yield f"{name} {file.file}：没有导入。{file.error}"
    shown = [f for f in figures.files if f.differences] if every else figures.low
    for file in shown:
        if file.error:
            continue
        yield (
            f"{name} {file.file}（{file.variant}）：{file.clauses} 条，"
            f"相同 {file.equal}，条号找到 {file.labels}，多出 {file.extra}"
        )
        for difference in file.differences if every else file.differences[:1]:
            yield f"    {difference_words(difference)}"


def difference_words(difference: Difference) -> str:
    """One difference in one line: the clause, what should be there and what is."""
    if difference.what == "missing":
        return f"{difference.path} 没有；应为：{difference.expected[:60]}"
    if difference.what == "extra":
        return f"{difference.path} 多出：{difference.found[:60]}"
    expected, found = around(difference.expected, difference.found)
    what = {"label": "条号", "text": "文字"}[difference.what]
    return f"{difference.path} {what}不同：应为 {expected} ｜ 得到 {found or '（空）'}"


def _parse_rows(p: ParseFigures) -> Iterator[Row]:
    group = f"解析 {p.files} 个文本"
    yield Row(group, "解析失败", str(len(p.failures)), "0", not p.failures)
    yield Row(group, "各条拼接不等于原文", str(len(p.not_whole)), "0", not p.not_whole)
    if p.counted:
        different = len(p.differences)
        yield Row(
            group, f"第X条数与清单不同（{p.counted} 个有清单）", str(different), "0", not different
        )
    yield Row(group, "条款数（其中第X条）", f"{p.clauses}（{p.articles}）")
    yield Row(group, "编号体系", _counted(p.families))
    yield Row(group, "结构把握中位数", f"{p.confidence_median:.2f}")
    yield Row(group, "提示", _counted(p.notices) or "无")
    if p.rounds:
        yield Row(
            group,
            f"结构速度，一个核心（{p.rounds} 轮最好／中位）",
            f"{p.speed_best:.2f}／{p.speed_median:.2f} MB/s",
            f"≥ {STRUCTURE_SPEED:g} MB/s",
            p.speed_median >= STRUCTURE_SPEED,
        )


def _format_rows(f: FormatFigures) -> Iterator[Row]:
    group = f"{NAMES[f.format]} {len(f.files)} 个"
    yield Row(group, "没有导入", str(len(f.failed)), "0", not f.failed)
    yield Row(
        group,
        f"条号和文字都相同的条款（共 {f.clauses} 条）",
        _percent(f.equal),
        f"≥ {_percent(CLAUSES)}",
        f.equal >= CLAUSES,
    )
    yield Row(group, "条号找到", _percent(f.labels))
    yield Row(group, "多出的条款", str(sum(x.extra for x in f.files)))
    yield Row(group, "字符正确", _percent(f.characters))
    yield Row(group, "相同不足 95% 的文件", str(len(f.low)))


def _scan_rows(f: FormatFigures) -> Iterator[Row]:
    pages = sum(x.pages for x in f.files)
    group = f"扫描件 {len(f.files)} 个、{pages} 页"
    yield Row(group, "没有导入", str(len(f.failed)), "0", not f.failed)
    yield Row(
        group,
        f"条号找到（共 {f.clauses} 条）",
        _percent(f.labels),
        f"≥ {_percent(LABELS)}",
        f.labels >= LABELS,
    )
    yield Row(
        group,
        "字符正确（编辑距离）",
        _percent(f.characters),
        f"≥ {_percent(CHARACTERS)}",
        f.characters >= CHARACTERS,
    )
    yield Row(group, "字符正确（不分全角半角）", _percent(f.characters_folded))
    yield Row(group, "条号和文字都相同的条款", _percent(f.equal))
    yield Row(group, "多出的条款", str(sum(x.extra for x in f.files)))
    seconds = sum(x.seconds for x in f.files)
    yield Row(group, "每页秒数", f"{seconds / pages:.2f}" if pages else "—")


def _speed_rows(s: SpeedFigures) -> Iterator[Row]:
    group = "速度和内存"
    yield Row(
        group,
        f"{s.pages} 页文字 PDF，读取和解析",
        f"{s.pdf_seconds:.1f} 秒",
        f"< {PDF_SECONDS:g} 秒（{PAGES} 页）",
        s.pdf_seconds < PDF_SECONDS,
    )
    yield Row(
        group,
        "其中读取、解析、处理器时间",
        f"{s.pdf_read_seconds:.1f}、{s.pdf_parse_seconds:.1f}、{s.pdf_processor_seconds:.1f} 秒",
    )
    yield Row(group, "其内存峰值", f"{s.pdf_megabytes:.0f} MB")
    yield Row(
        group,
        f"扫描页识别（{s.ocr_pages} 页，含载入）",
        f"每页 {s.ocr_seconds_a_page:.1f} 秒，处理器 {s.ocr_processor_seconds_a_page:.1f} 秒",
    )
    yield Row(group, "识别的内存峰值", f"{s.ocr_megabytes:.0f} MB")
    yield Row(
        group,
        f"内存：连续 {s.batch_files} 个 PDF 比其中最大的一个",
        f"{s.batch_megabytes:.0f} 比 {s.largest_megabytes:.0f} MB",
        "由文件定，不由批量定",
        s.batch_megabytes <= 1.25 * s.largest_megabytes,
    )


def _kill_rows(k: KillFigures) -> Iterator[Row]:
    group = f"中断（kill -9）{k.files} 个文件"
    yield Row(group, "在计算向量时中断", "是" if k.killed else "没有赶上", "是", k.killed)
    yield Row(
        group,
        "中断后看得见的新资料，其中不完整的",
        f"{k.visible_after_kill}，{k.half_after_kill}",
        "不完整的 0",
        not k.half_after_kill,
    )
    yield Row(group, "再次导入的退出码", str(k.second_exit), "0", k.second_exit == 0)
    yield Row(
        group,
        "再次导入后的资料，其中重复、不完整的",
        f"{k.sources}，{k.repeated}、{k.half}",
        f"≥ {k.files}，0、0",
        k.sources >= k.files and not k.repeated and not k.half,
    )
    yield Row(
        group,
        "中断前已算的向量，再次导入新算的",
        f"{k.kept}，{k.made_again}（共 {k.vectors}）",
        "已算的不重算",
        k.reused == k.kept and k.kept + k.made_again == k.vectors,
    )
    yield Row(group, "索引检查", "通过" if k.verified else "没有通过", "通过", k.verified)
    yield Row(group, "两次的秒数", f"{k.first_seconds:.0f}、{k.second_seconds:.0f}")


def _notes(report: ImportReport, *, every: bool) -> Iterator[str]:
    if report.parse:
        for failure in report.parse.failures:
            yield f"解析失败 {failure}"
        for name in report.parse.not_whole:
            yield f"拼接不等于原文 {name}"
        differences = report.parse.differences
        for count in differences if every else differences[:_SHOWN]:
            yield f"第X条数不同 {count.file}：清单 {count.expected}，得到 {count.found}"
        if len(differences) > _SHOWN and not every:
            yield f"……共 {len(differences)} 个，全部见 --failures"
        if report.parse.several:
            yield f"含多篇文件：{'、'.join(report.parse.several)}"
        for name, confidence in report.parse.doubtful.items():
            yield f"结构把握不足 0.5：{name}（{confidence}）"
    if report.rendered:
        made = f"PDF 由 {report.printer} 生成。" if report.printer else ""
        yield (
            f"{made}比较时只去掉空白、Markdown 标题号 #、注释和表格的分隔行；"
            "条款按层级路径对应，多出的另计。"
        )
    for figures in report.rendered.values():
        groups = "；".join(
            f"{name} {files} 个 {_percent(share)}"
            for name, (files, share) in figures.by_variant().items()
        )
        yield f"{NAMES[figures.format]} 各种排法：{groups}"
    if report.scan_note:
        yield report.scan_note


def _as_dict(figures: FormatFigures) -> dict[str, Any]:
    return {
        "clauses": figures.clauses,
        "equal_share": figures.equal,
        "label_share": figures.labels,
        "character_share": figures.characters,
        "character_share_folded": figures.characters_folded,
        "by_variant": figures.by_variant(),
        "low": [file.file for file in figures.low],
        "files": [_file_as_dict(file) for file in figures.files],
    }


def _file_as_dict(file: FileFigures) -> dict[str, Any]:
    return {**dataclasses.asdict(file), "share": file.share}


def _counted(counts: dict[str, int]) -> str:
    return "，".join(f"{name} {n}" for name, n in sorted(counts.items(), key=lambda c: -c[1])[:8])


def _percent(share: float) -> str:
    """Rounded down, so that a limit is not met by rounding."""
    return f"{int(share * 10_000) / 100:.2f}%"
