"""The texts that the import suite is run on: a folder of Markdown and TXT files."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import BadInput

SUFFIXES = frozenset({".md", ".markdown", ".txt"})
MANIFEST = "manifest.jsonl"


@dataclass(frozen=True, slots=True)
class SampleText:
    """A file of the folder. ``articles``: how many 第X条 the manifest expects, None without one."""

    name: str
    path: Path
    text: str
    articles: int | None = None

    @property
    def key(self) -> str:
        """Stable short name for the files rendered from it."""
        digest = hashlib.sha256(self.text.encode("utf-8")).hexdigest()[:10]
        return f"{Path(self.name).stem}-{digest}"


def read_folder(folder: Path | None, manifest: Path | None = None) -> tuple[SampleText, ...]:
    """Every Markdown and TXT file under ``folder``, in order of name. Raises BadInput."""
    if folder is None:
        raise BadInput(
            "没有随附文本：请写明放有 Markdown 或 TXT 文本的文件夹，如 cqo eval import 我的文本/。"
        )
    paths = sorted(p for p in folder.rglob("*") if p.suffix.lower() in SUFFIXES and p.is_file())
    if not paths:
        raise BadInput(f"文件夹中没有 .md 或 .txt 文本：{folder}")
    if manifest is None and (folder / MANIFEST).is_file():
        manifest = folder / MANIFEST
    expected = _expected(manifest) if manifest else {}
    texts = []
    for path in paths:
        name = path.relative_to(folder).as_posix()
        texts.append(
            SampleText(name, path, _decoded(path), expected.get(name, expected.get(path.name)))
        )
    return tuple(texts)


def even_sample(texts: Sequence[SampleText], wanted: int) -> tuple[SampleText, ...]:
    """``wanted`` of ``texts`` at even distances: the same ones on every machine."""
    if wanted >= len(texts):
        return tuple(texts)
    return tuple(texts[(2 * n + 1) * len(texts) // (2 * wanted)] for n in range(wanted))


def _decoded(path: Path) -> str:
    """The text; other encodings than UTF-8 are the reader's business, so that it is asked."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        from corpus.reading.registry import read_file

        return read_file(path).text
    except OSError as error:
        raise BadInput(f"不能读：{path}（{error.strerror}）") from error


def _expected(manifest: Path) -> dict[str, int]:
    """Articles by file name, from lines of JSON with ``file`` and ``articles``."""
    counts: dict[str, int] = {}
    try:
        rows = manifest.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"不能读清单：{manifest}（{error}）") from error
    for number, row in enumerate(rows, start=1):
        if not row.strip():
            continue
        try:
            entry = json.loads(row)
            counts[str(entry["file"])] = int(entry["articles"])
        except (KeyError, TypeError, ValueError) as error:
            raise BadInput(
                f"清单第 {number} 行不合格式：{manifest}；每行应是含 file 和 articles 的 JSON。"
            ) from error
    return counts
