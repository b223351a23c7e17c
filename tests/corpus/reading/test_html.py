"""Saved pages: the whole article and nothing but it, whatever the site's build."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.errors import BadInput
from corpus.reading.models import Format, Limits, LineKind, Reading
from corpus.reading.registry import read_file

TITLE = "河湾市首席质量官工作办法"
ARTICLE = [
    "第一条 为了检查网页导入，制定本办法。",
    "第二条 本办法所称企业，是指河湾市的企业。",
    "（一）大型企业；",
    "（二）其他企业。",
    "第三条 本办法自公布之日起施行。",
]
PARAGRAPHS = "".join(f"<p>{words}</p>" for words in ARTICLE)


def read(path: Path, page: str | bytes, name: str = "网页.html") -> Reading:
    file = path / name
    file.write_bytes(page.encode() if isinstance(page, str) else page)
    reading = read_file(file)
    assert reading.format is Format.HTML
    joined = "".join(reading.text[line.start : line.end] for line in reading.lines)
    assert joined == reading.text.replace("\n", "")
    return reading


def lines(reading: Reading) -> list[str]:
    return [reading.text[line.start : line.end] for line in reading.lines]


def page(body: str, head: str = "") -> str:
    named = f"<meta charset=utf-8><title>{TITLE}_河湾市人民政府</title>"
    return f"<!DOCTYPE html><html><head>{named}{head}</head><body>{body}</body></html>"


# -- whole pages of several builds -------------------------------------------------------------------

NAVIGATION = (
    '<div class="nav"><ul>'
    + "".join(f"<li><a href=/{n}>栏目{n}</a></li>" for n in range(9))
    + "</ul></div>"
)
FOOTER = '<div class="footer"><p>主办：河湾市人民政府办公室。网站标识码 0000000000。</p></div>'
BUILDS = {
    "编辑器": f'{NAVIGATION}<div class="location">您所在的位置：<a>首页</a> &gt; <a>政策</a></div><h1>{TITLE}</h1>'
    '<div class="xx"><span>发布时间：2021-03-01</span> <span>来源：河湾市</span> <span>浏览次数：<i>9</i></span></div>'
    f'<div id="zoom"><div class="TRS_Editor"><div class="Custom_UnionStyle">{PARAGRAPHS}</div></div></div>'
    f'<div class="bdsharebuttonbox">分享到：<a>微信</a></div>{FOOTER}',
    "表单包住全页": f'<form id="form1">{NAVIGATION}<div id="main"><h2 class="bt">{TITLE}</h2><div class="wznr">{PARAGRAPHS}</div>'
    f'<div class="right"><h3>热点新闻</h3><ul><li><a href=/1>一条新闻的标题很长很长很长</a></li></ul></div></div>{FOOTER}</form>',
    "语义": f"<header>{NAVIGATION}</header><main><article><header><h1>{TITLE}</h1></header>{PARAGRAPHS}</article>"
    f"<aside><p>猜你喜欢的另一篇文章。它有一句话的摘要。</p></aside></main><footer>版权所有。</footer>",
    "表格布局": f'<table width=960 border=0><tr><td>{NAVIGATION}</td></tr><tr><td width=200>'
    f'<a href=/2>左栏</a></td><td><div align=center>'
    f'<b>{TITLE}</b></div>{"<br>".join("&nbsp;&nbsp;&nbsp;&nbsp;" + words for words in ARTICLE)}</td></tr></table>',
    "块作段落": f'{NAVIGATION}<div class="title">{TITLE}</div><div class="detail">'
    + "".join(f'<div style="text-indent:2em"><span style="font-size:16pt">{words}</span></div>' for words in ARTICLE)
    + f"</div>{FOOTER}",
    "打印区": f'<div id="print"><div class="head"><h1>{TITLE}</h1></div>{PARAGRAPHS}</div>',
    "正文分作两块": f'{NAVIGATION}<h1>{TITLE}</h1><div class="content">{"".join(f"<p>{w}</p>" for w in ARTICLE[:4])}</div>'
    f'<div class="more"><p>{ARTICLE[4]}</p></div>{FOOTER}',
}  # fmt: skip


@pytest.mark.parametrize("build", BUILDS)
def test_the_article_is_whole_and_alone(build: str, tmp_path: Path) -> None:
    assert lines(read(tmp_path, page(BUILDS[build]))) == [TITLE, *ARTICLE]


def test_what_stands_around_is_told(tmp_path: Path) -> None:
    reading = read(tmp_path, page(BUILDS["编辑器"]))
    assert {entry.reason for entry in reading.left_out} == {
        "navigation",
        "page-info",
        "share",
        "footer",
    }
    assert reading.title == f"{TITLE}_河湾市人民政府"
    assert (reading.lines[0].kind, reading.lines[0].level) == (LineKind.HEADING, 0)
    assert [line.places[0].row for line in reading.lines] == [1, 2, 3, 4, 5, 6]


def test_attachments_signature_and_date_behind_the_container_stay(tmp_path: Path) -> None:
    behind = '<p class="fj"><a href="a.doc">附件：河湾市任职表.doc</a></p><div>河湾市市场监督管理局</div><div>2021年3月1日</div>'
    reading = read(
        tmp_path,
        page(
            f'{NAVIGATION}<div class="w"><div id="zoom">{PARAGRAPHS * 3}</div>{behind}</div>{FOOTER}'
        ),
    )
    assert lines(reading)[-3:] == ["附件：河湾市任职表.doc", "河湾市市场监督管理局", "2021年3月1日"]


def test_a_date_of_issue_alone_is_text(tmp_path: Path) -> None:
    reading = read(
        tmp_path,
        page(f"<article>{PARAGRAPHS}<p>发布日期：2021-03-01</p><p>【打印】【关闭】</p></article>"),
    )
    assert lines(reading)[-1] == "发布日期：2021-03-01"
    assert [entry.reason for entry in reading.left_out] == ["share"]


def test_hidden_words_scripts_and_print_rules(tmp_path: Path) -> None:
    style = "<style>.gone, #off{color:red;display:none} @media print{.kept{display:none}}</style>"
    body = (
        f'<div class="article">{PARAGRAPHS}<p class="gone">藏一。</p><p id="off">藏二。</p><p hidden>藏三。</p>'
        '<p style="DISPLAY: none">藏四。</p><p class="kept">留下。</p><script>var a="第九条 脚本。"</script></div>'
    )
    reading = read(tmp_path, page(body, style))
    assert lines(reading)[len(ARTICLE) :] == ["留下。"]
    assert [entry.text for entry in reading.left_out] == ["藏一。", "藏二。", "藏三。", "藏四。"]


def test_a_page_that_a_script_would_show_is_read(tmp_path: Path) -> None:
    reading = read(tmp_path, page(f'<div id="root" style="visibility:hidden">{PARAGRAPHS}</div>'))
    assert lines(reading) == ARTICLE


# -- words -------------------------------------------------------------------------------------------


def test_words_come_through_to_the_letter(tmp_path: Path) -> None:
    body = (
        "<article><p>“质量”——<span>河</span><b>湾</b>《办法》\n  所称，&ensp;A&nbsp;类 and\n B 类；"
        "x<sup>2</sup>&#151;&lt;5&gt;</p>"
        "<p>　　全角：１２％\u200b，句号。</p></article>"
    )
    assert lines(read(tmp_path, page(body))) == [
        "“质量”——河湾《办法》所称， A 类 and B 类；x2—<5>",
        "全角：１２％，句号。",
    ]


def test_line_breaks_and_indents(tmp_path: Path) -> None:
    body = "<article><p>第一行<br>第二行<br><br>隔开<br/>　　缩进的一段。</p><pre>甲\n  乙</pre></article>"
    assert read(tmp_path, page(body)).text == "第一行\n第二行\n\n隔开\n\n缩进的一段。\n\n甲\n\n乙"


def test_numbers_of_lists_are_written_out(tmp_path: Path) -> None:
    body = (
        "<article><ol start=3><li>甲</li><li value=7><p>乙</p><p>又</p></li></ol><ol type=a><li>丙</ol>"
        '<ol style="list-style-type:cjk-ideographic"><li>丁</ol><ol style="list-style:none"><li>戊</ol>'
        "<ol><li>（一）己</ol><ul><li>庚</ul></article>"
    )
    assert lines(read(tmp_path, page(body))) == [
        "3. 甲",
        "7. 乙",
        "又",
        "a. 丙",
        "一、丁",
        "戊",
        "（一）己",
        "庚",
    ]


def test_headings_have_levels(tmp_path: Path) -> None:
    body = f"<article><h1>{TITLE}</h1><h2>总则</h2><p>甲。</p><h3>细则</h3><p>乙。</p><h1>附则</h1><p>丙。</p></article>"
    assert [line.level for line in read(tmp_path, page(body)).lines] == [
        0,
        1,
        None,
        2,
        None,
        1,
        None,
    ]


def test_bold_centred_lines_are_headings(tmp_path: Path) -> None:
    text = "<p>这里是正文的一段话，说明质量部的职责。</p>" * 4
    body = (
        f'<article><p align=center><b>{TITLE}</b></p><p style="text-align:center">（2021年3月1日公布）</p>{text}'
        f'<p style="text-align: center"><span style="font-weight:700">任职条件</span></p>{text}</article>'
    )
    found = [
        (line.kind, line.level)
        for line in read(tmp_path, page(body)).lines
        if line.kind is LineKind.HEADING
    ]
    assert found == [(LineKind.HEADING, 0), (LineKind.HEADING, None)]


def test_tables_of_data_become_rows(tmp_path: Path) -> None:
    body = (
        "<article><p>表 1 分工</p><table border=1><tr><th>部门<th colspan=2>职责</tr>"
        "<tr><td rowspan=2>质量部<td><p>检验</p><p>判定</p><td>甲|乙</tr><tr><td>改进<td>&nbsp;</tr></table><p>后。</p></article>"
    )
    assert read(tmp_path, page(body)).text.split("\n") == [
        "表 1 分工", "", "| 部门 | 职责 |  |", "| --- | --- | --- |", "| 质量部 | 检验 判定 | 甲｜乙 |", "|  | 改进 |  |",
        "", "后。",
    ]  # fmt: skip


def test_a_table_without_borders_but_with_columns_is_data(tmp_path: Path) -> None:
    rows = "".join(f"<tr><td>{n}</td><td>项目{n}</td></tr>" for n in (1, 2, 3))
    assert (
        lines(read(tmp_path, page(f"<article>{PARAGRAPHS}<table>{rows}</table></article>")))[-1]
        == "| 3 | 项目3 |"
    )


def test_footnotes_of_a_page_from_word_stand_behind_their_paragraph(tmp_path: Path) -> None:
    note = "<div id=ftn1><p class=MsoFootnoteText><a><span>[1]</span></a> 注的话。</p></div>"
    body = f"<div class=WordSection1><p class=MsoNormal>甲<sup>[1]</sup>。</p><p class=MsoNormal>乙。</p></div>{note}"
    reading = read(tmp_path, page(body))
    assert lines(reading) == ["甲[1]。", "[1] 注的话。", "乙。"]
    assert reading.lines[1].kind is LineKind.FOOTNOTE


def test_pictures_are_told(tmp_path: Path) -> None:
    reading = read(
        tmp_path, page(f'<article>{PARAGRAPHS}<img src="http://x.invalid/a.png"></article>')
    )
    assert [notice.code for notice in reading.notices] == ["pictures-unread"]


# -- encodings ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("codec", "charset", "name"),
    [
        ("gb18030", "gb2312", "GB18030"), ("utf-8", "gb2312", "UTF-8"), ("gb18030", "utf-8", "GB18030"),
        ("gb18030", "", "GB18030"), ("utf-16", "", "UTF-16"), ("utf-8-sig", "big5", "UTF-8"),
    ],
)  # fmt: skip
def test_the_bytes_decide_over_what_the_page_says(
    codec: str, charset: str, name: str, tmp_path: Path
) -> None:
    meta = (
        f'<meta http-equiv="Content-Type" content="text/html; charset={charset}">'
        if charset
        else ""
    )
    text = f"<html><head>{meta}<title>{TITLE}</title></head><body>{PARAGRAPHS}</body></html>"
    reading = read(tmp_path, text.encode(codec))
    assert lines(reading) == ARTICLE
    assert reading.encoding == name


def test_a_page_in_big5(tmp_path: Path) -> None:
    text = "<html><meta charset=big5><body><p>第一條 品質部負責解釋。</p></body></html>"
    assert lines(read(tmp_path, text.encode("big5"))) == ["第一條 品質部負責解釋。"]


# -- pages that are broken or made to do harm ----------------------------------------------------------


def test_tags_without_end_lose_nothing(tmp_path: Path) -> None:
    body = (
        "<article>" + "".join(f"<p><font><span><b>{words}" for words in ARTICLE * 60) + "</article>"
    )
    assert lines(read(tmp_path, page(body))) == ARTICLE * 60


def test_nesting_without_end_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"网页\.html.*嵌套过深"):
        read(tmp_path, page("<div>甲" * 5000))


@pytest.mark.parametrize(
    "body", ["", "<script>document.write('甲')</script>", "<div><img src=a.png></div>"]
)
def test_a_page_without_words_is_refused(body: str, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"网页\.html.*没有文字"):
        read(tmp_path, page(body, head="").replace(f"<title>{TITLE}_河湾市人民政府</title>", ""))


def test_entities_are_not_expanded_from_a_dtd(tmp_path: Path) -> None:
    text = '<!DOCTYPE html [<!ENTITY a SYSTEM "file:///etc/hostname">]><html><body><p>甲&a;乙</p></body></html>'
    assert "甲&a;乙" in read(tmp_path, text).text


def test_too_many_letters_are_refused(tmp_path: Path) -> None:
    (tmp_path / "长.html").write_text(page(PARAGRAPHS), encoding="utf-8")
    with pytest.raises(BadInput, match="上限"):
        read_file(tmp_path / "长.html", Limits(characters=100))


@pytest.mark.parametrize("style", ["opacity:0", "font-size: 0px", "color:red;opacity:0.0;"])
def test_words_that_nobody_can_see_are_left_out(style: str, tmp_path: Path) -> None:
    hidden = f'<p>第四条 记录保存二年。<span style="{style}">不必保存。</span></p>'
    reading = read(tmp_path, page(f"<h1>{TITLE}</h1>{PARAGRAPHS}{hidden}"))
    assert "不必保存" not in reading.text
    assert "第四条 记录保存二年。" in reading.text


@pytest.mark.parametrize("style", ["opacity:0.5", "font-size:0.8em", "opacity:1"])
def test_small_and_pale_words_are_kept(style: str, tmp_path: Path) -> None:
    small = f'<p>第四条 <span style="{style}">记录保存二年。</span></p>'
    assert "记录保存二年。" in read(tmp_path, page(f"<h1>{TITLE}</h1>{PARAGRAPHS}{small}")).text
