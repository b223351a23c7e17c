"""A document as a Word file: official layout, real styles, lists, references and tables."""

from __future__ import annotations

from collections.abc import Iterable

from assistant.drafting.document import BasisRow, Block, Document
from assistant.drafting.writing.annex import basis_annex, open_annex, source_of
from assistant.drafting.writing.closing import end
from assistant.drafting.writing.elements import Element, el, paragraph, run
from assistant.drafting.writing.inline import words
from assistant.drafting.writing.letterhead import head
from assistant.drafting.writing.lists import Lists, Place, style_of
from assistant.drafting.writing.package import File
from assistant.drafting.writing.page import LANDSCAPE, PORTRAIT, section
from assistant.drafting.writing.references import Bookmarks
from assistant.drafting.writing.tables import table_of

_PLAIN = {"paragraph": "CqoBody", "note": "CqoNote", "caption": "CqoCaption"}


def docx_of(document: Document, *, basis: bool = True, comments: bool = False) -> bytes:
    """The bytes of a DOCX, the same for the same document.

    ``basis``: with 依据对照表 behind the document; ``comments``: a Word comment at each section's first
    paragraph says on what it rests. 待填清单 stands at the end whenever something is missing.
    """
    page = LANDSCAPE if document.landscape else PORTRAIT
    file = File(document)
    body = _Body(document, page.text_width)
    main = [*head(document, document.landscape), *body.elements, *end(document, page.text_width)]
    annexes = _annexes(document, basis)
    noted = bool(document.footnote)
    last = section(page, file.footers, noted, first=True)
    if annexes:
        main[-1][0].append(last)  # a paragraph of its own might be alone on a page
        last = section(LANDSCAPE, file.footers, noted, first=False)
    if noted:
        annexes.append(paragraph("CqoDraftEnd", [run(f"注：{document.footnote}")]))
    file.write([*main, *annexes], last, body.lists)
    if comments:
        for rows, element in body.commented(document.basis):
            file.comment(element, [_comment(row) for row in rows])
    return file.bytes()


def _annexes(document: Document, basis: bool) -> list[Element]:
    total = LANDSCAPE.text_width
    found = basis_annex(document, total) if basis and document.basis else []
    if document.open_items:
        missing = open_annex(document, total)
        if found:
            missing[0][0].insert(1, el("w:pageBreakBefore"))
        found += missing
    return found


def _comment(row: BasisRow) -> str:
    if row.own:
        return f"企业自定：{row.own}"
    return f"{row.mark}：{row.quote}——{source_of(row)}"


class _Body:
    """Elements of all blocks, with the lists that number them."""

    def __init__(self, document: Document, total: int) -> None:
        self.lists = Lists(document.style)
        self._total = total
        self._blocks = document.blocks
        self._bookmarks = Bookmarks(document.blocks, len(document.attachments))
        places = [self.lists.place(block) for block in document.blocks]
        self._bookmarks.automatic = {n for n, place in enumerate(places) if place is not None}
        self.elements: list[Element] = []
        self._first: dict[str, Element] = {}
        self._last_of_body = len(document.blocks) - 1
        for number, (block, place) in enumerate(zip(document.blocks, places, strict=True)):
            self._take(number, block, place)

    def _take(self, number: int, block: Block, place: Place | None) -> None:
        if block.kind == "table":
            element = table_of(block, self._total, self._bookmarks)
            self.elements += self._above_table(number, block)
            self.elements += [element, paragraph("CqoGap")]
        else:
            element = self._paragraph(number, block, place)
            self.elements.append(element)
        self._first.setdefault(block.section, element)

    def _above_table(self, number: int, block: Block) -> list[Element]:
        """A little room, and the new page that a table cannot begin itself."""
        text = number > 0 and self._blocks[number - 1].kind not in ("table", "caption", "heading")
        if not block.page and not text:
            return []
        new_page = el("w:pageBreakBefore") if block.page else None
        return [paragraph("CqoGap", (), el("w:keepNext"), new_page)]

    def _paragraph(self, number: int, block: Block, place: Place | None) -> Element:
        content = words(block.runs, self._bookmarks)
        if block.label and place is None:
            content.insert(0, run(block.text.removesuffix(_words(block))))
        content = self._bookmarks.mark(number, content)
        style = _PLAIN.get(block.kind) or style_of(block)
        # The signature does not stand alone on a page.
        keep = el("w:keepNext") if number == self._last_of_body or self._leads(number) else None
        apart = el("w:pageBreakBefore") if block.page else None
        return paragraph(style, content, keep, apart, _numbered(place, bool(block.label)))

    def _leads(self, number: int) -> bool:
        """Whether the block introduces what stands below it: …如下：."""
        following = self._blocks[number + 1 : number + 2]
        ends = _words(self._blocks[number]).endswith("：")
        return ends and bool(following) and following[0].kind in ("item", "table", "caption")

    def commented(self, rows: Iterable[BasisRow]) -> Iterable[tuple[list[BasisRow], Element]]:
        """Rows of each section with its first paragraph or table."""
        by_section: dict[str, list[BasisRow]] = {}
        for row in rows:
            by_section.setdefault(row.section_id, []).append(row)
        for key, found in by_section.items():
            if key in self._first:
                yield found, self._first[key]


def _numbered(place: Place | None, labelled: bool) -> Element | None:
    if place is None:  # a number written as text must not get a second one from its style
        return el("w:numPr", el("w:numId", val=0)) if labelled else None
    if place.by_style:
        return None
    return el("w:numPr", el("w:ilvl", val=place.level), el("w:numId", val=place.num_id))


def _words(block: Block) -> str:
    return "".join(one.text for one in block.runs)
