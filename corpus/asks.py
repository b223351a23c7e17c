"""How people ask for a clause: questions in users' words, kept beside the texts."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from corpus.errors import LibraryError


class Ask(BaseModel):
    """A question that a clause answers; ``at`` is a piece of the sentence that does."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    q: str
    at: str | None = None


_FILE = TypeAdapter(dict[str, list[Ask | str]])


def read_asks(folder: Path) -> Mapping[str, tuple[Ask, ...]]:
    """Clause id -> its questions, from every YAML file of ``folder``. Raises LibraryError."""
    asks: dict[str, tuple[Ask, ...]] = {}
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    for path in sorted(folder.glob("*.yaml")):
        try:
            entries = _FILE.validate_python(yaml.load(path.read_text("utf-8"), Loader=loader))
        except (yaml.YAMLError, ValidationError) as error:
            raise LibraryError(f"{path.name} 不合要求，请对照 docs/library.md 改正。") from error
        for clause, questions in entries.items():
            found = tuple(Ask(q=a) if isinstance(a, str) else a for a in questions)
            asks[clause] = (*asks.get(clause, ()), *found)
    return asks
