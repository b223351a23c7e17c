"""Counts, money and percents as people write them; nothing is rounded and nothing is guessed."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from assistant.drafting.blueprint import FactSpec
from assistant.drafting.facts.cleaning import narrowed, quoted
from assistant.drafting.facts.values import Refused, Value

#: Digits before and behind the point that are read; more is a slip of the hand.
_DIGITS, _DECIMALS = 18, 12
_NUMBER = r"-?(?:\d{1,3}(?:,\d{3})+|\d{1,18})(?:\.\d{1,12})?"
_PLAIN = re.compile(_NUMBER)
_MONEY = re.compile(
    rf"(?:人民币|rmb)?[¥￥]?\s*({_NUMBER})\s*(亿元|万元|亿|万|元)?整?", re.IGNORECASE
)
_PERCENT = re.compile(rf"({_NUMBER})\s*(%?)")
_SPOKEN_PERCENT = re.compile(rf"百分之\s*({_NUMBER})")
_SCALE = {"亿": 100_000_000, "万": 10_000, "元": 1, "": 1}
_MOST_MONEY = Decimal(10) ** 13


def written(number: Decimal) -> str:
    """Without exponent and without zeros at the end: 30, 2.5."""
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def number_of(given: int | float | Decimal) -> Decimal:
    """Exactly what is written in a file or shown by Excel (15 digits). Raises Refused."""
    if isinstance(given, int):
        if abs(given) >= 10**_DIGITS:
            raise Refused("数太大，请核对后改正。")
        return Decimal(given)
    number = given if isinstance(given, Decimal) else Decimal(f"{given:.15g}")
    if not number.is_finite() or abs(number) >= 10**_DIGITS or _decimals(number) > _DECIMALS:
        raise Refused(f"{quoted(given)}不是可以用的数，请核对后改正。")
    return number


def _decimals(number: Decimal) -> int:
    return -int(number.as_tuple().exponent)


def _parsed(words: str) -> Decimal:
    return Decimal(words.replace(",", ""))


def _scalar(given: Any, what: str) -> str | Decimal:
    """A number, or the words that may hold one. Raises Refused for anything else."""
    if isinstance(given, str):
        return narrowed(given)
    if isinstance(given, bool) or not isinstance(given, int | float | Decimal):
        raise Refused(f"{quoted(given)}不是{what}，请填数字。")
    return number_of(given)


def read_count(spec: FactSpec, given: Any) -> Value:
    """A whole number within the bounds of ``spec``, spoken with its unit. Raises Refused."""
    words = _scalar(given, "数")
    if isinstance(words, str):
        bare = words.removesuffix(narrowed(spec.unit)).strip() if spec.unit else words
        if not _PLAIN.fullmatch(bare):
            unit = f"，单位是“{spec.unit}”，不用写" if spec.unit else ""
            raise Refused(f"{quoted(given)}不是整数，请用阿拉伯数字填写{unit}。")
        words = _parsed(bare)
    if words != int(words):
        raise Refused(f"{quoted(written(words))}不是整数，请填整数。")
    count = int(words)
    if not spec.least <= count <= spec.most:
        raise Refused(f"{count}不在{spec.least}到{spec.most}之间，请核对后改正。")
    return Value(count, f"{count}{spec.unit}")


def read_money(spec: FactSpec, given: Any) -> Value:
    """Yuan, not negative, to the fen; ``raw`` a number of yuan. Raises Refused."""
    words = _scalar(given, "金额")
    if isinstance(words, str):
        found = _MONEY.fullmatch(words)
        if found is None:
            raise Refused(f"{quoted(given)}看不出是多少钱，请写成50000元或者5万元这样。")
        words = _parsed(found[1]) * _SCALE[(found[2] or "").removesuffix("元") or "元"]
    if words < 0:
        raise Refused(f"{quoted(given)}是负数，金额不能小于0。")
    if words >= _MOST_MONEY:
        raise Refused(f"{quoted(given)}超过了十万亿元，请核对单位是元、万元还是亿元。")
    if words != round(words, 2):
        raise Refused(f"{quoted(given)}不到一分钱的部分写不进文件，请填到分为止。")
    if words == int(words):
        return Value(int(words), f"{int(words):,}元")
    return Value(float(words), f"{words:,.2f}元")


def read_percent(spec: FactSpec, given: Any) -> Value:
    """0 to 100. A bare number between 0 and 1 could be meant either way and is refused. Raises Refused."""
    words = _scalar(given, "百分数")
    bare = True
    if isinstance(words, str):
        found = _PERCENT.fullmatch(words) or _SPOKEN_PERCENT.fullmatch(words)
        if found is None:
            raise Refused(f"{quoted(given)}不是百分数，请写成30%这样。")
        bare = found.re is _PERCENT and not found[2]
        words = _parsed(found[1])
    shown = written(words)
    if bare and 0 < words < 1:
        whole = written(words * 100)
        raise Refused(f"看不出{shown}是{shown}%还是{whole}%，请写上百分号。")
    if not 0 <= words <= 100:
        raise Refused(f"{shown}%不在0%到100%之间，请核对后改正。")
    if words == int(words):
        return Value(int(words), f"{int(words)}%")
    # below 1 the sign stays in the file, where a bare number would leave a doubt
    return Value(float(words) if words > 1 else f"{shown}%", f"{shown}%")
