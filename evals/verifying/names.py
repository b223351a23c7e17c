"""What the kinds of wrong statements are called in reports."""

NAMES = {
    "number": "数字", "date": "日期", "document-number": "文号、标准号", "name": "单位、人名", "place": "地名", "label": "条号",
    "modality": "语气", "negation": "否定", "quantifier": "限定", "subject": "主语对换", "mixed-regions": "地区混用",
    "added": "凭空添加",
}  # fmt: skip
