"""Imported clauses are found by how people ask, and move no known question of the library."""

from __future__ import annotations

import numpy as np

from assistant.answering.imported_asks import asks_of_text
from assistant.answering.lists import exceptions, introduction, items_below
from assistant.answering.more_questions import MoreQuestions
from assistant.answering.ngrams import NgramIndex
from corpus.asks import Ask
from corpus.models import Clause
from corpus.structure.parse import parse
from tests.assistant.imported_texts import standard_text
from tests.index.fakes import FakeEncoder, document

STANDARD = document("std", standard_text(), title="企业首席质量官制度建设规范")


class OneText:
    """Clauses by id."""

    def __init__(self, clauses: tuple[Clause, ...]) -> None:
        self._clauses = clauses

    def clause(self, clause_id: str) -> Clause | None:
        return next((c for c in self._clauses if c.id == clause_id), None)

    def children(self, clause_id: str) -> list[Clause]:
        return [c for c in self._clauses if c.parent == clause_id]


def test_questions_come_from_headings_terms_and_lead_ins() -> None:
    asked = {
        key.split("#")[1]: {ask.q for ask in found}
        for key, found in asks_of_text(STANDARD.source, STANDARD.clauses).items()
    }
    assert "什么是首席质量官" in asked["3.1"]
    assert "首席质量官应具备哪些条件" in asked["7.1.2"]
    assert "首席质量官不得做什么" in asked["7.1.3"]
    assert "能力提升怎么规定的" in asked["7.3.3"]
    assert not {"目次", "前文"} & set(asked)


def test_texts_of_other_fields_are_not_asked_about() -> None:
    other = document("other", "第一章 任职条件\n第一条 库管员应当细心。\n第二条 其他。\n")
    assert asks_of_text(other.source, other.clauses) == {}


def test_nearness_of_imported_questions() -> None:
    more = MoreQuestions({"a#1": (Ask(q="任期是几年"),), "b#1": (Ask(q="备案找哪个部门"),)})
    encoder, ngrams = FakeEncoder(), NgramIndex.of(["学历要求是什么", "任期是几年"])
    mean = np.zeros(64, np.float32)
    identity = np.eye(64, dtype=np.float32)
    more.prepare(encoder, mean, identity, ngrams)
    question = "任期是几年"
    point = encoder.encode_query(question)
    scores = more.scores(question, point, ngrams, frozenset())
    assert scores[0] > 0.9 > scores[1]
    hidden = more.scores(question, point, ngrams, frozenset({"a"}))
    assert hidden[0] == 0
    assert hidden[1] == scores[1]


def test_an_item_knows_what_introduces_and_what_lifts_it() -> None:
    tree = OneText(STANDARD.clauses)
    item = tree.clause("std#7.1.2/a)")
    nested = tree.clause("std#6.2/b)/1)")
    above = tree.clause("std#6.2")
    assert item is not None
    assert nested is not None
    assert above is not None
    source = STANDARD.source
    assert [q.text for q in introduction(tree, source, item)] == ["首席质量官应具备下列条件："]
    assert [q.clause.id for q in introduction(tree, source, nested)] == ["std#6.2", "std#6.2/b)"]
    assert [q.clause.path[-1] for q in items_below(tree, source, above)] == [
        "a)",
        "b)",
        "1)",
        "2)",
        "c)",
    ]
    assert [q.clause.path[-1] for q in exceptions(tree, source, item)] == ["续"]


def test_items_with_a_title_need_no_introduction() -> None:
    text = (
        "一、框架包括以下内容：\n（一）基本原则\n公平公正。\n（二）建设流程\n分步实施。\n二、附则\n"
    )
    clauses = parse("doc", text).clauses
    tree = OneText(clauses)
    titled = next(c for c in clauses if c.path[-1] == "（一）")
    assert introduction(tree, document("doc", text).source, titled) == []
