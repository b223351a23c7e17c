"""A cell of an Excel sheet to what a facts file would hold: as the person sees it, not as it is stored."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from typing import Any

from assistant.drafting.facts.cleaning import quoted
from assistant.drafting.facts.numbers import number_of, written
from assistant.drafting.facts.values import Refused

#: Excel keeps 15 digits; what is longer has lost its end.
_KEPT = 10**15
_ZEROS = re.compile(r"0{2,}")


def value_of(cell: Any) -> Any:
    """None, text, bool or date. Raises Refused for errors, durations, and numbers whose digits are lost."""
    value = cell.value
    if value is None or isinstance(value, bool):
        return value
    if cell.data_type == "e":
        raise Refused(f"是错误值{quoted(value)}，请改正公式或者直接填值。")
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date | str):
        return value
    if isinstance(value, int | float):
        return _number(value, str(cell.number_format or ""))
    what = "时间" if isinstance(value, time) else "时长"
    raise Refused(f"是{what}，不能用，请改成文字或者日期。")


def _number(value: int | float, form: str) -> str:
    if abs(value) >= _KEPT:
        raise Refused("存成了数字，超过15位的部分已经丢失，请把单元格设为文本后重新填写。")
    number = number_of(value)
    if "%" in form:
        return f"{written(number * 100)}%"
    text = written(number)
    return text.zfill(len(form)) if _ZEROS.fullmatch(form) and text.isdecimal() else text
