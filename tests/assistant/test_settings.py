"""Settings come from the environment, .env and cqo.toml, and every one is in the tables."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.settings import load_settings
from assistant.settings_table import with_table
from corpus.errors import BadInput


@pytest.mark.parametrize("name", ["README.md", "docs/settings.md"])
def test_the_table_of_settings_is_up_to_date(repository: Path, name: str) -> None:
    text = (repository / name).read_text("utf-8")
    assert text == with_table(text)


def test_the_environment_wins_over_the_file(
    own_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (own_home / "cqo.toml").write_text("port = 8001\nmax_question = 300\n", "utf-8")
    monkeypatch.setenv("CQO_PORT", "8002")
    settings = load_settings()
    assert (settings.port, settings.max_question) == (8002, 300)


def test_a_wrong_value_is_named_in_one_chinese_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CQO_PORT", "许多")
    with pytest.raises(BadInput, match="CQO_PORT") as caught:
        load_settings()
    assert "\n" not in caught.value.message
