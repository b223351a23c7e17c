"""Suites run one after the other; one that fails is told and holds nobody up; results are whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.settings import Settings, load_settings
from corpus.errors import BadInput
from evals.results import Figure, Item, history, read_result, runs_folder
from evals.runner import Options, evaluation_settings, run_suites
from evals.running_commands import chosen_suites
from evals.suites import SUITES, Context, Found, Suite

HERE = "tests.evals.test_runner"


def fine(context: Context) -> Found:
    (context.work / "scratch.txt").write_text("用完就删", "utf-8")
    context.progress(1, 1)
    figure = Figure(name="right", label="全对", value=0.5 if context.fast else 1.0, n=2)
    items = (Item(id="a", right=True), Item(id="b", right=not context.fast))
    return Found((figure,), items, (f"工作文件夹：{context.work.name}",))


def broken(context: Context) -> Found:
    raise BadInput("数据文件 a.yaml 缺少题号，请补上。")


FINE = Suite("qa", "回答", "", f"{HERE}:fine")
BROKEN = Suite("verify", "核对", "", f"{HERE}:broken")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return load_settings(data_dir=tmp_path)


def test_results_are_stored_with_what_they_were_made_with(settings: Settings) -> None:
    (ran,) = run_suites([FINE], settings)
    assert ran.path is not None
    assert ran.result == read_result(ran.path)
    run = read_result(ran.path).run
    assert run.suite == "qa"
    assert run.configuration == "default"
    assert not run.fast
    assert all(len(one) == 12 for one in (run.configuration_hash, run.library_hash))
    assert {"python", "numpy", "onnxruntime"} <= set(run.versions)
    assert run.machine["cores"]
    assert run.seconds >= 0
    assert [path for path, _ in history(runs_folder(settings.data_dir))] == [ran.path]


def test_a_suite_that_fails_is_told_in_one_line_and_the_next_one_runs(settings: Settings) -> None:
    first, second = run_suites([BROKEN, FINE], settings)
    assert first.result is None
    assert first.error == "数据文件 a.yaml 缺少题号，请补上。"
    assert second.result is not None
    assert len(history(runs_folder(settings.data_dir))) == 1


def test_the_fast_part_is_marked_and_progress_names_the_suite(settings: Settings) -> None:
    told: list[tuple[str, int, int]] = []
    options = Options(fast=True, progress=lambda *one: told.append(one))
    (ran,) = run_suites([FINE], settings, options=options)
    assert ran.result is not None
    assert ran.result.run.fast
    assert told == [("回答", 1, 1)]


def test_the_user_s_own_texts_and_model_change_no_figure(settings: Settings) -> None:
    given = settings.model_copy(
        update={"language_model": "some-model", "database_url": "postgresql://nowhere/x"}
    )
    own = evaluation_settings(given)
    assert own.language_model is None
    assert own.database_url is None
    assert Path(own.data_dir) == settings.data_dir / "eval" / "library"


def test_a_changed_library_is_built_anew_but_the_model_is_kept(settings: Settings) -> None:
    folder = Path(evaluation_settings(settings).data_dir)
    (folder / "models").mkdir()
    (folder / "models" / "weights.onnx").write_text("x", "utf-8")
    (folder / "catalogue.sqlite3").write_text("old", "utf-8")
    evaluation_settings(settings)
    assert (folder / "catalogue.sqlite3").exists()
    (folder / "LIBRARY").write_text("another", "utf-8")
    evaluation_settings(settings)
    assert not (folder / "catalogue.sqlite3").exists()
    assert (folder / "models" / "weights.onnx").exists()


def test_suites_are_chosen_by_name() -> None:
    assert [suite.name for suite in chosen_suites("verify, qa", fast=False)] == ["verify", "qa"]
    assert len(chosen_suites(None, fast=False)) == len(SUITES)
    assert "speed" not in [suite.name for suite in chosen_suites(None, fast=True)]
    with pytest.raises(BadInput, match=r"没有“nosuch”这个套件，可用：qa、"):
        chosen_suites("nosuch", fast=False)
