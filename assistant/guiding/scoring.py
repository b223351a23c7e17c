"""What an assessment comes to: counts and shares by topic, gaps in order, the way since the last one.

No weights are invented: 部分 counts as itself, not as a half. ``share`` is what is answered 是, ``reach``
what is answered 是 or 部分, both of all that applies and is answered. A company may set weights per group.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
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
    before: float | None = None  # share of the assessment before, where it asked the same

    @property
    def asked(self) -> int:
        return self.yes + self.partly + self.no + self.na + self.open


@dataclass(frozen=True, slots=True)
class Gap:
    """What is not met, and why it comes where it comes. ``before``: the reply of the assessment before."""

    check: Check
    reply: Reply
    reason: str
    worse: bool  # than in the assessment before
    before: Reply | None = None


@dataclass(frozen=True, slots=True)
class Comparison:
    """With the assessment before, on what both asked and both answered with 是, 部分 or 否.

    ``same``: checks that both ask; ``new``: asked now only; ``gone``: asked before only. ``said``: the
    comparison in a line, and what cannot be compared.
    """

    title: str
    same: int
    new: int
    gone: int
    better: int
    worse: int
    share: float | None
    before: float | None
    said: str


@dataclass(frozen=True)
class Result:
    """``share`` over all; ``before`` that of the assessment before, None where it asked other checks."""

    scores: tuple[Score, ...]
    gaps: tuple[Gap, ...]
    share: float | None
    reach: float | None
    before: float | None
    answered: int
    asked: int
    comparison: Comparison | None = None

    def with_comparison(self, comparison: Comparison) -> Result:
        return replace(self, comparison=comparison)


def result_of(
    checks: CheckList,
    replies: Mapping[str, Reply],
    *,
    before: Mapping[str, Reply] | None = None,
    comparable: AbstractSet[str] | None = None,
    weights: Mapping[str, float] | None = None,
) -> Result:
    """The result of ``replies`` by check id. ``weights`` by group id count only when the company sets them.

    ``before``: replies of the assessment before, by the ids of now. ``comparable``: checks that it asked
    too; None: all of them.
    """
    known = {one.id for one in checks.checks}
    same = known if comparable is None else known & comparable
    replies = {key: value for key, value in replies.items() if key in known}
    earlier = {key: value for key, value in (before or {}).items() if key in known}
    scores = tuple(_score(group, checks.checks, replies, earlier, same) for group in checks.groups)
    shares_before = [(one.group.id, one.before) for one in scores]
    return Result(
        scores=scores,
        gaps=tuple(_gaps(checks.checks, replies, earlier)),
        share=_whole([(one.group.id, one.share) for one in scores], replies, weights, "yes"),
        reach=_whole(
            [(one.group.id, one.reach) for one in scores], replies, weights, "yes", "partly"
        ),
        before=_whole(shares_before, earlier, weights, "yes") if same == known else None,
        answered=len(replies),
        asked=len(checks.checks),
    )


def _score(
    group: Group,
    checks: Sequence[Check],
    replies: Mapping[str, Reply],
    earlier: Mapping[str, Reply],
    same: AbstractSet[str],
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
        _share([earlier[one] for one in own if one in earlier], "yes") if same >= {*own} else None,
    )


def compared(
    title: str,
    replies: Mapping[str, Reply],
    before: Mapping[str, Reply],
    *,
    same: AbstractSet[str],
    now: CheckList,
    asked_before: CheckList,
) -> Comparison:
    """The comparison with the assessment called ``title``; ``before`` by the ids of now."""
    both = [one for one in same if replies.get(one) in _ORDER and before.get(one, "na") in _ORDER]
    change = [_ORDER.index(before[one]) - _ORDER.index(replies[one]) for one in both]
    better, worse = sum(c > 0 for c in change), sum(c < 0 for c in change)
    new, gone = len(now.checks) - len(same), len(asked_before.checks) - len(same)
    counts = f"进步{better}项，退步{worse}项，没有变化{len(both) - better - worse}项"
    if not same:
        said = (
            f"“{title}”问的是《{asked_before.source.strip('《》')}》的{len(asked_before.checks)}项，这一次问的是"
            f"《{now.source.strip('《》')}》的{len(now.checks)}项，没有相同的项，不能比较。"
        )
    elif new or gone:
        said = (
            f"与“{title}”相同的只有{len(same)}项，两次都答了的{len(both)}项里，{counts}；"
            f"这一次另有{new}项、上一次另有{gone}项，问的不一样，不能比较。"
        )
    else:
        said = f"与“{title}”问的是同样的{len(same)}项，两次都答了的{len(both)}项里，{counts}。"
    return Comparison(
        title,
        len(same),
        new,
        gone,
        better,
        worse,
        _share([replies[one] for one in both], "yes"),
        _share([before[one] for one in both], "yes"),
        said,
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
        found.append((key, Gap(check, reply, _reason(check, reply, worse), worse, last)))
    return [gap for _, gap in sorted(found, key=lambda one: one[0])]


def _reason(check: Check, reply: Reply, worse: bool) -> str:
    level = "还没有做到" if reply == "no" else "只做到一部分"
    force = {"应": "标准要求（应）", "宜": "标准建议（宜）"}.get(check.force, "编制说明列出的内容")
    trend = "，比上一次退步" if worse else ""
    return f"{force}，{level}{trend}"
