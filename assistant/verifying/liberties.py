"""Freedoms: that one need not, that one may, that anybody can. The clauses must grant them themselves."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.verifying.anchors import QUOTED
from assistant.verifying.evidence import Evidence
from assistant.verifying.force import force_of
from assistant.verifying.models import Fault, Reason
from corpus.models import Modality

_NEED_NOT = re.compile(
    r"无须|无需|毋须|毋需|不必|不用(?!于)|不需要?|可以不|可不(?!可)|不要求|没有要求|未要求|免于|不强制|(?:不|并?非)(?:是|属于)?(?:必须|强制)|自愿"
)
#: Of what one may do, not of how something may be called: 可以概括为.
_MAY = re.compile(
    r"可以(?!看作|看成|概括|归纳|理解|说|看出|看到|看见|分为|视为|认为|查|参看|算)|允许|准许|自由"
)
#: What is only recommended is not required either.
_NOT_REQUIRED = re.compile(rf"{_NEED_NOT.pattern}|推荐性")
_ANYBODY = re.compile(r"任何|谁都|人人|不论|无论|不限")
_GRANTS = frozenset((Modality.PERMISSION, Modality.POSSIBILITY))


def check_liberties(statement: str, evidence: Evidence) -> Iterator[Reason]:
    """Faults of a folded statement."""
    said = QUOTED.sub("", statement)
    known = evidence.whole
    need_not = _NEED_NOT.search(said)
    if need_not and not _NOT_REQUIRED.search(known):
        yield Reason(Fault.MODALITY, need_not[0], f"所引条款里没有说“{need_not[0]}”。")
    may = _MAY.search(_NEED_NOT.sub("", said))
    if may and not (_MAY.search(known) or any(force_of(s) & _GRANTS for s in evidence.sentences)):
        yield Reason(Fault.MODALITY, may[0], f"所引条款里没有说“{may[0]}”。")
    anybody = _ANYBODY.search(said)
    if anybody and not _ANYBODY.search(known):
        yield Reason(Fault.QUANTIFIER, anybody[0], f"所引条款里没有说“{anybody[0]}”。")
