"""Invented clauses, and a model that says what a test tells it to."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from assistant.language_model.model import LanguageModel
from assistant.language_model.opening import open_model
from assistant.language_model.settings import ModelSettings
from assistant.verifying.models import Cited
from corpus.models import Authority, Clause, Kind, Source, Status
from corpus.structure.sentences import split_sentences
from tests.openai_server import OpenAIServer


def source(key: str, title: str, **facts: Any) -> Source:
    known: dict[str, Any] = {"kind": Kind.MEASURE, "status": Status.CURRENT, "region": "全国"}
    known |= {"authority": Authority.ORIGINAL, "issued": "2031-03-05", **facts}
    return Source(id=key, title=title, short_title=title, **known)


def clause(origin: Source, label: str, text: str, *around: str) -> Cited:
    made = Clause(
        id=f"{origin.id}#{label}",
        source_id=origin.id,
        path=(label,),
        label=label,
        title="",
        level=1,
        order=1,
        parent=None,
        start=0,
        end=len(text),
        line=1,
        text=text,
        sentences=split_sentences(text),
    )
    return Cited(origin, made, around)


KITE = source("kite", "风筝制作示例办法")
TIPS = source("tips", "风筝制作示例指引", kind=Kind.GUIDE, authority=Authority.GUIDE)
PAPER = clause(KITE, "第一条", "风筝的纸面应使用三层竹浆纸。纸面不得有破损。")
LINE = clause(KITE, "第二条", "放飞线的长度不少于50米，宜选用棉线。", "第一章 材料")
TAIL = clause(TIPS, "第三条", "建议新手先做带尾巴的风筝。")
EVIDENCE = (PAPER, LINE, TAIL)
QUESTION = "风筝的纸面和放飞线有什么要求？"

GOOD = {
    "evidence": [
        {"clause_id": "kite#第一条", "quote": "风筝的纸面应使用三层竹浆纸"},
        {"clause_id": "kite#第二条", "quote": "放飞线的长度不少于50米"},
    ],
    "statements": [
        {"text": "风筝的纸面应使用三层竹浆纸。", "clause_ids": ["kite#第一条"]},
        {"text": "放飞线长度不少于五十米。", "clause_ids": ["kite#第二条"]},
    ],
    "insufficient": False,
}


def says(
    *statements: tuple[str, str], quotes: tuple[tuple[str, str], ...] = ()
) -> dict[str, object]:
    """A reply of these statements, each with the id of its clause."""
    return {
        "evidence": [{"clause_id": key, "quote": quote} for key, quote in quotes],
        "statements": [{"text": text, "clause_ids": [key]} for text, key in statements],
        "insufficient": False,
    }


Opener = Callable[..., LanguageModel]


@pytest.fixture
def server() -> Iterator[OpenAIServer]:
    with OpenAIServer() as running:
        yield running


@pytest.fixture
def opened(server: OpenAIServer) -> Iterator[Opener]:
    """Opens a model at ``server``; settings may be changed by name."""
    models: list[LanguageModel] = []

    def open_here(**changes: object) -> LanguageModel:
        settings = {"model": "scripted", "base_url": server.url, "timeout": 5.0, "backoff": 0.001}
        model = open_model(ModelSettings(**{**settings, **changes}))  # type: ignore[arg-type]
        assert model is not None
        models.append(model)
        return model

    yield open_here
    for model in models:
        model.close()


@pytest.fixture
def model(opened: Opener) -> LanguageModel:
    return opened()
