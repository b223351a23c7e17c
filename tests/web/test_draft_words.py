"""The words of the drafting page: every one that a script asks for is there."""

from __future__ import annotations

import re
from pathlib import Path

from assistant.web.draft_page import draft_texts


def test_every_word_that_a_script_asks_for_is_there(repository: Path) -> None:
    words = draft_texts()
    for name in sorted((repository / "assistant/web/static/draft").glob("*.js")):
        asked = set(re.findall(r"\bt\(\s*\"([^\"]+)\"", name.read_text("utf-8")))
        assert asked <= words["zh"].keys(), name.name
