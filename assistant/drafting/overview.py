"""The papers that go with a set: 目录 of its documents, and 待填清单 of all of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from assistant.drafting.assembling import FOOTNOTE
from assistant.drafting.blueprint import Style
from assistant.drafting.consistency import Difference
from assistant.drafting.document import Block, Document, Run, Runs

if TYPE_CHECKING:
    from assistant.drafting.sets import SetReport

_INDEX_HEAD = ("序号", "文件", "文号", "签署", "待填", "文件名")
_INDEX_WIDTHS = (1.0, 4.0, 2.2, 3.2, 1.0, 3.6)
_OPEN_HEAD = ("序号", "待填内容", "用在", "怎么定")
_OPEN_WIDTHS = (1.0, 3.6, 3.0, 7.0)


def index_of(report: SetReport) -> Document:
    """The list of documents: title, number, who signs, how much is open; and what does not agree."""
    rows = [
        (
            one.code,
            one.title,
            one.number,
            "、".join(one.signers),
            str(len(one.open_items)),
            one.name,
        )
        for one in report.documents
    ]
    left = f"{report.open_items}处待填，见“待填清单”" if report.open_items else "没有待填的内容"
    words = f"共{len(report.documents)}份文件，{left}。"
    blocks = [_paragraph(words), _table(_INDEX_HEAD, rows, _INDEX_WIDTHS)]
    if report.inconsistent:
        blocks.append(_paragraph("下列事实在各文件里写得不一致，签发前请核对："))
        blocks += [_paragraph(difference_line(one)) for one in report.inconsistent]
    return _paper(report, "首席质量官制度文件目录", blocks)


def open_list_of(report: SetReport) -> Document:
    """What is open in all documents, each fact once."""
    used: dict[tuple[str, str], list[str]] = {}
    advice: dict[tuple[str, str], str] = {}
    for one in report.documents:
        for item in one.open_items:
            key = (item.name, item.label)
            used.setdefault(key, []).append(one.code)
            advice[key] = advice.get(key) or item.advice
    rows = [
        (str(number), label, " ".join(codes), advice[name, label])
        for number, ((name, label), codes) in enumerate(used.items(), 1)
    ]
    if not rows:
        return _paper(report, "待填清单", [_paragraph("没有待填的内容。")])
    words = "下列内容还没有给出，在各文件里写成【待填】。填进事实文件后重新生成，各文件一起更新。"
    return _paper(report, "待填清单", [_paragraph(words), _table(_OPEN_HEAD, rows, _OPEN_WIDTHS)])


def difference_line(one: Difference) -> str:
    """任期开始日：2026-03-01（聘任书）；2026-04-01（授权书）."""
    told = "；".join(
        f"{_spoken(v.value)}（{v.title}{f'“{v.section}”' if v.section else ''}）"
        for v in one.values
    )
    return f"{one.label}：{told}"


def _spoken(value: object) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list):
        return "、".join(_spoken(one) for one in value)
    if isinstance(value, dict):
        return " ".join(_spoken(one) for one in value.values())
    return str(value)


def _paper(report: SetReport, title: str, blocks: Sequence[Block]) -> Document:
    return Document(
        title=(Run(f"{report.company}{title}"),),
        style=Style.OFFICIAL.value,
        kind=title,
        blocks=tuple(blocks),
        footnote=FOOTNOTE,
        landscape=True,
    )


def _paragraph(words: str) -> Block:
    return Block("paragraph", (Run(words),))


def _table(head: Sequence[str], rows: Iterable[Sequence[str]], widths: Sequence[float]) -> Block:
    cells = tuple(tuple(_cell(words) for words in row) for row in (head, *rows))
    return Block("table", rows=cells, widths=tuple(widths))


def _cell(words: str) -> Runs:
    return (Run(words),) if words else ()
