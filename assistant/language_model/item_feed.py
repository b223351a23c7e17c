"""Read a JSON object while it is being written, and hand out the items of its lists as each is complete."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from langchain_core.utils.json import parse_partial_json

from assistant.language_model.json_text import object_start, without_spare_commas

_THINKING = re.compile(r"</?think(?:ing)?>", re.I)
_LONGEST_TAG = len("</thinking>") - 1


@dataclass(frozen=True, slots=True)
class Item:
    """An object in the list ``field`` of the reply, number ``index`` from 0."""

    field: str
    index: int
    value: dict[str, Any]


class ItemFeed:
    """Give it the text piece by piece; it gives the objects of top-level lists, each once.

    An item is handed out at its own closing brace: quotes and escapes are followed, so that a brace
    inside a string closes nothing.
    """

    def __init__(self) -> None:
        self.text = ""
        self._from = 0  # where the reply begins, behind the thinking
        self._seen = 0  # tags are looked for behind this
        self._thinking = False
        self._at = 0
        self._start: int | None = None
        self._open: list[str] = []
        self._in_string = self._escaped = False
        self._given: dict[str, int] = {}

    def feed(self, piece: str) -> list[Item]:
        """Items that ``piece`` completes."""
        self.text += piece
        if not self._given and not self._past_thinking():
            return []
        if self._start is None and not self._begin():
            return []
        found: list[Item] = []
        while self._at < len(self.text):
            character = self.text[self._at]
            self._at += 1
            if self._closes_item(character):
                found += self._new_items()
        return found

    def _past_thinking(self) -> bool:
        """Skip finished thoughts; False while one is being written."""
        for tag in _THINKING.finditer(self.text, self._seen):
            self._seen = tag.end()
            if not tag[0].startswith("</"):
                self._thinking = self._start is None
                continue
            self._thinking = False
            self._from = self._at = tag.end()
            self._start, self._open, self._in_string, self._escaped = None, [], False, False
        self._seen = max(self._seen, len(self.text) - _LONGEST_TAG)
        return not self._thinking

    def _begin(self) -> bool:
        start = object_start(self.text[self._from :])
        if start is None:
            return False
        self._start = self._at = self._from + start
        return True

    def _closes_item(self, character: str) -> bool:
        """Follow one character; True when it ends an object in a list of the outermost object."""
        if self._in_string:
            if self._escaped:
                self._escaped = False
            elif character == "\\":
                self._escaped = True
            elif character == '"':
                self._in_string = False
            return False
        if character == '"':
            self._in_string = True
        elif character in "{[":
            self._open.append(character)
        elif character in "}]" and self._open:
            self._open.pop()
            return character == "}" and self._open == ["{", "["]
        return False

    def _new_items(self) -> list[Item]:
        written = without_spare_commas(self.text[self._start : self._at])
        try:
            data = parse_partial_json(written)
        except ValueError:
            return []
        found: list[Item] = []
        for field, values in data.items() if isinstance(data, dict) else ():
            if not isinstance(values, list):
                continue
            given = self._given.get(field, 0)
            fresh = enumerate(values[given:], given)
            found += [Item(field, index, v) for index, v in fresh if isinstance(v, dict)]
            self._given[field] = len(values)
        return found
