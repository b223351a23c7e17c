"""Compare the tree that an import gave with the tree of the text it was rendered from."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from corpus.models import Clause

_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_HEADING = re.compile(r"^[ \t　]*#{1,6}(?=\s)", re.MULTILINE)
_RULE_ROW = re.compile(r"^\s*\|[\s:|-]+\|?\s*$", re.MULTILINE)
#: White space and the zero-width characters that are none to ``str.split``.
_SPACE = re.compile(r"[\s\u200b\u200c\u200d\u2060\ufeff]+")


def bare(text: str) -> str:
    """``text`` without Markdown's marks of headings, comments and table rules, and without white space.

    What is left is compared letter by letter.
    """
    text = _RULE_ROW.sub("", _COMMENT.sub("", text))
    return _SPACE.sub("", _HEADING.sub("", text))


@dataclass(frozen=True, slots=True)
class Difference:
    """A clause that is not as it should be. ``what``: missing, label, text, extra."""

    path: str
    what: str
    expected: str
    found: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """``clauses`` of the original; ``equal`` of them with the same path, label and text;
    ``labels`` of them with the same path and label, whatever the text."""

    clauses: int
    equal: int
    labels: int
    extra: int
    differences: tuple[Difference, ...]

    @property
    def share(self) -> float:
        return self.equal / self.clauses if self.clauses else 1.0


def compare(expected: Mapping[str, Clause], found: Mapping[str, Clause]) -> Comparison:
    """Clauses by path; one without any text of its own left (only marks) is left out."""
    wanted = {path: clause for path, clause in expected.items() if bare(clause.text)}
    equal = labels = 0
    differences = []
    for path, clause in wanted.items():
        other = found.get(path)
        words = bare(clause.text)
        if other is None:
            differences.append(Difference(path, "missing", words, ""))
            continue
        same_label = bare(other.label) == bare(clause.label)
        labels += same_label
        if not same_label:
            differences.append(Difference(path, "label", clause.label, other.label))
        elif bare(other.text) != words:
            differences.append(Difference(path, "text", words, bare(other.text)))
        else:
            equal += 1
    extra = [p for p, clause in found.items() if p not in wanted and bare(clause.text)]
    differences += [Difference(path, "extra", "", bare(found[path].text)) for path in extra]
    return Comparison(len(wanted), equal, labels, len(extra), tuple(differences))


def around(expected: str, found: str, width: int = 24) -> tuple[str, str]:
    """Both texts from a little before their first difference."""
    start = next(
        (n for n, (a, b) in enumerate(zip(expected, found, strict=False)) if a != b),
        min(len(expected), len(found)),
    )
    cut = max(0, start - width // 2)
    lead = "…" if cut else ""
    return lead + expected[cut : cut + width * 2], lead + found[cut : cut + width * 2]


def wrong_characters(expected: str, found: str) -> int:
    """Edit distance (insertions, deletions and replacements) of the bare texts."""
    from rapidfuzz.distance import Levenshtein

    return int(Levenshtein.distance(bare(expected), bare(found)))
