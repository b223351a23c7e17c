"""Named styles: Chinese names in Word, based on the built-in ones so that navigation and contents work."""

from __future__ import annotations

from dataclasses import dataclass, replace

from assistant.drafting.writing.elements import Element, el
from assistant.drafting.writing.fonts import BODY, HEAVY, LATIN, SCRIPT, SONG, TITLE, fonts
from assistant.drafting.writing.lists import LISTS

#: Twentieths of a point: 28 pt between lines, as 22 lines on a page ask for.
LINE = 560
GREY, RED = "7F7F7F", "E60012"


@dataclass(frozen=True, slots=True)
class Look:
    """What a paragraph style says. Sizes in points, ``line`` and spaces in twentieths of a point."""

    name: str
    based_on: str = "CqoBody"
    font: str = ""
    latin: str = LATIN
    size: float = 0
    line: int = 0
    before: int | None = None
    after: int | None = None
    align: str = ""
    #: Characters: left, right and first line (negative: hanging), in hundredths.
    indent: tuple[int, int, int] | None = None
    keep_next: bool = False
    keep_lines: bool = False
    colour: str = ""
    outline: int | None = None
    number: tuple[int, int] | None = None  # numId, level
    border: Element | None = None


#: Built-in styles that the own ones are based on: id, name in every Word, outline level.
_BUILT_IN = (("Title", "Title", None), ("Heading1", "heading 1", 0), ("Heading2", "heading 2", 1))
_FLUSH, _FIRST = (0, 0, 0), (0, 0, 200)


def _rule(
    side: str, size: int, colour: str = "000000", space: int = 1, kind: str = "single"
) -> Element:
    return el("w:pBdr", el(f"w:{side}", val=kind, sz=size, space=space, color=colour))


def _looks(style: str) -> dict[str, Look]:
    """All own styles of a document written in ``style``, by id."""
    return {
        "CqoBody": Look("质官正文", "Normal", BODY, size=16, line=LINE, align="both", indent=_FIRST),
        "CqoTitle": Look(
            "质官标题", "Title", TITLE, size=22, line=680, before=0, after=400, align="center",
            indent=_FLUSH, keep_next=True, keep_lines=True,
        ),
        **_headings(style),
        "CqoArticle": Look("质官条", number=_number(style, "CqoArticle")),
        "CqoItem": Look("质官项", number=_number(style, "CqoItem")),
        "CqoSubItem": Look("质官目", number=_number(style, "CqoSubItem")),
        "CqoNote": Look("质官说明", font=SCRIPT, size=12, line=400, before=60, after=60),
        "CqoAddressee": Look("质官主送", indent=_FLUSH, keep_next=True),
        **_head(),
        **_tables(),
        **_ends(),
        **_margins(),
    }  # fmt: skip


def _headings(style: str) -> dict[str, Look]:
    centred = style == "measures"
    flush = centred or style == "standard"
    chapter = Look(
        "质官章", "Heading1", HEAVY, size=16, line=LINE, before=280 if flush else 80,
        after=140 if flush else 0, align="center" if centred else "left",
        indent=_FLUSH if flush else _FIRST, keep_next=True, keep_lines=True,
        number=_number(style, "CqoHeading1"),
    )  # fmt: skip
    section = Look(
        "质官节", "Heading2", SCRIPT if style != "standard" else HEAVY, size=16, line=LINE,
        before=140 if flush else 0, after=0, align="center" if centred else "left",
        indent=_FLUSH if flush else _FIRST, keep_next=True, keep_lines=True,
        number=_number(style, "CqoHeading2"),
    )  # fmt: skip
    return {"CqoHeading1": chapter, "CqoHeading2": section}


def _number(style: str, own: str) -> tuple[int, int] | None:
    for list_number, levels in enumerate(LISTS[style]):
        for place, level in enumerate(levels):
            if level.style == own:
                return list_number + 1, place
    return None


def _head() -> dict[str, Look]:
    return {
        "CqoLetterhead": Look(
            "质官红头", font=TITLE, size=36, line=960, before=200, after=240, align="center",
            indent=_FLUSH, colour=RED, keep_next=True,
        ),
        "CqoDocumentNumber": Look("质官文号", align="center", indent=_FLUSH, keep_next=True),
        "CqoRedLine": Look(
            "质官红线", size=8, line=160, before=0, after=320, indent=_FLUSH, keep_next=True,
            border=_rule("top", 18, RED),
        ),
    }  # fmt: skip


def _tables() -> dict[str, Look]:
    cell = Look("质官表文", size=12, line=380, align="left", indent=_FLUSH)
    small = replace(cell, name="质官小表文", size=10.5, line=320)
    return {
        "CqoCaption": Look(
            "质官表题", font=HEAVY, size=14, line=480, before=120, after=60, align="center",
            indent=_FLUSH, keep_next=True,
        ),
        "CqoCell": cell,
        "CqoCellCentred": Look("质官表文居中", "CqoCell", align="center"),
        "CqoCellName": Look("质官表头", "CqoCell", font=HEAVY, align="center"),
        "CqoSmallCell": small,
        "CqoSmallCellCentred": Look("质官小表文居中", "CqoSmallCell", align="center"),
        "CqoSmallCellName": Look("质官小表头", "CqoSmallCell", font=HEAVY, align="center"),
        "CqoGap": Look("质官间隔", size=6, line=160, indent=_FLUSH),
    }  # fmt: skip


def _ends() -> dict[str, Look]:
    return {
        "CqoAttachment": Look("质官附件说明", align="left", keep_lines=True),
        "CqoSign": Look("质官签字", align="left", indent=(200, 0, 0), keep_next=True),
        "CqoSignature": Look("质官落款", align="right", indent=_FLUSH, keep_next=True),
        "CqoReceipt": Look("质官签收", keep_next=True, keep_lines=True),
        "CqoReceiptTitle": Look(
            "质官签收题", font=HEAVY, before=200, align="center", indent=_FLUSH, keep_next=True,
            border=_rule("top", 4, space=8, kind="dashed"),
        ),
        "CqoCopies": Look(
            "质官抄送", size=14, line=440, before=240, align="left", indent=(300 + 100, 100, -300),
            keep_lines=True,
            border=el(
                "w:pBdr",
                el("w:top", val="single", sz=8, space=2, color="000000"),
                el("w:bottom", val="single", sz=8, space=2, color="000000"),
            ),
        ),
        "CqoAnnexTitle": Look(
            "质官附表标题", "Heading1", TITLE, size=18, line=600, after=120, align="center",
            indent=_FLUSH, keep_next=True,
        ),
        "CqoRemark": Look(
            "质官附表说明", font=SCRIPT, size=12, line=400, after=120, align="left", indent=_FLUSH,
        ),
    }  # fmt: skip


def _margins() -> dict[str, Look]:
    number = Look("质官页码", "Footer", SONG, SONG, 14, line=320, align="right", indent=(0, 100, 0))
    even = replace(number, name="质官双页页码", align="left", indent=(100, 0, 0))
    return {
        "CqoPageNumber": number,
        "CqoPageNumberEven": even,
        "CqoDraftNote": Look(
            "质官草稿注", "Footer", SONG, size=9, line=240, align="center", indent=_FLUSH, colour=GREY
        ),
        "CqoDraftEnd": Look(
            "质官草稿尾注", "Normal", SONG, size=9, line=240, before=80, align="left", indent=_FLUSH,
            colour=GREY,
        ),
    }  # fmt: skip


# -- styles.xml --------------------------------------------------------------------------------------


def styles(style: str) -> Element:
    """``w:styles`` of a document written in ``style``."""
    looks = _looks(style)
    root = el("w:styles", _defaults(), *_basic())
    for key, name, outline in _BUILT_IN:
        level = None if outline is None else el("w:outlineLvl", val=outline)
        root.append(_style(key, name, "Normal", el("w:pPr", level), el("w:rPr"), built_in=True))
    root.append(_style("Footer", "footer", "Normal", el("w:pPr"), el("w:rPr"), built_in=True))
    for key, look in looks.items():
        base = looks.get(look.based_on)
        root.append(_style(key, look.name, look.based_on, _paragraph(look, base), _run(look)))
    return root


def _defaults() -> Element:
    language = el("w:lang", val="en-US", eastAsia="zh-CN", bidi="ar-SA")
    run = el("w:rPr", fonts(BODY), el("w:kern", val=2), *_size(16), language)
    return el("w:docDefaults", el("w:rPrDefault", run), el("w:pPrDefault", el("w:pPr")))


def _basic() -> list[Element]:
    """The defaults of each kind, and those that comments need."""
    normal = el("w:style", type="paragraph", default=1, styleId="Normal")
    properties = el(
        "w:pPr",
        el("w:widowControl"),
        el("w:kinsoku"),
        el("w:overflowPunct"),
        el("w:autoSpaceDE", val=0),
        el("w:autoSpaceDN", val=0),
        el("w:adjustRightInd", val=0),
        el("w:snapToGrid", val=0),
    )
    normal.extend([el("w:name", val="Normal"), el("w:qFormat"), properties])
    character = el("w:style", type="character", default=1, styleId="DefaultParagraphFont")
    character.extend([el("w:name", val="Default Paragraph Font"), el("w:semiHidden")])
    margins = el("w:tblCellMar")
    for side, size in (("top", 0), ("left", 108), ("bottom", 0), ("right", 108)):
        margins.append(el(f"w:{side}", w=size, type="dxa"))
    table = el("w:style", type="table", default=1, styleId="TableNormal")
    inner = el("w:tblPr", el("w:tblInd", w=0, type="dxa"), margins)
    table.extend([el("w:name", val="Normal Table"), el("w:semiHidden"), inner])
    no_list = el("w:style", type="numbering", default=1, styleId="NoList")
    no_list.extend([el("w:name", val="No List"), el("w:semiHidden")])
    comment = _style(
        "CommentText",
        "annotation text",
        "Normal",
        el("w:pPr"),
        el("w:rPr", *_size(10.5)),
        built_in=True,
    )
    mark = el("w:style", type="character", styleId="CommentReference")
    mark.extend([el("w:name", val="annotation reference"), el("w:rPr", *_size(10.5))])
    return [normal, character, table, no_list, comment, mark]


def _style(
    key: str, name: str, based_on: str, paragraph: Element, run: Element, *, built_in: bool = False
) -> Element:
    entry = el("w:style", type="paragraph", styleId=key)
    if not built_in:
        entry.set(entry.tag.replace("}style", "}customStyle"), "1")
    entry.extend([el("w:name", val=name), el("w:basedOn", val=based_on), el("w:qFormat")])
    entry.extend([part for part in (paragraph, run) if len(part)])
    return entry


def _paragraph(look: Look, base: Look | None) -> Element:
    properties: list[Element | None] = [
        el("w:keepNext") if look.keep_next else None,
        el("w:keepLines") if look.keep_lines else None,
        _numbered(look),
        look.border,
        _spacing(look),
        _indent(look, base),
        el("w:jc", val=look.align) if look.align else None,
    ]
    return el("w:pPr", *properties)


def _numbered(look: Look) -> Element | None:
    if look.number is None:
        return None
    num_id, level = look.number
    return el("w:numPr", el("w:ilvl", val=level), el("w:numId", val=num_id))


def _spacing(look: Look) -> Element | None:
    said: dict[str, str | int] = {}
    if look.before is not None:
        said["before"] = look.before
    if look.after is not None:
        said["after"] = look.after
    if look.line:
        said |= {"line": look.line, "lineRule": "exact"}
    return el("w:spacing", **said) if said else None


def _indent(look: Look, base: Look | None) -> Element | None:
    if look.indent is None and look.number is None:
        return None
    size = look.size or (base.size if base else 0) or 16
    return indent(look.indent if look.indent is not None else _FIRST, size)


def indent(characters: tuple[int, int, int], size: float = 16) -> Element:
    """``w:ind`` of left, right and first line in hundredths of a character of ``size`` points."""
    left, right, first = characters
    said: dict[str, str | int] = {}
    for key, value in (("left", left), ("right", right)):
        said |= {f"{key}Chars": value, key: round(value * size / 5)}
    key = "firstLine" if first >= 0 else "hanging"
    return el("w:ind", **said, **{f"{key}Chars": abs(first), key: round(abs(first) * size / 5)})


def _run(look: Look) -> Element:
    return el(
        "w:rPr",
        fonts(look.font, look.latin) if look.font else None,
        el("w:color", val=look.colour) if look.colour else None,
        *(_size(look.size) if look.size else ()),
    )


def _size(points: float) -> tuple[Element, Element]:
    halves = round(points * 2)
    return el("w:sz", val=halves), el("w:szCs", val=halves)
