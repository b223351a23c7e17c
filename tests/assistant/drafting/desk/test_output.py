"""Files are whole or not there, get names that every system takes, and replace nothing unasked."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.drafting.output import clear_unfinished, file_name, make_folder, write_file
from corpus.errors import BadInput


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ('关于"甲/乙"的决定', "关于_甲_乙_的决定"),
        ('a\\b:c*d?e"f<g>h|i', "a_b_c_d_e_f_g_h_i"),
        ("../../etc/passwd", "_.._etc_passwd"),
        ("CON", "_CON"),
        ("com1.docx", "_com1.docx"),
        ("Nul .x", "_Nul .x"),
        ("CONSOLE", "CONSOLE"),
        (" 名称. ", "名称"),
        ("行\n列\t\x00\u202e", "行列"),
        ("...", "未命名文件"),
        ("", "未命名文件"),
        ("企" * 200, "企" * 66),
    ],
)
def test_a_title_becomes_a_name_that_every_system_takes(title: str, name: str) -> None:
    assert file_name(title) == name


@given(st.text(max_size=300), st.integers(10, 80))
def test_whatever_the_title_the_name_can_be_used(title: str, longest: int) -> None:
    name = file_name(title, longest)
    assert 1 <= len(name) <= longest + 1
    assert len(f"{name}.docx".encode()) <= 255
    assert not set(name) & set('<>:"/\\|?*\0')
    assert name == name.strip(" .")
    assert name == file_name(name, longest + 1)


def test_a_file_is_written_with_the_rights_of_other_files(tmp_path: Path) -> None:
    path, plain = tmp_path / "甲.docx", tmp_path / "plain"
    plain.touch()
    write_file(path, b"one")
    write_file(path, b"two")
    assert path.read_bytes() == b"two"
    assert path.stat().st_mode == plain.stat().st_mode
    assert sorted(tmp_path.iterdir()) == sorted([path, plain])


def test_a_file_that_is_there_is_kept_unless_it_may_be_replaced(tmp_path: Path) -> None:
    path = tmp_path / "甲.docx"
    path.write_bytes(b"old")
    with pytest.raises(BadInput, match=r"已有文件 甲.docx，没有改动它.*--force"):
        write_file(path, b"new", replace=False)
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_write_that_breaks_off_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "甲.docx"
    path.write_bytes(b"old")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(BadInput, match="写不进去（No space left on device）"):
        write_file(path, b"new")
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("place", ["nowhere/甲.docx", "file/甲.docx"])
def test_a_place_that_cannot_be_written_is_named(tmp_path: Path, place: str) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(BadInput, match=r"文件 .*甲.docx 写不进去"):
        write_file(tmp_path / place, b"x")
    with pytest.raises(BadInput, match="建不了"):
        make_folder(tmp_path / "file" / "inside")


def test_what_a_killed_process_left_is_cleared(tmp_path: Path) -> None:
    (tmp_path / ".new-0123456789ab").write_bytes(b"half")
    (tmp_path / "甲.docx").write_bytes(b"whole")
    clear_unfinished(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["甲.docx"]
