"""A gate fails when its figure falls or is missing, and it only ever rises."""

from __future__ import annotations

import subprocess
import tomllib
from datetime import UTC, datetime
from pathlib import Path

import pytest

from corpus.errors import BadInput
from evals.gates import FILE, Gate, check, failed, raised, read_gates, write_raised
from evals.results import Figure, Result, Run
from evals.suites import SUITES


def result(value: float | None, *, better: str = "higher", fast: bool = False) -> Result:
    figure = Figure(name="right", label="全对", value=value, better=better)
    run = Run(suite="qa", started=datetime.now(UTC), seconds=1.0, fast=fast, figures=(figure,))
    return Result(run=run)


@pytest.mark.parametrize(
    ("value", "better", "limit", "passed"),
    [
        (0.93, "higher", 0.93, True),
        (0.9299, "higher", 0.93, False),
        (0.03, "lower", 0.05, True),
        (0.06, "lower", 0.05, False),
        (None, "higher", 0.0, False),
        (None, "lower", 1.0, False),
    ],
)
def test_a_gate_is_held_against_its_figure(
    value: float | None, better: str, limit: float, passed: bool
) -> None:
    (outcome,) = check([result(value, better=better)], [Gate("qa", "right", limit, better)])
    assert outcome.passed is passed


def test_a_gate_in_the_wrong_direction_is_refused() -> None:
    with pytest.raises(BadInput, match="方向写反了"):
        check([result(0.9)], [Gate("qa", "right", 0.5, "lower")])


def test_a_figure_that_is_gone_fails_its_gate() -> None:
    assert failed([result(1.0)], [Gate("qa", "points", 0.5)])


def test_a_gate_of_whole_runs_is_not_asked_of_fast_ones() -> None:
    gate = Gate("qa", "right", 0.99, full=True)
    assert check([result(0.5, fast=True)], [gate]) == ()
    assert failed([result(0.5)], [gate])


def test_a_gate_of_a_suite_that_did_not_run_is_left_out() -> None:
    assert check([result(1.0)], [Gate("verify", "caught", 0.9)]) == ()


def test_gates_are_raised_to_what_was_measured_and_never_lowered(tmp_path: Path) -> None:
    path = tmp_path / "gates.toml"
    path.write_text('# 说明\n[qa]\nright = ">= 0.9"\n[full.qa]\n"right" = ">= 0.95"\n', "utf-8")
    stricter = raised([result(0.9417)], read_gates(path))
    assert [gate.written for gate in stricter] == [">= 0.941"]
    write_raised(stricter, path)
    assert [gate.limit for gate in read_gates(path)] == [0.941, 0.95]
    assert path.read_text("utf-8").startswith("# 说明\n")
    with pytest.raises(BadInput, match="只升不降"):
        write_raised([Gate("qa", "right", 0.5)], path)


def test_a_gate_of_what_must_be_low_is_raised_downwards(tmp_path: Path) -> None:
    path = tmp_path / "gates.toml"
    path.write_text('[qa]\nright = "<= 0.05"\n', "utf-8")
    stricter = raised([result(0.0312, better="lower")], read_gates(path))
    assert [gate.written for gate in stricter] == ["<= 0.032"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[nosuch]\nright = 1\n", "nosuch"),
        ('[qa]\nright = "高"\n', "right"),
        ("[qa]\nright = 0.9\n", ">= 0.93"),
        ("[qa\n", "读不出来"),
        ("full = 3\n", "full"),
    ],
)
def test_a_wrong_gate_is_named_with_its_place(tmp_path: Path, text: str, told: str) -> None:
    path = tmp_path / "gates.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(BadInput, match=told):
        read_gates(path)


def test_every_suite_has_a_gate() -> None:
    with_gate = {gate.suite for gate in read_gates()}
    assert {suite.name for suite in SUITES} <= with_gate


def test_no_gate_is_laxer_than_it_ever_was(repository: Path, tmp_path: Path) -> None:
    """Compared with every version that the history at hand has; a shallow clone has fewer."""
    now = {(gate.suite, gate.figure, gate.full): gate for gate in read_gates()}
    loosened = tomllib.loads(FILE.read_text("utf-8")).get("loosened", {})
    for text in earlier_versions(repository):
        old = tmp_path / "gates.toml"
        old.write_text(text, "utf-8")
        for was in read_gates(old):
            if f"{was.suite}.{was.figure}" in loosened:
                continue
            gate = now.get((was.suite, was.figure, was.full))
            assert gate is not None, f"门槛 {was.suite} {was.figure} 被删去"
            assert not gate.worse_than(was), f"{was.suite} {was.figure}：{was.written} 放宽了"


def earlier_versions(repository: Path) -> list[str]:
    name = FILE.relative_to(repository).as_posix()
    listed = subprocess.run(
        ["git", "log", "--format=%H", "--", name],
        cwd=repository, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if listed.returncode:
        pytest.skip("这里没有 git 历史")
    shown = [
        subprocess.run(
            ["git", "show", f"{commit}:{name}"],
            cwd=repository, capture_output=True, text=True, check=False,
        )
        for commit in listed.stdout.split()
    ]  # fmt: skip
    return [one.stdout for one in shown if one.returncode == 0]
