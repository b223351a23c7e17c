"""Run ``cqo eval retrieval`` and print its figures."""

from __future__ import annotations

import json
from pathlib import Path
from typing import cast, get_args

import click

from assistant.service import encoder_factory, reranker_of
from assistant.settings import Settings
from assistant.terminal.opening import report_progress
from evals.retrieval.run import report_table, run_beir
from index.retrieval import Mode


def run(
    settings: Settings,
    folder: Path,
    mode: str | None,
    limit: int | None,
    *,
    reranker: str | None = None,
    as_json: bool,
) -> None:
    """One mode, or all three, over one index. ``reranker`` goes before the settings'.

    Raises BadInput when the folder is not in BEIR's layout, RerankerError.
    """
    modes = (cast(Mode, mode),) if mode else (get_args(Mode))
    factory = encoder_factory(settings, report_progress)
    encoder = factory()
    if reranker is not None:
        settings = settings.model_copy(update={"reranker": reranker})
    reports = [
        run_beir(
            folder,
            data_dir=settings.data_dir,
            embedder=lambda: encoder,
            mode=one,
            limit=limit,
            reranker=reranker_of(settings),
            reranker_name=settings.reranker,
            progress=report_progress,
        )
        for one in modes
    ]
    if as_json:
        entries = [report.to_dict() for report in reports]
        click.echo(json.dumps(entries[0] if mode else entries, ensure_ascii=False, indent=1))
        return
    click.echo(report_table(*reports))
