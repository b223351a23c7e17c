"""``cqo eval verify``: what the statements are, how wrong ones are made, and that the limits hold."""

from __future__ import annotations

import contextlib
import io
import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml

from assistant.cli.app import run
from assistant.verifying.folding import plain
from corpus.errors import BadInput
from evals.verifying import statements
from evals.verifying.command import as_dict
from evals.verifying.figures import FALSE_ALARMS, LIMITS, Group, Mistake, VerifyReport
from evals.verifying.names import NAMES
from evals.verifying.perturbing import Perturber
from evals.verifying.statements import Library, Statement, read_shipped, read_written

TRUE = ("paraphrases", "held-paraphrases")
FALSE = ("false-statements", "held-false-statements")


@pytest.fixture(scope="module")
def library() -> Library:
    return read_shipped()


@pytest.fixture(scope="module")
def made(library: Library) -> list[Statement]:
    return wrong_ones(library, 7)


def wrong_ones(library: Library, seed: int, every: int = 3) -> list[Statement]:
    perturber = Perturber(library, seed)
    sentences = [s for s in library.sentences() if len(s.text) >= 8][::every]
    return [one for sentence in sentences for one in perturber.all_of(sentence)]


@pytest.mark.parametrize("name", [*TRUE, *FALSE])
def test_written_statements_cite_clauses_that_exist(name: str, library: Library) -> None:
    written = read_written(name)
    assert len({one.id for one in written}) == len(written)
    assert len({plain(one.text).text for one in written}) == len(written)
    for one in written:
        assert len(library.cited(one.citations)) == len(one.citations), one.id
        assert (one.wrong in LIMITS) == (name in FALSE), one.id


def test_there_are_as_many_statements_as_the_issue_asks_for() -> None:
    assert sum(len(read_written(name)) for name in TRUE) >= 150
    kinds = Counter(one.wrong for name in FALSE for one in read_written(name))
    assert set(kinds) == set(LIMITS) == set(NAMES)
    assert min(kinds.values()) >= 10


def test_no_true_paraphrase_is_the_clause_itself(library: Library) -> None:
    for name in TRUE:
        for one in read_written(name):
            texts = [plain(c.clause.text).text for c in library.cited(one.citations)]
            assert plain(one.text).text.strip(".") not in texts, one.id


def test_the_two_authors_wrote_different_statements() -> None:
    for (first, second), most in ((TRUE, 0), (FALSE, 3)):
        texts = [{plain(one.text).text for one in read_written(name)} for name in (first, second)]
        assert len(texts[0] & texts[1]) <= most


@pytest.mark.parametrize(
    "entry",
    [
        {"id": "x", "text": "风筝的骨架。", "citations": []},
        {"id": "x", "text": "风筝", "citations": ["a#b"]},
        {"id": "x", "text": "风筝的骨架。", "citations": ["a#b"], "wrong": "colour"},
        {"id": "x", "text": "风筝的骨架。", "citations": ["a#b"], "note": "多余"},
        "风筝的骨架。",
    ],
)
def test_a_malformed_file_is_told_by_its_name(
    entry: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "odd.yaml").write_text(yaml.safe_dump([entry], allow_unicode=True), "utf-8")
    monkeypatch.setattr(statements, "FOLDER", tmp_path)
    with pytest.raises(BadInput, match=r"odd\.yaml 不合格式"):
        read_written("odd")


def test_an_unknown_clause_is_told_by_its_id(library: Library) -> None:
    with pytest.raises(BadInput, match="kite#第一条"):
        library.cited(("kite#第一条",))


def test_the_same_seed_makes_the_same_wrong_statements(
    library: Library, made: list[Statement]
) -> None:
    assert wrong_ones(library, 7) == made
    assert wrong_ones(library, 8) != made


def test_wrong_statements_differ_from_the_sentence_and_stand_nowhere(
    library: Library, made: list[Statement]
) -> None:
    texts = {one.id: one.text for one in library.sentences()}
    for one in made:
        assert one.wrong in LIMITS
        original = texts[one.id.rpartition("!")[0]]
        assert one.text != original
        evidence = "".join(plain(c.clause.text).text for c in library.cited(one.citations))
        assert plain(one.text).text not in evidence


@pytest.mark.parametrize("kind", ["number", "date", "document-number"])
def test_only_digits_change_where_a_number_is_made_wrong(
    kind: str, library: Library, made: list[Statement]
) -> None:
    texts = {one.id: one.text for one in library.sentences()}
    some = [one for one in made if one.wrong == kind]
    assert some
    for one in some:
        original = texts[one.id.rpartition("!")[0]]
        digits = re.compile(r"[\d.〇零一二两三四五六七八九十]+")
        assert digits.sub("", one.text) == digits.sub("", original)


@pytest.fixture(scope="module")
def report() -> dict[str, Any]:
    """The whole suite, once, as the command prints it."""
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        assert run(["eval", "verify", "--json"]) == 0
    found: dict[str, Any] = json.loads(out.getvalue())
    return found


def test_the_report_counts_right_and_all_by_group_and_kind(report: dict[str, Any]) -> None:
    assert set(report) == {"groups", "ms", "mistakes"}
    assert set(report["ms"]) == {"median", "p95"}
    groups = report["groups"]
    assert set(groups) == {"made", "false", "verbatim", "paraphrases", "second"}
    assert set(groups["made"]) == set(groups["false"]) == set(LIMITS)
    wrong = 0
    for counts in groups.values():
        for right, total in counts.values():
            assert 0 <= right <= total
            wrong += total - right
    assert sum(total for _, total in groups["made"].values()) >= 2000
    assert len(report["mistakes"]) == wrong
    assert all(
        set(m) == {"group", "id", "kind", "text", "citations", "reasons"}
        for m in report["mistakes"]
    )


@pytest.mark.parametrize("kind", LIMITS)
def test_wrong_statements_are_caught_as_often_as_the_issue_asks(
    kind: str, report: dict[str, Any]
) -> None:
    right, total = report["groups"]["made"][kind]
    assert right >= LIMITS[kind] * total


@pytest.mark.parametrize(
    ("group", "most"), [("verbatim", 0.0), ("paraphrases", FALSE_ALARMS), ("second", FALSE_ALARMS)]
)
def test_true_statements_are_seldom_rejected(
    group: str, most: float, report: dict[str, Any]
) -> None:
    right, total = report["groups"][group]["true"]
    assert total - right <= most * total


def test_wrong_statements_written_by_hand_are_caught_as_often_as_reported(
    report: dict[str, Any],
) -> None:
    counts = report["groups"]["false"].values()
    assert sum(right for right, _ in counts) >= 0.85 * sum(total for _, total in counts)


def test_mistakes_are_named_with_their_reasons() -> None:
    group = Group()
    group.total["true"] = 2
    group.right["true"] = 1
    one = Statement("p1", "风筝的骨架应检验。", ("kite#第一条",))
    group.mistakes.append(Mistake(one, ("modality：改了语气。",)))
    empty = Group()
    figures = as_dict(VerifyReport(empty, empty, empty, group, empty, [1.0, 2.0, 3.0]))
    assert figures["groups"] == {
        "made": {}, "false": {}, "verbatim": {}, "paraphrases": {"true": [1, 2]}, "second": {},
    }  # fmt: skip
    assert figures["mistakes"] == [
        {
            "group": "paraphrases",
            "id": "p1",
            "kind": None,
            "text": "风筝的骨架应检验。",
            "citations": ("kite#第一条",),
            "reasons": ("modality：改了语气。",),
        }
    ]
    assert group.share("true") == 0.5
    assert empty.share("number") == 1.0


def test_the_table_names_every_kind_and_says_whether_the_limit_is_met(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from evals.verifying import command

    bad, good = Group(), Group()
    for kind in LIMITS:
        bad.total[kind], bad.right[kind] = 10, 8
    good.total["true"] = good.right["true"] = 10
    bad.mistakes.append(
        Mistake(Statement("x!number", "风筝9条线。", ("kite#第一条",), "number"), ())
    )
    found = VerifyReport(bad, Group(), good, good, good, [1.0, 2.0, 3.0])
    monkeypatch.setattr(command, "run", lambda *_, **__: found)
    command.verify(seed=1, failures=True, as_json=False)
    out = capsys.readouterr().out
    for name in NAMES.values():
        assert f"改错：{name}" in out
    assert "80.00%" in out
    assert "放过的错句：1" in out
    assert "[数字] 风筝9条线。〔kite#第一条〕" in out
