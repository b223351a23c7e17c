"""Checks of one fact beyond its type: codes, numbers of documents, telephones, places."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable
from itertools import pairwise

from stdnum.cn import uscc

from assistant.drafting.blueprint import Check
from assistant.drafting.facts.cleaning import narrowed, quoted
from assistant.drafting.facts.dates import FIRST_YEAR, LAST_YEAR
from assistant.drafting.facts.values import Refused
from corpus.regions import Gazetteer, Region

#: Letters and digits of GB 32100—2015; I, O, S, V and Z are left out.
_CODE_ALPHABET = frozenset("0123456789ABCDEFGHJKLMNPQRTUWXY")
_LEFT_OUT = frozenset("IOSVZ")
_ID_TAIL = re.compile(r"\d{3}[\dX]", re.ASCII)
_SEPARATORS = re.compile(r"[\s\-‐‑–—_.()（）]")
_MOBILE = re.compile(r"(?:\+?86|0086)?(1[3-9]\d{9})", re.ASCII)
#: Three-digit area codes are 010 and 02x; all others have four digits.
_LANDLINE = re.compile(
    r"(?:\+?86|0086)?(0(?:10|2\d)|0[3-9]\d{2})(\d{7,8})(?:(?:转|ext|#|x)(\d{1,6}))?", re.ASCII
)
_SERVICE = re.compile(r"([48]00)(\d{3})(\d{4})", re.ASCII)
_NUMBER = re.compile(
    r"(.*?)[〔﹝〖【［\[(（]\s*(\d{4})\s*[〕﹞〗】］\])）]\s*第?\s*(\d+)\s*号?", re.DOTALL
)
_YEAR = re.compile(r"[〔﹝〖【［\[(（]\s*\d{4}\s*[〕﹞〗】］\])）]")


def credit_code(text: str) -> str:
    """统一社会信用代码 by GB 32100—2015, in capitals without spaces. Raises Refused."""
    code = re.sub(r"[\s\-]", "", narrowed(text)).upper()
    if len(code) != 18:
        raise Refused(f"有{len(code)}位，应当是18位，请对照营业执照核对。")
    for place, character in enumerate(code, 1):
        if character not in _CODE_ALPHABET:
            why = "代码里不用字母I、O、S、V、Z，" if character in _LEFT_OUT else ""
            raise Refused(f"第{place}位“{character}”不对，{why}请对照营业执照核对。")
        if 3 <= place <= 8 and not character.isdigit():
            raise Refused(
                f"第{place}位“{character}”不对，第3到8位是行政区划，应当是数字，请对照营业执照核对。"
            )
    if uscc.calc_check_digit(code[:17]) != code[17]:
        raise Refused("校验位（第18位）与前17位对不上，至少有一位写错了，请对照营业执照核对。")
    return code


def id_tail(text: str) -> str:
    """The last four characters of an identity number. Raises Refused, never repeating what was given."""
    tail = narrowed(text).replace(" ", "").upper()
    if len(tail) != 4:
        raise Refused(f"填了{len(tail)}位，只填身份证号码的后4位，不要填全号。")
    if not _ID_TAIL.fullmatch(tail):
        raise Refused("后4位应当是数字，最后一位可以是X，请核对。")
    return tail


def phone(text: str) -> str:
    """A Chinese mobile, landline or service number as it is written: 0757-12345678. Raises Refused."""
    digits = _SEPARATORS.sub("", narrowed(text)).lower()
    if found := _MOBILE.fullmatch(digits):
        return found[1]
    if found := _LANDLINE.fullmatch(digits):
        return f"{found[1]}-{found[2]}" + (f"转{found[3]}" if found[3] else "")
    if found := _SERVICE.fullmatch(digits):
        return "-".join(found.groups())
    if re.fullmatch(r"[2-8]\d{6,7}", digits, re.ASCII):
        raise Refused(f"{quoted(text)}没有区号，请写成0757-12345678这样。")
    raise Refused(f"{quoted(text)}不是11位手机号，也不是带区号的固定电话，请核对。")


def document_number(text: str) -> str:
    """文号 with the year in 〔〕 and the serial without 第 and zeros. Raises Refused."""
    words = re.sub(r"\s+", "", text)
    found = _NUMBER.fullmatch(words)
    if found is None:
        what = (
            "序号" if _YEAR.search(narrowed(words)) or _YEAR.search(words) else "括号里的四位年份"
        )
        raise Refused(f"{quoted(text)}缺少{what}，请写成“××司〔2026〕5号”这样。")
    issuer, year, serial = found[1], int(found[2]), int(found[3][-9:])
    if not issuer:
        raise Refused(f"{quoted(text)}缺少年份前面的发文代字，请写成“××司〔2026〕5号”这样。")
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Refused(f"年份{year}不在{FIRST_YEAR}到{LAST_YEAR}之间，请核对后改正。")
    if len(found[3]) > 9 or not serial:
        raise Refused(f"序号{quoted(found[3])}不对，序号从1起编，请改正。")
    return f"{issuer}〔{year}〕{serial}号"


def region(text: str, gazetteer: Gazetteer) -> str:
    """The gazetteer's name of a place below the nation. Raises Refused that names the nearest places."""
    place = _place(text, gazetteer)
    if place is not None and place.level != "nation":
        return place.name
    if place is not None:
        raise Refused(f"{quoted(text)}不是企业所在的地方，请填省或者地级市。")
    near = "、".join(_near(text, gazetteer))
    hint = f"，相近的有{near}" if near else ""
    raise Refused(f"地名表里没有{quoted(text)}{hint}；请填省或者地级市的名称。")


def _place(text: str, gazetteer: Gazetteer) -> Region | None:
    found = gazetteer.find(text)
    if found is not None:
        return found
    named = gazetteer.mentioned(text)  # 广东省佛山市
    if len(named) < 2 or any(a.name not in gazetteer.chain(b.name) for a, b in pairwise(named)):
        return None
    rest = text
    for name in sorted(gazetteer.by_name, key=len, reverse=True):
        rest = rest.replace(name, "")
    return named[-1] if not rest.strip("省市区县 ·") else None


def _near(text: str, gazetteer: Gazetteer) -> list[str]:
    """At most three known places that are named in ``text`` or written much like it; those at home first."""
    word = text.strip()[:20]
    named = [one.name for one in gazetteer.mentioned(word) if one.level != "nation"]
    home = [name for name, place in gazetteer.by_name.items() if gazetteer.is_home(place.name)]
    alike = [
        *difflib.get_close_matches(word, home, n=3, cutoff=0.5),
        *difflib.get_close_matches(word, gazetteer.by_name, n=3, cutoff=0.5),
    ]
    return list(dict.fromkeys([*named, *(gazetteer.by_name[one].name for one in alike)]))[:3]


#: Checks that need nothing but the text. A region needs the gazetteer.
CHECKS: dict[Check, Callable[[str], str]] = {
    Check.CREDIT_CODE: credit_code,
    Check.ID_TAIL: id_tail,
    Check.PHONE: phone,
    Check.DOCUMENT_NUMBER: document_number,
}


def checked(check: Check, text: str, gazetteer: Gazetteer) -> str:
    """``text`` as the check has it written. Raises Refused."""
    return region(text, gazetteer) if check is Check.REGION else CHECKS[check](text)
