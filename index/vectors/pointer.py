"""Which generation of vectors is the current one: a line of the catalogue, changed in one step."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

STATE = "vectors"


@dataclass(frozen=True, slots=True)
class Pointer:
    """``token`` names folder and collection, ``generation`` the catalogue's when it was made,
    ``fingerprint`` the embedding model and engine, ``count`` the chunks.
    """

    token: str
    generation: int
    fingerprint: str
    dimensions: int
    count: int

    def to_json(self) -> str:
        return json.dumps(asdict(self))


def read_pointer(states: Mapping[str, str]) -> Pointer | None:
    """From the catalogue's ``states``; None when no vectors were ever made."""
    line = states.get(STATE)
    return Pointer(**json.loads(line)) if line else None


def folder_of(data_dir: Path, token: str) -> Path:
    return data_dir / "vectors" / token
