"""That one need not, may, or that anybody can: the clauses must say so themselves."""

from __future__ import annotations

import pytest

from assistant.verifying.models import Fault
from tests.assistant.verifying.texts import faults

PLAIN = "风筝制作单位设置风筝检验员，检验员负责出厂检验。"
EXEMPT = "小型风筝制作单位不必设置风筝检验员。"
ALLOWED = "风筝制作单位可以委托他人检验。"


@pytest.mark.parametrize(
    "statement",
    [
        "风筝制作单位无须设置风筝检验员。",
        "风筝制作单位不必设置风筝检验员。",
        "风筝制作单位可以不设风筝检验员。",
        "风筝检验员不需要负责出厂检验。",
        "风筝制作单位可以设置风筝检验员。",
        "任何单位都设置风筝检验员。",
    ],
)
def test_a_freedom_that_no_clause_grants_is_a_fault(statement: str) -> None:
    assert {Fault.MODALITY, Fault.QUANTIFIER} & faults(statement, PLAIN)


@pytest.mark.parametrize(
    ("statement", "clause"),
    [
        ("小型风筝制作单位无须设置风筝检验员。", EXEMPT),
        ("小型单位可以不设置风筝检验员。", EXEMPT),
        ("检验可以由风筝制作单位委托他人进行。", ALLOWED),
        ("检验员的职责可以概括为出厂检验。", PLAIN),
    ],
)
def test_one_that_a_clause_grants_passes(statement: str, clause: str) -> None:
    assert Fault.MODALITY not in faults(statement, clause)
