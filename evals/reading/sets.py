"""Reading questions with the words that answer them, in either of two layouts."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from corpus.errors import BadInput
from evals.retrieval.beir import BeirSet, read_beir


@dataclass(frozen=True, slots=True)
class ReadingSet:
    """``answers``: by question id, the spans of its passage that answer it."""

    name: str
    beir: BeirSet
    answers: dict[str, tuple[str, ...]]


def read_reading(folder: Path, *, limit: int | None = None) -> ReadingSet:
    """A BEIR folder whose queries have ``metadata.answers``, at most ``limit`` questions.

    Questions without an answer are left out. Raises BadInput.
    """
    beir = read_beir(folder)
    try:
        rows = list(_rows(folder / "queries.jsonl"))
        answers = {str(r["_id"]): tuple(map(str, r["metadata"]["answers"])) for r in rows}
    except (KeyError, TypeError, ValueError) as error:
        raise BadInput(
            f"{folder.name}/queries.jsonl 没有答案原文（metadata.answers），不能用来检查阅读。"
        ) from error
    asked = tuple((key, text) for key, text in beir.questions if answers.get(key))
    return ReadingSet(folder.resolve().name, replace(beir, questions=asked[:limit]), answers)


def read_training(folder: Path, *, passages: int) -> ReadingSet:
    """Every n-th passage, about ``passages`` of them, of ``passages.jsonl`` with their questions in
    ``questions.jsonl``, in Simplified Chinese. Raises BadInput."""
    try:
        simplified = _simplifier()
        texts = list(_rows(folder / "passages.jsonl"))
        texts = texts[:: max(1, len(texts) // passages)]
        asked = list(_rows(folder / "questions.jsonl"))
    except OSError as error:
        raise BadInput(f"缺少文件：{error.filename}") from error
    kept = {str(row["id"]) for row in texts}
    asked = [row for row in asked if str(row["passage"]) in kept]
    rows = tuple((str(r["id"]), simplified(r["title"]), simplified(r["text"])) for r in texts)
    beir = BeirSet(
        passages=rows,
        questions=tuple((str(r["id"]), simplified(r["question"])) for r in asked),
        gains={str(r["id"]): {str(r["passage"]): 1} for r in asked},
        sha256=hashlib.sha256(repr(rows).encode()).hexdigest(),
    )
    answers = {str(r["id"]): tuple(map(simplified, r["answers"])) for r in asked}
    return ReadingSet(folder.resolve().name, beir, answers)


def _simplifier() -> Callable[[str], str]:
    from opencc import OpenCC

    convert: Callable[[str], str] = OpenCC("t2s").convert
    return convert


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    for line in path.read_text("utf-8").split("\n"):
        if line.strip():
            yield json.loads(line)
