"""Whole files: our own, edited ones, those of others, and those that cannot be read."""

from __future__ import annotations

import io
import time
import zipfile
from dataclasses import replace
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn

from assistant.drafting.blueprints import BLUEPRINTS
from assistant.drafting.checking.checker import check_docx
from assistant.drafting.document import Document
from assistant.drafting.drafter import Drafter
from assistant.drafting.writing.docx import docx_of
from corpus.errors import BadInput
from tests.assistant.drafting.examples import COMPANIES, facts_of
from tests.assistant.drafting.writing.samples import STYLES, sample


def document_of(drafter: Drafter, blueprint: str, company: str) -> Document:
    known = {spec.name for spec in drafter.plans(blueprint).specs}
    facts = {k: v for k, v in facts_of(company, blueprint).items() if k in known}
    return drafter.assembled(drafter.new(blueprint, facts)).document


@pytest.mark.parametrize("company", COMPANIES)
def test_no_false_alarm_on_our_own_documents(
    company: str, drafter: Drafter, tmp_path: Path
) -> None:
    """All sixteen, as they are when drafted; only what is still to be filled in is said."""
    path = tmp_path / "own.docx"
    for blueprint in BLUEPRINTS:
        document = document_of(drafter, blueprint, company)
        path.write_bytes(docx_of(replace(document, footnote="", open_items=()), basis=False))
        findings = check_docx(path)
        assert [(blueprint, f) for f in findings if not f.words.startswith("【待填")] == []
        assert bool(findings) == any("【待填" in text for text in _texts(path))


def _texts(path: Path) -> list[str]:
    root = docx.Document(str(path)).element.body
    return ["".join(t.text or "" for t in p.iter(qn("w:t"))) for p in root.iter(qn("w:p"))]


@pytest.mark.parametrize("style", STYLES)
def test_draft_with_annexes_is_told_to_be_one(style: str, tmp_path: Path) -> None:
    path = tmp_path / "draft.docx"
    path.write_bytes(docx_of(sample(style, company=(), closing=sample().closing), comments=True))
    said = " ".join(one.message for one in check_docx(path))
    for words in ("批注", "草稿", "依据对照表", "可选条款", "待填的内容"):
        assert words in said


def test_article_typed_into_automatic_ones(tmp_path: Path) -> None:
    opened = docx.Document(io.BytesIO(docx_of(sample("measures"), basis=False)))
    second = next(one for one in opened.paragraphs if one.text == "职责包括：")
    second.insert_paragraph_before("第二条 手写的一条。")
    path = tmp_path / "edited.docx"
    opened.save(str(path))
    findings = [one for one in check_docx(path) if one.words.startswith("第二条")]
    assert [one.message[:4] for one in findings] == ["这个编号", "编号重复"]


def test_number_typed_behind_an_automatic_one(tmp_path: Path) -> None:
    opened = docx.Document(io.BytesIO(docx_of(sample("measures"), basis=False)))
    next(one for one in opened.paragraphs if one.text == "职责包括：").runs[
        0
    ].text = "第二条 职责包括："
    path = tmp_path / "edited.docx"
    opened.save(str(path))
    assert any("自动编号后面又手写了第二条" in one.message for one in check_docx(path))


def test_tracked_changes(tmp_path: Path) -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("职责")
    inserted = paragraph._p.makeelement(qn("w:ins"), {qn("w:id"): "1", qn("w:author"): "甲"})
    inserted.append(paragraph.add_run("和权限")._r)
    paragraph._p.append(inserted)
    path = tmp_path / "tracked.docx"
    document.save(str(path))
    assert [(one.place, one.words) for one in check_docx(path)] == [("全文", "1处修订")]


def test_three_hundred_pages_in_seconds(tmp_path: Path) -> None:
    document = docx.Document()
    for n in range(1, 6001):
        document.add_paragraph(
            f"（{n}）首席质量官按照第三条的规定，于2026年4月1日组织第{n}次检查并写出记录。" * 2
        )
    path = tmp_path / "long.docx"
    document.save(str(path))
    begun = time.monotonic()
    check_docx(path)
    assert time.monotonic() - begun < 10


# -- what cannot be read -----------------------------------------------------------------------------


def test_files_that_are_refused(tmp_path: Path) -> None:
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
    cases = {
        "旧.doc": (ole + "WordDocument".encode("utf-16-le"), r"旧版 DOC"),
        "密.docx": (ole + "EncryptedPackage".encode("utf-16-le"), r"已加密"),
        "文.docx": ("只是文字".encode(), r"不是 Word 文件"),
        "空.docx": (b"", r"是空文件"),
        "坏.docx": (b"PK\x03\x04" + b"\0" * 50, r"已损坏"),
    }
    for name, (content, said) in cases.items():
        path = tmp_path / name
        path.write_bytes(content)
        with pytest.raises(BadInput, match=said) as caught:
            check_docx(path)
        assert "导入" not in caught.value.message
    with pytest.raises(BadInput, match="找不到"):
        check_docx(tmp_path / "没有.docx")


def test_a_bomb_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bomb.docx"
    good = docx_of(sample())
    with (
        zipfile.ZipFile(io.BytesIO(good)) as source,
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            data = source.read(name)
            if name == "word/document.xml":
                data = data.replace(b"<w:body>", b"<w:body>" + b" " * 450_000_000)
            target.writestr(name, data)
    with pytest.raises(BadInput):
        check_docx(path)
