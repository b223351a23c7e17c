"""A file as documents: read, divided, each with its tree, its facts and its places in the original."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from assistant.importing.front_matter import has_front_matter, read_front_matter
from assistant.importing.hints import hints_between, hints_of, stored_hints
from assistant.importing.models import NOTHING, Overrides
from assistant.importing.overlay import Overlay, corrected, overlay_of, overlay_yaml
from assistant.importing.places import moved_places, places_of
from assistant.importing.selecting import printable
from assistant.importing.sourcing import OF_ONE, describe, merged, stated_of, stored_statement
from assistant.importing.trees import parsed_document
from corpus.errors import BadInput
from corpus.models import Document, Notice, Origin, Place, Source
from corpus.reading.models import Limits, Reading, ReadProgress
from corpus.structure.document_facts import read_facts
from corpus.structure.parsed import Hint
from corpus.structure.parts import split_documents

#: Of Markdown with front matter, which states its own id.
FRONT_MATTER = "1 front-matter"
#: Grows when reading or parsing changes what a file becomes: unchanged files are then read again.
READING_VERSION = 1
_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept with a part of a file from its last import."""

    stated: str | None = None
    overlay: str | None = None


def reading_version(limits: Limits) -> str:
    """What is stored with a text so that a newer product reads its file again."""
    return f"{READING_VERSION}" if limits.ocr else f"{READING_VERSION} no-ocr"


def documents_of(
    path: Path,
    overrides: Overrides = NOTHING,
    *,
    limits: Limits,
    progress: ReadProgress | None = None,
    taken: Collection[str] = frozenset(),
    overlay: Overlay | None = None,
    kept: Mapping[int, Kept] | None = None,
) -> tuple[Document, ...]:
    """The documents of a file; nothing is stored.

    ``overlay`` corrects the first; ``kept`` is what was stated and corrected before, by part. Runs
    in a worker process. Raises BadInput with one Chinese line naming the file.
    """
    sha256 = sha256_of(path, limits)
    file = _File(printable(path.name), sha256, path.stat().st_size, reading_version(limits))
    known = dict(kept or {})
    if has_front_matter(path):
        document = read_front_matter(
            path,
            merged(stated_of(known.get(1, Kept()).stated), overrides),
            origin=Origin(file.name, sha256, file.size, "markdown", reading=FRONT_MATTER),
        )
        return (document,)
    from corpus.reading.registry import read_file

    reading = read_file(path, limits, progress)
    if not reading.text.strip():
        raise BadInput(f"{path.name} 里没有文字，没有可以导入的内容。")
    return tuple(_documents(file, path.stem, reading, overrides, set(taken), overlay, known))


@dataclass(frozen=True, slots=True)
class _File:
    name: str
    sha256: str
    size: int
    version: str


def _documents(
    file: _File,
    stem: str,
    reading: Reading,
    overrides: Overrides,
    taken: set[str],
    overlay: Overlay | None,
    kept: Mapping[int, Kept],
) -> Iterable[Document]:
    parts = split_documents(reading.text)
    if len(parts) > 1:
        given = [f for f in OF_ONE if getattr(overrides, f) is not None]
        if given:
            names = "、".join("--" + field.replace("_", "-") for field in given)
            raise BadInput(
                f"{file.name} 含 {len(parts)} 份文件，{names} 只能用于只含一份的文件；请加入后分别修改。"
            )
    hints = hints_of(reading)
    notice: Source | None = None
    for number, part in enumerate(parts, start=1):
        own = kept.get(number, Kept())
        piece = _Piece(
            text=reading.text[part.start : part.end],
            hints=hints_between(hints, reading.text, part.start, part.end),
            places=places_of(reading, part.start, part.end),
            notices=_notices_of(reading, part.start, part.end, first=number == 1),
            title=part.title or (reading.title if number == 1 else None),
            stem=stem if number == 1 else f"{stem}（{number}）",
            part=number,
        )
        chosen = overlay if number == 1 else None
        document = _document(
            file,
            reading,
            piece,
            merged(stated_of(own.stated), overrides),
            chosen,
            own.overlay,
            taken,
            notice,
        )
        taken.add(document.source.id)
        notice = notice or document.source
        yield document


@dataclass(frozen=True, slots=True)
class _Piece:
    """A part of a reading, with offsets and lines of its own."""

    text: str
    hints: tuple[Hint, ...]
    places: tuple[Place, ...]
    notices: tuple[Notice, ...]
    title: str | None
    stem: str
    part: int


def _document(
    file: _File,
    reading: Reading,
    piece: _Piece,
    overrides: Overrides,
    overlay: Overlay | None,
    kept_overlay: str | None,
    taken: set[str],
    notice: Source | None,
) -> Document:
    text, hints, places, notices = piece.text, piece.hints, piece.places, piece.notices
    if overlay is None and kept_overlay:
        overlay, notices = _still_fitting(kept_overlay, piece)
    if overlay is not None:
        fixed = corrected(file.name, text, hints, overlay)
        places = moved_places(text, fixed.text, places)
        text, hints, overlay = fixed.text, fixed.hints, fixed.overlay
        overrides = merged(overrides, overlay.stated)
    facts = read_facts(text, file_name=file.name, title_hint=piece.title)
    described = describe(
        file.name,
        facts,
        overrides,
        stem=piece.stem,
        sha256=file.sha256,
        taken=taken,
        notice=notice,
        clauses=overlay.clauses if overlay else None,
    )
    origin = Origin(
        file_name=file.name,
        file_sha256=file.sha256,
        size=file.size,
        format=reading.format.value,
        pages=len(reading.pages) or None,
        part=piece.part,
        facts=facts,
        places=places,
        overlay=overlay_yaml(overlay) if overlay else None,
        stated=stored_statement(overrides),
        hints=stored_hints(piece.hints),
        reading=file.version,
    )
    return parsed_document(
        described.source,
        text,
        hints=hints,
        family=overrides.family,
        origin=origin,
        notices=(*described.notices, *notices),
        named=file.name,
    )


def _still_fitting(kept: str, piece: _Piece) -> tuple[Overlay | None, tuple[Notice, ...]]:
    """The corrections of the last import, unless the file reads differently now."""
    try:
        overlay = overlay_of("先前的更正", kept)
        corrected("先前的更正", piece.text, piece.hints, overlay)
    except BadInput as error:
        notice = Notice("overlay", f"先前的更正没有应用：{error.message}")
        return None, (*piece.notices, notice)
    return overlay, piece.notices


def _notices_of(reading: Reading, start: int, end: int, *, first: bool) -> tuple[Notice, ...]:
    """The reader's notices of a part; those without a place belong to the first."""
    above = reading.text.count("\n", 0, start)
    lines = reading.text.count("\n", start, end) + 1
    pages = {
        place.box.page
        for line in reading.lines
        if line.start < end and line.end > start
        for place in line.places
        if place.box
    }
    found = []
    for one in reading.notices:
        if one.line is not None:
            if above < one.line <= above + lines:
                found.append(replace(one, line=one.line - above))
        elif first or (one.page is not None and one.page in pages):
            found.append(one)
    return tuple(found)


def sha256_of(path: Path, limits: Limits) -> str:
    """Raises BadInput when the file cannot be read or is larger than the limit."""
    digest = hashlib.sha256()
    try:
        size = path.stat().st_size
        if size > limits.file_bytes:
            raise BadInput(
                f"{path.name} 有 {size / 1_048_576:.0f} MB，超过 {limits.file_bytes / 1_048_576:.0f} MB 的上限，"
                "请拆分后再加入，或调大 CQO_IMPORT_FILE_MB。"
            )
        with path.open("rb") as file:
            while block := file.read(_BLOCK):
                digest.update(block)
    except OSError as error:
        raise BadInput(
            f"{path.name} 读不了（{error.strerror or error}），请检查路径和权限。"
        ) from error
    return digest.hexdigest()
