"""Invented clauses of kite makers, and what the verifier says of a statement about them."""

from __future__ import annotations

from typing import Any

from assistant.verifying.models import Cited, Fault, Verdict
from assistant.verifying.verifier import verify
from corpus.models import Authority, Clause, Kind, Source, Status
from corpus.structure.sentences import split_sentences


def source(key: str = "kite", title: str = "风筝制作示例办法", **facts: Any) -> Source:
    """A source of the whole country, in force, unless ``facts`` say otherwise."""
    known: dict[str, Any] = {
        "kind": Kind.MEASURE,
        "status": Status.CURRENT,
        "authority": Authority.ORIGINAL,
        "region": "全国",
        "short_title": title[:24],
    }
    return Source(id=key, title=title, **(known | facts))


def cited(
    text: str,
    *around: str,
    label: str = "第一条",
    path: tuple[str, ...] | None = None,
    of: Source | None = None,
    **facts: Any,
) -> Cited:
    """A clause of ``text`` with what stands around it."""
    origin = of or source(**facts)
    clause = Clause(
        id=f"{origin.id}#{label}",
        source_id=origin.id,
        path=path or (label,),
        label=label,
        title="",
        level=1,
        order=1,
        parent=None,
        start=0,
        end=len(text),
        line=1,
        text=text,
        sentences=split_sentences(text),
    )
    return Cited(origin, clause, around)


def judged(statement: str, *evidence: str | Cited) -> Verdict:
    """What comes of ``statement`` when it cites these clauses."""
    return verify(statement, [e if isinstance(e, Cited) else cited(e) for e in evidence])


def faults(statement: str, *evidence: str | Cited) -> set[Fault]:
    return {reason.fault for reason in judged(statement, *evidence).reasons}
