"""What is worked out of a text is kept, but no more than so many characters of text."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from assistant.verifying import remembering
from assistant.verifying.remembering import remembered


def test_a_text_is_worked_out_once() -> None:
    asked: list[str] = []

    @remembered
    def length(text: str) -> int:
        asked.append(text)
        return len(text)

    assert [length("风筝"), length("风筝"), length("")] == [2, 2, 0]
    assert asked == ["风筝", ""]


def test_old_texts_go_when_the_memory_is_full(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remembering, "CHARACTERS", 10)
    asked: list[str] = []

    @remembered
    def same(text: str) -> str:
        asked.append(text)
        return text

    same("甲" * 8)
    same("乙" * 8)  # the first is old now
    same("甲" * 8)  # … and young again
    assert len(asked) == 2
    same("丙" * 8)
    same("丁" * 8)
    same("乙" * 8)
    assert len(asked) == 5


def test_nothing_is_a_result_like_any_other() -> None:
    asked: list[str] = []

    @remembered
    def none(text: str) -> None:
        asked.append(text)

    none("甲")
    none("甲")
    assert asked == ["甲"]


def test_threads_share_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remembering, "CHARACTERS", 40)

    @remembered
    def twice(text: str) -> str:
        return text * 2

    texts = [f"{n % 23}" * (n % 7) for n in range(2000)]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(twice, texts)) == [text * 2 for text in texts]
