"""The word lists of ``prompts/verifying.yaml``, ready to be used."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from prompts.loading import load_prompts


@dataclass(frozen=True)
class Lexicon:
    """Patterns find the longest word; ``same`` maps each spelling to the one that stands for it."""

    same: dict[str, str]
    same_pattern: re.Pattern[str]
    idle: frozenset[str]
    tentative: re.Pattern[str]
    negation: re.Pattern[str]
    not_negation: re.Pattern[str]
    quantifiers: dict[str, re.Pattern[str]]
    not_quantifier: re.Pattern[str]
    bounds: dict[str, tuple[str, ...]]


#: Marks for the editor, words quoted, and 不过 where it means "but".
_NO_NEGATION = r"|\(未核\)|\"[^\"]{1,4}\"|(?:^|(?<=[,;.]))不过(?![分高低多少度关])"


@cache
def lexicon() -> Lexicon:
    data = load_prompts("verifying")
    same = {word: group[0] for group in data["same"] for word in group}
    return Lexicon(
        same=same,
        same_pattern=_any(same),
        idle=frozenset(data["idle"]),
        tentative=re.compile(f"(?:{_any(data['tentative']).pattern})(?![订定])"),
        negation=_any(data["negations"]),
        not_negation=re.compile(_any(data["not_negations"]).pattern + _NO_NEGATION),
        quantifiers={kind: _any(words) for kind, words in data["quantifiers"].items()},
        not_quantifier=re.compile(
            _any(data["not_quantifiers"]).pattern + r"|[\d两三四五六七八九十]个?部分"
        ),
        bounds={kind: tuple(words) for kind, words in data["bounds"].items()},
    )


def masked(text: str, pattern: re.Pattern[str]) -> str:
    """``text`` of the same length with what ``pattern`` finds as ``#``."""
    return pattern.sub(lambda m: "#" * len(m.group()), text)


def _any(words: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(sorted(map(re.escape, words), key=len, reverse=True)))
