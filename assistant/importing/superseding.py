"""What a new text does to the versions that are here: told in Chinese when it is imported."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from corpus.models import Source, Status
from corpus.versions import Versions


def standing_note(source: Source, related: Iterable[Source], on: date | None = None) -> str | None:
    """What ``source`` supersedes, or that it does not, in Chinese; None when it stands alone."""
    others = tuple(related)
    if not others:
        return None
    day = on or date.today()
    before, after = Versions(others, day), Versions((*others, source), day)
    gone = after.superseded() - before.superseded() - {source.id}
    named = "、".join(_named(other) for other in others if other.id in gone)
    if gone:
        return f"取代{named}，旧版仍可查阅"
    current = after.current(source.id)
    if source.status is Status.DRAFT:
        beside = f"，现行的是{_named(current)}" if current and current.id != source.id else ""
        return f"是草案，不取代正式文本{beside}"
    if source.id in after.superseded() and current is not None:
        return f"是旧版，现行的是{_named(current)}"
    coming = after.coming(others[0].id)
    if coming is not None and coming.id == source.id and source.effective:
        return f"自 {source.effective} 起施行，在此之前仍适用旧版"
    return None


def _named(source: Source) -> str:
    return f"《{source.title.strip('《》')}》（{source.id}）"
