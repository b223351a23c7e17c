"""Answers of the interview as a person types them: in the terminal and in the chat, by the reader of the forms."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from assistant.drafting.blueprint import FactSpec, FactType
from assistant.drafting.facts.yaml_form import how_to
from corpus.errors import BadInput

#: Kinds that take words as they are: nothing that is typed is refused for what it says.
OPEN_KINDS = (FactType.PARAGRAPH, FactType.LINES, FactType.TABLE)
_ENDS = "。.！!；;，, "
_AHEAD = re.compile(
    r"^(?:我们?|咱们?|我司|本?公司|本?企业|单位|现在|目前|暂时|已经|还|大概|大约|约|一共|共|是|在|叫|选|有(?=\d))+"
)
_CALLED = re.compile(r"^(?:就是|名叫|叫|是)(\w{2,4}?)(?:吧|呀|啊)?$")
_BEHIND = re.compile(r"(?:左右|的?企业|的?公司|那种|这种|的|吧|了|呀|啊|市|省)+$")


def is_open(spec: FactSpec) -> bool:
    """Whether any words are an answer, so that only their sense tells whether they are one."""
    return spec.type in OPEN_KINDS or (spec.type is FactType.TEXT and spec.check is None)


def how_said(spec: FactSpec) -> str:
    """How an answer is typed, on one line."""
    if spec.type is FactType.LINES:
        return "可以写几条，用分号隔开"
    if spec.type is FactType.YES_NO:
        return "1 是，2 否"
    if spec.columns:
        columns = " | ".join(c.label + ("" if c.required else "（可空）") for c in spec.columns)
        return f"一次写一行，用竖线隔开：{columns}"
    if spec.options:
        return "写序号，可以写几个" if spec.type is FactType.CHOICES else "写序号"
    return how_to(spec)


def read_said(spec: FactSpec, said: str) -> Any:
    """A number that was typed stands for the option; a semicolon parts the lines of a list."""
    if spec.type is FactType.LINES:
        parts = re.split(r"[；;\n]", said)
        return [one.strip() for one in parts if one.strip()]
    if spec.type is FactType.YES_NO:
        return {"1": "是", "2": "否"}.get(said, said)
    parts = [one.strip() for one in said.replace("，", "、").replace(",", "、").split("、")]
    count = len(spec.options)
    if count and all(p.isdecimal() and 1 <= int(p) <= count for p in parts):
        labels = [spec.options[int(part) - 1].label for part in parts]
        return labels if spec.type is FactType.CHOICES else "、".join(labels)
    return said


def row_said(spec: FactSpec, said: str) -> dict[str, str]:
    """A row of a table that was typed between bars. Raises BadInput."""
    cells = [one.strip() for one in said.replace("｜", "|").split("|")]
    if len(cells) > len(spec.columns):
        raise BadInput(f"这一行有{len(cells)}格，最多{len(spec.columns)}格。")
    return {c.name: cell for c, cell in zip(spec.columns, cells, strict=False) if cell}


def readings(spec: FactSpec, said: str) -> Iterator[Any]:
    """What may be meant, the words as they were typed first; the reader of the forms takes one or refuses.

    Of a fact that is one of a few things, words around it are taken off: 我们在佛山。 is 佛山.
    """
    if spec.type is FactType.PERSON and (name := _CALLED.match(said.strip(_ENDS))):
        yield name[1]
    yield read_said(spec, said)
    if is_open(spec):
        return
    bare = said.strip(_ENDS)
    yield read_said(spec, bare)
    if spec.type is FactType.YES_NO:
        bare = re.split(r"[，,。；;]", bare)[0]  # 没有，还在找
    behind = _AHEAD.sub("", bare)
    for one in (bare, behind, _BEHIND.sub("", bare), _BEHIND.sub("", behind)):
        if one:
            yield read_said(spec, one)
