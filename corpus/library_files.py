"""Read the shipped library: one Markdown file a source, front matter first."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from importlib import resources
from pathlib import Path

import yaml
from pydantic import BaseModel, ValidationError

from corpus.asks import Ask, read_asks
from corpus.errors import LibraryError
from corpus.gaps import Gap
from corpus.models import Document, Source
from corpus.regions import Region
from corpus.structure.tree import parse_clauses

_FENCE = "---\n"


class Provenance(BaseModel):
    """Where a fact comes from and how good that place is (G, M, X, L; see ``grades``)."""

    ref: str
    grade: str | None = None
    name: str | None = None
    note: str | None = None


def library_folder() -> Path:
    """Folder of the shipped texts, inside the installed package."""
    return Path(str(resources.files("corpus"))) / "library"


def read_document(path: Path) -> Document:
    """Source, text and clauses of one file. Raises LibraryError with the file's name."""
    try:
        content = path.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        raise LibraryError(
            f"{path.name} 不是 UTF-8 编码（第 {error.start} 字节），请另存为 UTF-8。"
        ) from error
    front, text = split_front_matter(path.name, content)
    source = source_of(path.name, front)
    family = "markdown" if source.authority.value != "original" else None
    clauses = parse_clauses(source.id, text, family=family, facts=source.clauses)
    unknown = set(source.clauses) - {"/".join(clause.path) for clause in clauses}
    if unknown:
        raise LibraryError(
            f"{path.name} 的 clauses 写了正文中没有的标题：{'、'.join(sorted(unknown))}，请改成正文的标题。"
        )
    return Document(source, text, clauses, hashlib.sha256(text.encode("utf-8")).hexdigest())


def read_library(folder: Path | None = None) -> Iterator[Document]:
    """Every document of ``folder`` (default: the shipped library), by file name."""
    seen: dict[str, str] = {}
    for path in sorted((folder or library_folder()).glob("*.md")):
        document = read_document(path)
        if document.source.id in seen:
            raise LibraryError(
                f"{path.name} 与 {seen[document.source.id]} 的 id 都是 {document.source.id}，请改其中一个。"
            )
        seen[document.source.id] = path.name
        yield document


def with_workspace(document: Document, workspace: str | None) -> Document:
    """``document`` as a text of ``workspace``; None is the shared library."""
    return replace(document, source=document.source.model_copy(update={"workspace": workspace}))


@cache
def read_gaps() -> tuple[Gap, ...]:
    """What is known not to be in the library (``gaps.yaml``)."""
    return tuple(Gap.model_validate(entry) for entry in _yaml_list("gaps.yaml"))


@cache
def read_library_asks() -> Mapping[str, tuple[Ask, ...]]:
    """How people ask for the clauses of the shipped library (``asks/``)."""
    return read_asks(library_folder() / "asks")


class Neighbours(BaseModel):
    """Questions of one neighbouring field, which the library does not answer."""

    topic: str
    questions: tuple[str, ...]


@cache
def read_neighbours() -> tuple[str, ...]:
    """Questions near the field that nothing here answers (``neighbours.yaml``)."""
    groups = [Neighbours.model_validate(entry) for entry in _yaml_list("neighbours.yaml")]
    return tuple(question for group in groups for question in group.questions)


@cache
def read_regions() -> tuple[Region, ...]:
    """Places and how they are called (``regions.yaml``)."""
    return tuple(Region.model_validate(entry) for entry in _yaml_list("regions.yaml"))


@cache
def read_provenance() -> dict[str, Provenance]:
    """The places that facts come from, by reference (``provenance.yaml``)."""
    data = yaml.safe_load((library_folder() / "provenance.yaml").read_text("utf-8"))
    entries = data["sources"] if isinstance(data, dict) else data
    return {entry["ref"]: Provenance.model_validate(entry) for entry in entries}


def _yaml_list(name: str) -> list[object]:
    data = yaml.safe_load((library_folder() / name).read_text("utf-8"))
    if not isinstance(data, list):
        raise LibraryError(f"{name} 应是一个列表，请对照同目录其他文件改正。")
    return data


def split_front_matter(name: str, content: str) -> tuple[object, str]:
    """Front matter as YAML has it, and the text behind it to the last character."""
    if not content.startswith(_FENCE):
        raise LibraryError(f"{name} 第 1 行不是 ---，请在文件开头补上题名、地区等文件信息。")
    front, fence, text = content[len(_FENCE) :].partition(f"\n{_FENCE}")
    if not fence:
        raise LibraryError(f"{name} 的文件信息没有以单独一行 --- 结束，请补上。")
    try:
        return yaml.safe_load(front), text
    except yaml.YAMLError as error:
        where = getattr(error, "problem_mark", None)
        line = f"第 {where.line + 2} 行" if where else "某处"
        raise LibraryError(
            f"{name} 的文件信息{line}不是有效的 YAML，请检查缩进、冒号和引号。"
        ) from error


def source_of(name: str, front: object) -> Source:
    """Front matter as a Source."""
    try:
        return Source.model_validate(front)
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"]) or "文件信息"
        raise LibraryError(
            f"{name} 的文件信息中 {field} 不合要求（共 {error.error_count()} 处），请对照 docs/library.md 改正。"
        ) from error
