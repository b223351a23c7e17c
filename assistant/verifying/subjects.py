"""Who and where: what is said of a body or a place must be said of that one, not of another."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.verifying.agents import check_agents, is_issuer
from assistant.verifying.aligning import units_with
from assistant.verifying.anchors import bound_holds
from assistant.verifying.content import coverage, pairs_of, segments_of
from assistant.verifying.deriving import is_derived
from assistant.verifying.evidence import Evidence, evidence_of
from assistant.verifying.listing import check_lists
from assistant.verifying.models import Fault, Reason
from assistant.verifying.naming import Named, gazetteer, is_short_for, names_of
from assistant.verifying.quantities import quantities_of, same_value

#: So much more of what is said stands with others than with the one named.
_MORE = 0.34
_FEWEST = 4
#: 甲和乙都要求…: what follows is said of each place.
_ALIKE = re.compile(r"都|均|同样|一样")


def check_subjects(statement: str, evidence: Evidence) -> Iterator[Reason]:
    """Faults of a folded statement."""
    names = names_of(statement)
    bodies = [b.key for other in evidence.names for b in other.bodies]
    for body in names.bodies:
        spoken = [b for b in dict.fromkeys(bodies) if is_short_for(body.key, b) or body.key in b]
        units = [
            u
            for b in spoken
            for u in units_with(b, evidence, [o for o in bodies if o not in spoken])
        ]
        if is_issuer(body, statement, evidence):
            continue
        if units and _stands_elsewhere(statement, body, units, evidence):
            message = f"所引条款里这件事不是{body.key}的。"
            yield Reason(Fault.SUBJECT, body.key, message)
    yield from _places(statement, names.places, evidence)
    yield from _regions(statement, names.places, evidence)


def _places(statement: str, places: Sequence[Named], evidence: Evidence) -> Iterator[Reason]:
    """A place that the clauses name for something else."""
    known = [p.key for other in evidence.names for p in other.places]
    for place in places if len({p.key for p in places}) == 1 else ():
        own = any(place.key in gazetteer().chain(source.region) for source in evidence.sources)
        if own or place.key not in known:
            continue
        units = units_with(place.key, evidence, ())
        if units and _stands_elsewhere(statement, place, units, evidence):
            yield Reason(Fault.SUBJECT, place.key, f"所引条款里这件事不是{place.key}的。")


def _stands_elsewhere(
    statement: str, name: Named, units: Sequence[str], evidence: Evidence
) -> bool:
    rest = _said_of(statement, name)
    for other in names_of(rest).bodies:
        rest = rest.replace(other.key, "、")
    if len(pairs_of(rest)) < _FEWEST:
        return False
    return coverage(rest, evidence.texts) - coverage(rest, [*units, evidence.facts]) > _MORE


def _said_of(statement: str, name: Named) -> str:
    """The segment that holds the name, without it; for one of several bodies, what is said of all."""
    said = ""
    for start, segment in segments_of(statement):
        end = start + len(segment)
        if start <= name.start < end:
            said = segment[: name.start - start] + segment[name.end - start :]
        elif start > name.start:
            said += segment
        if end > name.start and statement[end : end + 1] != "、":
            break
    return said


def _regions(statement: str, places: Sequence[Named], evidence: Evidence) -> Iterator[Reason]:
    """Where sources of several places are cited, each place's words and numbers are its own."""
    if len({source.region for source in evidence.sources}) < 2:
        return
    shared = _ALIKE.search(statement, places[-1].end) if places else None
    for number, place in enumerate(places):
        own = [one for one in evidence.cited if place.key in gazetteer().chain(one.source.region)]
        if not own or len(own) == len(evidence.cited):
            continue
        end = next((p.start for p in places[number + 1 :] if p.key != place.key), len(statement))
        said = _Said(statement, place.end, end, place.key)
        fault = _fault_in(said, evidence, evidence_of(own))
        if fault is None and shared and end < len(statement):
            alike = _Said(statement, shared.end(), _end_of(statement, shared.end()), place.key)
            fault = _fault_in(alike, evidence, evidence_of(own))
        if fault is not None:
            yield fault
            return


def _end_of(statement: str, start: int) -> int:
    """Where the sentence ends that ``start`` is in."""
    return next(
        (m.end() + start for m in re.finditer(r"[.;!?]", statement[start:])), len(statement)
    )


@dataclass(frozen=True, slots=True)
class _Said:
    """``statement[start:end]`` is said of ``place``."""

    statement: str
    start: int
    end: int
    place: str


def _fault_in(said: _Said, evidence: Evidence, own: Evidence) -> Reason | None:
    """What is said of a place and stands only with the other places cited."""
    stretch, place = said.statement[said.start : said.end], said.place
    for quantity in quantities_of(names_of(said.statement).blanked):
        if not said.start <= quantity.start < said.end:
            continue
        words = said.statement[quantity.start : quantity.end]
        same = [q for q in own.quantities if same_value(quantity, q)]
        stands = bool(same) and bound_holds(quantity, same)
        if stands or words.startswith("一"):
            continue
        if not is_derived(quantity, said.statement, evidence):
            return Reason(Fault.SUBJECT, words, f"“{words}”不是{place}的规定，是另一处的。")
    doers = next(check_agents(stretch, own), None) or next(check_lists(stretch, own), None)
    if doers is not None:
        return Reason(Fault.SUBJECT, doers.words, f"“{doers.words}”不是{place}的规定，是另一处的。")
    more = coverage(stretch, evidence.texts) - coverage(stretch, (*own.texts, own.facts))
    if len(pairs_of(stretch)) >= _FEWEST and more > _MORE:
        return Reason(Fault.SUBJECT, place, f"这些内容不是{place}的规定，是另一处的。")
    return None
