"""The parts of a DOCX as XML: found by relationship, parsed without entities, network or DTD."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lxml import etree

from corpus.errors import BadInput
from corpus.reading.packing import Package

_MOST = 64 * 1024 * 1024  # of a part other than the text itself
_MAIN = "word/document.xml"
_TOP = ("p", "tbl", "sdt", "customXml", "altChunk", "ins", "moveTo", "AlternateContent")


class Parts:
    """The main part of a DOCX and those that belong to it. Raises BadInput where one is damaged."""

    def __init__(self, package: Package, path: Path) -> None:
        self._package, self._path = package, path
        self.main = self._main()
        self._related = self._relations(self.main)

    def one(self, kind: str) -> Any | None:
        """The root of the part that is related as ``kind`` (styles, numbering …); None without one."""
        return next(iter(self.all(kind)), None)

    def all(self, kind: str) -> Iterator[Any]:
        """The roots of all parts that are related as ``kind``, such as header."""
        for related, name in self._related:
            if related == kind and name in self._package.names:
                yield self.root(name)

    def root(self, name: str) -> Any:
        data = self._package.read(name, most=_MOST)
        try:
            root = etree.fromstring(data, _parser())
        except etree.XMLSyntaxError as error:
            raise self._damaged(name) from error
        self._check(root)
        return root

    def text(self) -> Iterator[Any]:
        """The paragraphs and tables directly in the body, each emptied when the next is asked for."""
        tags = tuple(f"{{*}}{name}" for name in _TOP)
        with self._package.open(self.main) as stream:
            events = etree.iterparse(
                stream,
                events=("end",),
                tag=tags,
                resolve_entities=False,
                no_network=True,
                load_dtd=False,
                huge_tree=False,
                remove_comments=True,
                remove_pis=True,
            )
            try:
                for number, (_, element) in enumerate(events):
                    if number == 0:
                        self._check(element)
                    above = element.getparent()
                    if above is None or not str(above.tag).endswith("}body"):
                        continue
                    yield element
                    element.clear()
                    while element.getprevious() is not None:
                        del above[0]
            except etree.XMLSyntaxError as error:
                raise self._damaged(self.main) from error

    def title(self) -> str | None:
        """Of the document's properties."""
        for name in ("docProps/core.xml",):
            if name in self._package.names:
                for entry in self.root(name):
                    if str(entry.tag).endswith("}title"):
                        return (entry.text or "").strip() or None
        return None

    def _main(self) -> str:
        for kind, name in self._relations(""):
            if kind == "officeDocument" and name in self._package.names:
                return name
        if _MAIN not in self._package.names:
            raise BadInput(
                f"{self._path.name} 里没有正文（{_MAIN}），可能已损坏；请用 Word 或 WPS 打开后另存再导入。"
            )
        return _MAIN

    def _relations(self, name: str) -> list[tuple[str, str]]:
        """Kind and part of each relationship; what lies outside the file is passed over."""
        folder, base = posixpath.split(name)
        rels = posixpath.join(folder, "_rels", f"{base}.rels")
        if rels not in self._package.names:
            return []
        found = []
        for entry in self.root(rels):
            target = entry.get("Target") or ""
            if (entry.get("TargetMode") or "").lower() == "external" or not target:
                continue
            whole = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
            kind = (entry.get("Type") or "").rsplit("/", 1)[-1]
            found.append((kind, posixpath.normpath(whole)))
        return found

    def _check(self, element: Any) -> None:
        info = element.getroottree().docinfo
        if info.internalDTD is not None or info.externalDTD is not None:
            raise BadInput(
                f"{self._path.name} 含有 DTD 或实体声明，Word 文件不应有；为安全起见不读取，请另存后再导入。"
            )

    def _damaged(self, name: str) -> BadInput:
        return BadInput(
            f"{self._path.name} 的部件 {name} 已损坏；请用 Word 或 WPS 打开修复、另存后再导入。"
        )


def _parser() -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
