"""Names of one thing that are written in several ways: the company, the person, the post, the document."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import takewhile

from assistant.drafting.checking.finding import Finding, found
from assistant.drafting.checking.numbers import mark_of
from assistant.drafting.checking.paper import Paper, Paragraph

_HAN = "\u4e00-\u9fff"
_COMPANY = re.compile(
    rf"[{_HAN}（）()·A-Za-z0-9]{{2,40}}(?:有限责任公司|股份有限公司|有限公司|集团公司)"
)
_ENDS = re.compile(r"(?:有限责任公司|股份有限公司|有限公司|集团公司)")
_POST = re.compile(
    rf"首席质(?!量)[{_HAN}]官|首席(?!质)[{_HAN}]量官|首(?!席)[{_HAN}]质量官|首席质量[管关宫长员]|首席品质官|质量首席官|首度质量官"
)
_SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱林何郭马罗梁宋郑谢韩唐冯董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴"
    "夏钟汪田姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易武乔贺赖龚文欧阮霍柯莫邢温"
)
_NAME = rf"(?:[{_SURNAMES}][{_HAN}]{{1,2}}?|(?:欧阳|司马|上官|诸葛|司徒|东方|夏侯|皇甫)[{_HAN}]{{1,2}}?)"
_CALLED = "(?:同志|先生|女士)"
#: Where the appointed person is named.
_NAMED = re.compile(
    rf"(?:聘任|聘请|任命|聘用)({_NAME}){_CALLED}?(?:[（(][^）)]{{0,30}}[）)])?(?:为|担任)"
    rf"|首席质量官(?:由|[：:]\s*)({_NAME}){_CALLED}?(?:担任|[，。；\s]|$)"
)
_COMRADE = re.compile(rf"(?<![{_HAN}])({_NAME}){_CALLED}")
_NO_NAME = re.compile(r"首席|质量|公司|人员|程序|文件|方案|签")
_SELF = ("办法", "规定", "章程", "细则", "规程")
_OWN_WORD = re.compile(rf"本({'|'.join(_SELF)})(?![{_HAN}]*公司)")


def names(paper: Paper) -> Iterator[Finding]:
    paragraphs = [one for one in paper.body if one.text]
    yield from _companies(paragraphs)
    yield from _people(paragraphs)
    yield from _posts(paragraphs)
    yield from _own_name(paragraphs)


# -- the company -------------------------------------------------------------------------------------


def _companies(paragraphs: list[Paragraph]) -> Iterator[Finding]:
    name = _main_company(paragraphs)
    if not name:
        return
    for one in paragraphs:
        variants = [
            v for m in _ENDS.finditer(one.text) if (v := _variant(one.text[: m.end()], name))
        ]
        if variants:
            message = f"公司名称与别处的“{name}”写得不一样；请核对全称。"
            yield found(one, variants, message, "错误")


def _main_company(paragraphs: list[Paragraph]) -> str:
    """What stands alone on a line (head, signature, cell), the most frequent one; the first of equals."""
    alone = Counter(m[0] for one in paragraphs if (m := _COMPANY.fullmatch(one.text.strip())))
    if not alone:
        return ""
    name = alone.most_common(1)[0][0]
    return name if len(name) >= 7 else ""


def _variant(text: str, name: str) -> str:
    """The end of ``text`` where it is almost ``name``: one or two characters apart."""
    if text.endswith(name):
        return ""
    windows = [
        text[-size:] for size in range(len(name) - 2, len(name) + 3) if 0 < size <= len(text)
    ]
    distances = [(distance(window, name), -n, window) for n, window in enumerate(windows)]
    best = min(distances, default=(9, 0, ""))
    # Of a short name two characters are another company.
    most = 2 if len(name) >= 10 else 1
    return best[2] if 0 < best[0] <= most else ""


def distance(first: str, second: str) -> int:
    """How many characters to change, add or leave out."""
    row = list(range(len(second) + 1))
    for n, a in enumerate(first, 1):
        before, row[0] = row[0], n
        for m, b in enumerate(second, 1):
            before, row[m] = row[m], min(row[m] + 1, row[m - 1] + 1, before + (a != b))
    return row[-1]


# -- the person, the post, the document --------------------------------------------------------------


def _people(paragraphs: list[Paragraph]) -> Iterator[Finding]:
    told = [(one, name) for one in paragraphs for name in _people_of(one)]
    if not told:
        return
    main = Counter(name for _, name in told).most_common(1)[0][0]
    cells = [(one, one.text) for one in paragraphs if _is_name_cell(one)]
    for one, name in [*told, *cells]:
        if name != main and len(name) == len(main) and distance(name, main) == 1:
            yield found(
                one, name, f"姓名与别处的“{main}”只差一个字；请核对是不是同一个人。", "错误"
            )


def _people_of(one: Paragraph) -> list[str]:
    found_names = [m[1] or m[2] for m in _NAMED.finditer(one.text)]
    found_names += [m[1] for m in _COMRADE.finditer(one.text)]
    return [name for name in found_names if name and not _NO_NAME.search(name)]


def _is_name_cell(one: Paragraph) -> bool:
    """The cell behind 姓名."""
    if not one.table or not re.fullmatch(rf"[{_HAN}]{{2,4}}", one.text):
        return False
    before = dict(zip(one.row[1:], one.row, strict=False)).get(one.text, "")
    return "姓名" in before


def _posts(paragraphs: list[Paragraph]) -> Iterator[Finding]:
    for one in paragraphs:
        if words := [m[0] for m in _POST.finditer(one.text)]:
            yield found(one, words, "职务名称应为“首席质量官”，全文用同一名称；请核对。", "错误")


def _own_name(paragraphs: list[Paragraph]) -> Iterator[Finding]:
    """A document called 办法 that speaks of 本规定."""
    above = takewhile(lambda one: mark_of(one) is None, paragraphs[:8])
    title = next((one.text for one in above if one.text.endswith(_SELF)), "")
    kind = next((word for word in _SELF if title.endswith(word)), "")
    if not kind:
        return
    for one in paragraphs:
        words = [m[0] for m in _OWN_WORD.finditer(one.text) if m[1] != kind]
        if words:
            yield found(one, words, f"文件名称是“{kind}”，这里自称“{words[0]}”；请统一。")
