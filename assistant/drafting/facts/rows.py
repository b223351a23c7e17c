"""Tables: rows by column name or label, each cell read by the type of its column, totals that must add up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import cache
from typing import Any

from assistant.drafting.blueprint import Column, FactSpec, FactType
from assistant.drafting.facts.cleaning import quoted
from assistant.drafting.facts.naming import Names
from assistant.drafting.facts.numbers import number_of, written
from assistant.drafting.facts.plain_kinds import READERS, is_empty
from assistant.drafting.facts.values import Refused, Value
from assistant.drafting.facts.words import longest_of

MOST_ROWS = 500
#: What is wrong is said of so many cells; a person mends these and sees the next.
_NAMED = 3


def read_table(spec: FactSpec, given: Any) -> Value | None:
    """``raw`` a list of rows by column name with the cells that are given. Raises Refused."""
    rows = _rows(given)
    wrong: list[str] = []
    read = [(number, _row(spec, number, row, wrong)) for number, row in rows]
    if wrong:
        more = f"；另有{len(wrong) - _NAMED}处" if len(wrong) > _NAMED else ""
        raise Refused("；".join(wrong[:_NAMED]) + f"{more}。请改正。")
    if not read:
        return None
    for column in spec.columns:
        _check_total(column, [cells for _, cells in read])
    return Value(
        [{name: cell.raw for name, cell in cells.items()} for _, cells in read],
        "",
        rows=tuple(_written(spec, cells) for _, cells in read),
    )


def _rows(given: Any) -> list[tuple[int, Mapping[Any, Any]]]:
    """Rows that are not empty with their numbers."""
    if not isinstance(given, list | tuple):
        raise Refused("这一项是表格，请写成一行一行的列表，每行写“列名: 值”。")
    found = []
    for number, row in enumerate(given, 1):
        if row is None or row == {} or row == "":
            continue
        if not isinstance(row, Mapping):
            raise Refused(f"第{number}行{quoted(row)}没有写列名，请写成“列名: 值”。")
        if not all(is_empty(cell) for cell in row.values()):
            found.append((number, row))
    if len(found) > MOST_ROWS:
        raise Refused(f"有{len(found)}行，最多{MOST_ROWS}行，请拆成几张表或者删减。")
    return found


def _row(spec: FactSpec, number: int, row: Mapping[Any, Any], wrong: list[str]) -> dict[str, Value]:
    """Cells by column name; what is wrong is added to ``wrong``."""
    given = _by_column(spec, number, row, wrong)
    cells: dict[str, Value] = {}
    for column in spec.columns:
        try:
            cell = _cell(spec, column, given.get(column.name))
        except Refused as error:
            wrong.append(f"第{number}行“{column.label}”：{error.message.rstrip('。')}")
            continue
        if cell is not None:
            cells[column.name] = cell
        elif column.required:
            wrong.append(f"第{number}行没有填“{column.label}”")
    return cells


def _by_column(
    spec: FactSpec, number: int, row: Mapping[Any, Any], wrong: list[str]
) -> dict[str, Any]:
    names = Names(spec.columns)
    found: dict[str, Any] = {}
    for key, cell in row.items():
        if is_empty(cell):
            continue
        column = names.find(key)
        if column is None:
            known = "、".join(one.label for one in spec.columns)
            wrong.append(f"第{number}行有不认识的列{quoted(key)}，可用的列：{known}")
        elif column.name in found:
            wrong.append(f"第{number}行“{column.label}”写了两次")
        else:
            found[column.name] = cell
    return found


def _cell(spec: FactSpec, column: Column, given: Any) -> Value | None:
    if is_empty(given):
        return None
    value = READERS[_type(column)](_cell_spec(column, longest_of(spec)), given)
    return None if value is None or value.text == "" else value


def _type(column: Column) -> FactType:
    """A cell of a kind that needs options is words."""
    return column.type if column.type in READERS else FactType.TEXT


@cache
def _cell_spec(column: Column, longest: int) -> FactSpec:
    return FactSpec(name=column.name, label=column.label, type=_type(column), longest=longest)


def _written(spec: FactSpec, cells: Mapping[str, Value]) -> dict[str, str]:
    return {
        column.name: cells[column.name].text if column.name in cells else ""
        for column in spec.columns
    }


def _check_total(column: Column, rows: Sequence[Mapping[str, Value]]) -> None:
    if column.total is None:
        return
    amounts = [_amount(cells[column.name]) for cells in rows if column.name in cells]
    total, wanted = sum(amounts, Decimal(0)), number_of(column.total)
    if total != wanted:
        sign = "%" if column.type is FactType.PERCENT else ""
        raise Refused(
            f"“{column.label}”合计是{written(total)}{sign}，应当是{written(wanted)}{sign}，请核对各行。"
        )


def _amount(cell: Value) -> Decimal:
    """A cell of words counts where it is a number."""
    if isinstance(cell.raw, int | float):
        return number_of(cell.raw)
    try:
        return Decimal(str(cell.raw).rstrip("%"))
    except ArithmeticError as error:
        raise Refused(f"{quoted(cell.text)}不是数，算不出合计，请填数字。") from error
