"""What the library holds when a file arrives: which text it is, whether it is there, what it supersedes."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from assistant.importing.assembling import FRONT_MATTER, Kept
from assistant.importing.models import Overrides
from assistant.importing.naming import distinct_short_title, free_id, slug_of
from assistant.importing.renaming import with_source
from assistant.importing.sourcing import merged, stated_of, stored_statement
from assistant.importing.superseding import standing_note
from corpus.errors import BadInput
from corpus.models import Authority, Document, Source, Status
from corpus.structure.fact_numbers import number_key
from corpus.structure.folding import fold
from corpus.versions import folded_title, work_of
from index.catalogue.catalogue import Catalogue


@dataclass(frozen=True, slots=True)
class Placed:
    """A document under the id that it will have; ``repeats`` is set instead when it is here already."""

    document: Document
    repeats: str | None = None  # Chinese: what it repeats
    note: str | None = None


class Holdings:
    """The texts of the library and those of the running import. ``shipped`` may not be replaced."""

    def __init__(self, catalogue: Catalogue, shipped: frozenset[str]) -> None:
        self._catalogue, self.shipped = catalogue, shipped
        self.sources: dict[str, Source] = {s.id: s for s in catalogue.sources()}
        self._works: dict[tuple[str | None, str], set[str]] = defaultdict(set)
        self._names: dict[str, set[str]] = defaultdict(set)
        self._shorts: dict[str | None, dict[str, str]] = defaultdict(dict)
        self._accepted: dict[str, str] = {}  # id -> name of the file of this import
        self._texts: dict[
            tuple[str | None, str], str
        ] = {}  # (workspace, SHA-256) -> id, of this import
        self._read: dict[str, str | None] = {}  # id -> what ``_letters`` gives
        for source in self.sources.values():
            self._register(source)

    # -- the file --------------------------------------------------------------------------------

    def kept(self, sha256: str, workspace: str | None) -> dict[int, Kept]:
        """What was stated and corrected for the parts of a file, by part."""
        found = {}
        for source_id in self.of_file(sha256, workspace):
            origin = self._catalogue.origin(source_id)
            if origin is not None:
                found[origin.part] = Kept(origin.stated, origin.overlay)
        return found

    def of_file(self, sha256: str, workspace: str | None) -> tuple[str, ...]:
        """Ids of the texts of the workspace that were read from the file of that content."""
        found = self._catalogue.by_file(sha256)
        return tuple(
            key for key in found if key in self.sources and self.sources[key].workspace == workspace
        )

    def unchanged(self, sha256: str, overrides: Overrides, version: str) -> tuple[str, ...]:
        """Ids of the texts of the file when reading it again would change nothing; empty otherwise."""
        ids = self.of_file(sha256, overrides.workspace)
        for key in ids:
            origin = self._catalogue.origin(key)
            if origin is None or origin.reading not in (version, FRONT_MATTER):
                return ()
            if overrides.id is not None and overrides.id != key:
                return ()
            told = merged(stated_of(origin.stated), overrides)
            if stored_statement(told) != origin.stated:
                return ()
        return ids

    # -- its documents ---------------------------------------------------------------------------

    def place(
        self, documents: Iterable[Document], stated: Collection[str] = frozenset()
    ) -> list[Placed]:
        """The documents of one file under their ids; a person gave those in ``stated``.

        Raises BadInput where an id cannot be had.
        """
        found: list[Placed] = []
        renamed: dict[str, str] = {}
        for document in documents:
            source = document.source
            own = source.id in stated or _states_id(document)
            note = None
            known = self._stated_id(document) if own else self._of_part(document)
            repeated = self._repeated(document) if known is None else None
            if repeated is not None and not self._same_name(document, repeated):
                renamed[source.id] = repeated
                found.append(Placed(document, self._told(repeated)))
                continue
            if known is None and not own:
                known = repeated or self._same_version(document)
                note = f"更新了已有资料 {known}" if known else None
            source_id = known or (source.id if own else self._new_id(document))
            if source_id in self._accepted:
                if own and self._texts.get((source.workspace, document.sha256)) != source_id:
                    raise BadInput(
                        f"编号 {source_id} 与 {self._accepted[source_id]} 的相同，请改其中一个。"
                    )
                renamed[source.id] = source_id
                found.append(Placed(document, self._told(source_id)))
                continue
            renamed[source.id] = source_id
            attached = source.attached_to
            changed = source.model_copy(
                update={
                    "id": source_id,
                    "attached_to": renamed.get(attached, attached) if attached else None,
                    "short_title": self._short_title(document, source_id),
                }
            )
            found.append(Placed(with_source(document, changed), note=note))
        return found

    def accept(self, document: Document, name: str) -> str | None:
        """Count a document among the library; what it supersedes, or why it does not, in Chinese."""
        source = document.source
        before = self._related(source)
        self.sources[source.id] = source
        self._register(source)
        self._accepted[source.id] = name
        self._texts[source.workspace, document.sha256] = source.id
        self._read[source.id] = _letters(document.text)
        return standing_note(source, before)

    def claim(self, source_ids: Iterable[str], name: str) -> None:
        """Texts that a file of this import holds unchanged: no other file takes their place."""
        self._accepted.update((key, name) for key in source_ids)

    def _stated_id(self, document: Document) -> str | None:
        """The id that is stated, when a text has it that may be replaced."""
        source = document.source
        holder = self.sources.get(source.id)
        if source.id in self.shipped:
            raise BadInput(f"编号 {source.id} 已用于随产品提供的资料，请给文件换一个 id。")
        if holder is not None and holder.workspace != source.workspace:
            raise BadInput(f"编号 {source.id} 已用于别的工作区的资料，请给文件换一个 id。")
        return source.id if holder is not None else None

    def _of_part(self, document: Document) -> str | None:
        """The id of the text that was read from this part of this very file."""
        origin = document.origin
        for key in self.of_file(origin.file_sha256, document.source.workspace) if origin else ():
            stored = self._catalogue.origin(key)
            if stored is not None and origin is not None and stored.part == origin.part:
                return key
        return None

    def _same_version(self, document: Document) -> str | None:
        """The id of a stored text that is this version of this text, read from another file."""
        for other in self._related(document.source, itself=True):
            if self._is_same(document.source, other, document):
                return other.id
        return None

    def _same_name(self, document: Document, source_id: str) -> bool:
        """Whether a text of the library was read from a file of the same name: it was saved anew."""
        if source_id in self._accepted or source_id in self.shipped:
            return False
        stored = self._catalogue.origin(source_id)
        return (
            stored is not None
            and document.origin is not None
            and stored.file_name == document.origin.file_name
        )

    def _is_same(self, source: Source, other: Source, document: Document) -> bool:
        """Whether ``other`` is the same version of the same text, read from another file."""
        if other.id in self.shipped or other.workspace != source.workspace:
            return False
        if _work(other) != _work(source) or other.authority is not Authority.ORIGINAL:
            return False
        if (other.status is Status.DRAFT) != (source.status is Status.DRAFT):
            return False
        if source.number or other.number:
            return number_key(source.number or "") == number_key(other.number or "") and (
                folded_title(source.title) == folded_title(other.title)
            )
        dates = (source.issued, source.effective)
        if dates != (other.issued, other.effective):
            return False
        if any(dates):
            return folded_title(source.title) == folded_title(other.title)
        return self._same_name(document, other.id)

    def _repeated(self, document: Document) -> str | None:
        """The id of a text of the same workspace with the same words."""
        space = document.source.workspace
        if (space, document.sha256) in self._texts:
            return self._texts[space, document.sha256]
        for key in self._catalogue.by_text(document.sha256):
            holder = self.sources.get(key)
            if holder is not None and holder.workspace == space:
                return key
        letters = _letters(document.text)
        for other in self._related(document.source, itself=True):
            if self._letters_of(other.id) == letters:
                return other.id
        return None

    def _letters_of(self, source_id: str) -> str | None:
        """Of a text of the library or of this import."""
        if source_id not in self._read:
            text = self._catalogue.text(source_id)
            self._read[source_id] = _letters(text) if text is not None else None
        return self._read[source_id]

    def _told(self, source_id: str) -> str:
        if source_id in self._accepted:
            return f"与 {self._accepted[source_id]} 是同一份文件（{source_id}），没有重复加入"
        return f"与资料库中已有的《{self.sources[source_id].title.strip('《》')}》（{source_id}）内容相同，没有重复加入"

    def _new_id(self, document: Document) -> str:
        source = document.source
        sha256 = document.origin.file_sha256 if document.origin else document.sha256
        wanted = slug_of(source.title, source.number, sha256)
        return free_id(wanted, self.sources.keys(), source.year)

    def _short_title(self, document: Document, source_id: str) -> str:
        source = document.source
        others = {
            short
            for space in {None, source.workspace}
            for short, key in self._shorts[space].items()
            if key != source_id
        }
        return distinct_short_title(source.short_title, source.year, others)

    # -- versions --------------------------------------------------------------------------------

    def _register(self, source: Source) -> None:
        self._works[source.workspace, _work(source)].add(source.id)
        self._names[folded_title(source.title)].add(source.id)
        if source.number:
            self._names[number_key(source.number)].add(source.id)
        self._shorts[source.workspace][source.short_title] = source.id

    def _related(self, source: Source, *, itself: bool = False) -> tuple[Source, ...]:
        """Texts of the same work, and those that ``source`` says it replaces.

        ``itself``: the text that holds its id too.
        """
        ids = set(self._works[source.workspace, _work(source)])
        for name in source.replaces:
            ids |= self._names.get(number_key(name), set()) | self._names.get(
                folded_title(name), set()
            )
        return tuple(
            self.sources[key]
            for key in sorted(ids)
            if (itself or key != source.id) and self.sources[key].workspace == source.workspace
        )


def _letters(text: str) -> str:
    """What a text has in common in all formats: its letters, without layout; as a SHA-256."""
    bare = re.sub(r"[\s#*|_\-—]+", "", fold(text))
    return hashlib.sha256(bare.encode("utf-8", "surrogatepass")).hexdigest()


def _work(source: Source) -> str:
    return source.work or work_of(source.title, source.number, source.region, source.workspace)


def _states_id(document: Document) -> bool:
    """Whether the file itself states the id: Markdown with front matter."""
    return document.origin is not None and document.origin.reading == FRONT_MATTER
