"""Judge what a model wrote, statement by statement, against the clauses that it was given."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant.answering.citing import Quoted, mark_of
from assistant.answering.models import Support
from assistant.generating.guarding import foreign, reported
from assistant.generating.models import Passed, Said, Struck, Written
from assistant.generating.packing import Packed
from assistant.verifying.content import pairs_of
from assistant.verifying.folding import find_quote, plain
from assistant.verifying.models import Cited, Fault, Reason
from assistant.verifying.verifier import verify
from corpus.models import Authority
from prompts.loading import load_prompts

#: Characters of a statement; a longer one says more than one thing.
LONGEST = 400
_MARKUP = re.compile(
    r"!?\[[^\]\n]*\]\([^)\n]*\)|</?[a-zA-Z!][^>\n]*>?|```|(?:https?|ftp|data|javascript|file):\S*|www\.\S+",
    re.I,
)
_ELLIPSIS = re.compile(r"…+|\.{3,}")
_BULLET = re.compile(r"^\s*[-*•·]\s*")
_MARK = re.compile(r"〔([^〔〕]*)〕[。.；;，,]?\s*$")
_ADVICE = re.compile(r"建议|可以先|宜")


@dataclass(frozen=True, slots=True)
class Judged:
    """A statement and what is wrong with it; ``passed`` when nothing is."""

    text: str
    clause_ids: tuple[str, ...]
    reasons: tuple[Reason, ...] = ()
    passed: Passed | None = None


class Checker:
    """Judges by the clauses of ``packed`` and the quotes that the model gave."""

    def __init__(self, packed: Packed) -> None:
        self._packed = packed
        self._quotes: dict[str, list[str]] = {}
        self.struck: list[Struck] = []

    def quoted(self, said: Said) -> None:
        """Take note of a piece of evidence; of a clause that was not given, it is struck."""
        clause = self._packed.find(said.clause_id)
        if clause is None:
            why = (unknown(said.clause_id),)
            self.struck.append(Struck(said.quote, (said.clause_id,), why, "evidence"))
        elif said.quote.strip():
            self._quotes.setdefault(clause.clause.id, []).append(said.quote)

    def forget(self) -> None:
        """Quotes given so far count no more: the model gives them anew."""
        self._quotes = {}

    def judge(self, written: Written, position: int, *, repaired: bool = False) -> Judged:
        """Whether the statement may be read by anyone."""
        found = {key: self._packed.find(key) for key in written.clause_ids}
        cited = list({c.clause.id: c for c in found.values() if c is not None}.values())
        text = _cleaned(written.text, cited)
        strange = tuple(unknown(key) for key, clause in found.items() if clause is None)
        reasons = (*strange, *_plain_faults(text), *_own_words(text, cited))
        quotes = [q for one in cited for q in self._quotes.get(one.clause.id, ())]
        verdict = verify(text, cited, quotes=_pieces(quotes))
        reasons += verdict.reasons
        if cited:
            reasons += reported(text, cited)
            reasons += () if verdict.verbatim else foreign(text, cited)
        ids = tuple(one.clause.id for one in cited)
        if reasons or not verdict.supported:
            return Judged(text, ids or tuple(written.clause_ids), reasons)
        passed = Passed(
            position,
            text,
            ids,
            _support(text, cited, verbatim=verdict.verbatim),
            tuple(p for one in cited for p in self._spans(one, text)),
            verdict.coverage,
            repaired,
        )
        return Judged(text, ids, (), passed)

    def _spans(self, one: Cited, text: str) -> Iterable[Quoted]:
        """Where the clause says it: the statement itself, the quotes given, else the nearest sentence."""
        whole = find_quote(text, one.clause.text)
        if whole is not None:
            return [Quoted(one.source, one.clause, *whole)]
        found = [
            find_quote(q, one.clause.text) for q in _pieces(self._quotes.get(one.clause.id, ()))
        ]
        spans = list(dict.fromkeys(span for span in found if span is not None))
        wanted = pairs_of(plain(text).text)
        telling = [s for s in spans if pairs_of(plain(one.clause.text[s[0] : s[1]]).text) & wanted]
        if telling:
            return [Quoted(one.source, one.clause, *span) for span in telling]
        return [_nearest(one, text)]


def unknown(key: str) -> Reason:
    """The fault of naming a clause that was not given."""
    return Reason(Fault.NO_EVIDENCE, key, _fault("unknown_clause", id=key))


def _plain_faults(text: str) -> tuple[Reason, ...]:
    """Faults that need no clause: marks that a page could act on, a statement without end."""
    markup = _MARKUP.search(text)
    if markup:
        return (Reason(Fault.CONTENT, markup[0], _fault("markup", words=markup[0])),)
    if len(text) > LONGEST:
        return (Reason(Fault.CONTENT, text[:20], _fault("too_long")),)
    return ()


def _own_words(text: str, cited: Sequence[Cited]) -> tuple[Reason, ...]:
    """Words by which a model speaks of itself or to the reader, where the clauses do not use them."""
    stated = "".join(plain(one.clause.text).text for one in cited)
    spoken = [word for word in load_prompts("generating")["own_words"] if word in plain(text).text]
    return tuple(
        Reason(Fault.CONTENT, word, _fault("own_words", words=word))
        for word in spoken
        if word not in stated
    )


def _cleaned(text: str, cited: Sequence[Cited]) -> str:
    """The statement on one line, without a bullet and without marks of its clauses behind it."""
    text = _BULLET.sub("", " ".join(text.split()))
    marks = {plain(mark_of(one.source, one.clause)).text for one in cited}
    while (mark := _MARK.search(text)) and plain(mark[1]).text in marks:
        text = text[: mark.start()].rstrip()
    return text


def _pieces(quotes: Iterable[str]) -> list[str]:
    """Quotes without what was left out: each piece must stand."""
    return [p for quote in quotes for p in _ELLIPSIS.split(quote) if p.strip(" ,.;:，。；：、")]


def _support(text: str, cited: Sequence[Cited], *, verbatim: bool) -> Support:
    guide = any(one.source.authority is Authority.GUIDE for one in cited)
    if guide and _ADVICE.search(text):
        return "advice"
    return "verbatim" if verbatim else "verified"


def _nearest(one: Cited, text: str) -> Quoted:
    """The sentence of the clause that has most of the statement's words."""
    wanted = pairs_of(plain(text).text)
    spans = [(s.start, s.end) for s in one.clause.sentences if not s.heading]
    spans = spans or [(0, len(one.clause.text))]
    shared = [len(wanted & pairs_of(plain(one.clause.text[a:b]).text)) for a, b in spans]
    return Quoted(one.source, one.clause, *spans[shared.index(max(shared))])


def _fault(name: str, **values: str) -> str:
    return str(load_prompts("generating")["faults"][name].format(**values))
