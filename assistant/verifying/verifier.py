"""Verify a statement against the clauses that it cites."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.verifying.agents import check_agents
from assistant.verifying.aligning import Aligned, aligned
from assistant.verifying.anchors import check_anchors
from assistant.verifying.competing import check_competing
from assistant.verifying.content import coverage, pairs_of, segments_of
from assistant.verifying.crossing import check_crossing
from assistant.verifying.denials import check_denials
from assistant.verifying.doers import check_doers
from assistant.verifying.editing import check_edits
from assistant.verifying.evidence import Evidence, evidence_of
from assistant.verifying.folding import find_quote, plain
from assistant.verifying.force import check_force, force_of, negations
from assistant.verifying.lexicon import lexicon
from assistant.verifying.liberties import check_liberties
from assistant.verifying.listing import check_lists
from assistant.verifying.models import Cited, Fault, Reason, Verdict
from assistant.verifying.subjects import check_subjects
from corpus.models import Modality

#: Share of a statement's words, and of each of its pieces, that its clauses must have.
WHOLE, PIECE = 0.42, 0.25
#: Characters of one statement; more is a text, to be verified sentence by sentence.
LONGEST = 2000
#: Pieces with fewer pairs of characters are not judged alone.
_FEWEST = 5
#: Characters before a quote that can belong to its segment.
_HEAD = 60
#: Said of clauses side by side: 二者并不相同.
_COMPARES = re.compile(r"不同|相同|一致|不一|有别|差异|冲突|区别")


def verify(statement: str, cited: Sequence[Cited], *, quotes: Sequence[str] = ()) -> Verdict:
    """Whether ``statement`` says only what the clauses ``cited`` say.

    ``quotes`` are words that the writer gave as standing in them. Deterministic; no model.
    """
    if not cited:
        reason = Reason(Fault.NO_EVIDENCE, statement, "这句话没有写明依据哪一条。")
        return Verdict(False, False, 0.0, (reason,))
    if is_verbatim(statement, cited) and all(_stands(q, cited) for q in quotes):
        return Verdict(True, True, 1.0)
    text, evidence = plain(statement).text, evidence_of(cited)
    unfit = _unfit(statement, text)
    if unfit:
        return Verdict(False, False, 0.0, (Reason(Fault.CONTENT, statement[:20], unfit),))
    share = coverage(text, (*evidence.texts, evidence.facts))
    pieces = aligned(text, evidence)
    reasons = [
        Reason(Fault.QUOTE, quote, f"所引条款里没有“{quote}”这句原话。")
        for quote in quotes
        if not _stands(quote, cited)
    ]
    reasons += check_anchors(text, evidence)
    reasons += check_force(pieces, text, evidence)
    reasons += check_liberties(text, evidence)
    reasons += check_subjects(text, evidence)
    reasons += check_edits(text, evidence)
    reasons += check_doers(text, evidence)
    reasons += check_competing(text, evidence)
    reasons += check_crossing(text, evidence)
    reasons += check_agents(text, evidence)
    reasons += check_denials(text, evidence)
    reasons += check_lists(statement, evidence)
    reasons += _content(share, pieces, text, evidence)
    return Verdict(not reasons, False, round(share, 3), tuple(dict.fromkeys(reasons)))


def _unfit(statement: str, text: str) -> str:
    """Why this is no statement that can be verified; empty when it is one."""
    if len(statement) > LONGEST:
        return f"这段话有{len(statement)}个字，请分成几句，逐句核对。"
    if not pairs_of(text) and not any(c.isdigit() for c in text):
        return "这句话没有可以核对的内容。"
    return ""


def is_verbatim(statement: str, cited: Sequence[Cited]) -> bool:
    """Whether the statement is a piece of one of the clauses, spelling and outer punctuation aside.

    A piece that begins behind 不得, 鼓励, 拟 or 部分 says something else than its sentence: it is none.
    """
    return any(
        not _turns(one.clause.text[: place[0]])
        for one in cited
        if (place := find_quote(statement, one.clause.text)) is not None
    )


def _turns(before: str) -> bool:
    """Whether the words before a quote, back to the last punctuation, change what it says."""
    head = segments_of(plain(before[-_HEAD:] + "§").text)[-1][1]
    words = lexicon()
    return bool(
        negations(head)
        or words.tentative.search(head)
        or words.quantifiers["some"].search(words.not_quantifier.sub("#", head))
        or force_of(head) & {Modality.RECOMMENDATION, Modality.ENCOURAGEMENT, Modality.PERMISSION}
    )


def _stands(quote: str, cited: Sequence[Cited]) -> bool:
    return any(find_quote(quote, one.clause.text) is not None for one in cited)


def _content(
    share: float, pieces: Sequence[Aligned], text: str, evidence: Evidence
) -> list[Reason]:
    if share < WHOLE:
        return [Reason(Fault.CONTENT, text, "这句话的大半内容在所引条款里找不到。")]
    return [
        Reason(Fault.CONTENT, piece.segment, f"“{piece.segment}”在所引条款里找不到依据。")
        for piece in pieces
        if len(pairs_of(piece.segment)) >= _FEWEST
        and coverage(piece.segment, (*evidence.texts, evidence.facts)) < PIECE
        and not _COMPARES.search(piece.segment)
    ]
