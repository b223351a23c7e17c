"""Codes, numbers and places are checked, and the place of a mistake is named."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import uscc

from assistant.drafting.facts.checks import credit_code, document_number, id_tail, phone, region
from assistant.drafting.facts.values import Refused
from corpus.regions import Gazetteer

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
#: Published in the documentation of python-stdnum.
REAL = "91110000600037341L"


def refused(check: object, text: str) -> str:
    with pytest.raises(Refused) as error:
        check(text)  # type: ignore[operator]
    return error.value.message


codes = st.builds(
    lambda kind, place, body: (head := kind + place + body) + uscc.calc_check_digit(head),
    st.text(ALPHABET, min_size=2, max_size=2),
    st.text("0123456789", min_size=6, max_size=6),
    st.text(ALPHABET, min_size=9, max_size=9),
)


@given(codes)
def test_a_code_with_one_character_changed_is_never_taken(code: str) -> None:
    assert credit_code(code) == code
    for place in range(18):
        for other in ALPHABET:
            if other != code[place]:
                with pytest.raises(Refused):
                    credit_code(code[:place] + other + code[place + 1 :])


@pytest.mark.parametrize(
    "given",
    [REAL.lower(), "9111 0000 6000 3734 1L", "９１１１００００６０００３７３４１Ｌ", f" {REAL}\n"],
)
def test_a_code_may_be_typed_with_spaces_and_small_letters(given: str) -> None:
    assert credit_code(given) == REAL


def test_a_code_of_a_cooperative_may_begin_with_a_letter() -> None:
    head = "N2440606MF1234567"
    assert credit_code(head + uscc.calc_check_digit(head))


@pytest.mark.parametrize(
    ("code", "says"),
    [
        (REAL[:-1] + "M", "校验位（第18位）"),
        (REAL[:-1], "有17位，应当是18位"),
        (REAL[:9] + "O" + REAL[10:], "第10位“O”不对，代码里不用字母I、O、S、V、Z"),
        (REAL[:4] + "A" + REAL[5:], "第5位“A”不对，第3到8位是行政区划"),
        ("甲" * 18, "第1位“甲”"),
        (REAL[:3] + "/" + REAL[4:], "第4位“/”"),
    ],
)
def test_a_wrong_code_says_where(code: str, says: str) -> None:
    assert says in refused(credit_code, code)


def test_an_identity_number_is_never_repeated() -> None:
    assert id_tail("123x") == "123X"
    whole = "440106199001011234"
    said = refused(id_tail, whole)
    assert "填了18位" in said
    assert whole not in said
    for wrong in ("12X4", "12345", "abcd", "１２"):
        refused(id_tail, wrong)


@pytest.mark.parametrize(
    ("given", "taken"),
    [
        ("13800138000", "13800138000"), ("+86 138-0013-8000", "13800138000"), ("0757-12345678", "0757-12345678"),
        ("(020)87654321", "020-87654321"), ("０２０８７６５４３２１", "020-87654321"),
        ("0757-12345678转801", "0757-12345678转801"), ("400-123-4567", "400-123-4567"),
    ],
)  # fmt: skip
def test_telephones(given: str, taken: str) -> None:
    assert phone(given) == taken
    assert phone(taken) == taken


@pytest.mark.parametrize(
    "given", ["12345678901", "1380013800", "电话", "110", "0757", "138001380001"]
)
def test_no_telephone(given: str) -> None:
    refused(phone, given)


def test_a_landline_needs_its_area() -> None:
    assert "没有区号" in refused(phone, "87654321")


@pytest.mark.parametrize(
    "given",
    [
        "示例司〔2026〕5号",
        "示例司[2026]5号",
        "示例司(2026)第005号",
        "示例司（2026）5号",
        "示例司【2026】 5 号",
        "示例司 〔２０２６〕５号",
        "示例司﹝2026﹞5",
    ],
)
def test_a_document_number_gets_its_brackets(given: str) -> None:
    assert document_number(given) == "示例司〔2026〕5号"


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ("示例司5号", "年份"), ("示例司〔2026〕号", "序号"), ("〔2026〕5号", "发文代字"), ("示例司〔2026〕0号", "从1起编"),
        ("示例司〔1026〕5号", "1949"), ("示例司2026年5号", "年份"), ("示例司〔26〕5号", "年份"), ("x", "年份"),
    ],
)  # fmt: skip
def test_a_document_number_needs_year_and_serial(given: str, says: str) -> None:
    assert says in refused(document_number, given)


@pytest.mark.parametrize("given", ["佛山", "佛山市", "广东省佛山市", " 佛山 "])
def test_a_region_is_called_as_the_gazetteer_does(given: str, gazetteer: Gazetteer) -> None:
    assert region(given, gazetteer) == "佛山"


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ("夫山", "佛山"),
        ("佛山市顺德区", "相近的有佛山"),
        ("火星", "地名表里没有“火星”"),
        ("全国", "不是企业所在的地方"),
        ("福建省佛山市", "地名表里没有"),
    ],
)
def test_an_unknown_region_names_the_nearest(given: str, says: str, gazetteer: Gazetteer) -> None:
    assert says in refused(lambda text: region(text, gazetteer), given)
