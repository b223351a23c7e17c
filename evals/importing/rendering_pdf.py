"""DOCX files to PDF: by LibreOffice where it is installed, else a page printed by Chromium."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from corpus.errors import BadInput

_OFFICES = ("soffice", "libreoffice")
_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_SECONDS = 1800


def office() -> str | None:
    """The word processor's command."""
    return next((found for name in _OFFICES if (found := shutil.which(name))), None)


def printer() -> str:
    """``LibreOffice`` or ``Chromium``, whichever makes the PDFs here. Raises BadInput without both."""
    if office():
        return "LibreOffice"
    if _browser():
        return "Chromium"
    raise BadInput(
        "没有 LibreOffice 也没有 Chromium，不能生成 PDF；Debian 可用 apt-get install libreoffice-writer，"
        "或用 --formats docx,html 只测其他格式。"
    )


def convert(documents: Sequence[Path], folder: Path) -> None:
    """PDFs of the DOCX files, or of the HTML pages when Chromium prints, in ``folder``."""
    if not documents:
        return
    program = office()
    if program:
        profile = (folder / "office-profile").resolve()
        for start in range(0, len(documents), 20):
            some = [str(path) for path in documents[start : start + 20]]
            options = ["--headless", f"-env:UserInstallation={profile.as_uri()}"]
            _run([program, *options, "--convert-to", "pdf", "--outdir", str(folder), *some])
    else:
        for path in documents:
            target = folder / f"{path.stem}.pdf"
            options = ["--headless", "--no-sandbox", "--no-pdf-header-footer"]
            _run([str(_browser()), *options, f"--print-to-pdf={target}", path.resolve().as_uri()])
    missing = [path.name for path in documents if not (folder / f"{path.stem}.pdf").exists()]
    if missing:
        raise BadInput(f"没有转成 PDF：{'、'.join(missing[:3])}。请检查 {printer()} 是否能用。")


def _browser() -> str | None:
    return next((found for name in _BROWSERS if (found := shutil.which(name))), None)


def _run(command: Sequence[str]) -> None:
    try:
        subprocess.run(command, check=True, capture_output=True, timeout=_SECONDS)
    except (OSError, subprocess.SubprocessError) as error:
        raise BadInput(f"{Path(command[0]).name} 没有转成 PDF（{error}）。") from error
