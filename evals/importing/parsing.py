"""Every text of the folder as a tree: failures, coverage, articles, doubtful places, speed."""

from __future__ import annotations

import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

from assistant.importing.hints import hints_of
from corpus.errors import BadInput
from corpus.reading.registry import read_file
from evals.importing.reading import Imported, import_file, parse_all
from evals.importing.rendering import Progress
from evals.importing.texts import SampleText

_ROUNDS, _MOST_SECONDS = 7, 90.0


@dataclass(frozen=True, slots=True)
class ArticleCount:
    """A file whose number of 第X条 is not the manifest's."""

    file: str
    expected: int
    found: int


@dataclass(slots=True)
class ParseFigures:
    """What parsing all texts gave. Megabytes are 1,000,000 bytes of UTF-8."""

    files: int = 0
    failures: list[str] = field(default_factory=list)  # file：why
    not_whole: list[str] = field(default_factory=list)
    several: list[str] = field(default_factory=list)  # files that hold more than one document
    counted: int = 0  # files with a number of articles in the manifest
    articles: int = 0
    differences: list[ArticleCount] = field(default_factory=list)
    clauses: int = 0
    families: dict[str, int] = field(default_factory=dict)
    notices: dict[str, int] = field(default_factory=dict)  # by code
    confidence_median: float = 0.0
    doubtful: dict[str, float] = field(default_factory=dict)  # files with confidence under .5
    megabytes: float = 0.0
    speed_best: float = 0.0  # MB a second
    speed_median: float = 0.0
    rounds: int = 0


def parse_folder(texts: Sequence[SampleText], progress: Progress | None = None) -> ParseFigures:
    """Read and parse each file once, then measure the speed of structure alone."""
    figures = ParseFigures(files=len(texts))
    confidences: list[float] = []
    for done, text in enumerate(texts, start=1):
        try:
            imported = import_file(text.path)
        except BadInput as error:
            figures.failures.append(f"{text.name}：{error}")
        except (
            Exception
        ) as error:  # a fault of the product is a figure here, not the end of the run
            figures.failures.append(f"{text.name}：{type(error).__name__} {error}")
        else:
            _count(figures, text, imported)
            confidences += [part.confidence for part in imported.parts]
        if progress:
            progress("解析", done, len(texts))
    figures.confidence_median = statistics.median(confidences) if confidences else 0.0
    if not figures.failures:
        _measure(figures, texts, progress)
    return figures


def _count(figures: ParseFigures, text: SampleText, imported: Imported) -> None:
    if not imported.whole:
        figures.not_whole.append(text.name)
    if len(imported.parts) > 1:
        figures.several.append(text.name)
    if text.articles is not None:
        figures.counted += 1
        if imported.articles != text.articles:
            count = ArticleCount(text.name, text.articles, imported.articles)
            figures.differences.append(count)
    figures.articles += imported.articles
    for part in imported.parts:
        figures.clauses += len(part.clauses)
        figures.families[part.family] = figures.families.get(part.family, 0) + 1
        for notice in part.notices:
            figures.notices[notice.code] = figures.notices.get(notice.code, 0) + 1
        if part.confidence < 0.5:
            figures.doubtful[text.name] = round(part.confidence, 2)


def _measure(figures: ParseFigures, texts: Sequence[SampleText], progress: Progress | None) -> None:
    """Seconds of processor time of this process, so that other work on the machine counts little."""
    readings = [read_file(text.path) for text in texts]
    prepared = [(reading.text, hints_of(reading)) for reading in readings]
    megabytes = sum(len(text.encode("utf-8")) for text, _ in prepared) / 1e6
    for text, hints in prepared[:20]:
        parse_all(text, hints)
    seconds: list[float] = []
    begun = time.perf_counter()
    while len(seconds) < _ROUNDS and time.perf_counter() - begun < _MOST_SECONDS:
        started = time.process_time()
        for text, hints in prepared:
            parse_all(text, hints)
        seconds.append(time.process_time() - started)
        if progress:
            progress("测结构速度", len(seconds), _ROUNDS)
    figures.megabytes, figures.rounds = megabytes, len(seconds)
    figures.speed_best = megabytes / min(seconds)
    figures.speed_median = megabytes / statistics.median(seconds)
