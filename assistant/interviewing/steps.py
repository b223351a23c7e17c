"""What the interview in the chat asks at each step, as data and as the words of a terminal."""

from __future__ import annotations

from datetime import date, timedelta

from assistant.answering.citing import citation_of
from assistant.answering.models import Asking, Citation, GivenAnswer, Option
from assistant.answering.replies import first_quote
from assistant.answering.shelf import Shelf
from assistant.drafting.blueprint import FactSpec, FactType
from assistant.drafting.facts.dates import spoken
from assistant.drafting.facts.values import Value
from assistant.guiding.desk import GuideDesk
from assistant.guiding.interview_order import Item, item_before, items_of
from assistant.guiding.journeys import route_of
from assistant.guiding.said_answers import how_said
from assistant.guiding.way import Way
from assistant.guiding.working_days import first_working_day, next_working_day
from prompts.loading import load_prompts

#: Companies offered, rows of a table shown.
_OFFERED, _ROWS = 6, 5


def say(name: str, **values: object) -> str:
    return str(load_prompts("guide_interview")["texts"][name]).format(**values)


def option(name: str, **values: object) -> Option:
    """A button whose words are what it says."""
    words = say(name, **values)
    return Option(label=words, ask=words)


def value_text(spec: FactSpec, value: Value | None) -> str:
    """An answer as a person would say it."""
    if value is None:
        return ""
    if not spec.columns:
        return "；".join(value.items) if spec.type is FactType.LINES else value.text
    rows = ["，".join(cell for cell in row.values() if cell) for row in value.rows]
    more = "……" if len(rows) > _ROWS else ""
    return say("rows", count=len(rows), rows="；".join(rows[:_ROWS]) + more)


class Steps:
    """Makes the steps of one service; stores nothing."""

    def __init__(self, desk: GuideDesk, shelf: Shelf) -> None:
        self._desk, self._shelf = desk, shelf

    # -- before it begins ------------------------------------------------------------------------

    def company(self, names: list[str]) -> Asking:
        """For which of several; choosing one begins."""
        choices = [
            Option(label=name, ask=say("begin_for", company=name)) for name in names[:_OFFERED]
        ]
        return Asking(
            step="company",
            ask=say("which"),
            choices=tuple(choices),
            actions=(option("other"), option("decline")),
        )

    def name(self) -> Asking:
        return Asking(
            step="name",
            ask=say("which_name"),
            example=say("name_example"),
            actions=(option("decline"),),
        )

    def begin(self, company: str, way: Way | None) -> Asking:
        """Whether to begin, for a company that may be on its way."""
        if way is None:
            ask, choice = say("begin_new", company=company), option("begin")
        else:
            asked = self._desk.questions(way)
            left = len(self._desk.open_questions(way))
            done = len(asked) - left
            key = "begin_known" if left else "begin_done"
            ask = say(key, company=company, done=done, left=left)
            choice = option("resume_choice" if done and left else "begin" if left else "look")
        others = option("other" if way else "other_name")
        return Asking(
            step="begin",
            company=company,
            guide=way.guide.id if way else "",
            ask=ask,
            choices=(choice,),
            actions=(others, option("decline")),
        )

    def total(self) -> int:
        """Questions of the interview, as many as a company may be asked."""
        return len(route_of().journey.interview)

    # -- a fact ----------------------------------------------------------------------------------

    def fact(
        self, way: Way, item: Item, passed: tuple[str, ...] = (), *, correcting: bool = False
    ) -> Asking:
        spec, question = item.spec, item.question
        value = way.facts.values.get(spec.name)
        return Asking(
            step="fact",
            company=way.company.name,
            place=self._place(way, item),
            ask=question.ask,
            item=spec.label,
            how="" if spec.options or spec.type is FactType.YES_NO else how_said(spec),
            help=spec.help,
            why=question.why,
            example=spec.example or question.example,
            present=value_text(spec, value),
            citations=self._citations(question.clauses),
            choices=_choices(spec, value, correcting=correcting),
            several=spec.type is FactType.CHOICES,
            columns=tuple(c.label + ("" if c.required else "（可空）") for c in spec.columns),
            actions=self._actions(way, item, value, correcting=correcting),
            guide=way.guide.id,
            question=question.id,
            fact=spec.name,
            passed=passed,
            seen=way.company.facts.get(spec.name),
            correcting=correcting,
        )

    @staticmethod
    def _actions(
        way: Way, item: Item, value: Value | None, *, correcting: bool
    ) -> tuple[Option, ...]:
        kept = item.spec.type is FactType.CHOICES and (correcting or value is not None)
        if correcting:
            return (option("keep"),) if kept else ()
        names = ["keep"] if kept else []
        names += ["pass_item"] if value is None and item.count > 1 else []
        names.append("pass_question")
        if item.number > 1:
            names.append("back_item")
        elif item_before(way, item.key, question=True) is not None:
            names.append("back_question")
        return tuple(option(name) for name in (*names, "stop"))

    def _place(self, way: Way, item: Item) -> str:
        asked = list(dict.fromkeys(one.question.id for one in items_of(way)))
        number = asked.index(item.question.id) + 1
        place = say("place", number=number, total=len(asked))
        if item.count == 1:
            return place
        return f"{place} · {say('item', number=item.number, total=item.count)}"

    def _citations(self, clauses: tuple[str, ...]) -> tuple[Citation, ...]:
        quotes = (first_quote(self._shelf, key) for key in clauses)
        return tuple(citation_of(one) for one in quotes if one is not None)

    # -- the end ---------------------------------------------------------------------------------

    def end(self, way: Way) -> Asking:
        given = (
            GivenAnswer(
                label=one.spec.label,
                value=value_text(one.spec, way.facts.values.get(one.spec.name)),
                ask=say("correct", label=one.spec.label),
            )
            for one in items_of(way)
        )
        return self._behind(
            way,
            "end",
            ask=say("end_ask"),
            given=tuple(given),
            choices=(option("to_start"),),
            actions=(option("stop"),),
        )

    def start(self, way: Way) -> Asking:
        return self._behind(
            way,
            "start",
            ask=say("start_ask"),
            why=say("start_why"),
            how=say("start_how"),
            choices=tuple(_days(way.guide.start, self._desk.today())),
            actions=(option("stop"),),
        )

    def plan(self, way: Way, start: date) -> Asking:
        return self._behind(
            way,
            "plan",
            ask=say("plan_ask"),
            start=start.isoformat(),
            choices=(option("make"),),
            actions=(option("other_day"), option("stop")),
        )

    @staticmethod
    def _behind(way: Way, step: str, **values: object) -> Asking:
        known = {"company": way.company.name, "guide": way.guide.id}
        return Asking.model_validate({"step": step, **known, **values})


def _choices(spec: FactSpec, value: Value | None, *, correcting: bool) -> tuple[Option, ...]:
    keeps = correcting or (value is not None and not spec.columns)
    kept = (option("keep"),) if keeps and spec.type is not FactType.CHOICES else ()
    if spec.type is FactType.YES_NO:
        return (option("is_so"), option("is_not"), *kept)
    if spec.columns:
        return (option("enough"),) if value is not None else kept
    return (*(Option(label=o.label, ask=o.label) for o in spec.options), *kept)


def _days(present: str | None, today: date) -> list[Option]:
    """Days to begin on, each once: what there is, today or the next working day, next month's first."""
    month = (today.replace(day=1) + timedelta(days=32)).replace(day=1)
    first = first_working_day(today)
    named = [("keep_start", date.fromisoformat(present))] if present else []
    if first == today:
        named += [("today", today), ("next_working_day", next_working_day(today))]
    else:
        named.append(("next_working_day", first))
    named.append(("next_month", first_working_day(month)))
    names: dict[date, str] = {}
    for name, day in named:
        names.setdefault(day, name)
    return [
        Option(label=say(name, day=spoken(day)), ask=spoken(day)) for day, name in names.items()
    ]


# -- as words ----------------------------------------------------------------------------------------


def written(asking: Asking) -> str:
    """The step as a terminal shows it: everything that the page has."""
    marks = "".join(f"〔{mark}〕" for mark in dict.fromkeys(c.mark for c in asking.citations))
    lines = [f"〔{asking.place}〕{asking.ask}" if asking.place else asking.ask]
    if asking.given:
        lines = [*_given(asking), *lines]
    if asking.why:
        lines.append(say("why", why=asking.why) + marks)
    if asking.item:
        how = "tell" if asking.how else "tell_bare"
        lines.append(say(how, item=asking.item, how=asking.how, help=asking.help))
    if asking.example:
        lines.append(say("example", example=asking.example))
    if asking.present:
        lines.append(say("present", value=asking.present))
    if asking.choices:
        numbered = [f"{n}. {one.label}" for n, one in enumerate(asking.choices, 1)]
        lines.append(say("choices", choices="  ".join(numbered)))
    if asking.actions:
        lines.append(say("actions", actions="、".join(one.label for one in asking.actions)))
    return "\n".join(lines)


def _given(asking: Asking) -> list[str]:
    told = [f"{one.label}：{one.value}" for one in asking.given if one.value]
    empty = [one.label for one in asking.given if not one.value]
    return [*told, say("not_given", labels="、".join(empty))] if empty else told
