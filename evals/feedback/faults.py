"""What is wrong with a question, in one Chinese line."""

from __future__ import annotations

from pydantic import ValidationError

from evals.questions_schema import QuestionKind, Tag

FIELDS = {
    "question": "问题",
    "kind": "类别",
    "expect": "应当怎样",
    "region": "地区",
    "before": "上文",
    "gold": "应引条款",
    "points": "要点",
    "forbidden": "不该说的",
    "tags": "难点",
    "note": "备注",
    "reviewed": "审核说明",
    "id": "题号",
}
_EXPECT = "answered（作答）、partial（部分作答）、declined（拒答）"
_RULES = (
    ("an unanswerable question cannot expect", "这一类的题不该有答案，“应当怎样”不能含作答。"),
    ("an answerable question needs gold", "有答案的题要有应引条款，请至少写一条。"),
    ("a follow-up needs earlier", "追问要有上文，请写出前面的问题。"),
)


def fault_of(error: ValidationError) -> str:
    """The first fault."""
    first = error.errors()[0]
    field = str(first["loc"][0]) if first["loc"] else ""
    name = FIELDS.get(field, field)
    for words, line in _RULES:
        if words in first["msg"]:
            return line
    if first["type"] == "extra_forbidden":
        return f"不认识“{name}”这一项，可用：{'、'.join(FIELDS)}。"
    if first["type"] in ("missing", "too_short", "string_too_short"):
        return f"没有写“{name}”，或者太短，请补上。"
    if field == "kind":
        return (
            f"类别写的是“{first['input']}”，可用：{'、'.join(one.value for one in QuestionKind)}。"
        )
    if field == "tags":
        return f"难点写的是“{first['input']}”，可用：{'、'.join(one.value for one in Tag)}。"
    if field == "expect":
        return f"“应当怎样”写的是“{first['input']}”，可用：{_EXPECT}。"
    return f"“{name}”的写法不对，应是文字，或一列文字。"
