"""A DOCX taken apart, and LibreOffice where there is one."""

from __future__ import annotations

import io
import re
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from assistant.drafting.writing.pdf import office
from corpus.reading.docx.reader import read
from corpus.reading.models import Limits

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def part(docx: bytes, name: str) -> Any:
    """The root of a part, such as ``word/document.xml``."""
    with zipfile.ZipFile(io.BytesIO(docx)) as package:
        return etree.fromstring(package.read(name))


def words(element: Any) -> str:
    return "".join(one.text or "" for one in element.iter(f"{W}t"))


def squeezed(text: str) -> str:
    """Without spaces and lines to write on, which programs print each in their way."""
    return re.sub(r"[\s\u3000＿]", "", text)


def as_word_shows(docx: bytes, folder: Path) -> list[str]:
    """Lines with the numbers that ``numbering.xml`` gives, counted as Word counts."""
    path = folder / "read.docx"
    path.write_bytes(docx)
    return [squeezed(line) for line in read(path, Limits()).text.split("\n")]


@pytest.fixture
def as_libreoffice_shows(tmp_path: Path) -> Callable[[bytes], list[str]]:
    program = office()
    if program is None:
        pytest.skip("no LibreOffice")

    def show(docx: bytes) -> list[str]:
        path = tmp_path / "shown.docx"
        path.write_bytes(docx)
        subprocess.run(
            [
                program,
                f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}",
                "--headless",
                "--convert-to",
                "txt:Text (encoded):UTF8",
                "--outdir",
                str(tmp_path),
                str(path),
            ],
            capture_output=True,
            timeout=120,
            check=True,
        )
        text = (tmp_path / "shown.txt").read_text("utf-8-sig")
        return [squeezed(line) for line in text.split("\n")]

    return show
