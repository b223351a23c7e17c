"""Rows of an .xlsx or a .csv as they are read from the file, one at a time, from the first row on."""

from __future__ import annotations

import csv
import io
import warnings
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from itertools import islice
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from assistant.drafting.facts.cells import value_of
from assistant.drafting.facts.plain_kinds import is_empty
from assistant.drafting.facts.sheet_scan import Merge, Scan, check_package, scan_sheet
from assistant.drafting.facts.values import Refused
from corpus.errors import BadInput
from corpus.reading.text.encoding import decode

_LARGEST_CSV = 20 * 1024 * 1024
_DELIMITERS = ",\t;，"
#: What openpyxl lets through when a package is not as it should be.
_BROKEN = (
    InvalidFileException,
    SyntaxError,  # of XML, in the standard library and in lxml
    zipfile.BadZipFile,
    AttributeError,
    EOFError,
    IndexError,
    KeyError,
    OSError,
    TypeError,
    ValueError,
)


class XlsxSource:
    """The first sheet that is not hidden. Raises BadInput when the file cannot be read."""

    def __init__(self, path: Path) -> None:
        self.name = path.name
        self._path = path
        check_package(path)
        with self._book() as book:
            shown = [s for s in book.worksheets if s.sheet_state == "visible"]
            if not shown:
                raise BadInput(f"{path.name} 里没有工作表，请检查是否选错文件。")
            self._sheet: str = shown[0].title
            # the part inside the package: openpyxl alone knows how names lead to it
            self._scan: Scan = scan_sheet(path, shown[0]._worksheet_path)

    def rows(self) -> Iterator[Sequence[Any]]:
        merges = _Merged(self._scan.merges)
        with self._book() as book:
            sheet = book[self._sheet]
            sheet.reset_dimensions()  # what a file says of its size is often wrong
            for number, cells in enumerate(sheet.iter_rows(), 1):
                yield merges.filled(number, [self._value(cell) for cell in cells])

    def _value(self, cell: Any) -> Any:
        if cell.value is None:
            place = getattr(cell, "coordinate", None) if self._scan.uncounted else None
            if place in self._scan.uncounted:
                return Refused(
                    "是公式，文件里没有保存计算结果；请用 Excel 打开并保存一次，或者直接填值。"
                )
            return None
        try:
            return value_of(cell)
        except Refused as refused:
            return refused

    @contextmanager
    def _book(self) -> Iterator[Any]:
        """The workbook while it is read. Raises BadInput for whatever breaks inside."""
        try:
            with self._path.open("rb") as file:  # openpyxl leaves its own open when it fails
                with warnings.catch_warnings():
                    warnings.simplefilter("ignore")  # on extensions that hold no values
                    book = openpyxl.load_workbook(
                        file, read_only=True, data_only=True, keep_links=False
                    )
                with closing(book):
                    yield book
        except _BROKEN as error:
            raise BadInput(
                f"{self.name} 已损坏或者不是标准的 .xlsx，请用 Excel 或 WPS 打开后另存。"
            ) from error


class _Merged:
    """Fills cells merged downwards, refuses those merged across. Fed with all rows in order."""

    def __init__(self, merges: Sequence[Merge]) -> None:
        self._waiting = sorted(merges, key=lambda merge: -merge.first_row)
        self._active: dict[int, tuple[Merge, Any]] = {}  # by first column

    def filled(self, number: int, cells: list[Any]) -> list[Any]:
        while self._waiting and self._waiting[-1].first_row <= number:
            merge = self._waiting.pop()
            at = merge.first_column - 1
            self._active[merge.first_column] = (merge, cells[at] if at < len(cells) else None)
        if not self._active or all(is_empty(cell) for cell in cells):
            return cells
        for column, (merge, value) in tuple(self._active.items()):
            if merge.last_row < number:
                del self._active[column]
            elif not is_empty(value):
                cells += [None] * (column - len(cells))
                cells[column - 1] = self._cell(merge, value)
        return cells

    @staticmethod
    def _cell(merge: Merge, value: Any) -> Any:
        if merge.first_column == merge.last_column:
            return value
        return Refused(f"是合并单元格（{merge.name}），看不出各列的值，请取消合并后分别填写。")


class CsvSource:
    """A .csv in any encoding that a Chinese Excel writes. Of the delimiters the one is taken by which
    a row of the first ten gives most ``matches``. Raises BadInput."""

    def __init__(self, path: Path, matches: Callable[[Sequence[Any]], int]) -> None:
        self.name = path.name
        if path.stat().st_size > _LARGEST_CSV:
            raise BadInput(f"{path.name} 超过{_LARGEST_CSV // 1024 // 1024} MB，请拆成几个文件。")
        decoded = decode(path.read_bytes())
        if decoded is None or decoded.lost:
            raise BadInput(f"{path.name} 的编码认不出来，请用 Excel 另存为“CSV UTF-8”。")
        self._text = decoded.text.removeprefix("\ufeff")
        self._delimiter = max(
            _DELIMITERS, key=lambda one: max(map(matches, islice(self._rows(one), 10)), default=0)
        )

    def rows(self) -> Iterator[Sequence[Any]]:
        return self._rows(self._delimiter)

    def _rows(self, delimiter: str) -> Iterator[list[str]]:
        # newline="": a line break inside quotes belongs to its cell
        reader = csv.reader(io.StringIO(self._text, newline=""), delimiter=delimiter)
        number = 0
        try:
            for cells in reader:
                number += 1
                yield cells
        except csv.Error as error:
            raise BadInput(
                f"{self.name} 第{number + 1}行读不下去，可能引号没有成对或者一格太长，请改正。"
            ) from error
