"""Run ``cqo eval import``: parse, render and compare, measure speed, kill."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

import click

from assistant.settings import Settings
from assistant.terminal.opening import report_progress
from corpus.errors import BadInput
from evals.importing.killing import kill_and_resume
from evals.importing.parsing import parse_folder
from evals.importing.rendered import import_rendered
from evals.importing.rendering import FORMATS, render
from evals.importing.rendering_pdf import printer
from evals.importing.report import ImportReport, print_report
from evals.importing.speed import measure_speed
from evals.importing.texts import SampleText, even_sample, read_folder

STEPS = ("parse", "render", "speed", "kill")
#: Letters of a page, so that the texts for scans can be chosen before anything is rendered.
_LETTERS_A_PAGE = 600
_NEEDED = {"rapidfuzz": "rapidfuzz", "docx": "python-docx", "PIL": "pillow"}


def run(
    settings: Settings,
    folder: Path | None,
    *,
    manifest: Path | None,
    files: int,
    formats: str | None,
    work: Path | None,
    only: str | None,
    scan_pages: int,
    failures: bool,
    as_json: bool,
) -> None:
    """All steps but ``kill``, or one, over the texts of ``folder``. Raises BadInput."""
    texts = read_folder(folder, manifest)
    chosen = formats_of(formats)
    steps = (only,) if only else STEPS[:3]
    if set(steps) & {"render", "speed"}:
        check_libraries()
    place = (work or settings.data_dir / "eval" / "import").resolve()
    place.mkdir(parents=True, exist_ok=True)
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    report = ImportReport(cores=cores or 1)
    if "parse" in steps:
        report.parse = parse_folder(texts, report_progress)
    if "render" in steps:
        _render(report, texts, files, chosen, scan_pages, place / "rendered")
    if "speed" in steps:
        report.printer = printer()
        report.speed = measure_speed(texts, place / "speed", report_progress)
    if "kill" in steps:
        report.kill = kill_and_resume(even_sample(texts, files), place / "kill", report_progress)
    if as_json:
        click.echo(json.dumps(report.to_dict(), ensure_ascii=False, indent=1))
        return
    print_report(report, failures=failures)


def formats_of(listed: str | None) -> tuple[str, ...]:
    """The formats of a list such as ``pdf,scan``; all when it is None. Raises BadInput."""
    if listed is None:
        return FORMATS
    names = [name.strip().lower() for name in listed.split(",") if name.strip()]
    unknown = [name for name in names if name not in FORMATS]
    if unknown or not names:
        raise BadInput(
            f"没有“{'、'.join(unknown) or listed}”这种格式，可用：{'、'.join(FORMATS)}，用逗号分开。"
        )
    return tuple(name for name in FORMATS if name in names)


def check_libraries() -> None:
    """Raises BadInput naming the packages that rendering needs and that are missing."""
    missing = [package for module, package in _NEEDED.items() if find_spec(module) is None]
    if missing:
        raise BadInput(f"导入评测还需要：pip install {' '.join(missing)}")


def _render(
    report: ImportReport,
    texts: Sequence[SampleText],
    files: int,
    formats: Sequence[str],
    scan_pages: int,
    folder: Path,
) -> None:
    if set(formats) & {"pdf", "scan"}:
        report.printer = printer()
    plain = [name for name in formats if name != "scan"]
    if plain:
        items = render(even_sample(texts, files), plain, folder, progress=report_progress)
        for name in plain:
            report.rendered[name] = import_rendered(items, name, folder, report_progress)
    if "scan" in formats:
        short = [text for text in texts if len(text.text) <= scan_pages * _LETTERS_A_PAGE]
        if not short:
            raise BadInput(f"没有 {scan_pages} 页以内的文本可作扫描件，请加大 --scan-pages。")
        items = render(even_sample(short, files), ["scan"], folder, progress=report_progress)
        report.rendered["scan"] = import_rendered(items, "scan", folder, report_progress)
        report.scan_note = (
            f"扫描件从约 {scan_pages} 页以内的 {len(short)} 个文本中等距取 {len(items)} 个"
            "（识别很慢，可用 --scan-pages 改）；200 dpi，随机转 ±1°，加噪声和模糊，JPEG 70。"
        )
