"""What a person sees of an import that runs."""

from __future__ import annotations

import sys

import pytest

from assistant.importing.models import ImportEvent
from assistant.terminal.import_progress import ImportBar, told_of


def test_rate_and_time_left_are_told() -> None:
    event = ImportEvent("embedding", 1200, 5000, "a.pdf", 800.4, 65.2)
    assert told_of(event) == "1200/5000 字，800 字/秒，还要 1:05"
    assert told_of(ImportEvent("reading", 3, 0, "a.pdf")) == "3 页"


def test_nothing_is_drawn_where_the_output_is_no_terminal(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with ImportBar() as bar:
        bar.event(ImportEvent("reading", 1, 2, "a.pdf"))
        bar.say("一行")
    assert capsys.readouterr() == ("一行\n", "")


def test_a_bar_is_drawn_on_a_terminal(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for stream in (sys.stderr, sys.stdout):
        monkeypatch.setattr(stream, "isatty", lambda: True)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "120")
    with ImportBar() as bar:
        bar.event(ImportEvent("reading", 1, 2, "[怪].pdf"))
        bar.event(ImportEvent("embedding", 10, 20, "b.pdf", 5.0, 2.0))
        bar.say("读完一个")
    shown = capsys.readouterr().err
    assert "读完一个" in shown
    assert "计算向量" in shown
