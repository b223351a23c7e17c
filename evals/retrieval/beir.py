"""Read a retrieval test in the BEIR layout, and turn its corpus into documents of the index."""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.errors import BadInput
from corpus.models import Authority, Clause, Document, Kind, Source, Status
from corpus.structure.sentences import split_sentences


@dataclass(frozen=True, slots=True)
class BeirSet:
    """``passages``: id, title, text. ``gains``: by question id, how right each passage id is."""

    passages: tuple[tuple[str, str, str], ...]
    questions: tuple[tuple[str, str], ...]
    gains: dict[str, dict[str, int]]
    sha256: str  # of corpus.jsonl


def read_beir(folder: Path) -> BeirSet:
    """Read ``corpus.jsonl``, ``queries.jsonl`` and ``qrels/test.tsv``; questions without a right
    passage are left out. Raises BadInput."""
    try:
        content = (folder / "corpus.jsonl").read_bytes()
        passages = tuple(
            (str(row["_id"]), str(row.get("title") or ""), str(row["text"]))
            for row in _rows(content.decode("utf-8"))
        )
        queries = _rows((folder / "queries.jsonl").read_text(encoding="utf-8"))
        questions = [(str(row["_id"]), str(row["text"])) for row in queries]
        gains: dict[str, dict[str, int]] = {}
        with (folder / "qrels" / "test.tsv").open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file, delimiter="\t"):
                gain = int(row["score"])
                if gain > 0:
                    gains.setdefault(row["query-id"], {})[row["corpus-id"]] = gain
    except FileNotFoundError as error:
        raise BadInput(f"不是 BEIR 文件夹，缺少文件：{error.filename}") from error
    except (KeyError, TypeError, ValueError) as error:
        raise BadInput(f"BEIR 文件夹中的数据不合格式：{folder}（{error}）") from error
    asked = tuple((key, text) for key, text in questions if key in gains)
    return BeirSet(passages, asked, gains, hashlib.sha256(content).hexdigest())


def documents_of(beir: BeirSet) -> Iterator[Document]:
    """Each passage as a source with one clause; the source of row ``n`` is ``source_id(n)``."""
    for number, (_, title, text) in enumerate(beir.passages):
        key = source_id(number)
        source = Source(
            id=key,
            title=title or key,
            short_title=(title or key)[:24],
            region="全国",
            kind=Kind.LAW,
            status=Status.UNKNOWN,
            authority=Authority.ORIGINAL,
        )
        clause = Clause(
            id=f"{key}#1",
            source_id=key,
            path=("1",),
            label="1",
            title="",
            level=1,
            order=0,
            parent=None,
            start=0,
            end=len(text),
            line=1,
            text=text,
            sentences=split_sentences(text),
        )
        yield Document(source, text, (clause,), hashlib.sha256(text.encode()).hexdigest())


def source_id(number: int) -> str:
    return f"p{number}"


def _rows(text: str) -> Iterator[dict[str, Any]]:
    for line in text.split("\n"):
        if line.strip():
            yield json.loads(line)
