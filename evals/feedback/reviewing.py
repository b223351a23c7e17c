"""What a reviewer may write in a candidate, checked: fields, clauses that exist, a complete question."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from assistant.service import LocalAssistant
from corpus.errors import BadInput
from evals.feedback.faults import FIELDS, fault_of
from evals.questions_schema import GoldQuestion

_TEXTS = ("question", "kind", "region", "note", "reviewed")
_LISTS = ("expect", "before", "forbidden", "tags")
#: Each entry one string, or several of which one suffices.
_CHOICES = ("gold", "points")
_LONGEST = 2000


def edited(draft: Mapping[str, Any], edits: Mapping[str, Any]) -> dict[str, Any]:
    """``draft`` with ``edits``; what is empty is left out. Raises BadInput for what is no field."""
    found = dict(draft)
    for name, value in edits.items():
        found[name] = _cleaned(name, value)
    return {name: found[name] for name in FIELDS if found.get(name) not in (None, "", [])}


def check_clauses(assistant: LocalAssistant, draft: Mapping[str, Any]) -> None:
    """Every gold clause exists, in a text that evaluation has. Raises BadInput."""
    shipped = assistant.shipped_ids()
    for clause_id in clauses_of(draft):
        if assistant.shelf.clause(clause_id) is None:
            raise BadInput(f"资料库里没有条款 {clause_id}，请检查写法或检索后选用。")
        if clause_id.partition("#")[0] not in shipped:
            raise BadInput(f"{clause_id} 在自己加入的资料里；评测只用随产品的资料，请换一条。")


def complete(assistant: LocalAssistant, draft: Mapping[str, Any]) -> GoldQuestion:
    """The draft as a gold question without a number of its own. Raises BadInput."""
    try:
        made = GoldQuestion.model_validate({**draft, "id": "own-000"})
    except ValidationError as error:
        raise BadInput(fault_of(error)) from error
    if made.region is not None and made.region not in assistant.regions():
        raise BadInput(f"资料库里没有“{made.region}”这个地区，请写资料库里有的地区或不写。")
    if not made.unanswerable and "declined" in made.expect and len(made.expect) == 1:
        raise BadInput("这一类的题有答案，“应当怎样”不能只写拒答；没有答案的题请改类别。")
    points = {
        words for entry in made.points for words in ([entry] if isinstance(entry, str) else entry)
    }
    if both := sorted(points & set(made.forbidden)):
        raise BadInput(f"“{both[0]}”既是要点又是不该说的，请删去一处。")
    check_clauses(assistant, draft)
    return made


def clauses_of(draft: Mapping[str, Any]) -> list[str]:
    """All gold clauses with their alternatives."""
    return [
        key for entry in draft.get("gold", ())
        for key in ([entry] if isinstance(entry, str) else entry)
    ]  # fmt: skip


def _cleaned(name: str, value: object) -> Any:
    if name in _TEXTS:
        if value is not None and not isinstance(value, str):
            raise BadInput(f"“{FIELDS[name]}”应是文字。")
        return _line(name, value or "")
    if name in (*_LISTS, *_CHOICES):
        if not isinstance(value, list | tuple):
            raise BadInput(f"“{FIELDS[name]}”应是一列文字。")
        entries = [_entry(name, one) for one in value]
        return [one for one in entries if one]
    known = "、".join(one for one in FIELDS if one != "id")
    raise BadInput(f"不认识“{name}”这一项，可用：{known}。")


def _entry(name: str, value: object) -> str | list[str]:
    if isinstance(value, str):
        return _line(name, value)
    if (
        name in _CHOICES
        and isinstance(value, list | tuple)
        and all(isinstance(one, str) for one in value)
    ):
        words = [line for one in value if (line := _line(name, one))]
        return words[0] if len(words) == 1 else words
    raise BadInput(f"“{FIELDS[name]}”的每一条应是文字。")


def _line(name: str, value: str) -> str:
    line = " ".join(value.split())
    if len(line) > _LONGEST:
        raise BadInput(f"“{FIELDS[name]}”有 {len(line)} 字，最多 {_LONGEST} 字。")
    return line
