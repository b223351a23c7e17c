"""The prompts as LangChain templates, made from ``prompts/generating.yaml``."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from langchain_core.messages import AIMessage, BaseMessage, HumanMessage
from langchain_core.prompts import ChatPromptTemplate

from assistant.generating.packing import as_data, tokens
from prompts.loading import load_prompts


@cache
def compose_prompt() -> ChatPromptTemplate:
    """Asks for an answer; wants ``clauses`` and ``question``, both as data."""
    return _template(load_prompts("generating")["compose"])


@cache
def condense_prompt() -> ChatPromptTemplate:
    """Asks for a standalone question; wants ``history`` and ``question``, both as data."""
    return _template(load_prompts("generating")["condense"])


@cache
def summarise_prompt() -> ChatPromptTemplate:
    """Asks for the points of older turns; wants ``points`` and ``history``, both as data."""
    return _template(load_prompts("generating")["summarise"])


def compose_messages(clauses: str, question: str) -> list[BaseMessage]:
    values = {"clauses": clauses, "question": as_data(question)}
    return compose_prompt().invoke(values).to_messages()


def compose_overhead(question: str) -> int:
    """Tokens of the prompt without the clauses."""
    return sum(tokens(str(message.content)) for message in compose_messages("", question))


def repair_messages(
    asked: Sequence[BaseMessage], written: str, faults: Sequence[tuple[int, str, str, str]]
) -> list[BaseMessage]:
    """The first exchange and what is wrong with it; ``faults``: number, text, ids, reasons of each."""
    parts = load_prompts("generating")["repair"]
    lines = [
        parts["fault"].format(
            number=number, text=as_data(text), ids=as_data(ids), reasons=as_data(why)
        )
        for number, text, ids, why in faults
    ]
    request = parts["request"].format(faults="\n".join(lines))
    return [*asked, AIMessage(content=written), HumanMessage(content=request)]


def _template(parts: dict[str, Any]) -> ChatPromptTemplate:
    rules = [f"{number}. {rule['rule']}" for number, rule in enumerate(parts["rules"], 1)]
    system = "\n".join([parts["role"], "", "规则：", *rules, "", "格式：", parts["format"]])
    return ChatPromptTemplate([("system", system), ("human", parts["request"])])
