"""Saved web pages: the text of the article, without what stands around it and without fetching anything."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from corpus.errors import BadInput
from corpus.models import Notice
from corpus.reading.blocks import Block, text_and_lines
from corpus.reading.detecting import checked_size
from corpus.reading.html.article import Article, Weights, article_of, words_of
from corpus.reading.html.flow import Flow, notes_placed, without_repeats
from corpus.reading.html.page import declared_charset, tree_of
from corpus.reading.models import Format, LeftOut, Limits, LineKind, Reading, ReadProgress
from corpus.reading.print_headings import mark_headings
from corpus.reading.text.reader import text_of

_LONGEST_LEFT = 2000  # letters of one entry of what was left out


def read(path: Path, limits: Limits, progress: ReadProgress | None = None) -> Reading:
    """Raises BadInput when the page is too large, in no known encoding, or holds no words."""
    checked_size(path, limits)
    try:
        data = path.read_bytes()
    except OSError as error:
        raise BadInput(f"读不了 {path.name}：{error.strerror}；请检查文件权限。") from error
    page, decoded, notices = text_of(data, path, limits, declared_charset(data))
    root = tree_of(page, path.name)
    title = _title(root)
    weights = Weights(root, "".join((title or "").split()))
    article = article_of(root, weights)
    flow = Flow(weights.out)
    for element, is_title in article.elements:
        flow.take(element, title=is_title)
    blocks = _levelled(notes_placed(without_repeats(flow.blocks)))
    if not any(c.isalnum() for block in blocks for c in block.text):
        raise BadInput(
            f"{path.name} 中没有文字，内容可能由脚本生成；请在浏览器中另存为 PDF 再导入。"
        )
    if not any(block.kind is LineKind.HEADING and block.level for block in blocks):
        mark_headings(flow.prints)
    if flow.pictures:
        notices.append(
            Notice("pictures-unread", f"网页正文有 {flow.pictures} 张图片，其中的文字没有读取。")
        )
    text, lines = text_and_lines(blocks)
    if progress is not None:
        progress(1, 1)
    return Reading(
        Format.HTML,
        text,
        lines,
        title=title,
        left_out=tuple(_left_out(article, flow)),
        notices=tuple(notices),
        encoding=decoded.encoding,
    )


def _levelled(blocks: Sequence[Block]) -> list[Block]:
    """Only the first <h1> is the title; a later one is an outermost heading."""
    titles = [block for block in blocks if block.kind is LineKind.HEADING and block.level == 0]
    for block in titles[1:]:
        if block.row != titles[0].row:
            block.level = 1
    return list(blocks)


def _title(root: Any) -> str | None:
    """What the page is named: the title of its article where it says that, else <title>."""
    for meta in root.iter("meta"):
        if (meta.get("name") or "").lower() == "articletitle":
            words = " ".join((meta.get("content") or "").split())
            if words:
                return words
    for title in root.iter("title"):
        words = " ".join("".join(title.itertext()).split())
        if words:
            return words
    return None


def _left_out(article: Article, flow: Flow) -> Iterator[LeftOut]:
    seen: set[str] = set()
    around = [(words_of(element), reason) for element, reason in article.left]
    for words, reason in (*around, *flow.left):
        if words and words not in seen:
            seen.add(words)
            yield LeftOut(words[:_LONGEST_LEFT], reason)
