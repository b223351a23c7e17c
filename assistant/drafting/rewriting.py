"""A section in a model's words: facts stay behind tokens, each line is verified against what it was."""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from langchain_core.messages import AIMessage, BaseMessage
from langchain_core.prompts import ChatPromptTemplate
from pydantic import BaseModel, Field

from assistant.drafting.basis import Texts
from assistant.drafting.marked import Masked, plain
from assistant.drafting.parsing import REFERENCE
from assistant.drafting.statements import says_of_text, unnamed
from assistant.generating.packing import as_data
from assistant.language_model.model import LanguageModel
from assistant.language_model.troubles import ModelUnavailable
from assistant.verifying.models import Cited
from assistant.verifying.verifier import verify
from corpus.models import Authority, Clause, Kind, Source, Status
from corpus.regions import HOME
from prompts.loading import load_prompts

_log = logging.getLogger(__name__)
#: Characters of a line, and lines that are new.
_LONGEST, _MOST_NEW = 600, 10
_TOKEN = re.compile(r"⟦(\d{1,3})(?:[：:][^⟦⟧]{0,80})?⟧")
_START = re.compile(r"^(## |-- |§ |- |> )?")
_ANCHOR = re.compile(r"\s*<#[a-z][a-z0-9-]*>\s*$")
_MARKUP = re.compile(
    r"!?\[[^\]\n]*\]\([^)\n]*\)|\[\[|\]\]|<[/@#a-zA-Z!]|```|\{[{%#]|(?:https?|ftp|javascript|file):\S*|www\.\S+",
    re.I,
)


class Line(BaseModel, coerce_numbers_to_str=True):
    """A line as the model gives it; ``number`` None: a new one."""

    number: int | None = None
    text: str = ""


class Lines(BaseModel):
    """The reply of the model."""

    lines: list[Line] = Field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Rewritten:
    """The marked text, and notes for the person who edits. ``changed``: a line of the model is in it."""

    text: str
    notes: tuple[str, ...] = ()
    changed: bool = False


@dataclass(frozen=True, slots=True)
class _Old:
    """A line that may be rewritten: what stands before and behind it, its words with tokens."""

    place: int  # of the line in the section
    start: str
    anchor: str
    words: str  # with tokens
    tokens: frozenset[str]


@dataclass
class _Work:
    """A section taken apart. ``marks`` by token number: a fact, a blank or a reference as it stands."""

    lines: list[str]
    old: list[_Old] = field(default_factory=list)
    marks: dict[str, str] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)


def rewrite(
    text: str,
    *,
    document: str,
    title: str,
    guidance: str,
    wish: str,
    labels: Mapping[str, str],
    model: LanguageModel,
    texts: Texts,
) -> Rewritten:
    """The marked ``text`` of a section as the model words it, line by line, only where it stands.

    ``labels``: fact name -> what it is called; the model sees that and never the fact. A line is taken
    when it keeps every token, says nothing of a text, and says what the old line, or the ``wish``,
    says. Never raises for a failing model: the text stays and a note says why.
    """
    work = _taken_apart(text, labels)
    if not work.old:
        return Rewritten(text, (_note("nothing"),))
    asked = _messages(work, document, title, guidance, wish)
    deadline = model.deadline()
    try:
        reply = model.structured(asked, Lines, deadline=deadline).value
    except ModelUnavailable as error:
        return Rewritten(text, (_note("unavailable", reason=error.message.split("，")[0]),))
    judge = _Judge(work, wish, texts)
    taken, faults = judge.all(reply.lines)
    if faults:
        try:
            again = _repair(asked, reply, faults)
            mended = model.structured(again, Lines, deadline=deadline).value
        except ModelUnavailable as error:
            _log.info("not repaired: %s", error.trouble.value)
        else:
            more, _ = judge.all([one for one in mended.lines if one.number is not None])
            taken = {**{k: v for k, v in more.items() if k not in taken}, **taken}
    return _put_together(work, reply.lines, taken, judge)


# -- taking apart ------------------------------------------------------------------------------------


def _taken_apart(text: str, labels: Mapping[str, str]) -> _Work:
    work = _Work(text.split("\n"))
    for place, line in enumerate(work.lines):
        bare = line.strip()
        if not bare or bare.startswith(("|", "表：")) or "[[" in bare or "【可选条款" in bare:
            continue
        start = _START.match(bare)
        head = start.group() if start else ""
        body = bare[len(head) :]
        anchor = found.group() if (found := _ANCHOR.search(body)) else ""
        words = _tokened(body.removesuffix(anchor), work, labels)
        if not re.search(r"[\u4e00-\u9fff]", _TOKEN.sub("", words)):
            continue
        tokens = frozenset(_TOKEN.findall(words))
        work.old.append(_Old(place, head, anchor, words, tokens))
    return work


def _tokened(body: str, work: _Work, labels: Mapping[str, str]) -> str:
    def token(mark: str, label: str) -> str:
        number = str(len(work.marks) + 1)
        work.marks[number], work.labels[number] = mark, label
        return f"⟦{number}：{label}⟧"

    masked = Masked(body)
    pieces: list[str] = []
    for character in masked.text:
        mark = masked.mark(character)
        if mark is None:
            pieces.append(character)
        else:
            name = mark[2]
            label = labels.get(name) or (mark[3] if mark[1] == "b" else "事实")
            pieces.append(token(mark.group(), label))
    return REFERENCE.sub(lambda m: token(m.group(), "互见"), "".join(pieces))


def _messages(
    work: _Work, document: str, title: str, guidance: str, wish: str
) -> list[BaseMessage]:
    parts = load_prompts("drafting")["rewrite"]
    lines = "\n".join(
        parts["line"].format(number=number, text=as_data(one.words))
        for number, one in enumerate(work.old, 1)
    )
    values = {
        "document": as_data(document),
        "title": as_data(title),
        "guidance": as_data(guidance or parts["no_guidance"]),
        "wish": as_data(wish or parts["no_wish"]),
        "lines": lines,
    }
    return _prompt().invoke(values).to_messages()


@cache
def _prompt() -> ChatPromptTemplate:
    parts: dict[str, Any] = load_prompts("drafting")["rewrite"]
    rules = [f"{number}. {rule['rule']}" for number, rule in enumerate(parts["rules"], 1)]
    system = "\n".join([parts["role"], "", "规则：", *rules, "", "格式：", parts["format"]])
    return ChatPromptTemplate([("system", system), ("human", parts["request"])])


def _repair(
    asked: Sequence[BaseMessage], reply: Lines, faults: Sequence[tuple[Line, str]]
) -> list[BaseMessage]:
    from langchain_core.messages import HumanMessage

    parts = load_prompts("drafting")["repair"]
    told = "\n".join(
        parts["fault"].format(number=line.number, text=as_data(line.text), reasons=as_data(why))
        for line, why in faults
    )
    request = str(parts["request"]).format(faults=told)
    return [*asked, AIMessage(content=reply.model_dump_json()), HumanMessage(content=request)]


# -- judging -----------------------------------------------------------------------------------------


class _Judge:
    """Whether a line of the model may stand."""

    def __init__(self, work: _Work, wish: str, texts: Texts) -> None:
        self._work, self._texts = work, texts
        self._wish = wish
        self._whole = plain("\n".join(work.lines))

    def all(self, lines: Sequence[Line]) -> tuple[dict[int, str], list[tuple[Line, str]]]:
        """Marked words by number of the old line, and lines that failed with the reason."""
        taken: dict[int, str] = {}
        faults: list[tuple[Line, str]] = []
        for line in lines:
            if line.number is None:
                continue
            if not 1 <= line.number <= len(self._work.old):
                faults.append((line, _fault("unknown", number=line.number)))
                continue
            old = self._work.old[line.number - 1]
            text = _clean(line.text)
            why = self._of_old(text, old)
            if why:
                faults.append((line, why))
            else:
                taken[line.number] = self._restored(text)
        return taken, faults

    def _of_old(self, text: str, old: _Old) -> str:
        if text == old.words:
            return ""
        tokens = frozenset(_TOKEN.findall(text))
        if lost := old.tokens - tokens:
            return _fault("lost", names=self._named(lost))
        if strange := tokens - old.tokens:
            return _fault("strange", names=self._named(strange))
        return self._said(text, [old.words, self._wish])

    def new(self, text: str) -> str:
        """The marked words of a new line; empty when nothing asked for it."""
        text = _clean(text)
        whole = "\n".join(one.words for one in self._work.old)
        if not self._wish or frozenset(_TOKEN.findall(text)) - self._work.marks.keys():
            return ""
        return "" if self._said(text, [self._wish, whole]) else self._restored(text)

    def _said(self, text: str, evidence: Sequence[str]) -> str:
        """Why the words do not stand on the evidence; empty when they do."""
        if len(text) > _LONGEST:
            return _fault("long", most=_LONGEST)
        if found := _MARKUP.search(text):
            return _fault("markup", words=found[0][:20])
        words = plain(self._restored(text))
        known = "\n".join(plain(self._restored(one)) for one in evidence if one)
        if says_of_text(words) and words not in known:
            return _fault("says")
        if unnamed(words, self._texts):
            return _fault("says")
        if strange := _strange_words(words, f"{known}{self._whole}{_official()}"):
            return _fault("invented", words=strange)
        verdict = verify(_without_official(words, known), [_own(known)])
        return "；".join(reason.message for reason in verdict.reasons)

    def _restored(self, text: str) -> str:
        return _TOKEN.sub(lambda m: self._work.marks.get(m[1], ""), text)

    def _named(self, tokens: frozenset[str]) -> str:
        return "、".join(f"⟦{one}：{self._work.labels.get(one, '')}⟧" for one in sorted(tokens))


def _strange_words(words: str, known: str) -> str:
    """The first characters that stand nowhere in ``known``: a name, a thing nobody spoke of."""
    strange = "".join(c if c.isalnum() and c not in known else " " for c in words).split()
    return strange[0] if strange else ""


@cache
def _official() -> str:
    return str(load_prompts("drafting")["official_words"])


def _without_official(words: str, known: str) -> str:
    """The words without those that only official language adds; of a line of nothing else, the line."""
    added = [one for one in _official().split() if len(one) > 1 and one not in known]
    bare = words
    for one in sorted(added, key=len, reverse=True):
        bare = bare.replace(one, "")
    return bare if re.search(r"[\u4e00-\u9fff]{2}", bare) else words


def _own(text: str) -> Cited:
    """The company's own words as a clause that a line may rest on."""
    source = Source(
        id="own-draft",
        title="本企业文件草稿",
        short_title="草稿",
        region=HOME,
        kind=Kind.COMPANY,
        status=Status.CURRENT,
        authority=Authority.ORIGINAL,
    )
    clause = Clause(
        id="own-draft#1",
        source_id="own-draft",
        path=("1",),
        label="1",
        title="",
        level=1,
        order=1,
        parent=None,
        start=0,
        end=len(text),
        line=1,
        text=text,
    )
    return Cited(source, clause)


def _clean(text: str) -> str:
    return _START.sub("", " ".join(text.split()), count=1).strip()


# -- putting together --------------------------------------------------------------------------------


def _put_together(
    work: _Work, written: Sequence[Line], taken: Mapping[int, str], judge: _Judge
) -> Rewritten:
    lines = list(work.lines)
    for number, one in enumerate(work.old, 1):
        if number in taken:
            lines[one.place] = f"{one.start}{taken[number]}{one.anchor}"
    asked = {line.number for line in written if line.number is not None}
    changed = lines != work.lines
    failed = len([number for number in asked if number not in taken])
    added, dropped = _new_lines(work, written, judge)
    for place, words in reversed(added):
        lines.insert(place, words)
    notes = []
    if failed:
        notes.append(_note("kept", n=failed))
    if dropped:
        notes.append(_note("dropped", n=dropped))
    if not changed and not added and not notes:
        notes.append(_note("nothing"))
    return Rewritten("\n".join(lines), tuple(notes), changed or bool(added))


def _new_lines(
    work: _Work, written: Sequence[Line], judge: _Judge
) -> tuple[list[tuple[int, str]], int]:
    """Places and words of new lines, each of the kind of the line ahead; and how many were dropped."""
    added: list[tuple[int, str]] = []
    dropped = 0
    ahead: _Old | None = None
    for line in written:
        if line.number is not None:
            if 1 <= line.number <= len(work.old):
                ahead = work.old[line.number - 1]
            continue
        words = judge.new(line.text) if len(added) < _MOST_NEW else ""
        if not words:
            dropped += 1
            continue
        near = ahead or work.old[0]
        added.append((near.place + 1 if ahead else near.place, f"{near.start}{words}"))
    return sorted(added, key=lambda one: one[0]), dropped


def _note(name: str, **values: object) -> str:
    return str(load_prompts("drafting")["notes"][name]).format(**values)


def _fault(name: str, **values: object) -> str:
    return str(load_prompts("drafting")["faults"][name]).format(**values)
