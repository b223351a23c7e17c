"""The file itself: parts, properties, comments, and bytes that do not change from run to run."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Sequence
from typing import Any

import docx
from docx.opc.constants import RELATIONSHIP_TYPE as KIND
from docx.oxml.ns import qn
from docx.text.run import Run as DocxRun
from lxml import etree

from assistant.drafting.document import Document, text_of
from assistant.drafting.writing.elements import Element, cleaned, el
from assistant.drafting.writing.fonts import HEAVY, font_table, fonts
from assistant.drafting.writing.lists import Lists, numbering
from assistant.drafting.writing.page import footer
from assistant.drafting.writing.styles import indent, styles

#: Parts of the template that hold nothing of ours.
_DROPPED = ("stylesWithEffects", "customXml", "thumbnail")
#: The earliest date that a ZIP can say.
_DATE = (1980, 1, 1, 0, 0, 0)
_AUTHOR, _INITIALS = "质官助手", "质"


class File:
    """A DOCX under way. ``footers`` are the relationships of the footers of odd and even pages."""

    def __init__(self, document: Document) -> None:
        self._docx = docx.Document()
        self._document = document
        self._lean()
        self._docx.part._styles_part._element = styles(document.style)
        self._fonts()
        self._settings()
        self._properties()
        self.footers = self._footers()

    def _lean(self) -> None:
        package = self._docx.part.package
        for relations in (package.rels, self._docx.part.rels):
            for key in [k for k, r in relations.items() if any(d in r.reltype for d in _DROPPED)]:
                del relations[key]

    def _fonts(self) -> None:
        for relation in self._docx.part.rels.values():
            if relation.reltype == KIND.FONT_TABLE:
                relation.target_part._blob = etree.tostring(
                    font_table(), xml_declaration=True, encoding="UTF-8", standalone=True
                )

    def _settings(self) -> None:
        root = self._docx.settings.element
        for child in list(root):
            root.remove(child)
        compatible = el("w:compat", el("w:ulTrailSpace"))
        compatible.append(
            el(
                "w:compatSetting",
                name="compatibilityMode",
                uri="http://schemas.microsoft.com/office/word",
                val="15",
            )
        )
        root.extend(
            [
                el("w:zoom", percent=100),
                el("w:defaultTabStop", val=420),
                el("w:evenAndOddHeaders"),
                el("w:characterSpacingControl", val="compressPunctuation"),
                compatible,
                el("w:themeFontLang", val="en-US", eastAsia="zh-CN"),
                el("w:decimalSymbol", val="."),
                el("w:listSeparator", val=","),
            ]
        )

    def _properties(self) -> None:
        core = self._docx.core_properties
        root = core._element
        for child in list(root):
            root.remove(child)
        core.title = cleaned(text_of(self._document.title)).replace("\n", "")[:250]
        core.subject = cleaned(self._document.kind)[:250]
        core.language = "zh-CN"

    def _footers(self) -> tuple[str, str]:
        section = self._docx.sections[0]
        for even, part in ((False, section.footer), (True, section.even_page_footer)):
            part.is_linked_to_previous = False
            root = part._element
            for child in list(root):
                root.remove(child)
            root.extend(footer(even, cleaned(self._document.footnote)))
        ids: dict[str, str] = {}
        for reference in section._sectPr.findall(qn("w:footerReference")):
            ids[str(reference.get(qn("w:type")))] = str(reference.get(qn("r:id")))
        return ids["default"], ids["even"]

    def write(self, elements: Sequence[Element], last: Element, lists: Lists) -> None:
        """The body with its last section, and the lists that number it."""
        body = self._docx.element.body
        for child in list(body):
            body.remove(child)
        body.extend([*elements, last])
        look = fonts(HEAVY)
        self._docx.part.numbering_part._element = numbering(lists, look, indent((0, 0, 200)))

    def comment(self, element: Element, lines: Sequence[str]) -> None:
        """A comment on the first words of a paragraph or table."""
        runs = element.findall(f".//{qn('w:r')}")
        plain = [one for one in runs if one.find(qn("w:t")) is not None]
        if not plain:
            return
        parent: Any = self._docx
        marked = DocxRun(plain[0], parent)
        text = "\n".join(cleaned(line).replace("\n", " ") for line in lines)
        made = self._docx.add_comment(marked, text=text, author=_AUTHOR, initials=_INITIALS)
        made._comment_elm.attrib.pop(qn("w:date"), "")

    def bytes(self) -> bytes:
        first = io.BytesIO()
        self._docx.save(first)
        return _same(first)


def _same(file: io.BytesIO) -> bytes:
    """The package with one date for all parts, so that the same document gives the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(file) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in _ordered(source.namelist()):
            info = zipfile.ZipInfo(name, _DATE)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o600 << 16
            target.writestr(info, source.read(name))
    return out.getvalue()


def _ordered(names: Iterable[str]) -> list[str]:
    return sorted(names, key=lambda name: (name != "[Content_Types].xml", name))
