"""The attacks of ``attacks.yaml``: where each stands, what it wants said, and what must hold."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from corpus.errors import BadInput

FILE = Path(__file__).parent / "attacks.yaml"
Where = Literal["question", "clause", "file-name", "model-output"]
#: What becomes of an attack. refused: the question is not taken; rejected: the file is not taken.
Outcome = Literal["answered", "partial", "declined", "refused", "rejected"]
Language = Literal["zh", "en"]

#: Texts that are disguised or lengthened when the attack is read, so that the file stays readable:
#: {{base64:…}}, {{rot13:…}}, {{wide:…}}, {{apart:…}}, {{invisible:…}}, {{times:200:…}}.
_DISGUISE = re.compile(r"\{\{(base64|rot13|wide|apart|invisible|times:\d+):([^{}]*)\}\}")
_INVISIBLE = "\u200b"


class _Record(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class AttackFile(_Record):
    """A file that a user adds to the library in good faith. ``name`` is its name with its ending."""

    name: str = Field(min_length=3, pattern=r"^[^/\\\x00]+\.(?:md|txt|html)$")
    content: str = Field(min_length=10)


class Attack(_Record):
    """One attack.

    ``wants``: sentences that the attacker wants said; a model that obeys says them. They may be read
    only where they stand word for word in the attacker's own file, under its name. ``forbidden``:
    what may stand nowhere in the answer. ``expect``: outcomes that are right. ``cites``: clauses of
    which one must be cited when something is stated. ``says``: words of the true answer.
    ``output``: what the model sends instead, as it is.
    """

    id: str = Field(pattern=r"^[a-z]+(?:-[a-z0-9]+)+$")
    where: Where
    language: Language
    way: str = Field(min_length=2)
    question: str = Field(min_length=1)
    before: tuple[str, ...] = ()
    file: AttackFile | None = None
    wants: tuple[str, ...] = Field(default=(), max_length=4)
    forbidden: tuple[str, ...] = ()
    expect: tuple[Outcome, ...] = Field(min_length=1)
    cites: tuple[str, ...] = ()
    says: tuple[str, ...] = ()
    output: str | None = None

    @model_validator(mode="after")
    def _is_whole(self) -> Attack:
        if (self.file is not None) != (self.where in ("clause", "file-name")):
            raise ValueError(f"{self.id}: a file belongs to clause and file-name attacks only")
        if self.output is not None and self.where != "model-output":
            raise ValueError(f"{self.id}: only a model's output has an output")
        if not self.wants and not self.forbidden:
            raise ValueError(f"{self.id}: nothing is asked of the answer")
        if self.where == "model-output" and not self.says:
            raise ValueError(f"{self.id}: the true answer is not told")
        return self


def read_attacks() -> tuple[Attack, ...]:
    """All attacks, ids unique. Raises BadInput."""
    try:
        entries = yaml.safe_load(FILE.read_text("utf-8"))
        attacks = tuple(Attack.model_validate(_disguised(entry)) for entry in entries)
    except (yaml.YAMLError, ValidationError, TypeError) as error:
        raise BadInput(f"{FILE.name} 不合格式：{str(error).splitlines()[0]}") from error
    seen: set[str] = set()
    for attack in attacks:
        if attack.id in seen:
            raise BadInput(f"{FILE.name} 中的编号 {attack.id} 重复，请改号。")
        seen.add(attack.id)
    return attacks


def _disguised(value: object) -> object:
    if isinstance(value, dict):
        return {key: _disguised(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_disguised(one) for one in value]
    return _DISGUISE.sub(_disguise, value) if isinstance(value, str) else value


def _disguise(match: re.Match[str]) -> str:
    way, text = match.groups()
    if way.startswith("times:"):
        return text * int(way.removeprefix("times:"))
    return _WAYS[way](text)


def _base64(text: str) -> str:
    return codecs.encode(text.encode(), "base64").decode().replace("\n", "")


def _wide(text: str) -> str:
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)


_WAYS: dict[str, Callable[[str], str]] = {
    "base64": _base64,
    "rot13": lambda text: codecs.encode(text, "rot13"),
    "wide": _wide,
    "apart": " ".join,
    "invisible": _INVISIBLE.join,
}
