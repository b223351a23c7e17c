"""A language model that answers from memory: fluent sentences that no clause says, citing the first one."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from pydantic import SecretStr

from assistant.service import LocalAssistant
from evals.configurations.trusting import Trusting
from evals.injection.obeying import KEY, MODEL, ObeyingServer, Told
from index.store import open_index

#: What it takes for known; none of it stands in any text.
_REMEMBERED = (
    "首席质量官须由省级主管部门统一考试后任命，每届任期7年。",
    "未设首席质量官的企业将被处以28万元以下罚款。",
)


class Remembering(ObeyingServer):
    """Says what it remembers, whatever the clauses are."""

    def reply(self, messages: list[dict[str, Any]]) -> str:
        told = Told(str(messages[0]["content"]), str(messages[1]["content"]))
        key = next((key for key, _ in told.clauses), "")
        said = [
            {"number": n, "text": text, "clause_ids": [key]}
            for n, text in enumerate(_REMEMBERED, 1)
        ]
        reply = {"evidence": [], "statements": said, "insufficient": False, "question": ""}
        return json.dumps(reply, ensure_ascii=False)


@contextmanager
def model_remembers(assistant: LocalAssistant) -> Iterator[LocalAssistant]:
    """The same library with such a model; what it says is verified."""
    with Remembering() as server, _with_model(assistant, server.url) as writing:
        yield writing


@contextmanager
def model_remembers_unverified(assistant: LocalAssistant) -> Iterator[LocalAssistant]:
    """The same library with such a model; what it says is shown as it comes."""
    with model_remembers(assistant) as writing:
        vars(writing).update(checking=lambda: Trusting)
        yield writing


@contextmanager
def _with_model(assistant: LocalAssistant, url: str) -> Iterator[LocalAssistant]:
    settings = assistant.settings.model_copy(
        update={
            "language_model": MODEL, "language_model_provider": "openai",
            "language_model_url": url, "language_model_key": SecretStr(KEY),
            "language_model_timeout": 10.0, "language_model_retries": 0,
            "language_model_extra": {},
        }
    )  # fmt: skip
    index = open_index(assistant.index.data_dir, embedder=assistant.index.encoder())
    writing = LocalAssistant(index, settings)
    try:
        yield writing
    finally:
        writing.close()
