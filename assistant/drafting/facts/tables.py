"""Tables of facts, one company a row: .xlsx or .csv, streamed, with the row and cell of whatever is wrong."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any, Protocol

from openpyxl.utils import get_column_letter

from assistant.drafting.blueprint import FactSpec, FactType
from assistant.drafting.facts.cleaning import quoted
from assistant.drafting.facts.naming import Names, key_of
from assistant.drafting.facts.plain_kinds import is_empty
from assistant.drafting.facts.table_form import table_template, text_cell
from assistant.drafting.facts.table_sources import CsvSource, XlsxSource
from assistant.drafting.facts.values import Problem, Refused
from corpus.errors import BadInput

__all__ = ["Row", "Table", "read_table", "table_template", "text_cell"]

#: Rows from the top among which the headers are looked for, and rows of a table in all.
_HEADS, MOST_ROWS = 10, 100_000
_MOST_COLUMNS = 1000
#: Columns that number or remark rows for the person; they are no facts and nobody misses them.
_ASIDE = frozenset({"序号", "编号", "no", "no."})


@dataclass(frozen=True, slots=True)
class Row:
    """Facts of one company by name. ``number`` as Excel shows it. What is in ``problems`` is not in ``facts``."""

    number: int
    facts: Mapping[str, Any]
    problems: tuple[Problem, ...] = ()


class Source(Protocol):
    """Rows of cells from the first on; a cell is a value, or Refused where it cannot be used."""

    name: str

    def rows(self) -> Iterator[Sequence[Any]]: ...


@dataclass(frozen=True)
class Table:
    """``columns``: the fact of each column, by its place from 0. Iterating reads the file anew.

    ``unknown``: headers that are no fact's, each with its cell and the nearest known one; their columns
    are not read.
    """

    source: Source
    columns: Mapping[int, FactSpec]
    head: int  # number of the header row
    unknown: tuple[Problem, ...] = ()
    aside: frozenset[int] = field(default=frozenset())

    def __iter__(self) -> Iterator[Row]:
        """Rows that hold something, in order. Raises BadInput where the file breaks off."""
        count = 0
        for number, cells in enumerate(self.source.rows(), 1):
            if number <= self.head or all(is_empty(cell) for cell in cells):
                continue
            count += 1
            if count > MOST_ROWS:
                raise BadInput(f"{self.source.name} 超过{MOST_ROWS}行，请拆成几个文件。")
            yield self._row(number, cells)

    def _row(self, number: int, cells: Sequence[Any]) -> Row:
        facts: dict[str, Any] = {}
        problems: list[Problem] = []
        for place, cell in enumerate(cells):
            spec = self.columns.get(place)
            if is_empty(cell) or (spec is None and place in self.aside):
                continue
            where = f"{get_column_letter(place + 1)}{number}"
            if spec is None:
                message = f"单元格 {where} 所在的列没有表头，请补上表头或者删去内容。"
                problems.append(Problem("", where, message))
            elif isinstance(cell, Refused):
                message = f"{spec.label}：单元格 {where} {cell.message}"
                problems.append(Problem(spec.name, spec.label, message))
            else:
                facts[spec.name] = cell
        return Row(number, facts, tuple(problems))


def read_table(path: Path | str, specs: Sequence[FactSpec]) -> Table:
    """The first sheet of an .xlsx, or a .csv. Its headers are names or labels of ``specs``.

    The header row is the one of the first ten that names most facts. Raises BadInput when the file
    cannot be read, no row names a fact, or two columns give the same fact.
    """
    path = Path(path)
    source = _source(path, specs)
    top = list(islice(source.rows(), _HEADS))
    names = Names(specs)
    head = max(range(len(top)), key=lambda at: _matches(top[at], names), default=0)
    if not top or not _matches(top[head], names):
        first = next((row for row in top if any(isinstance(c, str) for c in row)), ())
        shown = "、".join(quoted(c, 20) for c in first if isinstance(c, str))[:200]
        wanted = "、".join(spec.label for spec in specs[:5])
        seen = f"读到的是{shown}，" if shown else ""
        raise BadInput(
            f"{path.name} 的前{_HEADS}行里没有表头；{seen}表头应当有{wanted}等，请改正。"
        )
    return _table(source, head + 1, top[head], names)


def _source(path: Path, specs: Sequence[FactSpec]) -> XlsxSource | CsvSource:
    try:
        if not path.is_file():
            raise BadInput(f"找不到表格 {path.name}，请检查路径。")
        kind = path.suffix.lower()
        if kind in (".csv", ".tsv", ".txt"):
            names = Names(specs)
            return CsvSource(path, lambda row: _matches(row, names))
        if kind in (".xlsx", ".xlsm"):
            return XlsxSource(path)
    except (OSError, ValueError) as error:
        raise BadInput(f"表格 {path.name} 读不出来，请检查路径和权限。") from error
    raise BadInput(f"{path.name} 不是 .xlsx 或 .csv，请用 Excel 或 WPS 另存为这两种之一。")


def _matches(cells: Sequence[Any], names: Names[FactSpec]) -> int:
    found = (names.find(cell) for cell in cells if isinstance(cell, str))
    return len({spec.name for spec in found if spec is not None})


def _table(source: Source, number: int, head: Sequence[Any], names: Names[FactSpec]) -> Table:
    if len(head) > _MOST_COLUMNS:
        raise BadInput(f"{source.name} 有{len(head)}列，最多{_MOST_COLUMNS}列，请删去多余的列。")
    columns: dict[int, FactSpec] = {}
    unknown: list[Problem] = []
    aside: set[int] = set()
    for place, cell in enumerate(head):
        if is_empty(cell):
            continue
        where = f"{get_column_letter(place + 1)}{number}"
        spec = names.find(cell) if isinstance(cell, str) else None
        if spec is not None and spec.type is not FactType.TABLE:
            twice = next((at for at, other in columns.items() if other.name == spec.name), None)
            if twice is not None:
                other = f"{get_column_letter(twice + 1)}{number}"
                raise BadInput(
                    f"{source.name} 的 {other} 和 {where} 都是“{spec.label}”，请只留一列。"
                )
            columns[place] = spec
            continue
        aside.add(place)
        if key_of(cell) not in _ASIDE:
            unknown.append(_unknown(cell, where, spec, names))
    return Table(source, columns, number, tuple(unknown), frozenset(aside))


def _unknown(cell: Any, where: str, spec: FactSpec | None, names: Names[FactSpec]) -> Problem:
    head = quoted(cell.message if isinstance(cell, Refused) else cell)
    if spec is not None:
        message = f"表头 {where} {head}是表格类的事实，一格写不下，请写在事实文件里；这一列没有读。"
        return Problem(spec.name, spec.label, message)
    near = names.nearest(cell)
    hint = f"，相近的是“{near.label}”" if near else ""
    return Problem(
        head[1:-1], head[1:-1], f"表头 {where} {head}不是已知的事实{hint}；请改正，这一列没有读。"
    )
