"""The words of the guide's page: every one that a script asks for is there, in the controls it borrows too."""

from __future__ import annotations

import re
from pathlib import Path

from assistant.web.guide_page import guide_texts

#: Modules of which the guide uses a part that asks for no words.
_PARTLY = {"draft/desk.js", "library/words.js"}


def modules(static: Path, name: str, found: set[str] | None = None) -> set[str]:
    """The module and all that it imports, by path below ``static``."""
    found = set() if found is None else found
    if name in found:
        return found
    found.add(name)
    for other in re.findall(r'from "(\.[^"]+)"', (static / name).read_text("utf-8")):
        path = ((static / name).parent / other).resolve().relative_to(static)
        if path.as_posix() not in _PARTLY:
            modules(static, path.as_posix(), found)
    return found


def test_every_word_that_a_script_asks_for_is_there(repository: Path) -> None:
    static = repository / "assistant/web/static"
    words = guide_texts()["zh"]
    found = modules(static.resolve(), "guide/main.js")
    assert "draft/table_grid.js" in found
    for name in found:
        asked = set(re.findall(r"\bt\(\s*\"([^\"]+)\"", (static / name).read_text("utf-8")))
        assert asked <= words.keys(), name
