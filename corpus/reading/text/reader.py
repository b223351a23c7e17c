"""Text and Markdown files: any Chinese encoding, line ends made alike, hard-wrapped lines joined."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from corpus.errors import BadInput
from corpus.models import Notice, Place
from corpus.reading.detecting import checked_size, detect, is_binary
from corpus.reading.models import Format, Limits, Line, Reading, ReadProgress
from corpus.reading.text.encoding import Decoded, decode, wide_encoding
from corpus.reading.text.unwrapping import unwrapped

_LINE_END = re.compile("\r\n|[\r\n\x0b\x0c\x85\u2028\u2029]")
#: What a Markdown file says and does not show.
_COMMENT = re.compile("<!--.*?-->", re.DOTALL)
#: A picture in Markdown, ``![alt](address "title")`` or ``![alt][name]``: left in, its mark would end a
#: sentence (…。!) that is quoted with it.
_IMAGE = re.compile(r"!\[([^\[\]\n]*)\](?:\([^()\n]*(?:\([^()\n]*\)[^()\n]*)*\)|\[[^\[\]\n]*\])")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff\ud800-\udfff]")


def read(path: Path, limits: Limits, progress: ReadProgress | None = None) -> Reading:
    """Raises BadInput when the file is empty, too large, or no text in any encoding that is known."""
    form = detect(path, limits)
    if form is not Format.MARKDOWN:
        form = Format.TEXT
    text, decoded, notices = read_text(path, limits)
    if form is Format.MARKDOWN:
        text = _shown(text, notices)
    rows: Sequence[tuple[str, tuple[tuple[int, int], ...]]] = [
        (line, ((0, row),)) for row, line in enumerate(_LINE_END.split(text), start=1)
    ]
    if form is Format.TEXT:
        rows, width = unwrapped(rows)
        if width:
            notices.append(
                Notice(
                    "unwrapped", f"文件按每行约 {width} 字硬换行，已按段落合并；行号仍指原文件。"
                )
            )
    joined, lines = _lines(rows)
    if progress is not None:
        progress(1, 1)
    return Reading(form, joined, lines, notices=tuple(notices), encoding=decoded.encoding)


def _shown(text: str, notices: list[Notice]) -> str:
    """Markdown as its reader sees its words, rows as they were: no comments, no pictures."""
    if "<!--" in text:
        text, count = _COMMENT.subn(lambda m: "".join(_LINE_END.findall(m[0])), text)
        if count:
            notices.append(Notice("comments", f"去掉了 {count} 处不显示的注释。"))
    if "![" in text:
        text, count = _IMAGE.subn("", text)
        if count:
            notices.append(
                Notice("pictures", f"去掉了 {count} 处图片；图里的文字没有读，请对照原文件。")
            )
    return text


def read_text(
    path: Path, limits: Limits, declared: str | None = None
) -> tuple[str, Decoded, list[Notice]]:
    """The text of a file without control characters, how it was decoded, and what was doubtful."""
    checked_size(path, limits)
    try:
        data = path.read_bytes()
    except OSError as error:
        raise BadInput(f"读不了 {path.name}：{error.strerror}；请检查文件权限。") from error
    return text_of(data, path, limits, declared)


def text_of(
    data: bytes, path: Path, limits: Limits, declared: str | None = None
) -> tuple[str, Decoded, list[Notice]]:
    """As ``read_text``, of bytes that were read already."""
    decoded = None if wide_encoding(data) is None and is_binary(data) else decode(data, declared)
    if decoded is None:
        raise BadInput(
            f"{path.name} 的编码认不出，可能不是文本或已损坏；请用记事本另存为 UTF-8 再导入。"
        )
    if len(decoded.text) > limits.characters:
        raise BadInput(
            f"{path.name} 的文字超过上限 {limits.characters} 字；请拆分后再导入，或调高上限。"
        )
    text = decoded.text.removeprefix("\ufeff")
    notices = []
    if decoded.lost:
        notices.append(
            Notice(
                "bytes-lost",
                f"按 {decoded.encoding} 读时有 {decoded.lost} 处认不出，请核对原文件。",
            )
        )
    clean = _CONTROL.sub("", text)
    if len(clean) < len(text):
        notices.append(
            Notice("control-characters", f"去掉了 {len(text) - len(clean)} 个看不见的控制字符。")
        )
    if not clean.strip():
        raise BadInput(f"{path.name} 中没有文字；请检查是否选对了文件。")
    return clean, decoded, notices


def _lines(rows: Sequence[tuple[str, tuple[tuple[int, int], ...]]]) -> tuple[str, tuple[Line, ...]]:
    """The text and its lines, from each line's words and its pieces (offset in them, row)."""
    lines, offset = [], 0
    for words, pieces in rows:
        end = offset + len(words)
        if words:
            starts = [offset + start for start, _ in pieces]
            places = tuple(
                Place(start, stop, row=row)
                for start, stop, (_, row) in zip(starts, [*starts[1:], end], pieces, strict=True)
            )
            lines.append(Line(offset, end, places=places))
        offset = end + 1
    return "\n".join(words for words, _ in rows), tuple(lines)
