"""One invented text as a file of each format, for tests that upload it."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Browser

TITLE = "虚构市首席质量官管理办法"
ARTICLES = (
    "为了规范首席质量官的聘任和管理，制定本办法。",
    "企业应当设立首席质量官，宜由高级管理人员担任。",
    "企业应当自聘任之日起十五个工作日内备案。",
    "依照本办法第三条备案的，可以优先参加量子罗盘培训。",
    "本办法自2029年5月1日起施行。",
)
LABELS = tuple(f"第{number}条" for number in "一二三四五")
_NOTE = "【测试文本】本文件由本项目为测试自拟，均属虚构。"
_LINES = tuple(f"{label}　{text}" for label, text in zip(LABELS, ARTICLES, strict=True))
FORMATS = ("txt", "md", "html", "docx", "pdf", "png")


def written(ending: str, folder: Path, browser: Browser) -> Path:
    """The text as a file ``虚构办法.<ending>``. PDF and PNG are drawn by the browser."""
    path = folder / f"虚构办法.{ending}"
    if ending == "txt":
        path.write_bytes("\n".join((TITLE, "", _NOTE, "", *_LINES, "")).encode("gb18030"))
    elif ending == "md":
        path.write_text(f"# {TITLE}\n\n{_NOTE}\n\n" + "\n\n".join(_LINES) + "\n", "utf-8")
    elif ending == "html":
        path.write_text(_html("margin: 2em"), "utf-8")
    elif ending == "docx":
        _write_docx(path)
    else:
        _draw(path, browser)
    return path


def _html(style: str) -> str:
    paragraphs = "".join(f"<p>{line}</p>" for line in (_NOTE, *_LINES))
    return (
        f"<!doctype html><html><head><meta charset='utf-8'><title>{TITLE}</title>"
        f"<style>body {{ {style} }}</style></head>"
        f"<body><article><h1>{TITLE}</h1>{paragraphs}</article></body></html>"
    )


def _write_docx(path: Path) -> None:
    from docx import Document

    document = Document()
    document.add_heading(TITLE, 0)
    for line in (_NOTE, *_LINES):
        document.add_paragraph(line)
    document.save(str(path))


def _draw(path: Path, browser: Browser) -> None:
    page = browser.new_page(viewport={"width": 1000, "height": 900}, device_scale_factor=2)
    page.set_content(_html("margin: 60px; font: 24px/2 'Noto Serif CJK SC', serif"))
    if path.suffix == ".pdf":
        page.pdf(path=str(path), format="A4")
    else:
        page.screenshot(path=str(path))
    page.close()
