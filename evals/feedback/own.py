"""Questions of an installation's own: ``DATA/eval/questions/own.yaml``, read beside the shipped ones."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from corpus.errors import BadInput
from evals.feedback.faults import fault_of
from evals.feedback.files import write_whole
from evals.feedback.likeness import plainly
from evals.questions_schema import GoldQuestion

PREFIX = "own"
_MOST = 999
_HEAD = "# 本单位自己的评测题，由评测页或 cqo eval candidates add 加入，与随产品的题一起用；可以手工改。\n"


def own_path(data_dir: Path) -> Path:
    """Where they lie."""
    return data_dir / "eval" / "questions" / "own.yaml"


def own_questions(data_dir: Path) -> tuple[GoldQuestion, ...]:
    """All of them, in the order of the file; none where there is no file. Raises BadInput."""
    path = own_path(data_dir)
    found: dict[str, GoldQuestion] = {}
    for number, entry in enumerate(_entries(path), start=1):
        try:
            question = GoldQuestion.model_validate(entry)
        except ValidationError as error:
            raise BadInput(f"{path.name} 第 {number} 题：{fault_of(error)}") from error
        if question.id.partition("-")[0] != PREFIX:
            raise BadInput(f"{path.name} 的题号 {question.id} 应写成 {PREFIX}-001 这样。")
        if question.id in found:
            raise BadInput(f"{path.name} 中的题号 {question.id} 重复，请改号。")
        found[question.id] = question
    return tuple(found.values())


def add_own(data_dir: Path, entry: dict[str, Any]) -> GoldQuestion:
    """Append a question, given without an id; one that is there already is not added twice.

    What stands in the file, comments too, stays. The caller holds the lock. Raises BadInput.
    """
    path = own_path(data_dir)
    present = own_questions(data_dir)
    asked = GoldQuestion.model_validate({**entry, "id": f"{PREFIX}-000"})
    same = next((one for one in present if _asks(one) == _asks(asked)), None)
    if same is not None:
        return same
    question = asked.model_copy(update={"id": _next_id(present)})
    text = yaml.safe_dump(
        [{"id": question.id, **entry}], allow_unicode=True, sort_keys=False, width=1000
    )
    before = path.read_text("utf-8") if path.exists() else _HEAD
    if before and not before.endswith("\n"):
        before += "\n"
    write_whole(path, f"{'' if before.strip() == '[]' else before}{text}")
    return question


def _asks(question: GoldQuestion) -> tuple[str, str | None, tuple[str, ...]]:
    before = tuple(plainly(one) for one in question.before)
    return plainly(question.question), question.region, before


def _next_id(present: tuple[GoldQuestion, ...]) -> str:
    number = max((int(one.id.partition("-")[2]) for one in present), default=0) + 1
    if number > _MOST:
        raise BadInput(f"自有题已有 {_MOST} 道，不能再加；请先在 own.yaml 中删去不用的。")
    return f"{PREFIX}-{number:03d}"


def _entries(path: Path) -> list[Any]:
    if not path.exists():
        return []
    try:
        found = yaml.safe_load(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise BadInput(f"自有题文件 {path} 读不出来，请检查 YAML 的写法。") from error
    if not isinstance(found, list | None):
        raise BadInput(f"自有题文件 {path} 应是一列题，每题以“- id:”开头。")
    return found or []
