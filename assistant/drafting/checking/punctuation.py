"""Marks of the wrong kind: half-width ones between characters, brackets of a document's number, digits."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.drafting.checking.finding import Finding, found
from assistant.drafting.checking.paper import Paper, Paragraph

_HAN = "\u4e00-\u9fff"
_HALF = re.compile(
    rf"(?<=[{_HAN}）》”】〕])[,:;?!](?=[{_HAN}（《“【〔\dA-Za-z\s]|$)|(?<=[{_HAN}）》”】])\.(?=[{_HAN}“《（]|$)"
)
_BRACKETS = re.compile(
    rf"\([^()\n]{{0,60}}[{_HAN}][^()\n]{{0,60}}\)|(?<=[{_HAN}])\([^()\n]{{1,40}}\)"
)
_MIXED = re.compile(r"（[^（）()]{0,60}\)|\([^（）()]{0,60}）")
_QUOTES = re.compile(rf"[\"'](?=[{_HAN}])|(?<=[{_HAN}])[\"']")
_TWICE = re.compile(r"([，。；：、？！])\1+|[，、；][。，；]|。[，；、]")
_WIDE = re.compile(r"[０-９Ａ-Ｚａ-ｚ]+")
#: 示例制造[2026]8号; （2026）粤0101民初1号 of a court is none.
_NUMBER = re.compile(rf"[{_HAN}]{{1,12}}[\[［【（(]\s*(?:19|20)\d\d\s*[\]］】）)]\s*第?\s*\d+\s*号")
_ORDINAL = re.compile(rf"[{_HAN}]{{1,12}}〔\d{{4}}〕\s*(?:第\s*\d+|0\d*)\s*号")
_SIX = re.compile(r"〔\s*\d{2}\s*〕\s*\d+\s*号")


def punctuation(paper: Paper) -> Iterator[Finding]:
    for one in paper.body:
        if one.text:
            yield from _numbers(one)
            yield from _marks(one)


def _numbers(one: Paragraph) -> Iterator[Finding]:
    if match := _NUMBER.search(one.text):
        yield found(one, match[0], "发文字号的年份应当用六角括号〔〕，如〔2026〕8号。", "错误")
    if match := _ORDINAL.search(one.text):
        yield found(one, match[0], "发文字号的序号不写“第”字，前面不补零。")
    if match := _SIX.search(one.text):
        yield found(one, match[0], "发文字号的年份要写四位数字。", "错误")


def _marks(one: Paragraph) -> Iterator[Finding]:
    text = _NUMBER.sub("", one.text)
    if words := _around(text, _HALF):
        yield found(one, words, "中文里用了半角标点；请改成全角标点。")
    brackets = [m[0] for m in _BRACKETS.finditer(text)] or [m[0] for m in _MIXED.finditer(text)]
    if brackets:
        yield found(one, brackets, "中文里用了半角括号，或者括号不成对；请改成全角括号（）。")
    if words := _around(text, _QUOTES):
        yield found(one, words, "用了直引号；请改成中文引号“”。")
    if words := _around(text, _TWICE):
        yield found(one, words, "标点重复或者连用；请删去多余的。")
    if words := [m[0] for m in _WIDE.finditer(text)]:
        yield found(one, words, "用了全角的数字或者字母；请改成半角。")


def _around(text: str, pattern: re.Pattern[str]) -> list[str]:
    """Each place with a few characters before and behind it."""
    return [text[max(0, m.start() - 4) : m.end() + 4] for m in pattern.finditer(text)]
