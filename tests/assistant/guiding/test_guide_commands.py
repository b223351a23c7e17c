"""``cqo guide`` as three invented companies walk it, from the first question to the package."""

from __future__ import annotations

import json
import re
import shlex
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from assistant.cli.app import run
from assistant.drafting.blueprint import FactSpec, FactType
from assistant.guiding.journeys import Route, route_of
from assistant.guiding.planning import NAME, specs_of
from tests.assistant.conftest import copy_library
from tests.assistant.guiding.conftest import REPOSITORY, example
from tests.assistant.guiding.walk_data import (
    CHECKS,
    DOCUMENTS,
    EXAMPLES,
    LINK,
    MET,
    MINUTES,
    MINUTES_WORDS,
    NOTE,
    REPLIES,
    START,
)


@dataclass(frozen=True)
class Said:
    code: int
    out: str
    error: str


Cqo = Callable[..., Said]


@pytest.fixture(scope="module")
def folder(library_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy_library(library_data, tmp_path_factory.mktemp("commands") / "data")


@pytest.fixture
def cqo(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Cqo:
    """Runs a command with lines typed at its questions."""
    monkeypatch.setenv("CQO_DATA_DIR", str(folder))
    monkeypatch.setenv("CQO_EVIDENCE_FILE_MB", "1")

    def command(*arguments: str, typed: str = "") -> Said:
        with CliRunner().isolation(input=typed) as (out, error, _):
            code = run(["guide", *arguments])
        return Said(code, out.getvalue().decode("utf-8"), error.getvalue().decode("utf-8"))

    return command


def refused(said: Said) -> str:
    """The one Chinese line of a command that refuses."""
    assert said.code == 2
    assert said.error.count("\n") == 1
    assert re.search(r"[\u4e00-\u9fff].*。$", said.error.strip())
    return said.error


def typed_for(route: Route, facts: dict[str, Any]) -> str:
    """What a person types in the interview to say these facts."""
    lines: list[str] = []
    for question in route.journey.interview:
        for spec in specs_of(route, question):
            if spec.name != NAME:
                lines += _lines(spec, facts.get(spec.name))
    return "".join(f"{line}\n" for line in lines)


def _lines(spec: FactSpec, value: Any) -> list[str]:
    if value is None:
        return [""]
    if spec.type is FactType.TABLE:
        rows = ["|".join(str(row.get(c.name, "")) for c in spec.columns) for row in value]
        return [*rows, ""]
    values = [option.value for option in spec.options]
    if spec.type is FactType.CHOICES:
        return ["、".join(str(values.index(one) + 1) for one in value)]
    if spec.type is FactType.CHOICE:
        return [str(values.index(value) + 1)]
    if spec.type is FactType.YES_NO:
        return ["1" if value else "2"]
    return ["；".join(value) if isinstance(value, list) else str(value)]


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_company_walks_from_the_interview_to_the_package(
    cqo: Cqo, name: str, tmp_path: Path
) -> None:
    facts, route = example(name), route_of()
    company = facts[NAME]
    said = cqo("start", company, "--date", START.isoformat(), typed=typed_for(route, facts))
    assert said.code == 0, said.error
    assert "访谈完成" in said.out
    shown = json.loads(cqo("status", "--company", company, "--json").out)
    wanted = {s.name for s in route.specs} & facts.keys()
    assert {key: shown["facts"].get(key) for key in wanted} == {
        key: _stored(facts[key]) for key in wanted
    }
    assert (shown["start"], shown["open_questions"]) == (START.isoformat(), 0)

    tasks = json.loads(cqo("next", "--company", company, "--json").out)
    assert [task["id"] for task in tasks] == ["leadership"]
    minutes = tmp_path / MINUTES
    minutes.write_text(MINUTES_WORDS, "utf-8")
    said = cqo(
        *("done", "leadership", "--company", company, "--note", NOTE),
        *("--evidence", str(minutes), "--evidence", LINK),
    )
    assert "已完成" in said.out
    assert "下一步：摸清现状与差距" in said.out

    typed = "".join(f"{n}\n" for n in range(1, len(REPLIES) + 1)) * (CHECKS // len(REPLIES))
    said = cqo("assess", "--company", company, typed=typed)
    assert f"已答 {CHECKS}/{CHECKS} 项，做到 {MET}" in said.out
    assert (
        json.loads(cqo("assess", "--company", company, "--show", "--json").out)["answered"]
        == CHECKS
    )

    path = tmp_path / "包.zip"
    said = cqo("export", "--company", company, "-o", str(path))
    assert "1 个证据文件" in said.out, said.error
    with zipfile.ZipFile(path) as made:
        documents = [one for one in made.namelist() if one.startswith("文件/")]
    assert len(documents) == len(shown["documents"]) == DOCUMENTS
    assert refused(cqo("export", "--company", company, "-o", str(path))).startswith("已有文件")
    assert cqo("export", "--company", company, "-o", str(tmp_path / "a.ics")).code == 0


def _stored(value: Any) -> Any:
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return [{key: str(cell) for key, cell in row.items()} for row in value]
    return value


def test_with_several_companies_one_is_named(cqo: Cqo) -> None:
    assert "请用 --company 写明是哪一家" in refused(cqo("status"))
    assert "没有“不存在的公司”的实施记录" in refused(cqo("status", "--company", "不存在的公司"))


def test_wrong_answers_are_named_and_asked_again_and_stopping_keeps_all(cqo: Cqo) -> None:
    typed = "火星\n佛山\n\n9\n跳过\n停\n"
    said = cqo("start", "示例甲有限公司", typed=typed)
    assert "地名表里没有“火星”" in said.out
    assert "没有“9”这一项" in said.out
    assert "已停下，回答都已保存" in said.out
    assert json.loads(cqo("status", "--company", "示例甲有限公司", "--json").out)["facts"] == {
        "company_name": "示例甲有限公司",
        "region": "佛山",
    }
    said = cqo("start", "示例甲有限公司", typed="停\n")
    assert "〔2/10〕" in said.out, "what was passed over is not asked again"
    assert "〔1/10〕" not in said.out


def test_the_end_of_the_input_is_a_stop(cqo: Cqo) -> None:
    said = cqo("start", "示例乙有限公司", typed="佛山\n")
    assert said.code == 0
    assert "已停下" in said.out
    assert "〔1/10〕" in cqo("start", "示例乙有限公司", typed="停\n").out, "the question goes on"


def test_contradictions_are_named_and_can_be_mended(cqo: Cqo) -> None:
    company = ("--company", "示例乙有限公司")
    said = cqo("answer", "是否已有人选=否", "首席质量官姓名=王乙", *company)
    assert "前面说还没有人选，又填了首席质量官姓名" in said.out
    said = cqo("answer", "cqo_name=", *company)
    assert "注意" not in said.out
    assert "名称=值" in refused(cqo("answer", "没有这项=1", *company))
    assert "地名表里没有" in refused(cqo("answer", "region=火星", *company))


def test_answers_come_from_a_file_all_or_none(cqo: Cqo, tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text("region: 佛山\nheadcount: 三百人左右\n", "utf-8")
    assert "员工人数" in refused(cqo("start", "示例丙有限公司", "--answers", str(path)))
    path.write_text("region: 佛山\nheadcount: 300\ncredit_code: ''\nterm_years: 3\n", "utf-8")
    shown = json.loads(cqo("start", "示例丙有限公司", "--answers", str(path), "--json").out)
    assert shown["facts"]["headcount"] == 300
    rows = json.loads(cqo("facts", "--company", "示例丙有限公司", "--json").out)
    values = {row["name"]: row["value"] for row in rows}
    assert values["term_years"] == 3, "facts that documents share are kept too"


def test_a_start_that_is_no_working_day_or_past_is_said_and_one_that_cannot_be_is_refused(
    cqo: Cqo,
) -> None:
    said = cqo("start", "示例丁有限公司", "--date", "2026-10-01", "--no-interview")
    assert "2026年10月1日不是工作日，从2026年10月8日开始" in said.out
    assert "早于今天" in said.out
    assert "应写成 2026-12-01 这样" in refused(cqo("start", "示例戊", "--date", "明天"))
    assert "不像计划的开始日期" in refused(cqo("start", "示例戊", "--date", "1999-01-01"))
    assert "没有“示例戊”" in refused(cqo("status", "--company", "示例戊")), "nothing was begun"
    said = cqo("start", "示例丁有限公司", "--date", "2026-12-07", "--no-interview", "--json")
    assert json.loads(said.out)["start"] == "2026-12-07"


def test_what_cannot_be_done_is_named_and_changes_nothing(cqo: Cqo, tmp_path: Path) -> None:
    company = ("--company", "示例丁有限公司")
    assert "leadership（主要负责人决定启动并指定牵头人）" in refused(cqo("done", "火箭", *company))
    line = refused(cqo("done", "聘任", *company))
    assert "decision（作出聘任决定）" in line
    assert "leadership" not in line
    assert "不在计划里" in refused(cqo("done", "safety-director-boundary", *company))
    large = tmp_path / "大文件.bin"
    large.write_bytes(b"0" * ((1 << 20) + 1))
    line = refused(cqo("done", "leadership", "--evidence", str(large), *company))
    assert "单个证据文件最大 1 MB" in line
    assert "不存在" in refused(cqo("done", "leadership", "--evidence", "没有.pdf", *company))
    assert "整数" in refused(cqo("done", "leadership", "--days", "0", *company))
    assert json.loads(cqo("status", "--json", *company).out)["done"] == 0
    said = cqo("done", "备案", "--not-applicable", "当地答复不要求备案", *company)
    assert "不适用" in said.out
    left = json.loads(cqo("status", "--json", *company).out)["documents"]
    assert "filing-form" not in [one["id"] for one in left]


def test_own_days_are_set_and_taken_back(cqo: Cqo) -> None:
    doing = ("done", "leadership", "--doing", "--company", "示例丁有限公司", "--json")
    own = json.loads(cqo(*doing, "--days", "9").out)
    assert (own["own_days"], own["planned_days"]) == (9, 9)
    assert json.loads(cqo(*doing).out)["own_days"] == 9
    usual = json.loads(cqo(*doing, "--usual-days").out)
    assert (usual["own_days"], usual["planned_days"]) == (None, usual["days"][1])
    assert "只写一个" in refused(cqo(*doing, "--days", "9", "--usual-days"))


def test_a_self_check_is_broken_off_gone_on_with_and_finished(cqo: Cqo, tmp_path: Path) -> None:
    company = ("--company", "示例丁有限公司")
    said = cqo("assess", *company, typed="1\n九\n2\n停\n")
    assert "请写 1、2、3、4" in said.out
    assert "已答 2/20 项" in said.out
    path = tmp_path / "a.yaml"
    path.write_text("planning-fit: yes\nplanning-input: 大概\n", "utf-8")
    assert "planning-input：大概" in refused(cqo("assess", *company, "--answers", str(path)))
    path.write_text("没有这项: 是\n", "utf-8")
    assert "没有这些自查项" in refused(cqo("assess", *company, "--answers", str(path)))
    path.write_text("planning-fit: yes\nplanning-input: 不适用\n", "utf-8")
    shown = json.loads(cqo("assess", *company, "--answers", str(path), "--json").out)
    assert shown["answered"] == 4
    assert "第1次自查" in cqo("assess", *company, "--finish").out
    assert "第2次自查" in cqo("assess", *company, typed="停\n").out


def test_json_stays_alone_on_stdout(cqo: Cqo) -> None:
    said = cqo("assess", "--company", "示例丁有限公司", "--json", typed="1\n停\n")
    assert json.loads(said.out)["answered"] == 1
    assert "〔1/20〕" in said.error


def test_the_commands_of_the_manual_work_in_their_order(
    library_data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    manual = (REPOSITORY / "docs" / "guide.md").read_text("utf-8")
    block = manual.split("```sh\n")[1].split("```")[0]
    monkeypatch.setenv("CQO_DATA_DIR", str(copy_library(library_data, tmp_path / "data")))
    (tmp_path / "docs").symlink_to(REPOSITORY / "docs")
    monkeypatch.chdir(tmp_path)
    for line in block.splitlines():
        with CliRunner().isolation() as (_, error, _):
            code = run(shlex.split(line)[1:])
        assert code == 0, (line, error.getvalue().decode("utf-8"))
    assert (tmp_path / "首席质量官制度.zip").is_file()
