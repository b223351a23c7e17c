"""One look at an .xlsx before openpyxl reads it: size, merged cells, formulas without a kept result."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from xml.parsers import expat

from openpyxl.utils.cell import range_boundaries

from corpus.errors import BadInput
from corpus.reading.models import Limits
from corpus.reading.packing import Package

_LIMITS = Limits(file_bytes=50 * 1024 * 1024, unpacked_bytes=400 * 1024 * 1024)
_MERGES = 20_000
_OLE = b"\xd0\xcf\x11\xe0"


@dataclass(frozen=True, slots=True)
class Merge:
    """A merged range; rows and columns from 1, both ends included."""

    name: str
    first_column: int
    first_row: int
    last_column: int
    last_row: int


@dataclass(slots=True)
class Scan:
    """``uncounted``: coordinates of formulas whose result the file does not keep."""

    merges: list[Merge] = field(default_factory=list)
    uncounted: set[str] = field(default_factory=set)


def check_package(path: Path) -> None:
    """Raises BadInput when ``path`` is no .xlsx or unpacks to more than a table can hold."""
    with path.open("rb") as file:
        start = file.read(4)
    if start == _OLE:
        raise BadInput(f"{path.name} 是旧版 .xls 或者加了密码的表格，请另存为不带密码的 .xlsx。")
    if start[:2] != b"PK":
        raise BadInput(f"{path.name} 不是 .xlsx 表格，请用 Excel 或 WPS 另存为 .xlsx 或 .csv。")
    with Package(path, _LIMITS) as package:
        if "xl/workbook.xml" not in package.names:
            raise BadInput(f"{path.name} 里没有工作簿，请用 Excel 或 WPS 另存为 .xlsx。")
        for name in package.names:
            if name.startswith("xl/") and name.endswith(".xml"):
                _run_through(package, name, lambda piece, last: None)


def scan_sheet(path: Path, part: str) -> Scan:
    """Raises BadInput when the sheet's XML is damaged."""
    handler = _Handler()
    parser = expat.ParserCreate()
    parser.StartElementHandler = handler.start
    parser.EndElementHandler = handler.end
    parser.CharacterDataHandler = handler.words
    parser.StartDoctypeDeclHandler = handler.doctype
    try:
        with Package(path, _LIMITS) as package:
            _run_through(package, part, lambda piece, last: parser.Parse(piece, last))
    except (expat.ExpatError, _Doctype) as error:
        raise BadInput(f"{path.name} 的工作表已损坏，请用 Excel 或 WPS 打开后另存。") from error
    if len(handler.scan.merges) > _MERGES:
        raise BadInput(f"{path.name} 的合并单元格太多（超过{_MERGES}处），请取消合并后再试。")
    return handler.scan


def _run_through(package: Package, name: str, take: Callable[[bytes, bool], Any]) -> None:
    with package.open(name) as stream:
        while piece := stream.read():
            take(piece, False)
        take(b"", True)


class _Doctype(Exception):
    """No sheet has a document type; one that does wants to define entities."""


class _Handler:
    def __init__(self) -> None:
        self.scan = Scan()
        self._cell = self._kind = ""
        self._formula = self._kept = self._in_value = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        tag = name.rpartition(":")[2]
        if tag == "c":
            self._cell, self._kind = attributes.get("r", ""), attributes.get("t", "")
            self._formula = self._kept = False
        elif tag == "f":
            self._formula = True
        elif tag == "v":
            self._in_value = True
        elif tag == "mergeCell" and len(self.scan.merges) <= _MERGES:
            self._merge(attributes.get("ref", ""))

    def end(self, name: str) -> None:
        tag = name.rpartition(":")[2]
        if tag == "v":
            self._in_value = False
        elif tag == "c" and self._formula and not self._kept and self._kind != "str":
            self.scan.uncounted.add(self._cell)

    def words(self, words: str) -> None:
        self._kept = self._kept or (self._in_value and bool(words.strip()))

    def doctype(self, *_: Any) -> None:
        raise _Doctype

    def _merge(self, ref: str) -> None:
        if re.fullmatch(r"[A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7}", ref):
            self.scan.merges.append(Merge(ref, *range_boundaries(ref)))
