"""Mend words that an input method or a hasty hand spoilt: 评价原责 -> 评价原则, 首席量质官 -> 首席质量官.

Only terms of the library are ever put in, only where what was written stands nowhere in it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from importlib.util import find_spec
from itertools import product
from pathlib import Path

_RUN = re.compile(r"[\u4e00-\u9fff]{2,}")
_LONGEST = 8
#: Words that ask are everybody's, not terms.
_ASKING = re.compile(r"什么|怎么|多少|[谁哪几啥吗]")
#: From this length on syllables that southern speakers do not tell apart count as one; from the next
#: on (and in pairs) two neighbours may be swapped; from the last on one character may be missing.
_FUZZY, _SWAPPED, _DROPPED = 3, 4, 5
_READINGS = 2
_INITIALS = (("zh", "z"), ("ch", "c"), ("sh", "s"))
#: A share of all words from which a word is so common that it is not cut in two.
_COMMON = 1e-6
Sound = tuple[str, ...]


class Misspelt:
    """Terms that can be recognised when they are misspelt.

    ``known``: whether a piece of text stands anywhere in the library or its known questions;
    ``cut``: the words of a text; ``commonness``: the share of a word among all words, 0 if unknown.
    """

    def __init__(
        self,
        terms: Iterable[str],
        known: Callable[[str], bool],
        cut: Callable[[str], list[str]],
        commonness: Callable[[str], float],
    ) -> None:
        self._known, self._cut, self._commonness = known, cut, commonness
        self._terms = frozenset(
            t
            for t in terms
            if 2 <= len(t) <= _LONGEST and _RUN.fullmatch(t) and not _ASKING.search(t)
        )
        self._by_sound: dict[Sound, str] = {}
        self._by_letters: dict[str, str] = {}
        self._shortened: dict[str, str] = {}
        for term in sorted(self._terms, key=len):
            for sound in _sounds(term):
                self._by_sound.setdefault(sound, term)
            if len(term) >= _SWAPPED or len(term) == 2:
                self._by_letters.setdefault("".join(sorted(term)), term)
            if len(term) >= _DROPPED:
                for place in range(1, len(term) - 1):
                    self._shortened.setdefault(term[:place] + term[place + 1 :], term)

    def mended(self, text: str) -> str:
        """``text`` with the terms put right; itself when nothing is wrong."""
        return _RUN.sub(lambda run: self._mended_run(run.group()), text)

    def _mended_run(self, run: str) -> str:
        bounds = self._bounds(run)
        done, place = "", 0
        while place < len(run):
            length, term = self._at(run, place, bounds)
            done += term or run[place]
            place += length
        return done

    def _at(self, run: str, place: int, bounds: frozenset[int]) -> tuple[int, str]:
        """The longest misspelt term at ``place`` and what it takes of the text; 1 and '' without."""
        for length in range(min(_LONGEST, len(run) - place), 1, -1):
            piece = run[place : place + length]
            if piece in self._terms:
                return length, piece
            if not {place, place + length} <= bounds:
                continue
            term = self._meant(piece)
            if term and not self._known(piece):
                return length, term
        return 1, ""

    def _meant(self, piece: str) -> str:
        """The term that ``piece`` sounds like, or is but for a slip; '' without one."""
        for sound in _sounds(piece):
            term = self._by_sound.get(sound, "")
            if term and self._near(piece, term):
                return term
        if len(piece) >= _SWAPPED or (len(piece) == 2 and self._commonness(piece) == 0.0):
            term = self._by_letters.get("".join(sorted(piece)), "")
            if term and _one_swap(piece, term):
                return term
        return self._shortened.get(piece, "") if len(piece) >= _DROPPED - 1 else ""

    def _near(self, piece: str, term: str) -> bool:
        """Whether a slip is likely: something is written right, and two characters are no word."""
        same = sum(a == b for a, b in zip(piece, term, strict=True))
        if not same:
            return False
        return len(piece) > 2 or self._commonness(piece) == 0.0

    def _bounds(self, run: str) -> frozenset[int]:
        """Places where no common word is cut in two."""
        cut: set[int] = set()
        place = 0
        for word in self._cut(run):
            if len(word) > 1 and self._commonness(word) >= _COMMON:
                cut.update(range(place + 1, place + len(word)))
            place += len(word)
        return frozenset(range(len(run) + 1)) - cut


def _one_swap(piece: str, term: str) -> bool:
    wrong = [n for n, (a, b) in enumerate(zip(piece, term, strict=True)) if a != b]
    return len(wrong) == 2 and wrong[1] == wrong[0] + 1


def _sounds(piece: str) -> Iterator[Sound]:
    """How ``piece`` can be read aloud."""
    readings = [_readings(char, fuzzy=len(piece) >= _FUZZY) for char in piece]
    return iter(product(*readings)) if all(readings) else iter(())


@cache
def _readings(char: str, *, fuzzy: bool) -> tuple[str, ...]:
    found = dict.fromkeys(
        _plain(one) for one in _pinyin().get(str(ord(char)), "").split(",") if one
    )
    kept = list(found)[:_READINGS]
    return tuple(dict.fromkeys(_folded(one) for one in kept)) if fuzzy else tuple(kept)


def _folded(syllable: str) -> str:
    for written, sound in _INITIALS:
        if syllable.startswith(written):
            syllable = sound + syllable[2:]
    syllable = re.sub(r"^n(?=[aeiouv])", "l", syllable)
    return re.sub(r"(?<=[aei])ng$", "n", syllable)


def _plain(reading: str) -> str:
    """``reading`` without its tone."""
    return reading.translate(_TONES)


_TONES = str.maketrans("āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüńňǹḿế", "aaaaeeeeiiiioooouuuuvvvvvnnnme")


@cache
def _pinyin() -> dict[str, str]:
    """Readings by code point, from the data of pypinyin: the package itself takes half a second to import."""
    spec = find_spec("pypinyin")
    if spec is None or not spec.submodule_search_locations:
        return {}
    path = Path(spec.submodule_search_locations[0]) / "pinyin_dict.json"
    found: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
    return found
