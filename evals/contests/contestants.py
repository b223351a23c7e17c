"""Results of the ``qa`` suite for each contestant: configurations of ours, and baselines."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from assistant.service import LocalAssistant
from assistant.settings import Settings
from corpus.errors import BadInput, CqoError
from corpus.library_files import read_library
from evals.baselines.answering import Baseline
from evals.baselines.table import BASELINES
from evals.baselines.tuning import tuned_least
from evals.configurations.configuration import Configuration, read_configuration, shipped
from evals.configurations.opening import opened
from evals.identity import library_hash, machine, versions
from evals.qa.asking import Given, answered
from evals.qa.figures import Grouped
from evals.qa.measuring import DEPTHS, measured
from evals.qa.suite import figures_of, library_of
from evals.questions_schema import FOLDER, GoldQuestion, read_questions
from evals.results import Item, Result, Run, runs_folder, write_result
from evals.runner import Options, evaluation_settings, run_suites
from evals.suites import Progress, suite_of

#: Passages of which a baseline's answer is made; the tutorial's chain reads five.
_TOPS = (1, 5)
_SUITE = "qa"


def without_parts(
    settings: Settings, names: Sequence[str], options: Options
) -> Iterator[tuple[str, Result | str]]:
    """The default and each shipped configuration that needs no language model (or those named), with
    its result or the line on why there is none. Raises BadInput for an unknown name."""
    suite = suite_of(_SUITE)
    assert suite is not None
    for configuration in _chosen(names):
        try:
            (ran,) = run_suites([suite], settings, configuration, options)
        except CqoError as error:
            yield configuration.name, str(error)
            continue
        yield configuration.name, ran.result or ran.error or ""


def _chosen(names: Sequence[str]) -> list[Configuration]:
    found = [read_configuration(path) for path in shipped()]
    known = [one for one in found if one.language_model is None]
    unknown = set(names) - {one.name for one in known}
    if unknown:
        told = "、".join(one.name for one in known)
        raise BadInput(f"没有“{'、'.join(sorted(unknown))}”这个配置，可用：{told}。")
    return [one for one in known if not names or one.name in (*names, "default")]


def against_baselines(settings: Settings, options: Options) -> Iterator[tuple[str, Result | str]]:
    """The product, then each baseline in each variant, on the same questions and measures."""
    questions = [one for one in read_questions(FOLDER) if options.split in (None, one.split.value)]
    yield from without_parts(settings, ["default"], options)
    with opened(Configuration(), evaluation_settings(settings)) as assistant:
        documents, index = list(read_library()), assistant.index
        for name, make in BASELINES.items():
            try:
                searcher = make(documents, index.encoder(), index.tokeniser)
            except BadInput as error:
                yield name, str(error)
                continue
            for baseline in _variants(searcher, documents, questions):
                progress = _named(options, baseline.name)
                started, clock = datetime.now(UTC), time.perf_counter()
                items = _asked(baseline, questions, assistant, progress)
                run = Run(
                    suite=_SUITE,
                    started=started,
                    seconds=round(time.perf_counter() - clock, 3),
                    configuration=baseline.name,
                    library_hash=library_hash(),
                    versions=versions(),
                    machine=machine(),
                    figures=figures_of(items, Grouped(options.seed)),
                )
                result = Result(run=run, items=items)
                write_result(result, runs_folder(Path(settings.data_dir)))
                yield baseline.name, result


def _variants(
    searcher: object, documents: Sequence[object], questions: Sequence[GoldQuestion]
) -> Iterator[Baseline]:
    """Each number of passages; the last also with a threshold tuned on dev and the whole conversation."""
    for top in _TOPS:
        yield Baseline(searcher, documents, top=top)  # type: ignore[arg-type]
    fair = Baseline(searcher, documents, top=_TOPS[-1], joined=True)  # type: ignore[arg-type]
    least = tuned_least(fair, questions)
    yield Baseline(searcher, documents, top=_TOPS[-1], joined=True, least=least)  # type: ignore[arg-type]


def _asked(
    baseline: Baseline,
    questions: Sequence[GoldQuestion],
    assistant: LocalAssistant,
    progress: Progress,
) -> tuple[Item, ...]:
    library = library_of(assistant)
    items: list[Item] = []
    for gold in questions:
        answer, milliseconds = answered(baseline, gold)  # type: ignore[arg-type]
        found = tuple(baseline.retrieved(gold.question, max(DEPTHS)))
        items.append(measured(Given(gold, answer, milliseconds, found), library))
        progress(len(items), len(questions))
    return tuple(items)


def _named(options: Options, name: str) -> Progress:
    return lambda done, total: options.progress(name, done, total)
