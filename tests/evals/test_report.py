"""The report says what was reached, what was missed and against what, and needs nothing but itself."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from lxml import html as markup

from corpus.errors import BadInput
from evals.gates import GateOutcome
from evals.report.numbers import change, shown
from evals.report.printing import print_gates, print_table
from evals.report.render import parts_html, report_html
from evals.report.stored import rounds_of, stored
from evals.results import Figure, Item, Result, Run, runs_folder, write_result

BEGUN = datetime(2026, 11, 27, 8, 0, tzinfo=UTC)
HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>{{ 7 * 7 }}"


def figure(name: str, value: float | None, label: str = "全对", **more: object) -> Figure:
    return Figure.model_validate({"name": name, "label": label, "value": value, "n": 10, **more})


def run(suite: str, *figures: Figure, hours: float = 0, **more: object) -> Run:
    return Run.model_validate(
        {
            "suite": suite,
            "started": BEGUN + timedelta(hours=hours),
            "seconds": 3.2,
            "figures": figures,
            "machine": {"processor": "甲型", "cores": 2},
            "versions": {"python": "3.11.9"},
            "library_hash": "aaaabbbbcccc",
            **more,
        }
    )


def question(id: str, split: str = "dev", **detail: object) -> Item:
    told = {
        "question": f"{id} 的问题？",
        "expect": ["answered"],
        "gold": ["cqo-notes#六/（四）", ["cqo-notes#一", "cqo-notes#二"]],
        "status": "answered",
        "retrieved": ["cqo-notes#一", "cqo-notes#三"],
        "cited": ["cqo-notes#三"],
        "said": "答了别的。",
        **detail,
    }
    return Item(
        id=id, kind="fact", split=split, right=False, faults=("cited", "points"),
        measures={"cited_recall": 0.0}, detail=told,
    )  # fmt: skip


def outcome(value: float | None, limit: float = 0.9, *, figure_name: str = "right") -> GateOutcome:
    passed = value is not None and value >= limit
    return GateOutcome("qa", figure_name, "全对", limit, value, "higher", passed)


def qa(*items: Item, value: float = 0.8, hours: float = 0) -> Result:
    right = figure("right", value, low=value - 0.05, high=value + 0.05)
    by_kind = figure("right/kind=time", 0.5, "全对（时间）", low=0.2, high=0.8)
    return Result(run=run("qa", right, by_kind, hours=hours), items=items)


def tree_of(page: str) -> Any:
    return markup.fromstring(page)


def text_of(page: str) -> str:
    tree = tree_of(page)
    for one in tree.xpath("//script|//style"):
        one.drop_tree()
    return " ".join(str(tree.text_content()).split())


def test_the_file_loads_nothing_and_holds_plotly_once() -> None:
    page = report_html([qa(question("dev-001"))], [])
    tree = tree_of(page)
    assert tree.xpath("//link|//img|//iframe|//*[@src]") == []
    assert not re.search(r"@import|url\(\s*['\"]?http", "".join(tree.xpath("//style/text()")))
    policy = tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    assert "default-src 'none'" in policy
    assert page.count("plotly.js v") == 1
    assert tree.get("lang") == "zh-CN"


def test_hostile_words_do_not_become_markup() -> None:
    item = question(
        "dev-001", question=HOSTILE, said=HOSTILE, cited=[HOSTILE], retrieved=[HOSTILE],
        gold=[HOSTILE], missed=[HOSTILE], before=[HOSTILE], error=None,
    )  # fmt: skip
    hostile = figure("right", 0.5, HOSTILE)
    made = run("qa", hostile, notes=(HOSTILE,), configuration=HOSTILE, library_hash=HOSTILE)
    earlier = run("qa", figure("right", 0.4, HOSTILE), hours=-3, configuration=HOSTILE)
    for base in (None, "http://127.0.0.1:7860/"):
        page = report_html([Result(run=made, items=(item,))], [earlier], base=base)
        tree = tree_of(page)
        assert tree.xpath("//img") == []
        assert all("alert(1)" not in (one.text or "") for one in tree.xpath("//script"))
        assert not [name for one in tree.iter() for name in one.attrib if name.startswith("on")]
        assert page.count("<script") == page.count("<script nonce=")
        assert HOSTILE in text_of(page)


def test_a_figure_below_its_target_is_marked_in_words() -> None:
    page = text_of(report_html([qa()], [], [outcome(0.8), outcome(None, figure_name="points")]))
    assert "2 项未达标" in page
    assert "目标不低于 90.0%。未达标" in page
    assert "没有测出" in page
    passed = text_of(report_html([qa()], [], [outcome(0.8, 0.8)]))
    assert "全部达标" in passed


def test_a_value_that_looks_like_its_target_is_told_exactly() -> None:
    result = Result(run=run("qa", figure("right", 0.89996)))
    page = text_of(report_html([result], [], [outcome(0.89996)]))
    assert "全对 89.996%，目标不低于 90.0%。未达标" in page


def test_figures_stand_against_the_last_run_of_the_same_configuration() -> None:
    last = run("qa", figure("right", 0.78), hours=-1)
    older = run("qa", figure("right", 0.5), hours=-2)
    other = run("qa", figure("right", 0.99), hours=-0.5, configuration="without-words")
    fast = run("qa", figure("right", 0.98), hours=-0.4, fast=True)
    page = text_of(report_html([qa(value=0.8)], [older, last, other, fast]))
    assert "上次 78.0%，变好 +2.0 点（区间内）" in page
    assert "75.0 至 85.0%" in page
    chosen = text_of(report_html([qa(value=0.8)], [older, last], against={"qa": older}))
    assert "上次 50.0%，变好 +30.0 点" in chosen


def test_a_change_has_the_direction_of_the_figure() -> None:
    before = run("qa", figure("wrong", 0.05, better="lower"), figure("ms", 100.0, unit="ms"))
    worse = change(figure("wrong", 0.06, better="lower"), before)
    assert worse is not None
    assert (worse.direction, worse.words) == ("worse", "变差 +1.0 点")
    same = change(figure("wrong", 0.0501, better="lower"), before)
    assert same is not None
    assert same.words == "持平"
    assert change(figure("new", 0.5), before) is None
    assert change(figure("wrong", None), before) is None


@pytest.mark.parametrize(
    ("value", "unit", "words"),
    [
        (0.931, "share", "93.1%"), (0.8421, "score", "0.842"), (12.34, "ms", "12.3 毫秒"), (0.181, "s", "0.18 秒"),
        (1234.5, "MB", "1,234 MB"), (3.0, "count", "3"), (None, "share", "—"),
    ],
)  # fmt: skip
def test_values_have_their_units(value: float | None, unit: str, words: str) -> None:
    assert shown(value, unit) == words


def test_groups_and_systems_stand_in_tables() -> None:
    measures = {"recall@1": "第 1 段找到", "recall@5": "前 5 段找到", "ndcg@10": "排序质量"}
    systems = {"ours": ("本产品检索", 0.9), "bm25": ("BM25", 0.7), "dense": ("向量", 0.8)}
    figures = [
        figure(f"{name}/{system}", value, f"{label}：{title}")
        for system, (title, value) in systems.items()
        for name, label in measures.items()
    ]
    tree = tree_of(parts_html([qa(), Result(run=run("retrieval", *figures))], []))
    (table,) = tree.xpath("//section[@id='suite-retrieval']//table[@class='grid']")
    assert [one.text_content() for one in table.xpath(".//tbody//th")] == ["本产品检索", "BM25", "向量"]  # fmt: skip
    assert {one.text_content() for one in table.xpath(".//strong")} == {"90.0%"}
    assert len(table.xpath(".//strong")) == 3
    (kinds,) = tree.xpath("//section[@id='suite-qa']//table[@class='grid']")
    assert [one.text_content() for one in kinds.xpath(".//tbody//th")] == ["时间"]


def test_the_worst_answers_show_what_was_expected_and_lead_to_the_clauses() -> None:
    items = [question(f"dev-{n:03d}") for n in range(30)]
    page = parts_html([qa(*items)], [], base="http://127.0.0.1:7860/")
    tree = tree_of(page)
    assert len(tree.xpath("//li[@class='wrong']")) == 20
    first = tree.xpath("//li[@class='wrong']")[0]
    assert "答了别的。" in first.text_content()
    links = first.xpath(".//a/@href")
    assert "http://127.0.0.1:7860/library/cqo-notes#%E5%85%AD/%EF%BC%88%E5%9B%9B%EF%BC%89" in links
    alone = text_of(report_html([qa(*items)], []))
    assert "cqo corpus show" in alone
    assert "cqo-notes#六/（四）" in alone


def test_blind_questions_are_counted_and_never_shown() -> None:
    blind = question("test-001", "test", question="不能看的问题", said="不能看的回答")
    page = report_html([qa(question("dev-001"), blind)], [])
    assert "不能看的" not in page
    assert "test-001" not in page
    assert "盲测题有 1 题不对" in text_of(page)


def test_the_curve_of_the_threshold_is_drawn() -> None:
    points = tuple(
        Item(
            id=f"threshold-{at:.2f}", kind="threshold",
            measures={"threshold": at, "declined_rightly": at, "declined_wrongly": at / 3},
        )
        for at in (0.0, 0.5, 1.0)
    )  # fmt: skip
    made = run("decline", figure("threshold", 0.38, "作答门槛", unit="score"))
    tree = tree_of(parts_html([Result(run=made, items=points)], []))
    (drawn,) = tree.xpath("//*[@data-figure]/@data-figure")
    traces = json.loads(drawn)["data"]
    assert [trace["name"] for trace in traces] == ["该拒的拒了", "不该拒的拒了"]
    assert traces[0]["y"] == [0, 50, 100]
    assert "现用 0.38" in drawn


def test_history_is_drawn_from_two_runs_on() -> None:
    def charts(*earlier: Run) -> int:
        tree = tree_of(parts_html([qa()], earlier))
        return len(tree.xpath("//section[@id='report-history']//figure"))

    assert charts() == 0
    assert charts(run("qa", figure("right", 0.7), hours=-1)) == 1
    assert charts(run("qa", figure("right", 0.7), hours=-1, fast=True)) == 0


def test_what_it_was_made_with_stands_at_the_end() -> None:
    page = text_of(report_html([qa()], []))
    for words in ("甲型", "3.11.9", "aaaabbbbcccc"):
        assert words in page


def test_an_empty_report_is_a_report() -> None:
    assert "评测报告" in report_html([], [])


@pytest.mark.parametrize("columns", ["40", "80", "200"])
def test_tables_of_the_terminal_fit_it(
    columns: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from rich.cells import cell_len

    monkeypatch.setenv("COLUMNS", columns)
    outcomes = [outcome(0.8), outcome(None, figure_name="points")]
    print_table([qa()], outcomes)
    print_gates(outcomes)
    out = capsys.readouterr().out
    assert max(cell_len(line) for line in out.splitlines()) <= int(columns)
    assert "80.0%" in out
    assert "未达标" in out
    assert "没有测出" in out


def test_runs_made_together_are_one_round_to_compare_with(tmp_path: Path) -> None:
    runs = [run("qa", hours=0), run("verify", hours=0.1), run("qa", hours=1), run("qa", hours=20)]
    assert [[one.suite for one in group.runs] for group in rounds_of(runs)] == [
        ["qa", "verify"], ["qa"], ["qa"],
    ]  # fmt: skip
    for one in (qa(hours=0, value=0.6), qa(hours=9, value=0.7), qa(hours=18)):
        write_result(one, runs_folder(tmp_path))
    found = stored(tmp_path)
    assert [len(found.results), len(found.rounds)] == [1, 2]
    first = stored(tmp_path, against=found.rounds[0].id)
    assert "上次 60.0%" in text_of(first.view("")["html"])
    assert "上次 70.0%" in text_of(found.view("")["html"])
    with pytest.raises(BadInput, match="没有要比较的那一次"):
        stored(tmp_path, against="gone")
    with pytest.raises(BadInput, match="没有配置"):
        stored(tmp_path, configuration="gone")


def test_a_folder_without_runs_is_empty(tmp_path: Path) -> None:
    assert stored(tmp_path).view("")["empty"] is True
    with pytest.raises(BadInput, match="cqo eval all"):
        stored(tmp_path).file("")
