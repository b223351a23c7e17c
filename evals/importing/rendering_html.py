"""A text as an article page of a government site: navigation, sidebar, footer and scripts around it."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from pathlib import Path

from evals.importing.rendering_blocks import Block
from evals.importing.rendering_variant import BUILDS, Variant

_NAVIGATION = ("首页", "机构概况", "新闻中心", "政务公开", "政务服务", "互动交流", "专题专栏")
_RELATED = (
    "关于做好2024年度法治政府建设工作的通知",
    "一图读懂：优化营商环境十项措施",
    "市政府常务会议研究安全生产工作",
    "第三条战线上的守护者",
)
_FOOT = (
    "主办单位：某市人民政府办公室",
    "网站标识码：3700000001　某公网安备 37000000000001号",
    "版权所有　未经许可不得转载",
)
_SCRIPT = (
    "<script>var page={title:'第一条 脚本里的字',id:20240618};"
    "function zoom(n){document.getElementById('zoom').style.fontSize=n+'px';}</script>"
)
_STYLE = "<style>.nav{background:#00438b}.crumb{font-size:12px}.hidden{display:none}</style>"


def write_html(blocks: Sequence[Block], variant: Variant, path: Path) -> None:
    """Write the page of the build that ``variant`` names."""
    build = variant.html % len(BUILDS)
    title = blocks[0].text if blocks else ""
    body = (_editor, _outside, _semantic, _layout)[build](blocks)
    charset = "gb2312" if build in (1, 3) else "utf-8"
    page = _page(title, body, charset)
    encoding = "gb18030" if charset == "gb2312" else "utf-8"
    path.write_bytes(page.encode(encoding, errors="xmlcharrefreplace"))


def write_print_page(blocks: Sequence[Block], path: Path) -> None:
    """A plain page for a browser to print, where there is no word processor."""
    rows = "\n".join(_block(block, indent="p") for block in blocks)
    style = (
        "@page{size:A4;margin:37mm 26mm 35mm 28mm}body{font:16pt/1.5 'Noto Serif CJK SC',serif}"
        "h1,h2,h3,h4,.note{text-align:center;font-size:16pt}p{margin:0;text-indent:2em}"
        ".note{text-indent:0}table{border-collapse:collapse}td,th{border:1px solid;padding:2pt}"
    )
    path.write_text(
        f'<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><style>{style}</style>'
        f"</head><body>\n{rows}\n</body></html>\n",
        encoding="utf-8",
    )


def _page(title: str, body: str, charset: str) -> str:
    navigation = "".join(f'<li><a href="/c{n}/">{w}</a></li>' for n, w in enumerate(_NAVIGATION))
    related = "".join(
        f'<li><a href="/art/{n}.html">{w}</a><span>2024-06-1{n}</span></li>'
        for n, w in enumerate(_RELATED)
    )
    foot = "".join(f"<p>{words}</p>" for words in _FOOT)
    return f"""<!DOCTYPE html>
<html lang="zh-CN">
<head>
<meta charset="{charset}">
<title>{escape(title)}_某市人民政府门户网站</title>
<meta name="keywords" content="法规,条例">
{_STYLE}
{_SCRIPT}
</head>
<body>
<header class="header"><div class="logo"><a href="/">某市人民政府</a></div>
<form action="/search"><input name="q" placeholder="请输入关键字"><button>搜索</button></form>
<nav class="nav"><ul>{navigation}</ul></nav></header>
<div class="crumb">当前位置：<a href="/">首页</a> &gt; <a href="/zwgk/">政务公开</a> &gt; 政策法规</div>
<div class="main">
{body}
<aside class="sidebar"><h3>相关链接</h3><ul>{related}</ul></aside>
</div>
<div class="share">分享到：<a href="#">微信</a> <a href="#">微博</a>
<a href="javascript:window.print()">【打印】</a><a href="javascript:window.close()">【关闭】</a></div>
<div class="hidden">第九百九十九条 看不见的字</div>
<footer class="footer">{foot}</footer>
<script src="https://stat.invalid/counter.js"></script>
</body>
</html>
"""


def _editor(blocks: Sequence[Block]) -> str:
    """Paragraphs with indents, chapters in bold, as site editors write them."""
    rows = []
    for block in blocks:
        words = escape(block.text)
        if block.kind == "title":
            rows.append(f'<h1 class="title">{words}</h1>')
        elif block.kind == "heading":
            rows.append(f'<p align="center"><strong>{words}</strong></p>')
        elif block.kind == "note":
            rows.append(f'<p style="text-align:center">{words}</p>')
        else:
            rows.append(_block(block, indent='p style="text-indent:2em"'))
    return f'<div class="article"><div class="TRS_Editor">{_joined(rows)}</div></div>'


def _outside(blocks: Sequence[Block]) -> str:
    """The title and a line of facts stand above the container of the text."""
    title = escape(blocks[0].text) if blocks else ""
    rows = [_block(block, indent="p", wide=True) for block in blocks[1:]]
    return (
        f'<h1>{title}</h1>\n<div class="info"><span>发布时间：2024-06-18 10:20</span>'
        "<span>来源：某市人民政府</span><span>浏览次数：1024</span>"
        "<span>字体：【大 中 小】</span></div>\n"
        f'<div id="zoom">{_joined(rows)}</div>'
    )


def _semantic(blocks: Sequence[Block]) -> str:
    rows = [_block(block, indent="p") for block in blocks]
    return f"<main><article>{_joined(rows)}</article></main>"


def _layout(blocks: Sequence[Block]) -> str:
    """An old page: tables for layout, lines divided by ``<br>``, indents of no-break spaces."""
    rows = []
    for block in blocks:
        if block.kind == "table":
            rows.append(_block(block, indent="p"))
        else:
            rows.append(f"&nbsp;&nbsp;&nbsp;&nbsp;{escape(block.text)}<br>")
    return (
        '<table width="980" border="0" cellpadding="0"><tr><td width="180" valign="top">'
        '<ul><li><a href="/a/">领导之窗</a></li><li><a href="/b/">政府公报</a></li></ul></td>'
        f'<td valign="top"><div class="content">{_joined(rows)}</div></td></tr></table>'
    )


def _block(block: Block, *, indent: str, wide: bool = False) -> str:
    words = escape(block.text)
    if block.kind == "table":
        head, *rest = block.rows
        rows = [_cells(head, "th"), *(_cells(row, "td") for row in rest)]
        return f'<table border="1">{"".join(rows)}</table>'
    if block.kind in ("title", "heading"):
        level = min(block.level + 1, 4)
        return f"<h{level}>{words}</h{level}>"
    if block.kind == "note":
        return f'<p class="note">{words}</p>'
    return f"<{indent}>{'　　' if wide else ''}{words}</p>"


def _cells(row: Sequence[str], tag: str) -> str:
    return f"<tr>{''.join(f'<{tag}>{escape(cell)}</{tag}>' for cell in row)}</tr>"


def _joined(rows: Sequence[str]) -> str:
    return "\n" + "\n".join(rows) + "\n"
