"""Pages of the package: charts that open in any browser without a network, and the index in Word."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from html import escape
from typing import TYPE_CHECKING, Any

from assistant.drafting.document import Block, Run
from assistant.drafting.overview import index_of, open_list_of
from assistant.guiding.charts import plotly_script

if TYPE_CHECKING:
    from assistant.drafting.sets import SetReport

#: Nothing is loaded: the file holds all it needs.
_POLICY = (
    "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data: blob:"
)
_PAGE = """<!DOCTYPE html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<title>{title}</title>
<style>body {{ font-family: sans-serif; margin: 1.5rem; }} h1 {{ font-size: 1.25rem; }}</style>
<script>{script}</script>
</head>
<body>
<h1>{title}</h1>
<p>{words}</p>
<div id="chart" role="img" aria-label="{title}"></div>
<script>
const figure = {figure};
Plotly.newPlot("chart", figure.data, figure.layout, {{displaylogo: false, responsive: true}});
</script>
</body>
</html>
"""


def chart_page(figure: Mapping[str, Any], title: str, words: str) -> bytes:
    """The figure with plotly.js inside the file."""
    # what a name holds must not end the script
    drawn = json.dumps(figure, ensure_ascii=False).replace("<", "\\u003c").replace("\u2028", "")
    page = _PAGE.format(
        policy=_POLICY,
        title=escape(title),
        words=escape(words),
        script=plotly_script().decode("utf-8"),
        figure=drawn,
    )
    return page.encode("utf-8")


def index_page(report: SetReport, parts: Sequence[tuple[str, str]]) -> bytes:
    """目录.docx: the documents with number, title, signers and open items, then ``parts``: file, what it is."""
    from assistant.drafting.writing.docx import docx_of

    made = index_of(report)
    rows = [("文件", "内容"), *parts]
    table = Block(
        "table",
        rows=tuple(tuple((Run(cell),) for cell in row) for row in rows),
        widths=(4.0, 8.0),
    )
    blocks = (*made.blocks, Block("paragraph", (Run("包里的其他文件："),)), table)
    return docx_of(replace(made, blocks=blocks), basis=False)


def open_items_page(report: SetReport) -> bytes:
    """待填清单.docx."""
    from assistant.drafting.writing.docx import docx_of

    return docx_of(open_list_of(report), basis=False)
