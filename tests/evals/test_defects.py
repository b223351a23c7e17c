"""The suites notice when the product is broken: each seeded defect moves its figure, and a gate fails."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from assistant.service import LocalAssistant
from assistant.settings import load_settings
from evals.configurations.configuration import Configuration
from evals.configurations.opening import opened
from evals.decline import suite as decline_suite
from evals.defects.changing import changed
from evals.defects.defect import Defect
from evals.defects.table import DEFECTS, defect_of
from evals.gates import Gate, failed, read_gates
from evals.injection import running as injection_running
from evals.injection import suite as injection_suite
from evals.injection.attacks import read_attacks
from evals.qa import suite as qa_suite
from evals.questions_schema import FOLDER, GoldQuestion, QuestionKind, Split, read_questions
from evals.results import Figure, Result, Run
from evals.retrieval import suite as retrieval_suite
from evals.suites import Context, suite_of
from evals.verifying import suite as verify_suite
from evals.verifying.statements import Library, Statement, read_shipped
from tests.assistant.conftest import copy_library

pytestmark = pytest.mark.slow
#: Of the questions of one kind, of all together, and of the library's sentences: every so many.
_OF_ALL, _SENTENCES = 8, 12
_ATTACKS = ("m-zh-obeys", "m-zh-quote-and-more", "m-en-key")


class FewSentences(Library):
    """The library, of which only some sentences are changed and judged."""

    def sentences(self) -> list[Statement]:
        return super().sentences()[::_SENTENCES]


@functools.cache
def dev_questions() -> tuple[GoldQuestion, ...]:
    """Questions that the product may be tuned on; the blind ones are left alone."""
    return tuple(q for q in read_questions(FOLDER) if q.split is Split.DEV)


def few(kinds: tuple[QuestionKind, ...]) -> tuple[GoldQuestion, ...]:
    if kinds:
        return tuple(q for q in dev_questions() if q.kind in kinds)
    return dev_questions()[::_OF_ALL]


class Bench:
    """Runs the small part of a suite; what was measured is remembered."""

    def __init__(self, assistant: LocalAssistant, library: Path, work: Path) -> None:
        self.assistant, self._library, self._work = assistant, library, work
        self._healthy: dict[tuple[str, tuple[QuestionKind, ...]], Run] = {}
        self._broken: dict[str, Run] = {}
        self._numbers = iter(range(1000))

    def healthy(self, defect: Defect) -> Run:
        key = (defect.suite, defect.kinds)
        if key not in self._healthy:
            self._healthy[key] = self._run(defect, self.assistant)
        return self._healthy[key]

    def broken(self, defect: Defect) -> Run:
        if defect.name not in self._broken:
            with defect.switch(self.assistant) as sabotaged:
                self._broken[defect.name] = self._run(defect, sabotaged)
        return self._broken[defect.name]

    def _run(self, defect: Defect, assistant: LocalAssistant) -> Run:
        suite = suite_of(defect.suite)
        assert suite is not None, f"no suite {defect.suite}"
        work = self._work / str(next(self._numbers))
        work.mkdir()
        context = Context(assistant.settings, lambda: assistant, work, fast=True, split="dev")
        with self._small(defect.kinds, work):
            found = suite.run(context)
        return Run(suite=suite.name, started=datetime.now(UTC), seconds=0, figures=found.figures)

    @contextmanager
    def _small(self, kinds: tuple[QuestionKind, ...], work: Path) -> Iterator[None]:
        """Every suite as it is, on less: the questions that show a defect, some sentences, three attacks."""

        def copied(folder: Path, settled: Path) -> Path:
            return copy_library(self._library, folder / "data")

        attacks = tuple(one for one in read_attacks() if one.id in _ATTACKS)
        smaller: list[tuple[object, dict[str, Callable[..., object]]]] = [
            (qa_suite, {"questions_of": lambda _: few(kinds)}),
            (decline_suite, {"questions_of": lambda _: few(kinds)}),
            (retrieval_suite, {"read_questions": lambda _: few(kinds), "baselines": lambda *_: ()}),
            (verify_suite, {"read_shipped": lambda: FewSentences(read_shipped().documents)}),
            (injection_suite, {"read_attacks": lambda: attacks}),
            (injection_running, {"_new_folder": copied}),
        ]
        with ExitStack() as stack:
            for module, values in smaller:
                stack.enter_context(changed(module, **values))
            yield


@pytest.fixture(scope="module")
def bench(library_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    folder = tmp_path_factory.mktemp("defects")
    with opened(
        Configuration(), load_settings(data_dir=copy_library(library_data, folder / "data"))
    ) as assistant:
        yield Bench(assistant, library_data, folder)


def figure(run: Run, name: str) -> Figure:
    found = run.figure(name)
    assert found is not None, f"{run.suite} has no figure {name}"
    assert found.value is not None, f"{run.suite} measured no {name}"
    return found


def gate_at(run: Run, name: str) -> Gate:
    """A gate that the healthy product just passes."""
    healthy = figure(run, name)
    assert healthy.value is not None
    return Gate(run.suite, name, healthy.value, healthy.better)


@pytest.mark.parametrize(
    "defect", [d for d in DEFECTS if not d.unseen and not d.harmless], ids=lambda d: d.name
)
def test_a_defect_is_noticed(bench: Bench, defect: Defect) -> None:
    healthy, broken = bench.healthy(defect), bench.broken(defect)
    gates = [gate_at(healthy, defect.figure)]
    assert not failed([Result(run=healthy)], gates)
    assert [one.figure for one in failed([Result(run=broken)], gates)] == [defect.figure]


@pytest.mark.parametrize("defect", [d for d in DEFECTS if d.harmless], ids=lambda d: d.name)
def test_the_product_holds_against_it(bench: Bench, defect: Defect) -> None:
    healthy, broken = bench.healthy(defect), bench.broken(defect)
    assert figure(broken, defect.figure).value == figure(healthy, defect.figure).value


@pytest.mark.parametrize("defect", [d for d in DEFECTS if d.unseen], ids=lambda d: d.name)
def test_what_no_suite_sees_yet_stays_said(bench: Bench, defect: Defect) -> None:
    """When one sees it, the table is to say so."""
    healthy, broken = bench.healthy(defect), bench.broken(defect)
    assert figure(broken, defect.figure).value == figure(healthy, defect.figure).value


@pytest.mark.parametrize("suite", ["verify", "drafts", "import", "injection"])
def test_the_shipped_gates_fail_for_a_defect_of_each_suite(bench: Bench, suite: str) -> None:
    gates = {gate.figure: gate for gate in read_gates() if gate.suite == suite}
    seen = [d for d in DEFECTS if d.suite == suite and d.figure in gates and not d.unseen]
    assert seen, f"no defect is held against a gate of {suite}"
    for defect in seen:
        missed = failed([Result(run=bench.broken(defect))], [gates[defect.figure]])
        assert [one.figure for one in missed] == [defect.figure], defect.name


def test_a_defect_is_undone(bench: Bench) -> None:
    for defect in DEFECTS:
        before = dict(vars(bench.assistant)), dict(vars(bench.assistant.answerer))
        with defect.switch(bench.assistant):
            pass
        assert (dict(vars(bench.assistant)), dict(vars(bench.assistant.answerer))) == before


def test_a_change_is_undone_when_the_test_fails() -> None:
    class Thing:
        size = 1

    thing = Thing()
    with pytest.raises(ZeroDivisionError), changed(thing, size=0):
        _ = 1 / thing.size
    assert vars(thing) == {}


def test_a_defect_of_nothing_is_refused() -> None:
    with pytest.raises(AttributeError), changed(object(), nothing=1):
        pass


def test_the_table_names_suites_that_are_there() -> None:
    assert len({defect.name for defect in DEFECTS}) == len(DEFECTS) >= 14
    assert all(suite_of(defect.suite) is not None for defect in DEFECTS)
    assert defect_of("gate-open").suite == "decline"
    with pytest.raises(KeyError):
        defect_of("none")
