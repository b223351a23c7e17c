"""YAML of a facts file to plain data, with the line of whatever is wrong.

Every value stays as it is written, so that 0123 keeps its zero and NO is a word; only an empty value and
``null`` are none. Aliases are refused: a short file could blow up to any size.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from assistant.drafting.facts.cleaning import quoted
from corpus.errors import BadInput

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_NONE = frozenset({"", "~", "null", "Null", "NULL"})
#: Deepest nesting, and values of a file in all.
_DEEPEST, _MOST = 20, 200_000
_STANDARD = frozenset(
    f"tag:yaml.org,2002:{kind}"
    for kind in ("str", "int", "float", "bool", "null", "timestamp", "seq", "map")
)
#: What the parser says, and what a person does about it; the first that fits.
_ADVICE = (
    ("mapping values are not allowed", "缩进不齐，或者值里有冒号；请对齐，或者给值加引号"),
    ("cannot start any token", "开头的字符不能直接写；缩进请用空格，以@、%、`开头的值请加引号"),
    ("sequence entries are not allowed", "列表要另起一行写，每行以“- ”开头"),
    ("quoted scalar", "引号没有成对，或者引号里有反斜杠；请补上引号，或者改用单引号"),
    ("flow", "括号没有成对，请补上；值里有括号的，请给整个值加引号"),
    ("expected '-'", "列表和“名称: 值”混在了一起，请对齐缩进"),
    ("could not find expected ':'", "缺少冒号；请写成“名称: 值”，用英文冒号，后面空一格"),
    ("expected key", "缩进不齐，请把同一层的名称对齐"),
    ("expected <block end>", "缩进不齐，请把同一层的名称对齐"),
)


@dataclass(slots=True)
class _Open:
    """A mapping or list that is being filled. ``key`` waits for its value; ``lines`` are those of keys."""

    made: dict[str, Any] | list[Any]
    key: str | None = None
    lines: dict[str, int] = field(default_factory=dict)


class _Builder:
    """Plain data of YAML events; keeps its own stack, so that no depth breaks it."""

    def __init__(self, where: str) -> None:
        self._where = where
        self._stack: list[_Open] = []
        self._documents = self._count = 0
        self.root: Any = None

    def take(self, event: Any) -> None:
        if isinstance(event, yaml.DocumentStartEvent):
            self._documents += 1
            if self._documents > 1:
                raise self._wrong(event, "又开始了一份（---），一个文件只放一份，请拆开")
        elif isinstance(event, yaml.AliasEvent):
            raise self._wrong(event, "用了引用（*），不支持；以*开头的文字请加引号")
        elif isinstance(event, yaml.NodeEvent):
            self._node(event)
        elif isinstance(event, yaml.CollectionEndEvent):
            self._stack.pop()

    def _node(self, event: Any) -> None:
        self._count += 1
        if self._count > _MOST:
            raise self._wrong(event, f"起内容太多（超过{_MOST}项），请拆成几个文件")
        if event.anchor is not None:
            raise self._wrong(event, "用了锚（&），不支持；以&开头的文字请加引号")
        if event.tag not in (None, "!") and event.tag not in _STANDARD:
            raise self._wrong(event, "用了标签（!），不支持；以!开头的文字请加引号")
        if isinstance(event, yaml.ScalarEvent):
            plain = event.style in (None, "") and event.tag is None
            self._put(event, None if plain and event.value in _NONE else event.value)
            return
        made: dict[str, Any] | list[Any] = {} if isinstance(event, yaml.MappingStartEvent) else []
        self._put(event, made)
        self._stack.append(_Open(made))
        if len(self._stack) > _DEEPEST:
            raise self._wrong(event, f"套得太深（超过{_DEEPEST}层），请按样例改写")

    def _put(self, event: Any, value: Any) -> None:
        if not self._stack:
            self.root = value
            return
        top = self._stack[-1]
        if isinstance(top.made, list):
            top.made.append(value)
        elif top.key is None:
            top.key = self._key(top, event, value)
        else:
            top.made[top.key] = value
            top.key = None

    def _key(self, top: _Open, event: Any, value: Any) -> str:
        if not isinstance(value, str) or not value.strip():
            raise self._wrong(event, "的名称不是文字；以{或者[开头的值请加引号")
        line = event.start_mark.line + 1
        if value in top.lines:
            raise BadInput(
                f"{self._where}第{line}行的{quoted(value)}与第{top.lines[value]}行重复，请只留一个。"
            )
        top.lines[value] = line
        return value

    def _wrong(self, event: Any, what: str) -> BadInput:
        return BadInput(f"{self._where}第{event.start_mark.line + 1}行{what}。")


def parsed(text: str, where: str) -> Any:
    """Dicts, lists, text and None. Raises BadInput that names ``where`` and the line."""
    builder = _Builder(where)
    for event in _events(text, where):
        builder.take(event)
    return builder.root


def _events(text: str, where: str) -> Iterator[Any]:
    try:
        yield from yaml.parse(text, Loader=_LOADER)
    except yaml.reader.ReaderError as error:
        line = text[: error.position].count("\n") + 1 if isinstance(error.position, int) else 1
        raise BadInput(f"{where}第{line}行附近有看不见的控制字符，请删去后重试。") from error
    except yaml.MarkedYAMLError as error:
        raise BadInput(f"{where}{_said(error)}。") from error
    except (yaml.YAMLError, UnicodeError) as error:
        raise BadInput(f"{where}不是有效的 YAML，请检查缩进、冒号和引号。") from error


def _said(error: yaml.MarkedYAMLError) -> str:
    words = f"{error.problem or ''} {error.context or ''}"
    advice = next((a for sign, a in _ADVICE if sign in words), "请检查缩进、冒号和引号")
    mark = error.problem_mark
    if "quoted scalar" in words or "flow" in words:
        mark = error.context_mark or mark  # where it was opened
    return f"第{mark.line + 1}行不是有效的 YAML：{advice}" if mark else f"不是有效的 YAML：{advice}"
