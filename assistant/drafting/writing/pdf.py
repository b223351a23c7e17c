"""A DOCX to PDF through LibreOffice, with a folder of its own for each call."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from assistant.drafting.writing.fonts import BODY, HEAVY, SCRIPT, SONG, TITLE
from corpus.errors import BadInput

_NAMES = ("soffice", "libreoffice", "soffice.com")
_PLACES = (
    "/usr/lib/libreoffice/program/soffice",
    "/opt/libreoffice/program/soffice",
    "/usr/local/bin/soffice",
    "/snap/bin/libreoffice",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.com",
    r"C:\Program Files (x86)\LibreOffice\program\soffice.com",
)
_MISSING = "本机没有 LibreOffice，不能转成 PDF；请安装 LibreOffice，或者下载 Word 文件后用 Word、WPS 另存为 PDF。"
_SERIF = ("Noto Serif CJK SC", "Source Han Serif SC", "思源宋体", "AR PL UMing CN")
#: What stands in for a font that this machine does not have, in the order of preference. LibreOffice
#: alone would take any font that has the characters, mostly one without serifs.
_STAND_INS = {
    TITLE: ("华文中宋", "STZhongsong", *_SERIF),
    BODY: ("仿宋", "FangSong", "华文仿宋", "STFangsong", *_SERIF),
    SCRIPT: ("楷体", "KaiTi", "华文楷体", "STKaiti", "AR PL UKai CN", *_SERIF),
    HEAVY: ("SimHei", "Noto Sans CJK SC", "Source Han Sans SC", "思源黑体", "WenQuanYi Zen Hei"),
    SONG: ("SimSun", *_SERIF),
}


def office() -> str | None:
    """Path of LibreOffice; None without one."""
    for name in _NAMES:
        if found := shutil.which(name):
            return found
    return next((place for place in _PLACES if os.access(place, os.X_OK)), None)


def available() -> bool:
    return office() is not None


def pdf_of(docx: bytes, timeout: float = 60) -> bytes:
    """The PDF. ``timeout`` in seconds. Raises BadInput without LibreOffice, or when it fails or takes longer."""
    program = office()
    if program is None:
        raise BadInput(_MISSING)
    with tempfile.TemporaryDirectory(prefix="cqo-pdf-", ignore_cleanup_errors=True) as folder:
        return _converted(program, Path(folder), docx, timeout)


def _converted(program: str, folder: Path, docx: bytes, timeout: float) -> bytes:
    source, profile = folder / "document.docx", folder / "profile"
    source.write_bytes(docx)
    _write_profile(profile)
    command = [
        program,
        f"-env:UserInstallation={profile.as_uri()}",
        "--headless",
        "--norestore",
        "--nolockcheck",
        "--convert-to",
        "pdf:writer_pdf_Export",
        "--outdir",
        str(folder),
        str(source),
    ]
    _run(command, timeout)
    made = folder / "document.pdf"
    if not made.is_file() or not made.stat().st_size:
        raise BadInput(
            "LibreOffice 没有转成 PDF；请下载 Word 文件，用 Word 或 WPS 打开后另存为 PDF。"
        )
    return made.read_bytes()


def _run(command: list[str], timeout: float) -> None:
    """Ends the program with all that it started when the time is up: it starts a second one."""
    apart = sys.platform != "win32"
    process = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=apart,
    )
    try:
        process.wait(timeout)
    except subprocess.TimeoutExpired as error:
        raise BadInput(
            f"转成 PDF 超过 {timeout:g} 秒，已停止；请下载 Word 文件，用 Word 或 WPS 另存为 PDF。"
        ) from error
    finally:
        if process.poll() is None:
            _end(process, apart)


def _end(process: subprocess.Popen[bytes], apart: bool) -> None:
    if apart:
        os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
    process.wait()


def _write_profile(profile: Path) -> None:
    """Settings of LibreOffice: what stands in for the fonts of official documents."""
    table = "/org.openoffice.Office.Common/Font/Substitution"
    items = [_item(table, _value("Replacement", "true"))]
    for number, (name, stand_in) in enumerate(_substitutes(_installed()).items()):
        node = (
            f'<node oor:name="_{number}" oor:op="replace">'
            f"{_value('ReplaceFont', name)}{_value('SubstituteFont', stand_in)}"
            f"{_value('Always', 'true')}{_value('OnScreenOnly', 'false')}</node>"
        )
        items.append(_item(f"{table}/FontPairs", node))
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<oor:items xmlns:oor="http://openoffice.org/2001/registry" '
        'xmlns:xs="http://www.w3.org/2001/XMLSchema" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">\n'
        + "\n".join(items)
        + "\n</oor:items>\n",
        encoding="utf-8",
    )


def _substitutes(installed: frozenset[str]) -> dict[str, str]:
    """The first stand-in that is installed, for each font that is not."""
    found: dict[str, str] = {}
    for name, others in _STAND_INS.items():
        present = [other for other in others if other in installed]
        if name not in installed and present:
            found[name] = present[0]
    return found


@cache
def _installed() -> frozenset[str]:
    """Families of fonts as fontconfig knows them; nothing where there is none (Windows, macOS)."""
    program = shutil.which("fc-list")
    if program is None:
        return frozenset()
    try:
        done = subprocess.run(
            [program, ":", "family"], capture_output=True, timeout=20, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return frozenset()
    lines = done.stdout.decode("utf-8", "replace").splitlines()
    return frozenset(name.strip() for line in lines for name in line.split(","))


def _item(path: str, content: str) -> str:
    return f"<item oor:path={quoteattr(path)}>{content}</item>"


def _value(name: str, value: str) -> str:
    return f'<prop oor:name="{name}" oor:op="fuse"><value>{escape(value)}</value></prop>'
