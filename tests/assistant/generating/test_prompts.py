"""The prompts as they are sent, kept beside this file: a change of a rule is seen in review.

After a wanted change write them anew with ``REGENERATE_GOLDEN=1 pytest tests/assistant/generating`` and
read the difference.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from langchain_core.messages import BaseMessage

from assistant.generating.packing import pack
from assistant.generating.prompting import (
    compose_messages,
    condense_prompt,
    repair_messages,
    summarise_prompt,
)
from prompts.loading import load_prompts
from tests.assistant.generating.conftest import EVIDENCE, QUESTION

GOLDEN = Path(__file__).parent / "prompts"


def composing() -> list[BaseMessage]:
    return compose_messages(pack(EVIDENCE, 2000).text, QUESTION)


def repairing() -> list[BaseMessage]:
    fault = (1, "纸面应使用九层纸。", "kite#第一条", "所引条款里没有“九层”这个数。")
    return repair_messages(composing(), '{"statements": []}', [fault])[-2:]


def condensing() -> list[BaseMessage]:
    form = load_prompts("generating")["condense"]["turn"]
    history = form.format(question="风筝的纸面有什么要求？", answer="应使用三层竹浆纸。")
    return condense_prompt().invoke({"history": history, "question": "那放飞线呢？"}).to_messages()


def summarising() -> list[BaseMessage]:
    form = load_prompts("generating")["summarise"]["turn"]
    history = form.format(number=2, question="风筝的纸面有什么要求？", answer="应使用三层竹浆纸。")
    values = {"points": "第1问问放飞线", "history": history}
    return summarise_prompt().invoke(values).to_messages()


@pytest.mark.parametrize(
    "prompt", [composing, repairing, condensing, summarising], ids=lambda p: p.__name__
)
def test_prompt_is_the_one_that_is_kept(prompt: object) -> None:
    messages = prompt()  # type: ignore[operator]
    sent = "".join(f"[{message.type}]\n{message.content}\n\n" for message in messages)
    kept = GOLDEN / f"{prompt.__name__}.txt"  # type: ignore[attr-defined]
    if os.environ.get("REGENERATE_GOLDEN"):
        kept.parent.mkdir(exist_ok=True)
        kept.write_text(sent, "utf-8")
    assert sent == kept.read_text("utf-8")


@pytest.mark.parametrize("part", ["compose", "condense", "summarise"])
def test_every_rule_has_its_reason(part: str) -> None:
    for rule in load_prompts("generating")[part]["rules"]:
        assert set(rule) == {"rule", "why"}
        assert len(rule["why"]) >= 8
