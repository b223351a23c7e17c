"""Facts for the effectiveness report and the improvement plan that a company's self-checks and goals give.

Only what was answered: actual values, causes, measures, persons and dates are never among them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from assistant.drafting.blueprint import FactSpec
from assistant.drafting.blueprints import plan_of
from assistant.drafting.facts.reading import read_value
from assistant.drafting.facts.values import Refused
from assistant.drafting.known import Proposal
from assistant.guiding.checks import CheckList
from assistant.guiding.scoring import Gap, Result
from assistant.guiding.way import Way
from corpus.models import Topic
from index.catalogue.guide_records import Assessment, StoredReply

if TYPE_CHECKING:
    from assistant.service import LocalAssistant

#: Blueprints that a self-check may give facts for.
FROM_GUIDE = ("effectiveness-report", "improvement-plan")
#: Topic -> option of ``topics_done`` in the blueprint of the effectiveness report.
_OPTIONS: Mapping[str, str] = {
    Topic.REQUIREMENT.value: "requirement",
    Topic.QUALIFICATION.value: "qualification",
    Topic.CONDUCT.value: "conduct",
    Topic.APPOINTMENT.value: "appointment",
    Topic.DUTY.value: "duty",
    Topic.APPRAISAL.value: "appraisal",
    Topic.AUTHORIZATION.value: "authorization",
    Topic.FILING.value: "filing",
    Topic.TRAINING.value: "development",
    Topic.INCENTIVE.value: "incentive",
    Topic.EXIT.value: "exit",
}
_LEVELS = {"no": "还没有做到", "partly": "只做到一部分"}
#: Characters of a check in a fact; the clause's mark follows where it is cut.
_LONGEST = 140
#: What a self-check does not look at.
_NOT_ASKED = "自查没有涉及，由评估组补充"


@dataclass(frozen=True)
class Proposed:
    """``proposals`` are to be confirmed by a person; ``left``: what could not be told, and why."""

    proposals: tuple[Proposal, ...]
    left: tuple[str, ...] = ()

    @property
    def facts(self) -> dict[str, Any]:
        return {one.name: one.value for one in self.proposals}


@dataclass(frozen=True)
class _Seen:
    """The last self-check that says something."""

    made: Assessment
    asked: CheckList
    replies: Mapping[str, StoredReply]
    result: Result

    @property
    def named(self) -> str:
        day = (self.made.finished or self.made.started).astimezone().date()
        if day.isoformat() in self.made.title:
            return f"“{self.made.title}”"
        return f"“{self.made.title}”（{day.year}年{day.month}月{day.day}日）"


def proposed(assistant: LocalAssistant, way: Way, blueprint: str) -> Proposed:
    """What is known for a document of the company. Raises BadInput for an unknown blueprint."""
    specs = plan_of(blueprint).by_name
    makers = dict(zip(FROM_GUIDE, (_report, _plan), strict=True))
    if blueprint not in makers:
        return Proposed((), ("这份文件没有可以从自查带出的事实。",))
    left: list[str] = []
    seen = _seen(assistant, way)
    if seen is None:
        left.append("还没有自查的回答，自查以后可以带出。")
    found: list[tuple[str, Any, str]] = []
    if seen is not None:
        found += makers[blueprint](seen, left)
    if blueprint == "improvement-plan":
        found += _source(assistant, way, left)
    goals = way.facts.values.get("quality_goals")
    if goals is not None and "quality_goals" in specs:
        found.append(("quality_goals", goals.raw, "访谈里的质量目标"))
    made = (_proposal(assistant, specs[name], value, words) for name, value, words in found)
    return Proposed(tuple(one for one in made if one is not None), tuple(left))


def _seen(assistant: LocalAssistant, way: Way) -> _Seen | None:
    """The last finished self-check with answers; one under way where none is finished."""
    checks = assistant.guide.self_checks
    made = checks.made(way)
    for one in (*(m for m in reversed(made) if m.finished), *reversed(made)):
        replies = checks.replies(one)
        if replies:
            return _Seen(one, checks.asked(one), replies, checks.result(way, one.id))
    return None


def _report(seen: _Seen, left: list[str]) -> Iterator[tuple[str, Any, str]]:
    words = f"{seen.named}的回答"
    done, partial, untold = _topics(seen)
    if untold:
        left.append(
            f"{'、'.join(untold)}没有答全或者答了不适用，“已经建立并执行的制度内容”没有代填，请逐项核对后勾选。"
        )
    else:
        yield "topics_done", done, words
        yield "topics_partial", partial, words
    yield "trend_findings", _trend(seen), words
    yield (
        "opportunities",
        [f"{_item(gap)}：{_LEVELS[gap.reply]}" for gap in seen.result.gaps],
        f"{words}里的差距",
    )
    limits = _limits(seen)
    if limits:
        yield "evaluation_limits", limits, words
    left.append("质量目标的实际结果、环境变化、结论、责任人和时间自查没有问到，请照实填写。")


def _topics(seen: _Seen) -> tuple[list[str], list[str], list[str]]:
    """Options done, options partial, and topics that the answers do not tell.

    The report says 尚未建立 of what stands in neither list: so all eleven must be told, or none is.
    """
    done, partial, untold = [], [], []
    for topic, option in _OPTIONS.items():
        ids = [one.id for one in seen.asked.checks if one.topic == topic]
        given = [seen.replies[key].reply for key in ids if key in seen.replies]
        applying = [one for one in given if one != "na"]
        if not applying or len(given) < len(ids):
            untold.append(topic)
        elif all(one == "yes" for one in applying):
            done.append(option)
        elif any(one in ("yes", "partly") for one in applying):
            partial.append(option)
    return done, partial, untold


def _trend(seen: _Seen) -> str:
    result = seen.result
    count = {
        name: sum(one.reply == name for one in seen.replies.values())
        for name in ("yes", "partly", "no", "na")
    }
    lines = [
        f"{seen.named}共{result.asked}项，回答了{len(seen.replies)}项：做到{count['yes']}项，部分做到{count['partly']}项，"
        f"没有做到{count['no']}项，不适用{count['na']}项。"
    ]
    lines.append(
        result.comparison.said if result.comparison else "只做过一次自查，还看不出变化趋势。"
    )
    return "\n".join(lines)


def _limits(seen: _Seen) -> str:
    lines = []
    unanswered = seen.result.asked - seen.result.answered
    if unanswered:
        lines.append(f"{seen.named}有{unanswered}项没有回答，没有计入结果。")
    if seen.made.finished is None:
        lines.append(f"“{seen.made.title}”还没有完成。")
    told = seen.result.comparison
    if told is not None and (told.new or told.gone):
        lines.append("两次自查问的不完全一样，不一样的项目没有比较。")
    return "\n".join(lines)


def _plan(seen: _Seen, left: list[str]) -> Iterator[tuple[str, Any, str]]:
    rows = [
        {
            "order": str(number),
            "item": _item(gap),
            "source": f"自查：{gap.check.mark}",
            "level": _LEVELS[gap.reply],
            "trend": _change(seen, gap),
            "change": _NOT_ASKED,
        }
        for number, gap in enumerate(seen.result.gaps, 1)
    ]
    words = f"{seen.named}里的差距：要求在先，没有做到的在先，退步的在先；次序由企业决定"
    yield "improvements", rows, words
    left.append("原因、措施、责任人、时间、验证方式和质量特点自查没有问到，请照实填写。")


def _change(seen: _Seen, gap: Gap) -> str:
    if seen.result.comparison is None:
        return "只自查过一次"
    if gap.before is None:
        return "上一次没有问到或者没有回答"
    if gap.worse:
        return "比上一次退步"
    return "比上一次进步" if (gap.before, gap.reply) == ("no", "partly") else "没有变化"


def _source(assistant: LocalAssistant, way: Way, left: list[str]) -> Iterator[tuple[str, Any, str]]:
    """The report that the plan rests on: that of the company's newest draft."""
    drafts = assistant.drafting.listed(way.company.name)
    report = next((d for d in drafts if d.blueprint == "effectiveness-report"), None)
    if report is None:
        left.append("还没有成效评估报告的草稿，先起草它，改进计划才有依据。")
        return
    yield "improvement_source", report.title, "已经起草的成效评估报告"


def _item(gap: Gap) -> str:
    text = gap.check.text.rstrip("。；;")
    if len(text) > _LONGEST:
        text = f"{text[:_LONGEST]}……（{gap.check.mark}）"
    return text


def _proposal(assistant: LocalAssistant, spec: FactSpec, value: Any, words: str) -> Proposal | None:
    try:
        read = read_value(spec, value, assistant.gazetteer)
    except Refused:
        return None
    if read is None:
        return None
    text = read.text or f"{len(read.rows)}项"
    return Proposal(spec.name, spec.label, read.raw, text, words)
