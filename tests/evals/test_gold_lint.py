"""The lint finds what was put wrong on purpose, and shows no blind question."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from corpus.models import Clause, Document, Sentence, Source
from evals import gold_lint
from evals.gold_lint import Linted, as_dict, lint, print_lint

NOTES = {"一": "本标准由甲公司牵头起草，乙公司参加起草。", "二": "最终共收集意见四十条，采纳六条。"}


def document(key: str, region: str, texts: dict[str, str]) -> Document:
    source = Source.model_validate(
        {
            "id": key, "title": key, "short_title": key, "region": region, "kind": "measure",
            "status": "current", "authority": "digest",
        }
    )  # fmt: skip
    clauses = tuple(
        Clause(
            id=f"{key}#{path}", source_id=key, path=(path,), label=path, title="", level=1,
            order=order, parent=None, start=0, end=len(text), line=1, text=text,
            sentences=(Sentence(0, len(text), modality="无"),),  # type: ignore[arg-type]
        )
        for order, (path, text) in enumerate(texts.items())
    )  # fmt: skip
    return Document(source, "".join(texts.values()), clauses, sha256="")


LIBRARY = (
    document("cqo-notes", "广东", NOTES),
    document("hubei", "湖北", {"一": "要求大学本科以上学历。"}),
)


def question(key: str, text: str, **changes: Any) -> dict[str, Any]:
    facts = {
        "id": key, "question": text, "kind": "fact", "expect": ["answered"], "gold": ["cqo-notes#一"],
        "points": ["甲公司"], "reviewed": "逐字核对过",
    }  # fmt: skip
    return {**facts, **changes}


GOOD = [
    question("dev-001", "谁写的这份东西？"),
    question("test-001", "写的人是哪家单位？"),
    question("dev-002", "收到几条建议？", gold=["cqo-notes#二"], points=["40条"]),
    question("dev-003", "大伙提了多少看法？", gold=["cqo-notes#二"], points=["四十条"]),
    question("dev-004", "那边要啥文凭？", gold=["hubei#一"], points=["湖北", ["本科", "大专"]]),
]


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Quotas that five questions meet."""
    monkeypatch.setattr(gold_lint, "QUOTAS", gold_lint.QUOTAS[-2:])


def linted(folder: Path, *entries: dict[str, Any]) -> Linted:
    (folder / "own.yaml").write_text(yaml.safe_dump(list(entries), allow_unicode=True), "utf-8")
    return lint(folder, LIBRARY)


def found(folder: Path, *entries: dict[str, Any]) -> dict[str, tuple[str, ...]]:
    return {one.check: one.ids for one in linted(folder, *entries).findings}


@pytest.mark.usefixtures("few")
def test_good_questions_are_clean(tmp_path: Path) -> None:
    result = linted(tmp_path, *GOOD)
    assert result.findings == ()
    assert result.clean


@pytest.mark.usefixtures("few")
@pytest.mark.parametrize(
    ("entry", "check"),
    [
        (question("dev-009", "还有谁？", gold=["cqo-notes#九"], points=[]), "vanished"),
        (question("dev-009", "谁 写的这份东西？"), "duplicate"),
        (question("dev-009", "写的人是哪家单位来着？"), "near"),
        (question("dev-009", "乙公司做什么？", points=["丙公司"]), "points"),
        (question("dev-009", "乙公司做什么？", reviewed=" "), "reviewed"),
    ],
)
def test_a_defect_is_found_and_is_a_fault(
    tmp_path: Path, entry: dict[str, Any], check: str
) -> None:
    result = linted(tmp_path, *GOOD, entry)
    assert [one.check for one in result.faults] == [check]
    assert "dev-009" in result.faults[0].ids
    assert not result.clean


@pytest.mark.usefixtures("few")
def test_a_near_duplicate_within_a_split_is_only_to_be_looked_at(tmp_path: Path) -> None:
    result = linted(tmp_path, *GOOD, question("dev-009", "那谁写的这份东西？"))
    assert [one.check for one in result.findings] == ["near"]
    assert result.clean


@pytest.mark.usefixtures("few")
def test_the_same_words_after_other_questions_are_another_question(tmp_path: Path) -> None:
    pair = [
        question(f"dev-00{n}", "那写的人呢？", kind="follow-up", before=[before])
        for n, before in ((8, "标准的名称叫什么来着？"), (9, "湖北的学历门槛有多高？"))
    ]
    assert found(tmp_path, *GOOD, *pair) == {}


@pytest.mark.usefixtures("few")
def test_a_question_in_the_words_of_its_clause_leaks(tmp_path: Path) -> None:
    result = linted(tmp_path, *GOOD, question("dev-009", "本标准由谁牵头起草，乙公司参加起草？"))
    assert [one.check for one in result.findings] == ["leak"]
    assert result.leaks["dev-009"] > gold_lint.LEAK > result.leaks["dev-001"]
    assert result.distribution()["max"] == result.leaks["dev-009"]


@pytest.mark.usefixtures("few")
def test_clauses_of_the_notes_and_sources_must_be_asked(tmp_path: Path) -> None:
    result = found(tmp_path, *GOOD[:3])
    assert result["notes"] == ("cqo-notes#二",)
    assert result["sources"] == ("hubei",)


def test_too_few_of_a_kind_are_told_with_their_numbers(tmp_path: Path) -> None:
    result = linted(tmp_path, *GOOD)
    told = [one.message for one in result.faults if one.check == "quota"]
    assert len(told) == len(gold_lint.QUOTAS) - 2
    assert "该拒答的：0 题，至少要 80 题。" in told
    assert result.counts["开发题"] == 4


def test_words_of_blind_questions_are_never_shown(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    blind = question("test-009", "乙公司究竟做什么？", points=["机密要点"], gold=["cqo-notes#一"])
    result = linted(tmp_path, *GOOD, blind)
    print_lint(result)
    shown = capsys.readouterr().out + str(as_dict(result))
    assert "test-009" in shown
    assert "机密要点" not in shown
    assert "乙公司究竟" not in shown


def test_as_json_it_says_whether_all_is_well(tmp_path: Path) -> None:
    told = as_dict(linted(tmp_path, *GOOD))
    assert told["clean"] is False
    assert told["questions"] == 5
    assert set(told) >= {"findings", "leaks", "leak_distribution", "leak_limit", "counts"}
