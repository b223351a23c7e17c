"""Import every rendered file and compare its tree with that of the text it came from."""

from __future__ import annotations

import time
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import BadInput
from evals.importing.comparing import Comparison, Difference, compare, wrong_characters
from evals.importing.reading import Imported, import_file
from evals.importing.rendering import Progress, Rendered

#: A file below this share of equal clauses is named.
LOW = 0.95


@dataclass(frozen=True, slots=True)
class FileFigures:
    """One file in one format. ``wrong`` and ``wrong_folded``: edit distance of the whole text, and
    of both texts after NFKC (full and half width alike)."""

    file: str
    format: str
    variant: str
    clauses: int = 0
    equal: int = 0
    labels: int = 0
    extra: int = 0
    characters: int = 0
    wrong: int = 0
    wrong_folded: int = 0
    pages: int = 0
    seconds: float = 0.0
    whole: bool = True
    read_as: str = ""
    error: str | None = None
    differences: tuple[Difference, ...] = ()

    @property
    def share(self) -> float:
        """Of clauses that are equal; for a scan of labels that were found."""
        right = self.labels if self.format == "scan" else self.equal
        return right / self.clauses if self.clauses else 1.0


@dataclass(frozen=True, slots=True)
class FormatFigures:
    """All files of a format. Shares are over the clauses or characters of all files together."""

    format: str
    files: tuple[FileFigures, ...]

    @property
    def clauses(self) -> int:
        return sum(f.clauses for f in self.files)

    @property
    def equal(self) -> float:
        return _share(sum(f.equal for f in self.files), self.clauses)

    @property
    def labels(self) -> float:
        return _share(sum(f.labels for f in self.files), self.clauses)

    @property
    def characters(self) -> float:
        """Share of characters that are right, as they stand."""
        total = sum(f.characters for f in self.files)
        return 1 - _share(sum(f.wrong for f in self.files), total) if total else 0.0

    @property
    def characters_folded(self) -> float:
        total = sum(f.characters for f in self.files)
        return 1 - _share(sum(f.wrong_folded for f in self.files), total) if total else 0.0

    @property
    def failed(self) -> tuple[FileFigures, ...]:
        return tuple(f for f in self.files if f.error)

    @property
    def low(self) -> tuple[FileFigures, ...]:
        """Files under 95 %, worst first."""
        return tuple(sorted((f for f in self.files if f.share < LOW), key=lambda f: f.share))

    def by_variant(self) -> dict[str, tuple[int, float]]:
        """Files and share by way of rendering."""
        names = sorted({f.variant for f in self.files})
        groups = {name: [f for f in self.files if f.variant == name] for name in names}
        return {
            name: (
                len(some),
                _share(
                    sum(f.labels if self.format == "scan" else f.equal for f in some),
                    sum(f.clauses for f in some),
                ),
            )
            for name, some in groups.items()
        }


def import_rendered(
    items: Sequence[Rendered], name: str, folder: Path, progress: Progress | None = None
) -> FormatFigures:
    """Import the ``name`` files of ``items``; the texts themselves are kept in ``folder``."""
    figures = []
    for done, item in enumerate(items, start=1):
        figures.append(_file(item, name, folder, progress))
        if progress:
            progress(f"导入 {name}", done, len(items))
    return FormatFigures(name, tuple(figures))


def _file(item: Rendered, name: str, folder: Path, progress: Progress | None) -> FileFigures:
    variant = item.variant.words_in(name)
    original = _original(item, folder)
    expected = original.tree
    total = compare(expected, {}).clauses
    size = _characters(original)

    def pages(done: int, of: int) -> None:
        if progress and of:
            progress(f"识别 {item.text.name}", done, of)

    started = time.perf_counter()
    try:
        imported = import_file(item.files[name], progress=pages if name == "scan" else None)
    except BadInput as error:
        return FileFigures(
            item.text.name, name, variant, clauses=total, characters=size, wrong=size,
            wrong_folded=size, error=str(error),
        )  # fmt: skip
    except Exception as error:  # a fault of the product is a figure here, not the end of the run
        return FileFigures(
            item.text.name, name, variant, clauses=total, characters=size, wrong=size,
            wrong_folded=size, error=f"{type(error).__name__}：{error}",
        )  # fmt: skip
    seconds = time.perf_counter() - started
    result: Comparison = compare(expected, imported.tree)
    ours, theirs = original.reading.text, imported.reading.text
    return FileFigures(
        file=item.text.name,
        format=name,
        variant=variant,
        clauses=result.clauses,
        equal=result.equal,
        labels=result.labels,
        extra=result.extra,
        characters=size,
        wrong=wrong_characters(ours, theirs),
        wrong_folded=wrong_characters(*(unicodedata.normalize("NFKC", t) for t in (ours, theirs))),
        pages=len(imported.reading.pages),
        seconds=seconds,
        whole=imported.whole,
        read_as=imported.reading.format.value,
        differences=result.differences,
    )


def _original(item: Rendered, folder: Path) -> Imported:
    """The tree of the text that was rendered; the text, with its table, stands in ``folder``."""
    path = folder / f"{item.text.key}{item.text.path.suffix.lower()}"
    if not path.exists():
        path.write_text(item.text.text, encoding="utf-8")
    return import_file(path)


def _characters(original: Imported) -> int:
    from evals.importing.comparing import bare

    return len(bare(original.reading.text))


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0
