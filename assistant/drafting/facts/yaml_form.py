"""A facts file for a person to fill in: every fact with its label, kind and help as a comment."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assistant.drafting.blueprint import Check, FactSpec, FactType
from assistant.drafting.facts.cleaning import one_line
from assistant.drafting.facts.words import longest_of

#: How each kind is filled in.
HOW = {
    FactType.TEXT: "一行文字",
    FactType.PARAGRAPH: "几段文字",
    FactType.PERSON: "一个人的姓名，不带称呼",
    FactType.DATE: "日期，如 2026-03-01",
    FactType.CHOICE: "选一项",
    FactType.CHOICES: "可以选几项，用顿号分开",
    FactType.YES_NO: "填“是”或者“否”",
    FactType.COUNT: "整数",
    FactType.MONEY: "金额，如 50000元、5万元",
    FactType.PERCENT: "百分数，如 30%",
    FactType.LINES: "一行一条",
    FactType.TABLE: "表格",
}
CHECKED = {
    Check.CREDIT_CODE: "18位统一社会信用代码",
    Check.ID_TAIL: "身份证号码后4位",
    Check.PHONE: "手机号，或者带区号的固定电话",
    Check.DOCUMENT_NUMBER: "文号，如 ××司〔2026〕5号",
    Check.REGION: "省或者地级市的名称",
}
_HEAD = """\
# {title}：填写需要的事实
# 在冒号后面（空一格）填写；没有的留空，文件里会写成【待填：…】并列入待填清单。
# 值里有冒号、井号、大括号，或者以 @ & * ! % - 开头的，请给整个值加英文引号。
# 只给某一份文件用的事实，写在最后的 documents 下面。
"""
_TAIL = """\

# 只给某一份文件用的事实（去掉井号使用）：
# documents:
#   appointment-letter:
#     document_date: 2026-03-01
"""


def template_yaml(specs: Sequence[FactSpec], title: str) -> str:
    """The text of a facts file that gives nothing yet. Examples stand in comments only."""
    lines = [_HEAD.format(title=one_line(title))]
    group = None
    for spec in specs:
        if spec.group != group:
            group = spec.group
            lines.append(f"# ==== {one_line(group) or '其他'} ====\n")
        lines.append("\n".join(_entry(spec)) + "\n")
    return "\n".join(lines) + _TAIL


def how_to(spec: FactSpec) -> str:
    """How the fact is filled in, on one line: 整数，单位人，1到10000000."""
    if spec.type is FactType.TEXT and spec.check is not None:
        return CHECKED[spec.check]
    parts = [HOW[spec.type]]
    if spec.type in (FactType.TEXT, FactType.PARAGRAPH):
        parts.append(f"最多{longest_of(spec)}个字")
    if spec.unit:
        parts.append(f"单位{spec.unit}")
    if spec.type is FactType.COUNT and "most" in spec.model_fields_set:
        parts.append(f"{spec.least}到{spec.most}")
    if spec.options:
        parts.append("可选：" + "、".join(option.label for option in spec.options))
    return one_line("，".join(parts))


def _entry(spec: FactSpec) -> Iterator[str]:
    needed = "必填" if spec.required else "选填"
    yield f"# {one_line(spec.label)}（{needed}）：{how_to(spec)}"
    if spec.help:
        yield f"#   说明：{one_line(spec.help)}"
    if spec.advice:
        yield f"#   建议：{one_line(spec.advice)}"
    if spec.example:
        yield f"#   例如：{one_line(spec.example)}"
    yield f"{spec.name}:"
    if spec.type is FactType.PARAGRAPH:
        yield f"# 几段的写法：把上一行写成 {spec.name}: | ，下面每段一行，行首空两格"
    if spec.type is FactType.LINES:
        yield "#  -"
    for place, column in enumerate(spec.columns):
        mark = "-" if place == 0 else " "
        column_needed = "必填，" if column.required else ""
        total = f"，各行合计{column.total:g}" if column.total is not None else ""
        note = f"{column.label}（{column_needed}{HOW[column.type]}{total}）"
        yield f"#  {mark} {column.name}:    # {one_line(note)}"
