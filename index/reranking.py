"""Read question and passage together and reorder what was found; off unless a model is named.

Any CrossEncoder of sentence-transformers serves, by name or folder. It sees only the first hits of
the fused ranking; what follows them keeps its order.
"""

from __future__ import annotations

import logging
import math
import os
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeVar

from corpus.errors import CqoError

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder

K = TypeVar("K", bound=Hashable)

#: Hits that are read, and how many of them at once; tokens that are read of a pair.
CANDIDATES, BATCH, MAX_TOKENS = 30, 16, 512
#: Failures in a row after which it is not asked again.
_PATIENCE = 3
_REMEMBERED = 4_096
#: Heads that give a score; without one the library would invent random weights.
_HEADS = ("ForSequenceClassification", "ForCausalLM", "ForConditionalGeneration")

_log = logging.getLogger(__name__)
_shared: dict[tuple[str, int, int | None], CrossEncoderReranker] = {}
_shared_lock = threading.Lock()


class RerankerError(CqoError):
    """The reranking model cannot be opened."""


class Reranker(Protocol):
    """Scores passages for a question, larger is better; any range."""

    @property
    def candidates(self) -> int:
        """How many of the first hits it is to read."""
        ...

    def scores(self, question: str, texts: Sequence[str]) -> list[float] | None:
        """One finite score a text; None when it failed and the order is to stay.

        Raises RerankerError when it cannot be opened.
        """
        ...


def reranked(
    reranker: Reranker,
    question: str,
    order: Sequence[K],
    text_of: Callable[[K], str],
) -> tuple[list[K], dict[K, float]]:
    """``order`` with its first ``reranker.candidates`` by score, and the scores; ties keep places."""
    head, tail = list(order[: reranker.candidates]), list(order[reranker.candidates :])
    if len(head) < 2:
        return [*head, *tail], {}
    found = reranker.scores(question, [text_of(key) for key in head])
    if found is None:
        return [*head, *tail], {}
    scores = dict(zip(head, found, strict=True))
    return [*sorted(head, key=lambda key: -scores[key]), *tail], scores


def open_reranker(
    model: str, *, candidates: int = CANDIDATES, threads: int | None = None
) -> CrossEncoderReranker:
    """The reranker called ``model``, one in this process; it is loaded at its first use."""
    key = (model, candidates, threads)
    with _shared_lock:
        if key not in _shared:
            _shared[key] = CrossEncoderReranker(model, candidates=candidates, threads=threads)
        return _shared[key]


class CrossEncoderReranker:
    """A CrossEncoder by name or folder; safe to share between threads, which take turns."""

    def __init__(
        self, model: str, *, candidates: int = CANDIDATES, threads: int | None = None
    ) -> None:
        self.name, self.candidates = model.rstrip("/\\"), candidates
        self._threads = threads
        self._lock = threading.Lock()
        self._model: CrossEncoder | None = None
        self._error: RerankerError | None = None
        self._failures = 0
        self._known: OrderedDict[tuple[str, str], float] = OrderedDict()

    def scores(self, question: str, texts: Sequence[str]) -> list[float] | None:
        """See :class:`Reranker`. One question searches several times: scores are remembered."""
        with self._lock:
            model = self._opened()
            if self._failures >= _PATIENCE:
                return None
            missing = list(dict.fromkeys(t for t in texts if (question, t) not in self._known))
            try:
                new = _predict(model, [(question, text) for text in missing])
            except Exception as error:  # out of memory, a model's own code: whatever it raises
                self._failures += 1
                ending = "，本次运行不再使用" if self._failures >= _PATIENCE else ""
                _log.warning("重排模型出错，保持原来的顺序%s：%s", ending, error)
                return None
            self._failures = 0
            self._known.update(((question, t), s) for t, s in zip(missing, new, strict=True))
            found = [self._known[question, text] for text in texts]
            while len(self._known) > _REMEMBERED:
                self._known.popitem(last=False)
            return found

    def _opened(self) -> CrossEncoder:
        if self._error is not None:
            raise self._error
        if self._model is None:
            try:
                self._model = _load(self.name)
            except RerankerError as error:
                self._error = error
                raise
            if self._threads:
                import torch

                torch.set_num_threads(self._threads)
        return self._model


def _predict(model: CrossEncoder, pairs: list[tuple[str, str]]) -> list[float]:
    """Scores of pairs. Raises ValueError when one is no number."""
    if not pairs:
        return []
    found = model.predict(pairs, batch_size=BATCH, show_progress_bar=False)
    scores = [float(score) for score in found]
    if not all(map(math.isfinite, scores)):
        raise ValueError("分数不是有限的数")
    return scores


def _load(name: str) -> CrossEncoder:
    """The model from this machine; from the network only if it is not here and that is allowed."""
    if not Path(name).exists() and (name.startswith((".", "/", "~")) or name.count("/") > 1):
        raise RerankerError(f"重排模型文件夹不存在：{name}。请检查 CQO_RERANKER，或不填。")
    try:
        from sentence_transformers import CrossEncoder
    except ImportError as error:
        raise RerankerError(
            "使用重排模型需要 sentence-transformers。请安装：pip install sentence-transformers"
        ) from error
    offline = Path(name).exists() or os.environ.get("HF_HUB_OFFLINE") == "1"
    try:
        model = CrossEncoder(name, local_files_only=True)
    except Exception as error:  # whatever the model's own files raise
        if offline:
            raise _cannot_open(name, error) from error
        try:
            model = CrossEncoder(name)
        except Exception as again:  # network, name and file errors of many libraries
            raise _cannot_open(name, again) from again
    return _checked(name, model)


def _checked(name: str, model: CrossEncoder) -> CrossEncoder:
    """``model`` when it gives one score a pair; reads no more tokens than it has places for."""
    heads = getattr(model.config, "architectures", None) or ()
    if heads and not any(head.endswith(_HEADS) for head in heads):
        raise RerankerError(
            f"“{name}”没有打分层，不是重排模型（CrossEncoder）。请检查 CQO_RERANKER，或不填。"
        )
    if getattr(model, "num_labels", 1) != 1:
        raise RerankerError(
            f"“{name}”给出多个分数，不是重排模型（应只有一个）。请检查 CQO_RERANKER，或不填。"
        )
    places = getattr(model.config, "max_position_embeddings", None) or MAX_TOKENS + 2
    limit = "max_seq_length" if hasattr(model, "max_seq_length") else "max_length"  # of 5.x
    tokens = getattr(model, limit, None) or MAX_TOKENS
    setattr(model, limit, min(tokens, MAX_TOKENS, max(8, places - 2)))
    return model


def _cannot_open(name: str, error: Exception) -> RerankerError:
    reason = (str(error).strip().splitlines() or [""])[0][:160]
    return RerankerError(
        f"无法打开重排模型“{name}”（{type(error).__name__}：{reason}）。"
        "离线时请先在联网的机器上下载该模型，把文件夹拷到本机，CQO_RERANKER 改填文件夹路径；或不填。"
    )
