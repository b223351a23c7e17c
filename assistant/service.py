"""The assistant over one data folder: questions, conversations, comparisons, clauses to read."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Unpack

from assistant.answering.answerer import Answerer
from assistant.answering.comparing import compare_topic
from assistant.answering.hearing import Hearing
from assistant.answering.known_questions import KnownQuestions
from assistant.answering.models import Answer, Comparison
from assistant.answering.question import lexicon, topics_in
from assistant.answering.replies import Reply, to_answer
from assistant.answering.shelf import Shelf
from assistant.answering.weighing import Asked
from assistant.answering.wording import clean_question, messages, simplified
from assistant.conversations import Kept, Talks, conversation_markdown, summaries_of
from assistant.desks import Desks
from assistant.feedback import FeedbackDesk
from assistant.follow_ups import FollowUps, Said
from assistant.importing.service import Importer
from assistant.placing import Placing
from assistant.profile.models import Profile
from assistant.profile.reading import (
    Told,
    context_of,
    read_profile,
    read_told,
    with_note,
)
from assistant.protocol import AskOptions, ClauseView, ConversationSummary, GivenFeedback, Turn
from assistant.settings import Settings
from assistant.stopping import Stopping
from corpus.errors import BadInput, CqoError
from corpus.library_files import (
    library_folder,
    read_gaps,
    read_library,
    read_library_asks,
    read_neighbours,
    read_regions,
)
from corpus.models import Source, Topic
from corpus.regions import HOME, NATION, UNSTATED, Gazetteer, gazetteer_of
from index.build import BuildProgress
from index.encoder import Encoder
from index.reranking import Reranker
from index.store import Index, open_index

if TYPE_CHECKING:
    from assistant.generating.composing import Checking

#: Neighbours of a clause that the reader shows before and after it.
_NEIGHBOURS = 3


class LocalAssistant(Desks):
    """Implements ``assistant.protocol.Assistant`` over an open index. Thread-safe.

    ``threshold``: how sure an answer must be, 0 to 1; None: as calibrated.
    """

    def __init__(self, index: Index, settings: Settings, *, threshold: float | None = None) -> None:
        self.index, self.settings = index, settings
        self.gazetteer: Gazetteer = gazetteer_of(read_regions())
        self.known = KnownQuestions(
            read_library_asks(), read_gaps(), read_neighbours(), cache=index.data_dir / "cache"
        )
        self.shelf = Shelf(
            index, self.gazetteer, self.known, read_gaps(), shipped=self.shipped_ids()
        )
        self.answerer = Answerer(self.shelf, read_gaps(), threshold=threshold)
        self.follow_ups = FollowUps(self.shelf, self.gazetteer, lambda: self.language_model)
        self.placing = Placing(self.answerer, self.gazetteer)
        self.hearing = Hearing(self.shelf)
        self.talks = Talks(self.index.conversations, index.catalogue.feedback, settings)
        self.stopping = Stopping()
        self._lock = threading.RLock()

    # -- asking ----------------------------------------------------------------------------------

    def ask(self, question: str, **options: Unpack[AskOptions]) -> Answer:
        """The answer; stored when the options name a conversation. Raises BadInput."""
        *_, answer = self.stream(question, **options)
        return answer

    def stream(self, question: str, **options: Unpack[AskOptions]) -> Iterator[Answer]:
        """The answer as it grows, statement by statement; the last one is complete and stored.

        With a language model a statement comes as soon as it is written and verified.
        """
        started = time.perf_counter()
        conversation, replaces = options.get("conversation"), options.get("replaces")
        replaced = None if replaces is None else self.talks.turn(conversation, replaces)
        turn = replaced.turn if replaced else None
        heard = self.interview.hear(question, conversation, replaced)
        cleaned = heard.said or clean_question(question, limit=self.settings.max_question)
        told = read_told(cleaned, options.get("profile"), self.gazetteer)
        settled = self.follow_ups.asked_back(Said(cleaned, conversation, turn))
        if settled is not None:
            told = Told(told.profile, settled, settled)
        place = chosen = self._region(options.get("region"))
        summary = None
        first: float | None = None
        known = heard.answer or told.acknowledged
        own = None if known else self.guide_talk.reply(told.question)
        if known is not None:
            answer, understood = known, simplified(cleaned)
        elif own is not None:
            answer, understood = to_answer(own, cleaned), simplified(told.question)
        else:
            with self.stopping.answering(conversation) as stopped:
                told = self._in_plain_words(told, options.get("workspace"))
                said = Said(told.question, conversation, turn, context_of(told.profile), stopped)
                followed = self.follow_ups.condensed(said, settled=settled)
                condensed, earlier, summary = followed.condensed, followed.earlier, followed.summary
                cited = earlier.cited if earlier and condensed.more else ()
                asked = Asked(condensed.text, chosen, options.get("workspace"), cited)
                with self._lock:
                    self.answerer.weigher.retrieve_ms = 0.0
                    placed = self.placing.replied(condensed, asked, told, placed=followed.placed)
                    condensed, reply, place = placed.condensed, placed.reply, placed.place
                    retrieve = self.answerer.weigher.retrieve_ms
                understood = condensed.text
                answer = found = to_answer(reply, cleaned).model_copy(
                    update={"timings_ms": {"retrieve": round(retrieve, 1)}}
                )
                for answer in self._growing(found, reply, understood, stopped):
                    if first is None and answer.mode == "generative":
                        first = time.perf_counter()
                    yield _within(answer, understood, conversation)
        if chosen is None and place is not None:
            answer = with_note(answer, told.profile)
        answer = self.interview.below(answer, heard)
        timings = {**answer.timings_ms, "total": _ms(started, time.perf_counter())}
        if first is not None and answer.mode == "generative":
            timings["first"] = _ms(started, first)
        answer = _within(answer, understood, conversation).model_copy(
            update={"timings_ms": timings}
        )
        if conversation is not None:
            kept = Kept(cleaned, understood, options.get("workspace"), turn, place, summary)
            self.talks.store(conversation, kept, answer)
        yield answer

    def _in_plain_words(self, told: Told, workspace: str | None) -> Told:
        """``told`` without dialect words and misspelt terms."""
        with self._lock:
            self.shelf.renew(workspace)
            message = self.hearing.plain(told.message)
            question = (
                message if told.question == told.message else self.hearing.plain(told.question)
            )
        return replace(told, message=message, question=question)

    def _growing(
        self, answer: Answer, reply: Reply, question: str, stopped: threading.Event
    ) -> Iterator[Answer]:
        """The answer in a model's words when there is a model, else its quotes one by one."""
        model = self.language_model if reply.pieces else None
        if model is not None:
            from assistant.generating.writing import Around, may_be_written, written

            if may_be_written(reply) and not _which_text(reply):
                catalogue = self.index.catalogue
                around = Around(catalogue.parents, catalogue.children)
                until = model.deadline(stopped)
                yield from written(answer, reply, question, model, around, until, self.checking())
                return
        unfinished = {"missing": None, "notes": (), "table": None, "clarify": None}
        for count in range(1, len(answer.statements)):
            yield answer.model_copy(update={"statements": answer.statements[:count], **unfinished})
        yield answer

    def checking(self) -> Checking:
        """Makes the judge of what a model writes."""
        from assistant.generating.checking import Checker

        return Checker

    def compare(
        self, topic: str, regions: Sequence[str] = (), *, workspace: str | None = None
    ) -> Comparison:
        """The table of ``cqo compare``. Raises BadInput for an unknown topic or region."""
        wanted = self.topic(topic)
        places = [place for name in regions if (place := self._region(name)) is not None]
        with self._lock:
            self.shelf.renew(workspace)
            return compare_topic(self.shelf, wanted, places, workspace=workspace).comparison

    def topic(self, name: str) -> Topic:
        """The topic called ``name``, in a user's words too (学历 is 任职条件)."""
        plain = simplified(name.strip())
        if plain in [t.value for t in Topic]:
            return Topic(plain)
        found = topics_in(plain)
        if not found:
            known = "、".join(dict.fromkeys(t.value for _, t in lexicon().topics))
            raise BadInput(messages()["errors"]["topic"].format(topic=name, topics=known))
        return found[0]

    def _region(self, name: str | None) -> str | None:
        if name is None or not name.strip():
            return None
        region = self.gazetteer.find(simplified(name))
        if region is None:
            raise BadInput(messages()["errors"]["region"].format(region=name.strip()))
        return region.name

    # -- conversations ---------------------------------------------------------------------------

    def new_conversation(self) -> str:
        return self.index.conversations.start().id

    def conversations(self) -> Sequence[ConversationSummary]:
        return summaries_of(self.index.conversations)

    def turns(self, conversation: str) -> Sequence[Turn]:
        return self.talks.turns(conversation)

    def export_markdown(self, conversation: str) -> str:
        return conversation_markdown(self.turns(conversation))

    def choose_version(self, conversation: str, turn: int, version: int) -> None:
        self.talks.choose(conversation, turn, version)

    def stop(self, conversation: str) -> bool:
        return self.stopping.stop(conversation)

    def give_feedback(self, feedback: GivenFeedback) -> None:
        self.feedback.give(feedback)

    @cached_property
    def feedback(self) -> FeedbackDesk:
        """What readers say of the answers of this data folder."""
        return FeedbackDesk(self.index.catalogue, self.talks)

    def read_profile(self, message: str) -> Profile:
        return read_profile(message, self.gazetteer)

    # -- reading ---------------------------------------------------------------------------------

    def view(self, clause_id: str) -> ClauseView:
        """The clause in its document. Raises BadInput when there is none of that id."""
        clause = self.shelf.clause(clause_id)
        if clause is None:
            raise BadInput(messages()["errors"]["clause"].format(clause=clause_id))
        catalogue = self.index.catalogue
        clauses = catalogue.clauses(clause.source_id)
        return ClauseView(
            source=self.shelf.source(clause.source_id),
            clause=clause,
            parents=tuple(catalogue.parents(clause_id)),
            before=tuple(clauses[max(0, clause.order - _NEIGHBOURS) : clause.order]),
            after=tuple(clauses[clause.order + 1 : clause.order + 1 + _NEIGHBOURS]),
            children=tuple(catalogue.children(clause_id)),
            outline=tuple((c.id, f"{c.label} {c.title}".strip(), c.level) for c in clauses),
        )

    def sources(self, *, workspace: str | None = None) -> Sequence[Source]:
        return self.shelf.sources(workspace)

    def regions(self) -> Sequence[str]:
        """Places with a source: 广东, its cities, 全国, then the others."""
        found = {s.region for s in self.shelf.sources()} - {UNSTATED}

        def order(name: str) -> tuple[int, str]:
            if name == HOME:
                return 0, name
            if name == NATION:
                return 2, name
            return (1 if self.gazetteer.is_home(name) else 3), name

        return sorted(found, key=order)

    def starters(self, *, english: bool = False) -> Sequence[str]:
        """Questions to begin with. The library is Chinese, so they are too in both languages."""
        return tuple(messages()["starters"]["zh"])

    def health(self) -> dict[str, object]:
        sources = self.shelf.sources()
        clauses = sum(len(self.index.catalogue.clauses(s.id)) for s in sources)
        return {
            "status": "ok" if sources else "empty",
            "sources": len(sources),
            "clauses": clauses,
            "embedding": self.settings.embedding_model,
        }

    def shipped_ids(self) -> frozenset[str]:
        """Ids of the texts that come with the product."""
        return frozenset(path.stem for path in library_folder().glob("*.md"))

    @cached_property
    def importer(self) -> Importer:
        """Reads files and changes the texts of this library."""
        return Importer(self)

    def warm_up(self) -> None:
        """Load what answers need, by a first question; no language model is asked."""
        with self._lock:
            self.answerer.answer(Asked(self.starters()[0], None, None, ()))

    def prepare(self) -> None:
        """Make what the first question would have to make: the vectors of the known questions."""
        self.known.prepare(self.index.encoder())

    def close(self) -> None:
        model = self.__dict__.get("language_model")
        if model is not None:
            model.close()
        self.index.close()


def _which_text(reply: Reply) -> bool:
    """Whether it is open which text is meant: nothing is made of several in one then."""
    return reply.clarify is not None and reply.clarify.about == "document"


def _ms(start: float, end: float) -> float:
    return round((end - start) * 1000, 1)


def _within(answer: Answer, understood: str, conversation: str | None) -> Answer:
    """The answer as one of its conversation, with the question as it was understood."""
    as_said = understood == simplified(answer.question)
    return answer.model_copy(
        update={"standalone": None if as_said else understood, "conversation": conversation}
    )


def encoder_factory(
    settings: Settings, progress: BuildProgress | None = None
) -> Callable[[], Encoder]:
    """Opens the embedding model of the settings at first use."""

    def make() -> Encoder:
        from index.embedding.registry import open_embedder

        return open_embedder(
            settings.embedding_model,
            Path(settings.data_dir),
            threads=settings.threads,
            progress=None
            if progress is None
            else lambda stage, done, total: progress("model", done, total),
        )

    return make


def reranker_of(settings: Settings) -> Reranker | None:
    """The reranker of the settings, opened at its first use; None when they name none."""
    if not settings.reranker:
        return None
    from index.reranking import open_reranker

    return open_reranker(
        settings.reranker, candidates=settings.reranker_candidates, threads=settings.threads
    )


def open_assistant(
    settings: Settings,
    *,
    long_running: bool = False,
    build: bool = True,
    progress: BuildProgress | None = None,
) -> LocalAssistant:
    """The assistant over the settings' data folder; builds the index when nothing is in it.

    Raises DataFolderError, IndexMissing, EmbeddingError.
    """
    index = open_index(
        Path(settings.data_dir),
        database_url=settings.database_url,
        chroma_url=settings.chroma_url,
        embedder=encoder_factory(settings, progress),
        long_running=long_running,
        reranker=reranker_of(settings),
    )
    threading.Thread(target=_load_model, args=(index,), daemon=True).start()
    assistant = LocalAssistant(index, settings)
    if build and not index.read_only and index.catalogue.generation == 0:
        index.build(read_library(), progress=progress)
        assistant.prepare()
    return assistant


def _load_model(index: Index) -> None:
    """Load the model while the word lists are read; a failure is told by the first search."""
    with suppress(CqoError, OSError):
        index.encoder()
