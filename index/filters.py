"""Which sources and themes a search may touch. One filter, applied in every leg of the search."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, or_, select, true

from index.catalogue.tables import ChunkRow, ChunkTopicRow, SourceRow


@dataclass(frozen=True, slots=True)
class Filters:
    """Empty tuples do not restrict. ``workspace`` None finds shared sources only; a name finds the
    shared ones and that workspace's, never another's. ``without`` leaves sources out by id.
    """

    sources: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    workspace: str | None = None
    without: tuple[str, ...] = ()

    def of_sources(self) -> ColumnElement[bool]:
        """The condition on ``SourceRow``."""
        condition: ColumnElement[bool] = SourceRow.workspace.is_(None)
        if self.workspace is not None:
            condition = or_(condition, SourceRow.workspace == self.workspace)
        for column, wanted in (
            (SourceRow.id, self.sources),
            (SourceRow.region, self.regions),
            (SourceRow.kind, self.kinds),
            (SourceRow.status, self.statuses),
        ):
            if wanted:
                condition = condition & column.in_([str(value) for value in wanted])
        if self.without:
            condition = condition & SourceRow.id.not_in(self.without)
        return condition

    def of_topics(self) -> ColumnElement[bool]:
        """The condition on ``ChunkRow`` that it has one of the topics."""
        if not self.topics:
            return true()
        wanted = [str(topic) for topic in self.topics]
        return ChunkRow.pk.in_(
            select(ChunkTopicRow.chunk_pk).where(ChunkTopicRow.topic.in_(wanted))
        )

    def chunk_keys(self) -> Select[int]:
        """Primary keys of the chunks that may be found."""
        return (
            select(ChunkRow.pk)
            .join(SourceRow, SourceRow.id == ChunkRow.source_id)
            .where(self.of_sources(), self.of_topics())
        )

    def for_chroma(self) -> dict[str, Any]:
        """The same as a ``where`` of Chroma; an empty workspace is the shared library."""
        spaces = [""] if self.workspace is None else ["", self.workspace]
        parts: list[dict[str, Any]] = [{"workspace": {"$in": spaces}}]
        for key, wanted in (
            ("source", self.sources),
            ("region", self.regions),
            ("kind", self.kinds),
            ("status", self.statuses),
        ):
            if wanted:
                parts.append({key: {"$in": [str(value) for value in wanted]}})
        if self.without:
            parts.append({"source": {"$nin": list(self.without)}})
        topics: list[dict[str, Any]] = [{f"topic:{topic}": True} for topic in self.topics]
        if topics:
            parts.append(topics[0] if len(topics) == 1 else {"$or": topics})
        return parts[0] if len(parts) == 1 else {"$and": parts}
