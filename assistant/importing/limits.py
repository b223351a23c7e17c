"""What the settings allow a file to be, and how many are read at a time."""

from __future__ import annotations

import os

from assistant.importing.adding import Manner
from assistant.settings import Settings
from corpus.reading.models import Limits

_MB = 1024 * 1024


def limits_of(settings: Settings, *, ocr: bool | None = None) -> Limits:
    """``ocr`` None: as the settings say."""
    return Limits(
        file_bytes=settings.import_file_mb * _MB,
        unpacked_bytes=settings.import_unpacked_mb * _MB,
        pages=settings.import_pages,
        characters=settings.import_characters,
        pixels=settings.import_pixels,
        ocr=settings.import_ocr if ocr is None else ocr,
    )


def manner_of(settings: Settings, *, ocr: bool | None = None, jobs: int | None = None) -> Manner:
    """``jobs`` None: as the settings say, else one a core that this process may use."""
    return Manner(
        limits_of(settings, ocr=ocr),
        float(settings.import_seconds),
        jobs or settings.import_jobs or cores(),
    )


def cores() -> int:
    """Cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
