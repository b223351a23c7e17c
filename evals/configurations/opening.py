"""Open the assistant under a configuration."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from assistant.answering.evidence import Place
from assistant.answering.shelf import Scope
from assistant.service import LocalAssistant, reranker_of
from assistant.settings import Settings
from corpus.library_files import read_library
from corpus.models import Source
from evals.configurations.configuration import Configuration
from evals.configurations.embedders import embedder_of
from evals.configurations.trusting import Trusting
from evals.identity import library_hash
from evals.results import digest
from index.store import Index, open_index


@contextmanager
def opened(configuration: Configuration, settings: Settings) -> Iterator[LocalAssistant]:
    """The assistant over the shipped library under ``configuration``; its index is built where needed.

    Raises EmbeddingError, RerankerError, DataFolderError.
    """
    chosen = settings.model_copy(update=_changes(configuration))
    index = _index_of(configuration, chosen)
    assistant = LocalAssistant(index, chosen, threshold=configuration.threshold)
    try:
        if index.catalogue.generation == 0:
            index.build(read_library())
            assistant.prepare()
        if not configuration.region_filter:
            vars(assistant.shelf).update(places_together())
        if not configuration.verifier:
            vars(assistant).update(checking=lambda: Trusting)
        yield assistant
    finally:
        assistant.close()


def index_folder(configuration: Configuration, data_dir: Path) -> Path:
    """Where its index lies: the data folder itself, or one named after what goes into the index."""
    if not configuration.own_index:
        return data_dir
    content = [library_hash(), configuration.headings, configuration.embedder]
    return data_dir / "eval" / f"index-{digest(content)}"


def places_together() -> dict[str, Callable[..., object]]:
    """Methods by which a shelf makes no difference between places: any text answers for any place.

    Put on one shelf alone; nobody wants a product that can be set so.
    """

    def everywhere(places: Iterable[Place], regions: Sequence[str]) -> list[Place]:
        return list(places)

    def within(scope: Scope) -> tuple[str, ...]:
        return ()

    def known(region: str, workspace: str | None) -> bool:
        return True

    def home(source: Source) -> bool:
        return True

    return {"of_regions": everywhere, "within": within, "knows_region": known, "is_home": home}


def _index_of(configuration: Configuration, settings: Settings) -> Index:
    """The index; vectors that are computed are kept in the data folder of the settings for all."""
    data_dir = Path(settings.data_dir)
    return open_index(
        index_folder(configuration, data_dir),
        database_url=None if configuration.own_index else settings.database_url,
        chroma_url=None if configuration.own_index else settings.chroma_url,
        embedder=lambda: embedder_of(configuration.embedder, data_dir, threads=settings.threads),
        reranker=reranker_of(settings),
        mode=configuration.retrieval,
        headings=configuration.headings,
    )


def _changes(configuration: Configuration) -> dict[str, object]:
    """What the settings must be."""
    changes: dict[str, object] = {
        "embedding_model": configuration.embedder,
        "reranker": configuration.reranker,
        "reranker_candidates": configuration.reranker_candidates,
        "language_model": None,
    }
    model = configuration.language_model
    if model is not None:
        changes |= {
            "language_model": model.name,
            "language_model_provider": model.provider,
            "language_model_url": model.url,
            "language_model_temperature": model.temperature,
            "language_model_context_tokens": model.context_tokens,
            "language_model_answer_tokens": model.answer_tokens,
            "language_model_extra": model.extra,
        }
    return changes
