"""The page: its controls, where they stand, and which part of the chat each of them moves."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import gradio as gr

from assistant.profile.models import Profile
from assistant.protocol import Assistant
from assistant.web import render
from assistant.web.chat import Chat, Shown
from assistant.web.memory import Memory, memory_of
from assistant.web.sources_panel import SourcesPanel
from assistant.web.texts import Language, language_of, texts
from assistant.web.turn_buttons import TURN_EVENTS, TurnButtons, values_of, word_of

#: Value of the region control that filters nothing.
ANY_REGION = ""
#: The browser's storage is scrambled with this word by Gradio. It hides nothing and must not change,
#: or browsers forget their conversations when the server restarts.
_STORAGE_WORD = "cqo-assistant-01"


class Page:
    """The controls of the page. Each ``elem_id`` is a promise; docs/web.md lists them."""

    def __init__(self, assistant: Assistant) -> None:
        self.assistant = assistant
        self.chat = Chat(assistant, SourcesPanel(assistant))
        with gr.Blocks(title=texts("zh").title, analytics_enabled=False, fill_width=True) as blocks:
            self.memory = gr.BrowserState(
                Memory().stored(), storage_key="cqo-assistant", secret=_STORAGE_WORD
            )
            self._header()
            with gr.Row(elem_id="workspace"):
                self._conversation()
                self._sources()
            self._export_payload()
            self._wire(blocks)
        # Answers are short and the service is thread-safe: nobody waits for another's question.
        self.blocks: gr.Blocks = blocks.queue(default_concurrency_limit=8)

    def _header(self) -> None:
        t = texts("zh")
        with gr.Row(elem_id="page-header"):
            self.brand = _html("brand", render.header("zh"))
            self.site_nav = _html("site-nav", render.site_nav("zh"))
            with gr.Row(elem_id="toolbar"):
                self.conversations_button = _tool("conversations-button", t.conversations)
                self.new = _tool("new-conversation", t.new_conversation)
                self.export = _tool("export-conversation", t.export)
                self.language = _tool("language-switch", t.language_switch)
                self.theme = _tool("theme-switch", t.theme_switch)
        self.conversations = _html("conversation-list", "", "list", "open_conversation")

    def _conversation(self) -> None:
        t = texts("zh")
        with gr.Column(elem_id="chat-panel", min_width=0):
            self.log = _html("chat-log", "", "chat", "open_clause", "ask", *TURN_EVENTS)
            with gr.Column(elem_id="composer", min_width=0):
                self.question = gr.Textbox(
                    label=t.question_label,
                    placeholder=t.question_placeholder,
                    show_label=False,
                    container=False,
                    lines=1,
                    max_lines=6,
                    elem_id="question",
                    autofocus=True,
                )
                with gr.Row(elem_id="composer-row"):
                    self.region = gr.Dropdown(
                        label=t.region,
                        choices=self._regions("zh"),
                        value=ANY_REGION,
                        filterable=False,
                        container=False,
                        elem_id="region",
                    )
                    self.profile = _html(
                        "profile",
                        render.profile("zh", Profile()),
                        "profile",
                        "save_profile",
                        "clear_profile",
                    )
                    self.key_hint = _html("key-hint", t.key_hint)
                    self.stop = gr.Button(t.stop, elem_id="stop", min_width=0)
                    self.send = gr.Button(t.send, variant="primary", elem_id="send")

    def _sources(self) -> None:
        with gr.Column(elem_id="sources-panel", min_width=0):
            self.sources_close = gr.Button(texts("zh").sources_close, elem_id="sources-close")
            self.cards = _html("source-cards", "", "sources", "open_clause", "feedback")
            self.reader = _html("clause-reader", "", "reader", "open_clause")

    def _export_payload(self) -> None:
        self.payload = gr.JSON(visible=False, elem_id="export-payload")

    def _wire(self, blocks: gr.Blocks) -> None:
        everything = [self.memory, self.log, self.cards, self.reader, self.question]
        everything += [self.conversations, self.profile]
        localized = [
            self.brand,
            self.site_nav,
            self.conversations_button,
            self.new,
            self.export,
            self.language,
        ]
        localized += [self.theme, self.question, self.region, self.key_hint, self.send]
        localized += [self.sources_close, self.stop]
        panel = [self.cards, self.reader]
        quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}

        blocks.load(self._load, self.memory, [*everything, *localized], **quiet)
        self.send.click(self._ask, [self.question, self.region, self.memory], everything, **quiet)
        self.log.ask(self._ask_starter, [self.region, self.memory], everything, **quiet)
        TurnButtons(self.chat).wire(self, everything, quiet)
        for part in (self.log, self.cards, self.reader):
            part.open_clause(self._open_clause, self.memory, panel, **quiet)
        self.new.click(self._new, self.memory, everything, **quiet)
        self.conversations.open_conversation(
            self._open_conversation, self.memory, everything, **quiet
        )
        self.language.click(self._switch, self.memory, [*everything, *localized], **quiet)
        self.region.input(self._remember_region, [self.region, self.memory], self.memory, **quiet)
        self.export.click(self._export, self.memory, [self.payload, self.log], **quiet).then(
            None, self.payload, None, js="(payload) => cqoPage.download(payload)", **quiet
        )
        self.theme.click(None, None, None, js="() => cqoPage.switchTheme()", **quiet)
        self.sources_close.click(None, None, None, js="() => cqoPage.closeSources()", **quiet)
        self.conversations_button.click(
            None, None, None, js="() => cqoPage.toggleConversations()", **quiet
        )

    # What Gradio calls. Each turns its values into a Memory and a Shown back into values.

    def _load(self, stored: object) -> list[Any]:
        return self._localized(self.chat.restored(memory_of(stored)))

    def _switch(self, stored: object) -> list[Any]:
        memory = memory_of(stored)
        other: Language = "zh" if memory.language == "en" else "en"
        return self._localized(self.chat.restored(memory.model_copy(update={"language": other})))

    def _ask(self, question: str, region: str, stored: object) -> Iterator[list[Any]]:
        memory = memory_of(stored).model_copy(update={"region": region or None})
        for shown in self.chat.ask(memory, question or ""):
            yield values_of(shown)

    def _ask_starter(self, region: str, stored: object, event: gr.EventData) -> Iterator[list[Any]]:
        yield from self._ask(word_of(event, "question"), region, stored)

    def _open_clause(self, stored: object, event: gr.EventData) -> list[Any]:
        turn = word_of(event, "turn")
        panel = self.chat.panel.open(
            memory_of(stored),
            word_of(event, "clause"),
            int(turn) if turn.isdecimal() else 0,
            word_of(event, "user"),
        )
        return [panel.cards, panel.reader]

    def _open_conversation(self, stored: object, event: gr.EventData) -> list[Any]:
        return values_of(self.chat.opened(memory_of(stored), word_of(event, "conversation")))

    def _new(self, stored: object) -> list[Any]:
        return values_of(self.chat.fresh(memory_of(stored)))

    def _remember_region(self, region: str, stored: object) -> dict[str, Any]:
        return memory_of(stored).model_copy(update={"region": region or None}).stored()

    def _export(self, stored: object) -> list[Any]:
        memory = memory_of(stored)
        t = texts(memory.language)
        markdown = self.chat.exported(memory)
        if markdown:
            return [{"name": t.export_name, "text": markdown}, gr.skip()]
        return [None, self.chat.with_problem(memory, t.nothing_to_export).chat]

    def _localized(self, shown: Shown) -> list[Any]:
        language = language_of(shown.memory.language)
        t = texts(language)
        return [
            *values_of(shown),
            render.header(language),
            render.site_nav(language),
            t.conversations,
            t.new_conversation,
            t.export,
            t.language_switch,
            t.theme_switch,
            gr.update(label=t.question_label, placeholder=t.question_placeholder),
            gr.update(
                label=t.region,
                choices=self._regions(language),
                value=shown.memory.region or ANY_REGION,
            ),
            t.key_hint,
            t.send,
            t.sources_close,
            t.stop,
        ]

    def _regions(self, language: Language) -> list[tuple[str, str]]:
        named = [(region, region) for region in self.assistant.regions()]
        return [(texts(language).region_any, ANY_REGION), *named]


def build_page(assistant: Assistant) -> gr.Blocks:
    """The page over ``assistant``, ready to be mounted."""
    return Page(assistant).blocks


def _html(elem_id: str, value: str, binding: str = "", *events: str) -> gr.HTML:
    """A part of the page; page.js binds its clicks and fires ``events`` with their data."""
    names = ", ".join(f'"{event}"' for event in events)
    script = f'cqoPage.bind("{binding}", element, trigger, watch, [{names}])' if binding else None
    return gr.HTML(value, elem_id=elem_id, js_on_load=script, apply_default_css=False)


def _tool(elem_id: str, words: str) -> gr.Button:
    return gr.Button(words, elem_id=elem_id, elem_classes="tool", min_width=0)
