"""Tell what a file is by its content; the name is no more than a hint between Markdown and text."""

from __future__ import annotations

import codecs
import mmap
import re
from pathlib import Path

from corpus.errors import BadInput
from corpus.reading.models import Format, Limits
from corpus.reading.packing import Package
from corpus.reading.text.encoding import CONTROL, wide_encoding

#: Bytes from which a kind is told.
_HEAD = 64 * 1024
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_TO_DOCX = "请用 Word 或 WPS 另存为 .docx 再导入"
_UNPACK = "请解压后导入其中的文件"
_TO_PICTURE = "请转换为 PNG 或 JPEG 再导入"

#: First bytes of what cannot be read, what it is, and what to do.
_REFUSED = (
    (b"{\\rtf", "是 RTF 文件", _TO_DOCX),
    (b"Rar!\x1a\x07", "是 RAR 压缩包", _UNPACK),
    (b"7z\xbc\xaf\x27\x1c", "是 7z 压缩包", _UNPACK),
    (b"\x1f\x8b", "是 GZIP 压缩包", _UNPACK),
    (b"BZh", "是 BZIP2 压缩包", _UNPACK),
    (b"\xfd7zXZ\x00", "是 XZ 压缩包", _UNPACK),
    (b"GIF8", "是 GIF 图片", _TO_PICTURE),
    (b"%!PS", "是 PostScript 文件", "请转换为 PDF 再导入"),
    (b"CAJ\x00", "是 CAJ 文件", "请用 CAJViewer 另存为 PDF 再导入"),
)
#: Names of streams in an old Office file, as UTF-16.
_OLE_KINDS = (
    ("EncryptedPackage", "已加密，需要密码", "请先在 Word 或 WPS 中取消密码，另存为 .docx 再导入"),
    ("WordDocument", "是旧版 DOC 或 WPS 文件", _TO_DOCX),
    ("Workbook", "是旧版电子表格（XLS）", "请另存为 PDF，或把内容复制到 Word 存为 .docx 再导入"),
    ("PowerPoint Document", "是旧版演示文稿（PPT）", "请另存为 PDF 再导入"),
)
_WORD_TYPES = re.compile(
    rb"wordprocessingml\.(?:document|template)\.main\+xml"
    rb"|ms-word\.(?:document\.macroEnabled|template\.macroEnabledTemplate)\.main\+xml"
)
#: What the parts of a ZIP say it is, when it is no DOCX.
_ZIP_KINDS = (
    ("spreadsheetml", "是电子表格（XLSX）", "请另存为 PDF，或把内容复制到 Word 存为 .docx 再导入"),
    ("ms-excel", "是电子表格", "请另存为 PDF，或把内容复制到 Word 存为 .docx 再导入"),
    ("presentationml", "是演示文稿（PPTX）", "请另存为 PDF 再导入"),
    ("ms-powerpoint", "是演示文稿", "请另存为 PDF 再导入"),
    ("opendocument.text", "是 ODT 文件", "请用 LibreOffice、Word 或 WPS 另存为 .docx 再导入"),
    ("opendocument", "是 OpenDocument 文件", "请另存为 .docx 或 PDF 再导入"),
    ("epub+zip", "是 EPUB 电子书", "请转换为 .docx 或 PDF 再导入"),
)
_PDF = re.compile(rb"%PDF-\d\.\d")
_PDF_PARTS = re.compile(rb"\bendobj\b|\bstartxref\b|/Type\s*/Catalog")
_PAGE = re.compile(
    r"(?:<!--.*?-->|<\?xml[^>]*\?>|\s)*<(?:!doctype\s+html|html|head|body)\b",
    re.DOTALL | re.IGNORECASE,
)
_PIECE = re.compile(
    r"\s*<(?:!--|meta|title|link|style|script|div|table|center|font|article|section|main|p|h[1-6])\b",
    re.IGNORECASE,
)
_XML = re.compile(r"\s*<\?xml\b", re.IGNORECASE)
_ARCHIVED_PAGE = re.compile(
    r"(?:[\w-]+:[^\n]*\r?\n(?:[ \t][^\n]*\r?\n)*){0,12}?content-type:\s*multipart/related",
    re.IGNORECASE,
)
_MARKDOWN_NAMES = frozenset((".md", ".markdown"))
_PAGE_NAMES = frozenset((".html", ".htm", ".xhtml", ".shtml"))
_HASHES = re.compile(r"#{1,6}[ \t\u3000]+\S")


def detect(path: Path, limits: Limits) -> Format:
    """The format of a file, a PDF never as SCAN. Raises BadInput for what no reader takes."""
    size = checked_size(path, limits)
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD)
    except OSError as error:
        raise BadInput(f"读不了 {path.name}：{error.strerror}；请检查文件权限。") from error
    if _is_pdf(head, path):
        return Format.PDF
    if _is_picture(head):
        return Format.IMAGE
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return _packed(path, limits)
    if head.startswith(_OLE):
        raise _refused(path, *_ole_kind(path))
    for first, what, advice in _REFUSED:
        if head.startswith(first):
            raise _refused(path, what, advice)
    if head[257:262] == b"ustar":
        raise _refused(path, "是 TAR 压缩包", _UNPACK)
    if head[4:8] == b"ftyp":
        raise _refused(path, "是 HEIC 图片或视频", _TO_PICTURE)
    return _written(head, path, size)


def checked_size(path: Path, limits: Limits) -> int:
    """Bytes of the file, asked before anything is read. Raises BadInput."""
    try:
        if path.is_dir():
            raise BadInput(f"{path.name} 是文件夹；请选择其中的文件。")
        if not path.exists():
            raise BadInput(f"找不到 {path.name}；请检查路径。")
        if not path.is_file():
            raise BadInput(f"{path.name} 不是普通文件，不能导入。")
        size = path.stat().st_size
    except OSError as error:
        raise BadInput(f"读不了 {path.name}：{error.strerror}；请检查文件权限。") from error
    if size == 0:
        raise BadInput(f"{path.name} 是空文件；请重新取得文件。")
    if size > limits.file_bytes:
        raise BadInput(
            f"{path.name} 有 {size / 1e6:.0f} MB，超过上限 {limits.file_bytes / 1e6:.0f} MB；"
            "请拆分后再导入，或调高上限。"
        )
    return size


def _refused(path: Path, what: str, advice: str) -> BadInput:
    return BadInput(f"{path.name} {what}，不能直接导入；{advice}。")


def _is_pdf(head: bytes, path: Path) -> bool:
    match = _PDF.search(head[:1024])
    if match is None:
        return head.startswith(b"%PDF")
    if match.start() == 0 or _PDF_PARTS.search(head):
        return True
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - 2048))
        return _PDF_PARTS.search(file.read()) is not None


def _is_picture(head: bytes) -> bool:
    if head.startswith((b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*", b"II+\x00")):
        return True
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return True
    headers = (12, 40, 52, 56, 64, 108, 124)  # sizes of the headers that BMP knows
    return head[:2] == b"BM" and int.from_bytes(head[14:18], "little") in headers


def _ole_kind(path: Path) -> tuple[str, str]:
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        for name, what, advice in _OLE_KINDS:
            if data.find(name.encode("utf-16-le")) >= 0:
                return what, advice
    return (
        "是旧版 Office 或 WPS 文件",
        "请用 Word 或 WPS 另存为 .docx（表格和演示文稿存为 PDF）再导入",
    )


def _packed(path: Path, limits: Limits) -> Format:
    with Package(path, limits) as package:
        names = package.names
        types = b""
        for name in ("[Content_Types].xml", "mimetype"):
            if name in names:
                types += package.read(name, most=4 * 1024 * 1024)
        if _WORD_TYPES.search(types) or "word/document.xml" in names:
            return Format.DOCX
    words = types.decode("ascii", errors="replace")
    for sign, what, advice in _ZIP_KINDS:
        if sign in words:
            raise _refused(path, what, advice)
    if "OFD.xml" in names:
        raise _refused(path, "是 OFD 文件", "请用 OFD 阅读器或 WPS 另存为 PDF 再导入")
    if any(name.endswith(".iwa") for name in names):
        raise _refused(path, "是 Pages 等 iWork 文件", "请导出为 .docx 或 PDF 再导入")
    raise _refused(path, "是 ZIP 压缩包", _UNPACK)


def _written(head: bytes, path: Path, size: int) -> Format:
    """HTML, Markdown or text. Raises BadInput when it is none of them."""
    wide = wide_encoding(head)
    if wide is None and is_binary(head):
        raise BadInput(
            f"{path.name} 不是能读的文字或文档，可能已损坏；支持 PDF、图片、DOCX、HTML、Markdown 和 TXT。"
        )
    words = head.decode(wide or "latin-1", errors="replace").lstrip("\ufeff")
    if wide is None and head.startswith(codecs.BOM_UTF8):
        words = words[3:]
    suffix = path.suffix.lower()
    if _PAGE.match(words[:8192]) or (
        suffix not in _MARKDOWN_NAMES
        and (_PIECE.match(words) if suffix in _PAGE_NAMES else _is_page(words))
    ):
        return Format.HTML
    if suffix in _PAGE_NAMES and re.search(
        r"<(?:p|div|br|table|span|body|html)\b", words, re.IGNORECASE
    ):
        return Format.HTML
    if _ARCHIVED_PAGE.match(words[:8192]):
        raise _refused(
            path, "是网页归档（MHT）", "请在浏览器或 Word 中另存为 .html 或 .docx 再导入"
        )
    if _XML.match(words):
        raise _refused(path, "是 XML 文件", "Word 或 WPS 存的 XML 请另存为 .docx 再导入")
    if suffix in _MARKDOWN_NAMES or _is_markdown(words):
        return Format.MARKDOWN
    return Format.TEXT


def is_binary(data: bytes) -> bool:
    """Whether bytes that are no UTF-16 hold more control characters than any text."""
    controls = len(CONTROL.findall(data))
    return data.count(b"\0") > len(data) // 500 or controls > max(1, len(data) // 100)


def _is_page(words: str) -> bool:
    """Whether words without a proper beginning are a piece of a page nevertheless."""
    return (
        _PIECE.match(words) is not None
        and len(re.findall(r"</(?:p|div|table|h[1-6])>", words)) >= 2
    )


def _is_markdown(words: str) -> bool:
    """Whether a text of another name is written as Markdown: front matter or ``#`` headings."""
    if re.match(r"---\r?\n(?:[A-Za-z_]+:|#)", words):
        return True
    lines = [line for line in words.splitlines() if line.strip()]
    return bool(lines) and _HASHES.match(lines[0]) is not None
