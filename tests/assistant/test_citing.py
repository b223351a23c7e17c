"""A quote stands in its clause to the letter, or it does not leave the pipeline."""

from __future__ import annotations

from typing import Any

import pytest

from assistant.answering.citing import (
    Quoted,
    QuoteError,
    citation_of,
    citations_of,
    home_lead,
    mark_of,
    outside_lead,
    statement_of,
    written_answer,
)
from assistant.answering.models import Statement
from corpus.models import Authority
from tests.index.fakes import document

TEXT = "（四）建立与实施\n企业应聘任首席质量官，并可作出授权。建议先定任期。\n"


def piece(begin: str, end: str, **facts: Any) -> Quoted:
    """The piece of the clause from ``begin`` to ``end``."""
    made = document("notes", f"六、框架\n{TEXT}", **{"short_title": "编制说明", **facts})
    clause = made.clauses[-1]
    start = clause.text.index(begin)
    return Quoted(made.source, clause, start, clause.text.index(end) + len(end))


def test_a_citation_says_where_the_quote_stands() -> None:
    quoted = piece("企业应", "授权。", issued="2024-06", region="广东")
    found = citation_of(quoted)
    assert found.quote == "企业应聘任首席质量官，并可作出授权。"
    assert quoted.clause.text[found.start : found.end] == found.quote
    assert found.clause_id == "notes#六/（四）"
    assert (found.mark, found.label) == ("编制说明 六（四）", "六（四）")
    assert (found.region, found.year, found.authority) == ("广东", 2024, "digest")


@pytest.mark.parametrize(("start", "end"), [(-1, 5), (5, 5), (9, 3), (0, 10_000), (8, 9)])
def test_a_quote_that_does_not_stand_in_its_clause_is_stopped(start: int, end: int) -> None:
    quoted = piece("企业应", "授权。")
    wrong = Quoted(quoted.source, quoted.clause, start, end)
    assert (start, end) != (8, 9) or wrong.text == "\n"
    with pytest.raises(QuoteError, match="notes#六/（四）"):
        citation_of(wrong)


def test_the_mark_is_the_clause_itself() -> None:
    quoted = piece("企业应", "授权。")
    assert mark_of(quoted.source, quoted.clause) == "编制说明 六（四）"


def test_a_guides_advice_is_called_advice() -> None:
    assert statement_of(piece("建议", "任期。", authority=Authority.GUIDE)).support == "advice"
    assert statement_of(piece("企业应", "授权。", authority=Authority.GUIDE)).support == "verbatim"
    assert statement_of(piece("建议", "任期。")).support == "verbatim"


def test_another_place_is_introduced_with_year_and_authority() -> None:
    hubei = piece("企业应", "授权。", region="湖北", issued="2022").source
    assert outside_lead(hubei) == "湖北（2022年，摘要，外地参考）："
    assert home_lead(hubei) == "湖北（2022年，摘要）："
    undated = piece("企业应", "授权。", region="柳州", authority=Authority.REPORT).source
    assert outside_lead(undated) == "柳州（年份未见，报道，外地参考）："


def test_each_quote_is_cited_once_in_order() -> None:
    first, second = piece("建议", "任期。"), piece("企业应", "授权。")
    found = citations_of([first, second, first])
    assert [citation.quote for citation in found] == [first.text, second.text]


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("应聘任首席质量官。", "应聘任首席质量官。〔办法 一〕"),
        ("应聘任首席质量官", "应聘任首席质量官。〔办法 一〕"),
        ("应聘任首席质量官；", "应聘任首席质量官。〔办法 一〕"),
        ("包括以下内容：", "包括以下内容：〔办法 一〕"),
    ],
)
def test_a_statement_ends_like_a_sentence_with_its_mark(text: str, written: str) -> None:
    statement = Statement(text=text, citations=("x#一",))
    assert written_answer([statement], {"x#一": "办法 一"}.__getitem__) == written


def test_several_statements_and_those_of_other_places_have_a_line_each() -> None:
    plain = Statement(text="一句。", citations=("x#一",))
    led = plain.model_copy(update={"lead": "湖北（2022年，摘要，外地参考）："})

    def lines(*statements: Statement) -> int:
        return len(written_answer(statements, lambda key: key).splitlines())

    assert lines(plain, plain) == 1
    assert lines(plain, plain, plain) == 3
    assert lines(plain, led) == 2
    assert (
        written_answer([led], lambda key: key) == "湖北（2022年，摘要，外地参考）：一句。〔x#一〕"
    )
