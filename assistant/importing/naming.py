"""What an imported text is called: its id, its short title, its aliases."""

from __future__ import annotations

import re
from collections.abc import Collection

from corpus.regions import Gazetteer
from corpus.structure.fact_numbers import STANDARD

LONGEST_ID = 80
LONGEST_SHORT = 24
_NATION = "中华人民共和国"
_STAGE = re.compile(
    r"[（(](?:[^（）()]*(?:征求意见|送审|报批|讨论|审议|草案|试行|暂行)[^（）()]*)[）)]$"
)
_BRACKETED = re.compile(r"[（(][^（）()]*[）)]$")
_BEFORE_ABOUT = re.compile(r"^.{2,}?(?=关于)")
_BEFORE_SPACE = re.compile(r"^.*[ 　](?=\S{4,}$)")
_FORWARDS = re.compile(
    r"^(.*?)关于(印发|转发|批转|公布|发布|颁布)《(.+)》的(通知|公告|决定|函|令)$"
)


def slug_of(title: str, number: str | None, sha256: str) -> str:
    """The id that a text gets when nobody has it yet.

    A standard's number (``db44-t-2461-2024``), another number of ASCII letters and digits, else the
    title in pinyin.
    """
    plain = (number or "").translate(str.maketrans("—–－", "---"))
    if STANDARD.fullmatch(plain.strip()) or (plain and plain.isascii()):
        return _slug(plain) or f"text-{sha256[:8]}"
    from pypinyin import lazy_pinyin

    words = re.sub(r"[^\w]+|_", " ", title.strip("《》"))
    return _slug("-".join(lazy_pinyin(words))) or f"text-{sha256[:8]}"


def free_id(wanted: str, taken: Collection[str], year: int | None = None) -> str:
    """``wanted``, or with its year or a number behind it when another text has it."""
    if wanted not in taken:
        return wanted
    if year and not wanted.endswith(f"-{year}"):
        dated = _with_suffix(wanted, str(year))
        if dated not in taken:
            return dated
    number = 2
    while (numbered := _with_suffix(wanted, str(number))) in taken:
        number += 1
    return numbered


def short_title_of(title: str, gazetteer: Gazetteer) -> str:
    """The title as a person says it, 24 characters at most: without 《》, brackets and place."""
    bare = title.strip()
    if re.fullmatch(r"《[^《》]+》", bare):
        bare = bare[1:-1]
    forwards = _FORWARDS.match(bare)
    if forwards is not None and len(bare) > LONGEST_SHORT:
        bare = f"{forwards[2]}{_placeless(forwards[3], gazetteer)}的{forwards[4]}"
    for pattern in (_STAGE, _BRACKETED, None, _BEFORE_ABOUT, _BEFORE_SPACE):
        if len(bare) > LONGEST_SHORT:
            shorter = _placeless(bare, gazetteer) if pattern is None else pattern.sub("", bare)
            bare = shorter.strip() or bare
    return bare if len(bare) <= LONGEST_SHORT else bare[: LONGEST_SHORT - 1] + "…"


def distinct_short_title(short: str, year: int | None, taken: Collection[str]) -> str:
    """``short`` with the year behind it when another text of the library is called so."""
    if short not in taken or year is None:
        return short
    behind = f"（{year}）"
    if len(short) + len(behind) > LONGEST_SHORT:
        short = short[: LONGEST_SHORT - len(behind) - 1] + "…"
    return short + behind


def aliases_of(title: str, short: str) -> tuple[str, ...]:
    """Other names: the title without the stage in brackets behind it."""
    bare = _STAGE.sub("", title.strip("《》")).strip()
    return (bare,) if len(bare) >= 4 and bare not in (title, short) else ()


def _placeless(name: str, gazetteer: Gazetteer) -> str:
    """``name`` without the places in front of it."""
    forms = [_NATION, *sorted(gazetteer.by_name, key=len, reverse=True)]
    again = True
    while again:
        again = False
        for form in forms:
            if name.startswith(form) and len(name) - len(form) >= 4:
                name, again = name[len(form) :].lstrip("省市"), True
                break
    return name


def _slug(words: str) -> str:
    slug = re.sub(r"[^a-z0-9]+", "-", words.lower()).strip("-")
    if len(slug) <= LONGEST_ID:
        return slug
    return slug[: LONGEST_ID + 1].rpartition("-")[0][:LONGEST_ID].strip("-") or slug[:LONGEST_ID]


def _with_suffix(slug: str, suffix: str) -> str:
    return f"{slug[: LONGEST_ID - len(suffix) - 1].rstrip('-')}-{suffix}"
