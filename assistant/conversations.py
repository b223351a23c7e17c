"""Stored conversations as a person reads them: turns, summaries, a Markdown file."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answering.models import Answer
from assistant.answering.wording import messages
from assistant.protocol import ConversationSummary, Turn
from index.catalogue.conversations import Conversations


def turns_of(conversations: Conversations, conversation: str) -> tuple[Turn, ...]:
    """Turns that have an answer, in order; empty for a conversation that does not exist."""
    return tuple(
        Turn(m.question, Answer.model_validate(m.answer), m.created)
        for m in conversations.messages(conversation)
        if m.answer is not None
    )


def summaries_of(
    conversations: Conversations, *, limit: int = 50
) -> tuple[ConversationSummary, ...]:
    """Newest first; conversations in which nothing was asked are left out."""
    found = []
    for conversation in conversations.recent(limit=limit):
        messages_ = conversations.messages(conversation.id)
        if messages_:
            found.append(
                ConversationSummary(
                    conversation.id, conversation.title, len(messages_), messages_[-1].created
                )
            )
    return tuple(sorted(found, key=lambda s: s.updated, reverse=True))


def conversation_markdown(turns: Sequence[Turn]) -> str:
    """A conversation as Markdown: each question, its answer, and the quotes with their sources."""
    labels = messages()["labels"]
    parts = ["# 质官助手问答记录", ""]
    for turn in turns:
        parts += [
            f"## 问：{escape(turn.question)}",
            "",
            f"*{turn.asked:%Y-%m-%d %H:%M}（UTC）*",
            "",
        ]
        parts += [escape(turn.answer.answer).replace("\n", "\n\n"), ""]
        parts += [f"> 提示：{escape(note)}" for note in turn.answer.notes]
        if turn.answer.citations:
            parts += ["", "出处：", ""]
            for c in turn.answer.citations:
                year = f"{c.year}年" if c.year else "年份未见"
                authority = labels["authority"][c.authority]
                parts.append(
                    f"- 〔{escape(c.mark)}〕{escape(c.source)}（{c.region}，{year}，{authority}）：{escape(c.quote)}"
                )
        parts.append("")
    return "\n".join(parts).rstrip() + "\n"


def escape(text: str) -> str:
    """``text`` without meaning in Markdown or HTML."""
    for char in "\\`*_<>#|[]":
        text = text.replace(
            char, f"\\{char}" if char not in "<>" else f"&{'lt' if char == '<' else 'gt'};"
        )
    return text
