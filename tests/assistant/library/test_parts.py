"""The parts of the library page's back end: names, hosts, forms, snippets, places."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from assistant.library.document_view import document_view
from assistant.library.editing import overrides_of
from assistant.library.guard import foreign_host, host_of, is_loopback
from assistant.library.problems import Refused
from assistant.library.searching import _snippet
from assistant.library.staging import Staging, safe_name
from corpus.library_files import read_regions
from corpus.models import Box, Document, Fact, Origin, Place, Reference
from corpus.regions import gazetteer_of
from tests.index.fakes import document


@pytest.mark.parametrize(
    ("name", "here"),
    [
        ("127.0.0.1", True),
        ("127.9.8.7", True),
        ("::1", True),
        ("[::1]", True),
        ("::ffff:127.0.0.1", True),
        ("localhost", True),
        ("LOCALHOST.", True),
        ("127.0.0.1.example.org", False),
        ("localhost.example.org", False),
        ("10.0.0.1", False),
        ("", False),
    ],
)
def test_only_this_machine_is_loopback(name: str, here: bool) -> None:
    assert is_loopback(name) is here


def test_the_host_of_a_header_is_told_from_its_port() -> None:
    assert [host_of(h) for h in ("127.0.0.1:7860", "[::1]:7860", "a.b", "[bad", "")] == [
        "127.0.0.1",
        "::1",
        "a.b",
        "",
        "",
    ]
    assert foreign_host("evil.example", "127.0.0.1")
    assert not foreign_host("evil.example", "0.0.0.0")


@pytest.mark.parametrize("name", ["", "   ", "...", "\x00\x01", "/", "\\", "a/b/"])
def test_a_file_always_gets_a_name(name: str) -> None:
    assert safe_name(name) == "文件"


def test_a_long_name_keeps_its_ending_and_fits_a_file_system() -> None:
    kept = safe_name("很长的名字" * 60 + ".pdf")
    assert kept.endswith(".pdf")
    assert len(kept.encode()) <= 150


def test_what_a_dead_server_left_is_removed_and_a_living_one_is_left(tmp_path: Path) -> None:
    (tmp_path / "uploads" / "dead" / "x").mkdir(parents=True)
    living, new = Staging(tmp_path), Staging(tmp_path)
    kept = living.place("a", "办法.txt")
    kept.write_text("x")
    new.place("b", "其他.txt")
    assert kept.exists()
    assert not (tmp_path / "uploads" / "dead").exists()
    living.close()
    new.close()
    assert list((tmp_path / "uploads").iterdir()) == []


def test_a_form_states_only_what_it_holds() -> None:
    gazetteer = gazetteer_of(read_regions())
    stated = overrides_of(
        {"title": " 虚构\u202e  办法\n", "region": "深圳市", "issuer": "", "aliases": ["甲", "甲"]},
        gazetteer,
    )
    assert stated.model_dump(exclude_none=True) == {
        "title": "虚构 办法",
        "region": "深圳",
        "issuer": "",
        "aliases": ("甲",),
    }
    with pytest.raises(Refused, match="不认识的字段"):
        overrides_of({"sha256": "0"}, gazetteer)


def test_a_snippet_is_cut_around_the_first_word_that_was_found() -> None:
    text = "## 标题\n\n" + "无关的话。" * 60 + "企业应当备案。" + "其他的话。" * 60
    snippet, marks = _snippet(text, ["备案"])
    assert snippet.startswith("…")
    assert snippet.endswith("…")
    assert [snippet[start:end] for start, end in marks] == ["备案"]
    assert "#" not in snippet


def with_origin() -> Document:
    made = document("x", "虚构办法\n第一条 见《别的办法》。\n第二条 应当报告。\n")
    places = (
        Place(0, 4, Box(1, 0.1, 0.10004, 0.9, 0.12)),
        Place(5, 18, Box(1, 0.1, 0.2, 0.9, 0.22)),
        Place(19, 28, row=3),
    )
    origin = Origin(
        "虚构.pdf", "0" * 64, 10, "pdf", 1, facts=(Fact("title", "虚构办法", 0, 4),), places=places
    )
    clause = next(c for c in made.clauses if c.label == "第一条")
    reference = Reference(clause.id, 5, 11, document="别的办法")
    return replace(made, origin=origin, references=(reference,))


def test_a_view_tells_where_facts_and_clauses_stand() -> None:
    view = document_view(with_origin(), find=lambda name: "other" if name == "别的办法" else None)
    (fact,) = view["origin"]["facts"]
    assert (fact["words"], fact["line"], fact["page"]) == ("虚构办法", 1, 1)
    assert view["places"][0] == [0, 4, 1, 0.1, 0.1, 0.9, 0.12]
    assert view["rows"] == [[19, 28, 3]]
    assert view["references"][0][-2:] == ["别的办法", "other"]
    assert view["coverage"] == 1.0
    modal = [m for clause in view["clauses"] for m in clause.get("modality", [])]
    assert [mark for _, _, mark in modal] == ["应"]


def test_every_word_of_the_page_is_in_both_languages(repository: Path) -> None:
    import re

    from assistant.web.library_page import library_texts

    known = set(library_texts()["zh"])
    scripts = (repository / "assistant/web/static/library").glob("*.js")
    used = {key for one in scripts for key in re.findall(r'\bt\("(\w+)"', one.read_text("utf-8"))}
    used |= set(
        re.findall(
            r'data-t(?:-label)?="(\w+)"',
            (repository / "assistant/web/templates/library.html").read_text("utf-8"),
        )
    )
    assert used - known == set()
