"""What a question names outright is found without ranking."""

from __future__ import annotations

import pytest

from index.characters import fold
from index.exact import Match
from index.filters import Filters
from index.labels import find_labels, label_key
from index.numerals import number_of
from index.store import Index


def _found(index: Index, question: str, kind: str) -> list[Match]:
    return [m for m in index.exact.find(question) if m.kind == kind]


@pytest.mark.parametrize(
    "question",
    [
        "二（二）讲什么",
        "二、(二)是什么",
        "二(二)",
        "编制说明二（二）",
        "第二章第二节写了什么",
        "二 （ 二 ）",
    ],
)
def test_every_way_of_writing_a_label_finds_its_clause(built: Index, question: str) -> None:
    (match,) = _found(built, question, "label")
    assert match.clauses == ("notes#二/（二）",)
    assert "二" in question[match.start : match.end]


@pytest.mark.parametrize(
    "question",
    [
        "鄂市监〔2022〕35号是什么",
        "鄂市监[2022]35号",
        "请问鄂市监2022 35号",
        "35号文说了什么",
        "鄂市监（2022）３５号",
    ],
)
def test_every_way_of_writing_a_number_finds_its_source(built: Index, question: str) -> None:
    (match,) = _found(built, question, "number")
    assert match.sources == ("hubei",)
    assert "号" in match.text


def test_number_that_is_only_mentioned_finds_the_clause(built: Index) -> None:
    (match,) = _found(built, "粤市监标准〔2023〕591号", "number")
    assert (match.sources, match.clauses) == ((), ("notes#一",))


def test_what_is_named_but_not_stored_is_told(built: Index) -> None:
    for question in ("4.2.1 有什么要求", "粤市监〔2099〕1号是什么", "第五条第二款"):
        (match,) = built.exact.find(question)
        assert (match.sources, match.clauses) == ((), ())


def test_label_is_looked_for_in_the_named_source_only(built: Index) -> None:
    assert _found(built, "湖北办法的二（二）", "label")[0].clauses == ()


def test_longer_title_wins_and_aliases_count(built: Index) -> None:
    (match,) = _found(built, "湖北省企业首席质量官管理办法里的条件", "title")
    assert match.sources == ("hubei",)
    assert _found(built, "湖北办法呢", "title")[0].sources == ("hubei",)


def test_another_workspace_is_never_found(built: Index) -> None:
    assert built.exact.find("公司制度") == ()
    assert built.exact.find("公司制度", Filters(workspace="other")) == ()
    assert built.exact.find("公司制度", Filters(workspace="acme"))[0].sources == ("acme",)


@pytest.mark.parametrize(
    "text", ["提高1.5倍", "2024年3月", "3.5 mm", "占12.5%", "依据GB/T 1.1-2020"]
)
def test_numbers_in_prose_are_no_labels(built: Index, text: str) -> None:
    assert _found(built, text, "label") == []


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("第五条第二款第（一）项", "第5条第2款(1)"),
        ("第5条第二款第一项", "第5条第2款(1)"),
        ("４．２．１ a)", "4.2.1a)"),
        ("附录 A", "附录a"),
        ("二十七", "27"),
    ],
)
def test_label_keys(written: str, key: str) -> None:
    assert label_key(written) == key


def test_wider_places_come_after_other_spellings() -> None:
    (mention,) = find_labels(fold("第二章第五条第二款"))
    assert mention.keys[0] == "第2章第5条第2款"
    assert mention.keys[-1] == "第5条"
    assert not mention.is_other_spelling(len(mention.keys) - 1)


def test_numerals() -> None:
    assert [number_of(n) for n in ("十", "二十", "一百零五", "两千", "二〇二三")] == [
        10,
        20,
        105,
        2000,
        2023,
    ]
