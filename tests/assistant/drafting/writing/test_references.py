"""References are fields to the paragraphs that they name, and stand without being renewed."""

from __future__ import annotations

import re
from typing import Any

from assistant.drafting.writing.docx import docx_of
from tests.assistant.drafting.writing.conftest import W, part, words
from tests.assistant.drafting.writing.samples import sample


def _root(style: str = "measures") -> Any:
    return part(docx_of(sample(style), basis=False), "word/document.xml")


def _referring(root: Any) -> Any:
    return next(one for one in root.iter(f"{W}p") if words(one).startswith("依照"))


def test_words_stand_as_they_are() -> None:
    assert words(_referring(_root())) == (
        "依照第一条办理，见第二条第（一）项、第二条第（一）项第1目和第二条第（二）项，材料见附件1。"
    )


def test_each_field_points_at_a_bookmark() -> None:
    root = _root()
    names = {one.get(f"{W}name") for one in root.iter(f"{W}bookmarkStart")}
    codes = [one.text or "" for one in root.iter(f"{W}instrText")]
    targets = [m[1] for code in codes if (m := re.match(r" REF (\w+) ", code))]
    assert len(targets) == 9
    assert set(targets) <= names
    keys = [one.get(f"{W}id") for one in root.iter(f"{W}bookmarkStart")]
    assert len(keys) == len(set(keys))


def test_bookmark_holds_the_paragraph_it_names() -> None:
    root = _root()
    first = re.search(r"REF (\w+)", next(_referring(root).iter(f"{W}instrText")).text)
    assert first is not None
    start = next(o for o in root.iter(f"{W}bookmarkStart") if o.get(f"{W}name") == first[1])
    assert words(start.getparent()).startswith("首席质量官由李乙担任")


def test_number_that_word_would_write_otherwise_is_a_link() -> None:
    """Word keeps the 、 of 一、 when it renews a field."""
    document = sample("official", ("## 甲<#a>\n见<@a>。", "见<@b>。<#b>"))
    root = part(docx_of(document, basis=False), "word/document.xml")
    assert " REF " in "".join(one.text or "" for one in root.iter(f"{W}instrText"))
    assert [words(one) for one in root.iter(f"{W}p") if words(one).startswith("见（")] == [
        "见（一）。"
    ]
