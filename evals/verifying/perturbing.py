"""Make a true statement wrong in one way, by rule."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from assistant.verifying.folding import plain
from assistant.verifying.naming import gazetteer, names_of
from assistant.verifying.quantities import dates_of, quantities_of
from corpus.structure.modality import forces
from evals.verifying.changes import ADDED, MODAL, NEGATED, NO_NEGATION, QUANTIFIED, VERBS
from evals.verifying.statements import Library, Statement

_NUMBERED = re.compile(
    r"[一二三四五六七八九十]+(?:（[一二三四五六七八九十]+）)?|第.+条|\d+(?:\.\d+)+"
)
_CHINESE = "零一二三四五六七八九十"
#: A wrong statement and the clauses that it cites.
Made = tuple[str, tuple[str, ...]]


@dataclass
class Perturber:
    """Wrong statements from true ones; the same ones for the same seed."""

    library: Library
    seed: int = 20261127
    chance: random.Random = field(init=False)

    def __post_init__(self) -> None:
        self.chance = random.Random(self.seed)
        self._bodies = self._pool(lambda n: [b.key for b in n.bodies])
        self._places = sorted(
            {r.name for r in gazetteer().regions if r.level in ("province", "city")}
        )

    def _pool(self, of: Callable[..., list[str]]) -> list[str]:
        found: dict[str, None] = {}
        for document in self.library.documents:
            for clause in document.clauses:
                found.update(dict.fromkeys(of(names_of(plain(clause.text).text))))
        return list(found)

    def all_of(self, statement: Statement) -> Iterator[Statement]:
        """One wrong statement of every kind that the statement allows."""
        makers: dict[str, Callable[[Statement], Made | None]] = {
            "number": self._number,
            "date": self._date,
            "document-number": self._document,
            "name": self._name,
            "place": self._place,
            "modality": self._modality,
            "negation": self._negation,
            "quantifier": self._quantifier,
            "subject": self._subject,
            "label": self._label,
            "mixed-regions": self._mixed,
            "added": self._added,
        }
        for kind, make in makers.items():
            made = make(statement)
            if made is not None and plain(made[0]).text not in self._evidence(made[1]):
                yield Statement(f"{statement.id}!{kind}", made[0], made[1], kind)

    def _evidence(self, ids: tuple[str, ...]) -> str:
        cited = self.library.cited(ids)
        words = [one.clause.text for one in cited] + [w for one in cited for w in one.around]
        facts = [
            f"{one.source.title}{one.source.region}{one.source.number}{one.source.issuer}"
            for one in cited
        ]
        return plain("。".join((*words, *facts))).text

    # -- numbers and dates -----------------------------------------------------------------------

    def _number(self, statement: Statement) -> Made | None:
        whole = plain(statement.text)
        blanked = names_of(whole.text).blanked
        choices = [
            q
            for q in quantities_of(blanked)
            if re.search(r"\d|[一二三四五六七八九十]", whole.text[q.start : q.end])
        ]
        if not choices:
            return None
        chosen = self.chance.choice(choices)
        start, end = whole.span(chosen.start, chosen.end)
        words = statement.text[start:end]
        other = re.sub(r"\d+(?:\.\d+)?|[二三四五六七八九]", self._other_number, words, count=1)
        return _with(statement, start, end, other) if other != words else None

    def _other_number(self, match: re.Match[str]) -> str:
        words = match.group()
        if words in _CHINESE:
            return self.chance.choice([c for c in "二三四五六七八九" if c != words])
        number = float(words)
        other = self.chance.choice((number + 1, number + 3, number * 2, number * 10))
        return f"{other:g}" if "." in words else str(int(other))

    def _date(self, statement: Statement) -> Made | None:
        whole = plain(statement.text)
        days = [d for d in dates_of(names_of(whole.text).blanked) if d.year]
        if not days:
            return None
        chosen = self.chance.choice(days)
        start, end = whole.span(chosen.start, chosen.end)
        words = statement.text[start:end]
        if chosen.month and self.chance.random() < 0.5:
            other = re.sub(r"(\d{1,2})(?=月)", lambda m: str(int(m[1]) % 12 + 1), words, count=1)
        else:
            step = self.chance.choice((-2, -1, 1, 2, 3))
            other = re.sub(r"(?:19|20)\d\d", lambda m: str(int(m[0]) + step), words, count=1)
        return _with(statement, start, end, other) if other != words else None

    def _document(self, statement: Statement) -> Made | None:
        whole = plain(statement.text)
        numbers = names_of(whole.text).numbers
        if not numbers:
            return None
        _, first, last = self.chance.choice(numbers)
        start, end = whole.span(first, last)
        words = statement.text[start:end]
        spots = list(re.finditer(r"\d+", words))
        spot = self.chance.choice(spots)
        other = (
            words[: spot.start()]
            + str(int(spot[0]) + self.chance.choice((1, 2, 10)))
            + words[spot.end() :]
        )
        return _with(statement, start, end, other)

    # -- names -----------------------------------------------------------------------------------

    def _replaced(self, statement: Statement, first: int, last: int, other: str) -> Made:
        return _with(statement, *plain(statement.text).span(first, last), other)

    def _name(self, statement: Statement) -> Made | None:
        bodies = names_of(plain(statement.text).text).bodies
        evidence = self._evidence(statement.citations)
        others = [b for b in self._bodies if b not in evidence and len(b) > 4]
        if not bodies or not others:
            return None
        chosen = self.chance.choice(bodies)
        return self._replaced(statement, chosen.start, chosen.end, self.chance.choice(others))

    def _place(self, statement: Statement) -> Made | None:
        places = [p for p in names_of(plain(statement.text).text).places if gazetteer().find(p.key)]
        evidence = self._evidence(statement.citations)
        others = [p for p in self._places if p not in evidence and p != "全国"]
        if not places or not others:
            return None
        chosen = self.chance.choice(places)
        if chosen.key == "全国":
            return None
        return self._replaced(statement, chosen.start, chosen.end, self.chance.choice(others))

    def _subject(self, statement: Statement) -> Made | None:
        """Two bodies of a statement change places, or one gives way to another of the same clause."""
        bodies = names_of(plain(statement.text).text).bodies
        if not bodies:
            return None
        evidence = names_of(plain(self.library.clauses[statement.citations[0]][1].text).text).bodies
        chosen = self.chance.choice(bodies)
        others = [b.key for b in evidence if b.key not in chosen.key and chosen.key not in b.key]
        return (
            self._replaced(statement, chosen.start, chosen.end, self.chance.choice(others))
            if others
            else None
        )

    # -- force -----------------------------------------------------------------------------------

    def _modality(self, statement: Statement) -> Made | None:
        modal = {start for start, _ in forces(statement.text)}  # 可衡量, 相应: no verbs of force
        found = [
            (m, others)
            for pattern, others in MODAL
            for m in re.finditer(pattern, statement.text)
            if m.group() not in VERBS or m.start() in modal
        ]
        if not found:
            return None
        match, others = self.chance.choice(found)
        other = self.chance.choice(others)
        return _with(statement, *match.span(), other)

    def _swapped(self, statement: Statement, pairs: tuple[tuple[str, str], ...]) -> Made | None:
        safe = NO_NEGATION.sub(lambda m: "＃" * len(m[0]), statement.text)
        found = [(m, new) for old, new in pairs for m in re.finditer(old, safe)]
        if not found:
            return None
        match, new = self.chance.choice(found[:6])
        return _with(statement, *match.span(), new)

    def _negation(self, statement: Statement) -> Made | None:
        return self._swapped(statement, NEGATED)

    def _quantifier(self, statement: Statement) -> Made | None:
        return self._swapped(statement, QUANTIFIED)

    # -- place in the library --------------------------------------------------------------------

    def _label(self, statement: Statement) -> Made | None:
        document, clause = self.library.clauses[statement.citations[0]]
        own = set(clause.path)
        others = [
            c.label
            for c in document.clauses
            if not own & set(c.path) and _NUMBERED.fullmatch(c.label)
        ]
        others = [
            label
            for label in others
            if not set(re.findall(r"[一二三四五六七八九十\d]+", label))
            <= set(re.findall(r"[一二三四五六七八九十\d]+", clause.label))
        ]
        if not others:
            return None
        wrong = self.chance.choice(others)
        name = document.source.short_title
        form = self.chance.choice(
            (
                "{name}{label}写明：{text}",
                "依据{name} {label}，{text}",
                "{name}的{label}中说，{text}",
            )
        )
        return form.format(name=name, label=wrong, text=statement.text), statement.citations

    def _mixed(self, statement: Statement) -> Made | None:
        """What one place's source says, said of another place whose source is cited too."""
        document, _ = self.library.clauses[statement.citations[0]]
        region = document.source.region
        if names_of(plain(statement.text).text).places or len(statement.text) < 12:
            return None
        others = [
            d
            for d in self.library.documents
            if d.source.region not in (region, "全国")
            and region not in gazetteer().chain(d.source.region)
            and d.source.region not in gazetteer().chain(region)
        ]
        if not others:
            return None  # said of the whole country
        other = self.chance.choice(others)
        clause = self.chance.choice([c for c in other.clauses if c.body])
        if region in plain(clause.text).text or statement.text in clause.text:
            return None
        return f"{other.source.region}的规定是：{statement.text}", (*statement.citations, clause.id)

    def _added(self, statement: Statement) -> Made:
        text = statement.text.rstrip("。；，")
        return f"{text}{self.chance.choice(ADDED)}。", statement.citations


def _with(statement: Statement, start: int, end: int, other: str) -> Made:
    return statement.text[:start] + other + statement.text[end:], statement.citations
