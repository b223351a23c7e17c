"""Document and standard numbers as they stand in texts, and how they are written properly."""

from __future__ import annotations

import re

_OPEN, _CLOSE = r"[〔\[(【﹝]", r"[〕\])】﹞]"
#: In folded text: DB44/T 2461-2024, GB/T 1.1-2020, T/GDAQ 12-2023, Q/ABC 001-2024.
STANDARD = re.compile(
    r"(?<![A-Za-z/])(?P<body>DB\s?\d{2}(?:\d{2})?|T\s?/\s?[A-Z][A-Z0-9]{1,9}|Q\s?/\s?[A-Z0-9]{2,12}|GSB|JJF|JJG|[A-Z]{2})"
    r"(?P<kind>\s?/\s?[TZ])?\s{0,3}(?P<serial>\d{1,6}(?:\.\d{1,3})*)\s?[-:]\s?(?P<year>(?:19|20)\d\d)(?!\d)"
)
#: A draft's number, not given yet, alone on its line: DB44/T XXXX-XXXX, T/GDAQ ××-2024.
UNNUMBERED = re.compile(
    r"(?:DB\s?\d{2}(?:\d{2})?|T\s?/\s?[A-Z][A-Z0-9]{1,9}|Q\s?/\s?[A-Z0-9]{2,12}|[A-Z]{2})(?:\s?/\s?[TZ])?"
    r"\s{0,3}(?:[Xx×□*_]{2,}(?:\.[\dXx×□*_]+)?\s?[-:]\s?(?:[Xx×□*_]{2,}|(?:19|20)\d\d)|\d*\s?[-:]\s?[Xx×□*_]{2,})"
)
#: 粤市监〔2023〕35号 in any brackets.
ISSUED = re.compile(
    rf"(?P<body>[\u3400-\u9fff]{{2,14}})\s*{_OPEN}\s*(?P<year>(?:19|20)\d\d)\s*{_CLOSE}\s*第?\s*(?P<serial>\d{{1,5}})\s*号"
)
#: 国务院令第660号, 市场监管总局令第75号, 国家市场监督管理总局公告2024年第5号.
ORDER = re.compile(
    r"(?P<body>[\u3400-\u9fff]{2,24}(?:令|公告))\s*\(?(?:(?P<year>(?:19|20)\d\d)\s*年)?\s*\(?第?\s*(?P<serial>[\d一二三四五六七八九十百]{1,5})\s*号\)?"
)
_LEAD = re.compile(r".*(?:日|发文字号|文号|根据|依据|按照|以|经|为|由|、)(?=[\u3400-\u9fff]{2})")


def proper_standard(match: re.Match[str]) -> str:
    """A match of ``STANDARD`` as it is properly written: DB44/T 2461—2024.

    >>> proper_standard(STANDARD.search("db: GB/T19001-2016"))
    'GB/T 19001—2016'
    """
    body = re.sub(r"\s", "", match["body"]) + re.sub(r"\s", "", match["kind"] or "")
    return f"{body} {match['serial']}—{match['year']}"


def proper_issued(match: re.Match[str]) -> str:
    """A match of ``ISSUED`` as it is properly written: 粤市监〔2023〕35号."""
    return f"{_body(match)}〔{match['year']}〕{int(match['serial'])}号"


def proper_order(match: re.Match[str]) -> str:
    """A match of ``ORDER`` as it is properly written: 国务院令第660号."""
    year = f"{match['year']}年" if match["year"] else ""
    return f"{_body(match)}{year}第{match['serial']}号"


def start_of(match: re.Match[str]) -> int:
    """Where the number begins, words before the issuing body left out."""
    return match.start() + len(match["body"]) - len(_body(match))


def _body(match: re.Match[str]) -> str:
    lead = _LEAD.match(match["body"])
    return match["body"][lead.end() :] if lead else match["body"]


def number_key(number: str) -> str:
    """What two spellings of one number have in common: dbt2461-2024, 粤市监202335."""
    plain = number.lower().translate(
        str.maketrans("〔〕[]（）()【】—–－ \u3000", "||||||||||---  ")
    )
    return re.sub(r"[\s|]|第|号|年", "", plain)


def serial_key(number: str) -> str:
    """``number_key`` without the year of a standard: its editions share it. Empty for other numbers."""
    match = STANDARD.search(number.translate(str.maketrans("—–－", "---")))
    return re.sub(r"-\d{4}$", "", number_key(proper_standard(match))) if match else ""
