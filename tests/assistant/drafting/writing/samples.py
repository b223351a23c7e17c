"""Documents that show everything a writer has to write, made from marked text as drafts are."""

from __future__ import annotations

from assistant.drafting.blueprint import Style
from assistant.drafting.document import (
    BasisRow,
    Closing,
    Document,
    OpenItem,
    Run,
    Runs,
    SignLine,
)
from assistant.drafting.marked import blank_mark, fact_mark, line_mark
from assistant.drafting.numbering import Part, numbered
from assistant.drafting.parsing import parse

COMPANY = "示例精密制造有限公司"
NASTY = '甲&乙<丙>"丁"{{ x }}{% if %}\x0b\x00\u202e]]>&amp;😀|`*_#<script>'

#: Two sections with everything that the markup has; items begin anew behind each paragraph.
TEXTS = (
    f"""§ 首席质量官由{fact_mark("cqo_name", "李乙")}担任，报告对象是{blank_mark("reports_to", "报告对象")}。<#who>
§ 职责包括：
- 质量策划；<#plan>
-- 每年制定目标；<#yearly>
-- 每季检查一次；
- 过程把关。
接上款的一段话，后面另起编号：
- 另起的第一项；
- 另起的第二项。<#second>
> 说明写成楷体小字。
""",
    f"""## 第一部分
§ 依照<@who>办理，见<@plan>、<@yearly>和<@second>，材料见<@file:duty-charter>。
表：质量目标
| 序号 | 目标 | 完成时间 |
| 1 | 顾客投诉下降 | 2026年12月31日 |
| 2 | {blank_mark("goal", "目标")} | 2027年6月30日 |
## 第二部分
§ 本次聘任在公司内公告。【可选条款（来源：上海2020年，供参考）】
|= 姓名 | 李乙 | 职务 | 副总经理 |
|= 意见 |  |
承诺人：{line_mark(8)}
- 之后的第一项；
- 之后的第二项。
""",
)


def runs(text: str) -> Runs:
    return (Run(text),)


def sample(style: str = "measures", texts: tuple[str, ...] = TEXTS, **other: object) -> Document:
    """A document of the style with every part that there is."""
    parts = [
        Part(f"part-{n}", f"第{n}节的题目", style != "letter", parse(text))
        for n, text in enumerate(texts, 1)
    ]
    blocks, _ = numbered(Style(style), parts, ["duty-charter", "authorization-letter"])
    given: dict[str, object] = {
        "title": runs("关于聘任李乙为首席质量官的决定"),
        "style": style,
        "kind": "聘任书",
        "company": (Run(COMPANY, "fact", "company_name"),),
        "letterhead": True,
        "number": runs("示例制造[2026]8号"),
        "addressee": runs("各部门"),
        "copies": runs("各车间"),
        "blocks": blocks,
        "attachments": ("首席质量官职责章程", "首席质量官授权书"),
        "closing": Closing(
            company=runs(COMPANY),
            date=runs("2026年3月20日"),
            signers=(SignLine("签发人", runs("董事长　陈甲")), SignLine("法定代表人（签字）")),
            approval=(SignLine("编制"), SignLine("审核"), SignLine("批准", runs("陈甲"))),
            receipt=runs("本人已知悉并接受上述聘任。"),
            receipt_signer="被聘任人",
        ),
        "basis": BASIS,
        "open_items": (OpenItem("reports_to", "报告对象", ("part-1",), "写明向谁报告。"),),
        "footnote": "本文件为草稿，签发前请逐项核对。",
    }
    return Document(**{**given, **other})  # type: ignore[arg-type]


BASIS = (
    BasisRow(
        "第1节的题目", "part-1", "cqo-notes#六/（四）", "编制说明 六（四）", "履职制度明确了工作职责。",
        "《企业首席质量官制度建设规范》编制说明", "广东", 2024, "原文",
    ),
    BasisRow("第1节的题目", "part-1", own="由企业决定"),
    BasisRow(
        "第2节的题目", "part-2", "shanghai#聘任", "上海意见摘要 聘任", "建立聘用公告制度。",
        "上海意见", "上海", 2020, "摘要", optional=True,
    ),
)  # fmt: skip
STYLES = ("measures", "official", "standard", "letter", "form")
