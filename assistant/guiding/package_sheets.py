"""Spreadsheets of the package: plan, self-check, evidence, basis. A cell is never run as a formula."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from assistant.drafting.facts.tables import text_cell
from assistant.guiding.charts import STATES

#: A cell: words, a number, a day, nothing.
Cell = str | int | float | date | None
_WIDEST, _NARROWEST = 60, 8
_REPLIES = {"yes": "是", "partly": "部分", "no": "否", "na": "不适用", None: ""}


@dataclass(frozen=True)
class Sheet:
    """``rows`` under ``head``; ``note``: a line above the head."""

    title: str
    head: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    note: str = ""


def workbook(sheets: Iterable[Sheet]) -> bytes:
    """An .xlsx of the sheets."""
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.active)
    for sheet in sheets:
        _write(book.create_sheet(sheet.title), sheet)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _write(page: Any, sheet: Sheet) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    first = 1
    if sheet.note:
        text_cell(page, 1, 1, sheet.note)
        first = 2
    for place, words in enumerate(sheet.head, 1):
        cell = text_cell(page, first, place, words)
        cell.font, cell.fill = Font(bold=True), PatternFill("solid", fgColor="E6ECF2")
    for number, row in enumerate(sheet.rows, first + 1):
        for place, value in enumerate(row, 1):
            _put(page, number, place, value).alignment = Alignment(wrap_text=True, vertical="top")
    for place in range(1, len(sheet.head) + 1):
        widths = [_width(row[place - 1]) for row in (sheet.head, *sheet.rows)]
        page.column_dimensions[get_column_letter(place)].width = min(
            _WIDEST, max(_NARROWEST, *widths)
        )
    page.freeze_panes = page.cell(first + 1, 1)


def _put(page: Any, row: int, column: int, value: Cell) -> Any:
    if isinstance(value, str):
        return text_cell(page, row, column, value)
    cell = page.cell(row, column)
    if value is not None:
        cell.value = value
    if isinstance(value, date):
        cell.number_format = "yyyy-mm-dd"
    elif isinstance(value, float):
        cell.number_format = "0%"
    return cell


def _width(value: Cell) -> int:
    """Columns that the longest line takes; a Han character takes two."""
    if isinstance(value, date):
        return 12
    lines = str(value if value is not None else "").split("\n")
    return max(sum(2 if ord(c) > 0x2E7F else 1 for c in line) for line in lines) + 2


# -- what stands in them -----------------------------------------------------------------------------


def plan_sheets(way: Mapping[str, Any], tasks: Sequence[Mapping[str, Any]]) -> list[Sheet]:
    """``way`` and ``tasks`` as ``GuideView`` gives them."""
    planned = [task for task in tasks if task["start"]]
    rows: list[list[Cell]] = [
        [
            task["phase"],
            task["title"],
            task["owner"],
            task["signs"],
            date.fromisoformat(task["start"]),
            date.fromisoformat(task["end"]),
            task["planned_days"],
            STATES[task["state"]],
            "、".join(one["title"] for one in task["needs"]),
            "、".join(one["title"] for one in task["produces"]),
            "\n".join(task["what"]),
            "\n".join(f"{'☑' if s in task['ticked'] else '☐'} {s}" for s in task["done_when"]),
            "".join(f"〔{one['mark']}〕" for one in task["clauses"]),
            task["note"],
        ]
        for task in sorted(planned, key=lambda one: (one["start"], one["end"]))
    ]
    head = (
        *("阶段", "任务", "负责", "批准或签署", "开始", "完成", "工作日", "状态", "要等"),
        *("产出文件", "做什么", "完成标准", "依据", "备注"),
    )
    note = "工作日天数是建议，不是规定，由企业调整。"
    left = [[task["title"], task["left_out"]] for task in tasks if not task["start"]]
    notes = [["日期", one] for one in way["notes"]]
    notes += [["前后不一致", one] for one in way["contradictions"]]
    notes += [["待向当地市场监督管理部门核实", one] for one in way["to_ask"]]
    return [
        Sheet("计划", head, rows, note),
        Sheet("不排进计划", ("任务", "原因"), left),
        Sheet("注意和待核实", ("类别", "内容"), notes),
    ]


def check_sheets(made: Mapping[str, Any]) -> list[Sheet]:
    """A self-check as ``GuideView.assessment`` gives it."""
    result = made["result"]
    told = result["comparison"]
    scores: list[list[Cell]] = [
        [
            one["title"],
            *(one[name] for name in ("yes", "partly", "no", "na", "open", "share", "before")),
        ]
        for one in result["scores"]
    ]
    overall = [None, None, None, result["asked"] - result["answered"]]
    scores.append(["合计", *overall, None, result["share"], result["before"]])
    answered = f"已答{result['answered']}项，共{result['asked']}项"
    state = "已完成" if made["finished"] else "还没有完成"
    lines = (f"{made['title']}：{state}，{answered}。对照：{made['from']}。", made["note"])
    note = "".join((*lines, told["said"] if told else ""))
    head = ("组", "是", "部分", "否", "不适用", "未答", "做到", "上一次做到")
    return [
        Sheet("结果", head, scores, note),
        Sheet(
            "逐项", _CHECK_HEAD, [_check_row(g, one) for g in made["groups"] for one in g["checks"]]
        ),
        Sheet(
            "差距",
            ("次序", "主题", "自查项", "回答", "为什么排在这里", "依据"),
            [
                [n, one["topic"], one["text"], _REPLIES[one["reply"]], one["reason"], one["mark"]]
                for n, one in enumerate(result["gaps"], 1)
            ],
        ),
    ]


_CHECK_HEAD = ("组", "主题", "自查项", "强度", "条款", "引文", "回答", "证据", "备注")


def _check_row(group: Mapping[str, Any], one: Mapping[str, Any]) -> list[Cell]:
    return [
        group["title"],
        one["topic"],
        one["text"],
        one["force"],
        one["mark"],
        one["quote"],
        _REPLIES[one["reply"]],
        one["evidence"],
        one["note"],
    ]
