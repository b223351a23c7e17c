"""An .xlsx to fill in: a column a fact, lists to choose from, and a sheet that says how."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from assistant.drafting.blueprint import FactSpec, FactType
from assistant.drafting.facts.cleaning import cleaned, one_line
from assistant.drafting.facts.dates import FIRST_YEAR, LAST_YEAR
from assistant.drafting.facts.words import longest_of
from assistant.drafting.facts.yaml_form import how_to
from corpus.errors import BadInput

_SHEET, _GUIDE, _LISTS = "填写", "填写说明", "选项"
#: The last row that lists and formats are laid over.
_LAST = 10_001
_NARROW, _WIDE = 12, 40
_WORDY = (FactType.TEXT, FactType.PARAGRAPH, FactType.LINES, FactType.CHOICES)
_HEAD_FONT, _HEAD_FILL = Font(bold=True), PatternFill("solid", fgColor="DDEBF7")
_FORMATS = {
    FactType.DATE: "yyyy-mm-dd",
    FactType.COUNT: "0",
    FactType.MONEY: "#,##0.00",
    FactType.PERCENT: "0.##%",
}
_STARTS_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_NOTES = (
    "一行一家企业。表头不要改；列的顺序可以变，不需要的列可以删。",
    "带 * 的是必填。没有的留空，文件里会写成【待填：…】并列入待填清单。",
    "不要合并单元格。用公式的，存盘前请在 Excel 里算出结果。",
    "一格里写几条的（一行一条），用 Alt+Enter 换行；可以选几项的，用顿号分开。",
    "统一社会信用代码、电话一类请保持文本格式，否则位数会丢失。",
)


def table_template(
    specs: Sequence[FactSpec], path: Path | str, rows: Iterable[Mapping[str, Any]] = ()
) -> None:
    """Write an .xlsx for ``specs``, with ``rows`` (facts by name) already filled in.

    Facts that are tables themselves do not fit in a cell; the guide names them. Raises BadInput.
    """
    path = Path(path)
    columns = [spec for spec in specs if spec.type is not FactType.TABLE]
    book = Workbook()
    sheet = book.active
    sheet.title = _SHEET
    guide, lists = book.create_sheet(_GUIDE), book.create_sheet(_LISTS)
    lists.sheet_state = "hidden"
    for place, spec in enumerate(columns, 1):
        _column(sheet, lists, place, spec)
    sheet.freeze_panes = "B2"
    for number, row in enumerate(rows, 2):
        for place, spec in enumerate(columns, 1):
            _fill(sheet, number, place, spec, row.get(spec.name))
    _write_guide(guide, specs)
    try:
        book.save(path)
    except OSError as error:
        raise BadInput(
            f"{path.name} 写不进去，请检查文件夹和权限，或者先关闭打开着的文件。"
        ) from error


def text_cell(sheet: Any, row: int, column: int, text: str) -> Any:
    """A cell that holds ``text`` and is never run: what looks like a formula is marked as text, as by '."""
    cell = sheet.cell(row, column)
    cell.value = cleaned(text)[:32_767]  # the most that a cell of Excel holds
    if cell.value is not None:
        cell.data_type = "s"
        cell.quotePrefix = text.startswith(_STARTS_FORMULA) or cell.value.startswith(
            _STARTS_FORMULA
        )
    return cell


def _column(sheet: Any, lists: Any, place: int, spec: FactSpec) -> None:
    letter = get_column_letter(place)
    head = text_cell(sheet, 1, place, spec.label + ("*" if spec.required else ""))
    head.font, head.fill = _HEAD_FONT, _HEAD_FILL
    head.alignment = Alignment(wrap_text=True, vertical="center")
    head.comment = _comment(spec)
    dimension = sheet.column_dimensions[letter]
    dimension.width = _width(spec)
    dimension.number_format = _FORMATS.get(spec.type, "@")
    rule = _validation(lists, place, spec)
    if rule is not None:
        rule.add(f"{letter}2:{letter}{_LAST}")
        sheet.add_data_validation(rule)


def _width(spec: FactSpec) -> int:
    words = min(longest_of(spec) // 4, 30) if spec.type in _WORDY else 0
    return min(_WIDE, max(_NARROW, 2 * len(spec.label) + 3, words))


def _comment(spec: FactSpec) -> Comment:
    lines = ["必填" if spec.required else "选填", how_to(spec), spec.help]
    if spec.example:
        lines.append(f"例如：{spec.example}")
    return Comment(
        "\n".join(one_line(line) for line in lines if line), "填写说明", width=320, height=140
    )


def _validation(lists: Any, place: int, spec: FactSpec) -> DataValidation | None:
    """What Excel lets a person enter; reading checks it again."""
    if spec.type is FactType.YES_NO:
        return _rule(type="list", formula1='"是,否"', error="请填“是”或者“否”。")
    if spec.type is FactType.CHOICE:
        return _rule(type="list", formula1=_list(lists, place, spec), error="请从列表里选一项。")
    if spec.type is FactType.DATE:
        first, last = (_serial(date(*day)) for day in ((FIRST_YEAR, 1, 1), (LAST_YEAR, 12, 31)))
        return _between("date", first, last, "请填日期，如 2026-03-01。")
    if spec.type is FactType.COUNT:
        return _between("whole", spec.least, spec.most, f"请填{spec.least}到{spec.most}的整数。")
    if spec.type is FactType.PERCENT:
        return _between("decimal", 0, 1, "请填0%到100%，写上百分号。")
    return None


def _list(lists: Any, place: int, spec: FactSpec) -> str:
    """Options in a column of the hidden sheet: a list in the rule itself ends at 255 characters."""
    for number, option in enumerate(spec.options, 1):
        text_cell(lists, number, place, option.label)
    letter = get_column_letter(place)
    return f"'{_LISTS}'!${letter}$1:${letter}${len(spec.options)}"


def _between(kind: str, least: int, most: int, error: str) -> DataValidation:
    return _rule(
        type=kind, operator="between", formula1=str(least), formula2=str(most), error=error
    )


def _rule(**settings: Any) -> DataValidation:
    return DataValidation(allow_blank=True, showErrorMessage=True, errorTitle="请核对", **settings)


def _serial(day: date) -> int:
    """The number that Excel keeps for a day."""
    return (day - date(1899, 12, 30)).days


def _fill(sheet: Any, number: int, place: int, spec: FactSpec, value: Any) -> None:
    if value is None:
        return
    words = _words(spec, value)
    if isinstance(words, str):
        text_cell(sheet, number, place, words)
    else:
        cell = sheet.cell(number, place)
        cell.value, cell.number_format = words, _FORMATS.get(spec.type, "General")


def _words(spec: FactSpec, value: Any) -> Any:
    """What a person would have typed for ``value``: labels of options, 是 and 否, lines, 30%."""
    labels = {option.value: option.label for option in spec.options}
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list | tuple):
        return "\n".join(str(labels.get(one, one)) for one in value)
    if spec.type is FactType.PERCENT and isinstance(value, int | float):
        return f"{value}%"
    return labels.get(value, value) if isinstance(value, str) else value


def _write_guide(guide: Any, specs: Sequence[FactSpec]) -> None:
    for number, note in enumerate(_NOTES, 1):
        text_cell(guide, number, 1, note)
    start = len(_NOTES) + 2
    for place, (head, width) in enumerate(
        (("名称", 28), ("必填", 8), ("怎样填", 50), ("说明", 60), ("例如", 30), ("字段名", 24)), 1
    ):
        cell = text_cell(guide, start, place, head)
        cell.font, cell.fill = _HEAD_FONT, _HEAD_FILL
        guide.column_dimensions[get_column_letter(place)].width = width
    for number, spec in enumerate(specs, start + 1):
        how = (
            "是表格，一格写不下，请写在事实文件里" if spec.type is FactType.TABLE else how_to(spec)
        )
        words = (spec.label, "是" if spec.required else "", how, spec.help, spec.example, spec.name)
        for place, text in enumerate(words, 1):
            text_cell(guide, number, place, text).alignment = Alignment(
                wrap_text=True, vertical="top"
            )
