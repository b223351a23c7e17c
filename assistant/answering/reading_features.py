"""What tells that a sentence answers a question, for texts about anything: words, vectors, form."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from prompts.loading import load_prompts


@dataclass(frozen=True, slots=True)
class Passage:
    """A clause as retrieval found it, with its sentences by position in ``text``.

    ``rank`` counts from 0; ``bm25`` and ``cosine`` as in ``index.retrieval.Hit``.
    """

    text: str
    title: str
    sentences: tuple[tuple[int, int], ...]
    rank: int
    bm25: float = 0.0
    cosine: float = 0.0


@dataclass(frozen=True, slots=True)
class Sought:
    """A question taken apart: tokens with their rarity in the library, and what is asked for.

    ``before`` and ``after`` are the words on either side of the question word (生命数耗完即算为 and
    nothing in 生命数耗完即算为什么？): the answer often stands between them.
    """

    words: Mapping[str, float]
    pairs: Mapping[str, float]
    kinds: frozenset[str]
    unit: str  # what is counted: 厘米 in 多少厘米
    before: str
    after: str


@dataclass(frozen=True)
class _Forms:
    asks: re.Pattern[str]
    unit: re.Pattern[str]
    kinds: dict[str, tuple[re.Pattern[str], re.Pattern[str]]]


@cache
def _forms() -> _Forms:
    data: dict[str, Any] = load_prompts("reading")
    return _Forms(
        re.compile(data["asks"]),
        re.compile(data["unit"]),
        {
            name: (re.compile(rule["wants"]), re.compile(rule["has"]))
            for name, rule in data["kinds"].items()
        },
    )


def without_asking(question: str) -> str:
    """``question`` with a space for each question word (什么, 多少, 哪一年)."""
    return _forms().asks.sub(" ", question)


def sought(question: str, words: Mapping[str, float], pairs: Mapping[str, float]) -> Sought:
    """``question`` taken apart; ``words`` and ``pairs`` are its tokens with their rarity."""
    forms = _forms()
    unit = forms.unit.search(question)
    asks = forms.asks.search(question)
    before = _last_clause(question[: asks.start()]) if asks else ""
    after = re.split(r"[，。？?！!、；]", question[asks.end() :])[0] if asks else ""
    return Sought(
        words=words,
        pairs=pairs,
        kinds=frozenset(k for k, (wants, _) in forms.kinds.items() if wants.search(question)),
        unit=unit.group(1) if unit else "",
        before=before,
        after=after,
    )


def sentence_features(
    asked: Sought, passage: Passage, cosines: Sequence[float]
) -> list[dict[str, float]]:
    """Features of each sentence of ``passage``; ``cosines`` of the question with each of them.

    Most are shares from 0 to 1.
    """
    texts = [passage.text[start:end] for start, end in passage.sentences]
    local = _local_rarity(asked.pairs, texts)
    covers = [_share(asked.pairs, text) for text in texts]
    whole = _share(asked.pairs, passage.text)
    titled = {pair for pair in asked.pairs if pair in passage.title}
    untitled = {pair: w for pair, w in asked.pairs.items() if pair not in titled}
    best = max(cosines, default=0.0)
    rows = []
    for place, text in enumerate(texts):
        previous = texts[place - 1] if place else ""
        following = texts[place + 1] if place + 1 < len(texts) else ""
        around = _share(asked.pairs, f"{passage.title}\n{previous}\n{text}")
        row = {
            "words": _share(asked.words, text),
            "pairs": covers[place],
            "untitled": _share(untitled, text),
            "local": _share(local, text),
            "previous": covers[place - 1] if place else 0.0,
            "following": _share(asked.pairs, following),
            "context": around - covers[place],
            "before": _ending_in(asked.before, text),
            "after": _beginning_in(asked.after, text),
            "cosine": (cosines[place] - 0.8) * 10,
            "behind": (best - cosines[place]) * 10,
            "length": math.log1p(len(text)) / 5,
            "short": float(len(text) < 8),
            "first": float(place == 0),
            "unit": _unit(asked.unit, text),
            "question": float(text.endswith(("？", "?"))),
            "rank": 1 / (1 + passage.rank),
            "passage": whole,
            "passage_cosine": (passage.cosine - 0.8) * 10,
        }
        for kind, (_, has) in _forms().kinds.items():
            row[f"kind_{kind}"] = float(kind in asked.kinds and bool(has.search(text)))
        rows.append(row)
    return rows


def _share(weights: Mapping[str, float], text: str) -> float:
    total = sum(weights.values())
    return sum(w for token, w in weights.items() if token in text) / total if total > 0 else 0.0


def _local_rarity(pairs: Mapping[str, float], texts: Sequence[str]) -> dict[str, float]:
    """Rarity of the question's pairs among the sentences of one passage."""
    held = {pair: sum(pair in text for text in texts) for pair in pairs}
    return {pair: math.log((len(texts) + 1) / n) for pair, n in held.items() if n}


def _ending_in(before: str, text: str, most: int = 6) -> float:
    """How much of the end of ``before`` stands in ``text``, of at most ``most`` characters."""
    for size in range(min(most, len(before)), 0, -1):
        if before[-size:] in text:
            return size / most
    return 0.0


def _beginning_in(after: str, text: str, most: int = 6) -> float:
    for size in range(min(most, len(after)), 0, -1):
        if after[:size] in text:
            return size / most
    return 0.0


def _unit(unit: str, text: str) -> float:
    if not unit:
        return 0.0
    return float(
        bool(re.search(rf"[\d一二两三四五六七八九十百千万亿余多]\s*{re.escape(unit)}", text))
    )


def _last_clause(text: str) -> str:
    return re.split(r"[，。？?！!；]", text)[-1]
