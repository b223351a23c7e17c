"""Stored conversations as a person reads them: turns, summaries, a Markdown file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from typing import Any, cast

from assistant.answering.models import Answer
from assistant.answering.wording import messages
from assistant.protocol import ConversationSummary, Turn, Verdict
from assistant.settings import Settings
from corpus.errors import BadInput
from index.catalogue.conversations import Conversations, Message
from index.catalogue.feedback import Feedback, FeedbackStore


@dataclass(frozen=True, slots=True)
class Kept:
    """What is stored with an answer: the question, how it was understood and where it was asked from.

    ``turn``: the turn of which this is a new version. ``summary``: what a model made of older turns.
    """

    question: str
    standalone: str
    workspace: str | None
    turn: int | None
    region: str | None
    summary: dict[str, Any] | None = None


class Talks:
    """The conversations of one data folder."""

    def __init__(
        self, conversations: Conversations, feedback: FeedbackStore, settings: Settings
    ) -> None:
        self._conversations, self._feedback, self._settings = conversations, feedback, settings

    def turns(self, conversation: str) -> tuple[Turn, ...]:
        """Turns that have an answer, in order; empty for a conversation that does not exist."""
        given: dict[int, list[Feedback]] = {}
        for one in self._feedback.given(conversation):
            given.setdefault(one.message, []).append(one)
        return tuple(_turn(m, given.get(m.pk, [])) for m in self.messages(conversation))

    def messages(self, conversation: str) -> list[Message]:
        """What is stored of those turns."""
        return [m for m in self._conversations.messages(conversation) if m.answer is not None]

    def turn(self, conversation: str | None, number: int) -> Message:
        """Turn ``number``, from 1. Raises BadInput when there is none."""
        found = self.messages(conversation) if conversation else []
        if not 1 <= number <= len(found):
            raise BadInput(messages()["errors"]["turn"].format(number=number))
        return found[number - 1]

    def choose(self, conversation: str, number: int, version: int) -> None:
        """Make that version of a turn its current one. Raises BadInput when there is none."""
        turn = self.turn(conversation, number)
        if not self._conversations.choose(conversation, turn.turn, version):
            raise BadInput(messages()["errors"]["version"].format(number=number, version=version))

    def store(self, conversation: str, kept: Kept, answer: Answer) -> None:
        """Keep a turn, or a new version of one, with how its answer was made."""
        self._conversations.start(conversation, workspace=kept.workspace)
        settings = self._settings
        model = settings.language_model if answer.mode == "generative" else None
        self._conversations.append(
            conversation,
            kept.question,
            answer=answer.model_dump(mode="json"),
            standalone=kept.standalone,
            version_of=kept.turn,
            configuration={
                "product": _product(),
                "embedding": settings.embedding_model,
                "language_model": model,
                "region": kept.region,
                "workspace": kept.workspace,
                **({"summary": kept.summary} if kept.summary else {}),
            },
        )


def _product() -> str:
    """Version of the product; a source tree that is not installed has none."""
    try:
        return version("cqo-assistant")
    except PackageNotFoundError:
        return ""


def _turn(message: Message, given: Sequence[Feedback]) -> Turn:
    whole = next((one for one in given if not one.clause_id), None)
    return Turn(
        message.question,
        Answer.model_validate(message.answer),
        message.created,
        message.version,
        message.versions,
        cast("Verdict | None", whole.verdict if whole else None),
        whole.note if whole else "",
        frozenset(one.clause_id for one in given if one.clause_id),
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
        if turn.answer.clarify:
            offered = "、".join(option.label for option in turn.answer.clarify.options)
            parts += ["", escape(f"{turn.answer.clarify.question}（{offered}）"), ""]
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
