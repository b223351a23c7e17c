"""What an assessment comes to: counts and shares by topic, gaps in order, the way since the last one.

No weights are invented: 部分 counts as itself, not as a half. ``share`` is what is answered 是, ``reach``
what is answered 是 or 部分, both of all that applies and is answered. A company may set weights per group.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from assistant.guiding.checks import Check, CheckList, Group

#: 是, 部分, 否, 不适用.
Reply = Literal["yes", "partly", "no", "na"]
#: Best first; 不适用 is in no order.
_ORDER = ("yes", "partly", "no")
#: Order of a gap: a requirement before a recommendation, 否 before 部分.
_FORCE = {"应": 0, "要点": 0, "宜": 1}


@dataclass(frozen=True, slots=True)
class Score:
    """Of a group. ``share`` and ``reach`` 0 to 1; None where nothing that applies is answered."""

    group: Group
    yes: int
    partly: int
    no: int
    na: int
    open: int
    share: float | None
    reach: float | None
    before: float | None = None  # share of the assessment before

    @property
    def asked(self) -> int:
        return self.yes + self.partly + self.no + self.na + self.open


@dataclass(frozen=True, slots=True)
class Gap:
    """What is not met, why it comes where it comes, and the documents that close it."""

    check: Check
    reply: Reply
    reason: str
    worse: bool  # than in the assessment before


@dataclass(frozen=True)
class Result:
    """``share`` over all; ``before`` that of the assessment before on the same checks."""

    scores: tuple[Score, ...]
    gaps: tuple[Gap, ...]
    share: float | None
    reach: float | None
    before: float | None
    answered: int
    asked: int


def result_of(
    checks: CheckList,
    replies: Mapping[str, Reply],
    *,
    before: Mapping[str, Reply] | None = None,
    weights: Mapping[str, float] | None = None,
) -> Result:
    """The result of ``replies`` by check id. ``weights`` by group id count only when the company sets them."""
    known = {one.id for one in checks.checks}
    replies = {key: value for key, value in replies.items() if key in known}
    earlier = {key: value for key, value in (before or {}).items() if key in known}
    scores = tuple(_score(group, checks.checks, replies, earlier) for group in checks.groups)
    return Result(
        scores=scores,
        gaps=tuple(_gaps(checks.checks, replies, earlier)),
        share=_whole([(one.group.id, one.share) for one in scores], replies, weights, "yes"),
        reach=_whole(
            [(one.group.id, one.reach) for one in scores], replies, weights, "yes", "partly"
        ),
        before=_share([earlier[c.id] for c in checks.checks if c.id in earlier], "yes"),
        answered=len(replies),
        asked=len(checks.checks),
    )


def _score(
    group: Group,
    checks: Sequence[Check],
    replies: Mapping[str, Reply],
    earlier: Mapping[str, Reply],
) -> Score:
    own = [one.id for one in checks if one.group == group.id]
    given = [replies[one] for one in own if one in replies]
    count = {name: given.count(name) for name in ("yes", "partly", "no", "na")}
    return Score(
        group,
        count["yes"],
        count["partly"],
        count["no"],
        count["na"],
        len(own) - len(given),
        _share(given, "yes"),
        _share(given, "yes", "partly"),
        _share([earlier[one] for one in own if one in earlier], "yes"),
    )


def _share(replies: Sequence[str], *counted: str) -> float | None:
    applying = [one for one in replies if one in _ORDER]
    return sum(one in counted for one in applying) / len(applying) if applying else None


def _whole(
    groups: Sequence[tuple[str, float | None]],
    replies: Mapping[str, Reply],
    weights: Mapping[str, float] | None,
    *counted: str,
) -> float | None:
    if not weights:
        return _share(list(replies.values()), *counted)
    parts = [(weights.get(group, 0.0), share) for group, share in groups if share is not None]
    total = sum(weight for weight, _ in parts)
    return sum(weight * share for weight, share in parts) / total if total else None


def _gaps(
    checks: Sequence[Check], replies: Mapping[str, Reply], earlier: Mapping[str, Reply]
) -> Sequence[Gap]:
    """In the order in which the 编制说明 has it decided: level, then trend, then what comes first."""
    found: list[tuple[tuple[int, int, int, int], Gap]] = []
    for place, check in enumerate(checks):
        reply = replies.get(check.id)
        if reply not in ("no", "partly"):
            continue
        last = earlier.get(check.id)
        worse = last in _ORDER and _ORDER.index(last) < _ORDER.index(reply)
        key = (_FORCE.get(check.force, 1), 0 if reply == "no" else 1, 0 if worse else 1, place)
        found.append((key, Gap(check, reply, _reason(check, reply, worse), worse)))
    return [gap for _, gap in sorted(found, key=lambda one: one[0])]


def _reason(check: Check, reply: Reply, worse: bool) -> str:
    level = "还没有做到" if reply == "no" else "只做到一部分"
    force = {"应": "标准要求（应）", "宜": "标准建议（宜）"}.get(check.force, "编制说明列出的内容")
    trend = "，比上一次退步" if worse else ""
    return f"{force}，{level}{trend}"
