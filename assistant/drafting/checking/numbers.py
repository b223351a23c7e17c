"""Numbers of chapters, articles and items: out of order, twice, some typed and some automatic."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from assistant.drafting.checking.finding import Finding, found
from assistant.drafting.checking.paper import Paper, Paragraph
from corpus.structure.folding import chinese, number_of

N = "[零〇一二三四五六七八九十百]+|[0-9]{1,3}"
_H = "[一二三四五六七八九十]{1,3}"
#: Kinds of numbers, outermost first: name, how it begins, how it is written.
_KINDS: tuple[tuple[str, re.Pattern[str], str], ...] = (
    ("章", re.compile(rf"第\s*({N})\s*章"), "第{}章"),
    ("节", re.compile(rf"第\s*({N})\s*节"), "第{}节"),
    ("条", re.compile(rf"第\s*({N})\s*条(?=[\s\u3000：:]|$|[^的规所中至、，或和及第])"), "第{}条"),
    ("一、", re.compile(rf"({_H})、"), "{}、"),
    ("（一）", re.compile(rf"[（(]({_H})[）)]"), "（{}）"),
    ("1.", re.compile(r"([0-9]{1,2})(?:[.．](?![0-9])|、)"), "{}."),
    ("（1）", re.compile(r"[（(]([0-9]{1,2})[）)]"), "（{}）"),
)
_OUTER = ("章", "节", "条", "一、")
#: 附件：1. …; the next one begins with 2.
_ATTACHMENTS = re.compile(r"附件\s*[：:]\s*([0-9]{1,2})\s*[.．、]")
_DECIMAL = re.compile(r"([1-9]\d?(?:\.[1-9]\d?){1,3})(?=[\s\u3000]|[\u4e00-\u9fff])")


@dataclass(frozen=True, slots=True)
class Mark:
    """A number at the beginning of a paragraph. ``typed``: a person wrote it."""

    kind: str
    value: int
    words: str
    typed: bool


def mark_of(paragraph: Paragraph) -> Mark | None:
    """The number of the paragraph, an automatic one before a typed one."""
    for text, typed in ((paragraph.label, False), (paragraph.text, True)):
        for kind, pattern, _ in _KINDS:
            match = pattern.match(text)
            value = number_of(match[1]) if match is not None else None
            if match is not None and value is not None:
                return Mark(kind, value, match[0].strip(), typed)
        if text and not typed:
            return None  # a number of another kind
    return None


@dataclass
class _Run:
    """How far the numbers of each kind have come."""

    last: dict[str, int] = field(default_factory=dict)
    seen: dict[str, set[bool]] = field(default_factory=dict)
    typed: dict[str, list[tuple[Paragraph, Mark]]] = field(default_factory=dict)
    decimals: dict[str, int] = field(default_factory=dict)


def numbers(paper: Paper) -> Iterator[Finding]:
    run = _Run()
    for one in paper.body:
        if one.table or not one.whole:
            continue
        mark = mark_of(one)
        if listed := _ATTACHMENTS.match(one.text):
            run.last["1."] = int(listed[1])
        elif mark is not None:
            yield from _checked(one, mark, run)
        else:
            yield from _decimal(one, run)
    yield from _mixed(run)


def _checked(one: Paragraph, mark: Mark, run: _Run) -> Iterator[Finding]:
    last = run.last.get(mark.kind, 0)
    expected = last + 1
    if mark.value not in (expected, 1):
        right = _written(mark.kind, expected)
        if mark.value == last:
            yield found(
                one, mark.words, f"编号重复，上一个也是{mark.words}；请改为{right}。", "错误"
            )
        elif mark.kind in _OUTER or last:
            yield found(
                one, mark.words, f"编号不连续，这里应为{right}；请核对是不是漏了或者多了。", "错误"
            )
        else:
            yield found(one, mark.words, f"编号不从{_written(mark.kind, 1)}开始；请核对。")
    if not mark.typed and (twice := _typed_again(one, mark)):
        yield found(one, one.whole[:20], f"自动编号后面又手写了{twice}；请删去手写的。", "错误")
    run.last[mark.kind] = mark.value
    _restart(mark.kind, run)
    run.seen.setdefault(mark.kind, set()).add(mark.typed)
    if mark.typed:
        run.typed.setdefault(mark.kind, []).append((one, mark))


def _restart(kind: str, run: _Run) -> None:
    """Inner numbers begin anew; articles go on over chapters."""
    names = [name for name, _, _ in _KINDS]
    for inner in names[names.index(kind) + 1 :]:
        if not (inner == "条" and kind in ("章", "节")):
            run.last.pop(inner, None)


def _typed_again(one: Paragraph, mark: Mark) -> str:
    pattern = next(pattern for kind, pattern, _ in _KINDS if kind == mark.kind)
    match = pattern.match(one.text)
    return match[0].strip() if match is not None else ""


def _decimal(one: Paragraph, run: _Run) -> Iterator[Finding]:
    """5.1, 5.2 below 5: each follows the one before it."""
    match = _DECIMAL.match(one.whole)
    if match is None or (one.label and not one.label.startswith(match[1])):
        return
    upper, _, last = match[1].rpartition(".")
    before = run.decimals.get(upper, 0)
    if int(last) not in (before + 1, 1):
        right = f"{upper}.{before + 1}"
        yield found(one, match[1], f"编号不连续，这里应为{right}；请核对是不是漏了或者多了。")
    run.decimals[upper] = int(last)
    for key in [key for key in run.decimals if key.startswith(match[1])]:
        run.decimals.pop(key)


def _mixed(run: _Run) -> Iterator[Finding]:
    for kind in _OUTER:
        if len(run.seen.get(kind, ())) == 2:
            one, mark = run.typed[kind][0]
            yield found(
                one,
                mark.words,
                "这个编号是手写的，同类的其他编号是自动的；增删以后会对不上，请统一。",
            )


def _written(kind: str, value: int) -> str:
    form = next(form for name, _, form in _KINDS if name == kind)
    digits = kind in ("1.", "（1）")
    return form.format(value if digits else chinese(value))
