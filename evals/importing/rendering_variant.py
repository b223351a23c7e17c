"""How one text is laid out: chosen by its place in the sample, so that every run gives the same."""

from __future__ import annotations

from dataclasses import dataclass

#: Builds of HTML pages: how the article stands in its page.
BUILDS = ("编辑器段落", "正文外标题、GB18030", "语义标签", "表格布局、换行分段")
#: Goes into the names of rendered files; raise it when rendering changes.
VERSION = 1


@dataclass(frozen=True, slots=True)
class Variant:
    """``automatic``: numbers of 章, 节, 条 and （一） by the word processor; ``tabs`` behind them.

    ``table``: a table put in behind the second article; ``columns``: two columns a page; ``size``
    of the letters in points; ``html``: which of the page builds (``BUILDS``);
    ``seed`` of the noise in scans.
    """

    seed: int
    automatic: bool
    tabs: bool
    table: bool
    columns: bool
    size: float
    html: int

    def words_in(self, name: str) -> str:
        """What is special about the text in format ``name``, for people."""
        if name == "html":
            said = [BUILDS[self.html % len(BUILDS)], *["插入表格"] * self.table]
        else:
            given = (
                ("自动编号", self.automatic),
                ("编号后制表符", self.automatic and self.tabs),
                ("插入表格", self.table),
                ("双栏", self.columns),
            )
            said = [words for words, is_so in given if is_so]
        return "、".join(said) or "普通"


def variant_of(position: int) -> Variant:
    """Of the text at ``position`` in the sample: half with automatic numbers, a fifth with a table,
    a tenth in two columns."""
    return Variant(
        seed=20_240_000 + position,
        automatic=position % 2 == 0,
        tabs=position % 4 == 2,
        table=position % 5 == 1,
        columns=position % 10 == 7,
        size=16 if position % 3 == 0 else 12,
        html=position,
    )


def with_table(text: str) -> str:
    """``text`` with a small table behind its second article, or second paragraph when it has none.

    The tree of the text with the table is what its renderings are compared with.
    """
    lines = text.split("\n")
    articles = [n for n, line in enumerate(lines) if line.startswith("第") and "条" in line[:8]]
    filled = [n for n, line in enumerate(lines) if line.strip() and not line.startswith("#")]
    places = articles[2:3] or filled[2:3]
    if not places:
        return text
    rows = [
        "表 1 评测用表",
        "",
        "| 序号 | 事项 | 期限 |",
        "| --- | --- | --- |",
        "| 1 | 提交材料 | 十五日内 |",
        "| 2 | 审查并作出书面决定 | 三十日内 |",
        "",
    ]
    return "\n".join([*lines[: places[0]], *rows, *lines[places[0] :]])
