"""The cited clauses as one body of evidence: sentences, and what their sources state of themselves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from assistant.verifying.content import sentences_of
from assistant.verifying.folding import plain
from assistant.verifying.models import Cited
from assistant.verifying.naming import Names, names_of
from assistant.verifying.quantities import Day, Quantity, dates_of, quantities_of
from corpus.models import Authority, Source
from index.labels import label_key

_AUTHORITY = {
    "original": "原文",
    "digest": "摘要",
    "report": "报道 媒体",
    "guide": "指引 我们的建议",
}
_STATUS = {
    "current": "现行",
    "trial": "试行",
    "draft": "草案 征求意见稿 报批稿",
    "repealed": "已废止",
    "unknown": "",
}


@dataclass(frozen=True)
class Evidence:
    """``texts`` are the folded words of clauses, ``facts`` those that their sources state."""

    cited: tuple[Cited, ...]

    @cached_property
    def texts(self) -> tuple[str, ...]:
        found: dict[str, None] = {}
        for one in self.cited:
            found[plain(one.clause.text).text] = None
            for words in one.around:
                found[plain(words).text] = None
        return tuple(found)

    @cached_property
    def facts(self) -> str:
        return plain(".".join(_facts(source) for source in self.sources)).text

    @cached_property
    def sources(self) -> tuple[Source, ...]:
        return tuple({one.source.id: one.source for one in self.cited}.values())

    @cached_property
    def issuers(self) -> tuple[str, ...]:
        """Bodies that issued what is cited."""
        issuers = [plain(s.issuer).text for s in self.sources if s.issuer]
        return tuple(b.key for issuer in issuers for b in names_of(issuer).bodies)

    @cached_property
    def is_advice(self) -> bool:
        """Whether all that is cited is advice of our own guides."""
        return all(source.authority is Authority.GUIDE for source in self.sources)

    @cached_property
    def whole(self) -> str:
        return ".".join((*self.texts, self.facts))

    @cached_property
    def sentences(self) -> tuple[str, ...]:
        return tuple(s for text in self.texts for s in sentences_of(text))

    @cached_property
    def names(self) -> tuple[Names, ...]:
        return tuple(names_of(text) for text in (*self.texts, self.facts))

    @cached_property
    def dates(self) -> tuple[Day, ...]:
        return tuple(d for names in self.names for d in dates_of(names.blanked))

    @cached_property
    def quantities(self) -> tuple[Quantity, ...]:
        return tuple(q for names in self.names for q in quantities_of(names.blanked))

    @cached_property
    def regions(self) -> frozenset[str]:
        """Places that the evidence names, and those whose sources it cites."""
        named = [p.key for names in self.names for p in names.places]
        return frozenset((*named, *(source.region for source in self.sources)))

    @cached_property
    def labels(self) -> frozenset[str]:
        """Keys of the clauses cited, of what is above them, and of places that their texts name."""
        keys = {label_key(one.clause.label) for one in self.cited}
        keys |= {label_key(part) for one in self.cited for part in one.clause.path}
        keys |= {key for names in self.names for group, _, _ in names.labels for key in group}
        return frozenset(keys)


def evidence_of(cited: Sequence[Cited]) -> Evidence:
    return Evidence(tuple(cited))


def _facts(source: Source) -> str:
    """What is known of a source without reading it, as words."""
    days = [d for d in (source.issued, source.effective, source.as_of) if d]
    parts = [
        source.title,
        source.short_title,
        *source.aliases,
        source.issuer or "",
        source.number or "",
    ]
    parts += [_spoken(day) for day in days] + [source.region]
    parts += [_AUTHORITY[source.authority.value], _STATUS[source.status.value], *source.replaces]
    return "。".join(part for part in parts if part)


def _spoken(day: str) -> str:
    return "".join(f"{int(p)}{u}" for p, u in zip(day.split("-"), "年月日", strict=False))
