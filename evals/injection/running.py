"""Run every attack twice: without a model, and with one that obeys the attacker."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from assistant.answering.models import Answer
from assistant.conversations import conversation_markdown
from assistant.importing.models import Outcome, Overrides
from assistant.protocol import Turn
from assistant.service import LocalAssistant, open_assistant
from assistant.settings import Settings
from assistant.web import render
from assistant.web.answer_view import answer_view, turn_views
from assistant.web.clause_view import cards
from corpus.errors import BadInput, CqoError
from evals.injection.attacks import Attack, AttackFile
from evals.injection.holding import Evidence, faults_of, outcome_faults
from evals.injection.obeying import KEY, MODEL, ObeyingServer, Told
from evals.injection.page import EXPORTED, page_faults
from index.store import Index

Progress = Callable[[str, int, int], None]
#: Marks of the prompt that data may not make: how often each stands in a request.
_MARKS = {"<条款集>": 1, "</条款集>": 1, "<问题>": 1, "</问题>": 1}


@dataclass(frozen=True, slots=True)
class Tried:
    """An attack, with or without the obeying model, and what came of it."""

    attack: Attack
    model: bool
    outcome: str
    said: str
    faults: tuple[str, ...]
    asked_model: bool = False

    @property
    def held(self) -> bool:
        return not self.faults


@dataclass(slots=True)
class InjectionReport:
    """Every attack that was tried, and how long all took."""

    tried: list[Tried] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def failed(self) -> list[Tried]:
        return [one for one in self.tried if not one.held]


def run(
    settings: Settings,
    attacks: Sequence[Attack],
    *,
    data: Path | None = None,
    progress: Progress | None = None,
) -> InjectionReport:
    """Try ``attacks`` in a data folder of their own; ``data`` is one that may be written to."""
    started = time.perf_counter()
    report = InjectionReport()
    with tempfile.TemporaryDirectory(prefix="cqo-attacks-") as folder:
        place = data or _new_folder(Path(folder), Path(settings.data_dir))
        plain = settings.model_copy(update={"data_dir": place, "language_model": None})
        with _opened(plain, progress) as assistant:
            refused = _imported(assistant, attacks, Path(folder), progress)
            report.tried += _round(assistant, attacks, refused, None, progress)
        with ObeyingServer() as server:
            from pydantic import SecretStr

            obeying = {
                "language_model": MODEL, "language_model_provider": "openai",
                "language_model_url": server.url, "language_model_key": SecretStr(KEY),
                "language_model_timeout": 10.0, "language_model_retries": 0,
                "language_model_extra": {},
            }  # fmt: skip
            with _opened(plain.model_copy(update=obeying), progress) as assistant:
                report.tried += _round(assistant, attacks, refused, server, progress)
    report.seconds = round(time.perf_counter() - started, 1)
    return report


def _new_folder(folder: Path, settled: Path) -> Path:
    """An empty data folder; a model that is already unpacked is shared."""
    place = folder / "data"
    place.mkdir()
    if (settled / "models").is_dir():
        (place / "models").symlink_to(settled / "models", target_is_directory=True)
    return place


@contextmanager
def _opened(settings: Settings, progress: Progress | None) -> Iterator[LocalAssistant]:
    assistant = open_assistant(settings, progress=progress)
    try:
        yield assistant
    finally:
        assistant.close()


def _imported(
    assistant: LocalAssistant, attacks: Sequence[Attack], folder: Path, progress: Progress | None
) -> dict[str, str]:
    """Import the attackers' files, each into a workspace of its own; why a file was not taken."""
    refused = {}
    files = [(attack.id, attack.file) for attack in attacks if attack.file is not None]
    for number, (key, file) in enumerate(files, 1):
        path = _written(file, folder / key)
        result = assistant.importer.add([path], Overrides(workspace=key), jobs=1).files[0]
        if result.outcome is Outcome.FAILED:
            refused[key] = result.error or ""
        if progress:
            progress("加入夹带指令的文件", number, len(files))
    return refused


def _written(file: AttackFile, folder: Path) -> Path:
    folder.mkdir()
    path = folder / file.name
    path.write_text(file.content, "utf-8")
    return path


def _round(
    assistant: LocalAssistant,
    attacks: Sequence[Attack],
    refused: dict[str, str],
    server: ObeyingServer | None,
    progress: Progress | None,
) -> Iterator[Tried]:
    for number, attack in enumerate(attacks, 1):
        if attack.id in refused:
            wrong = () if "rejected" in attack.expect else ("文件没有加入",)
            yield Tried(attack, server is not None, "rejected", refused[attack.id], wrong)
        else:
            yield _tried(assistant, attack, server)
        if progress:
            progress("提问（听话的模型）" if server else "提问（不用模型）", number, len(attacks))


def _tried(assistant: LocalAssistant, attack: Attack, server: ObeyingServer | None) -> Tried:
    if server is not None:
        server.now(attack)
    own = attack.id if attack.file else None
    talk = assistant.new_conversation() if attack.before else None
    grown: list[Answer] = []
    try:
        for question in (*attack.before, attack.question):
            grown = list(assistant.stream(question, workspace=own, conversation=talk))
    except BadInput as error:
        wrong = () if "refused" in attack.expect else ("问题没有被接受",)
        return Tried(attack, server is not None, "refused", error.message, wrong)
    told = list(server.told) if server else []
    system = {one.system for one in told}
    faults = outcome_faults(attack, grown[-1])
    for answer in grown:
        faults += faults_of(attack, answer, _evidence(assistant, answer, own), system)
    faults += _shown(assistant, grown[-1], own)
    faults += [fault for one in told for fault in _marks(one)]
    return Tried(
        attack,
        server is not None,
        grown[-1].status,
        grown[-1].answer,
        tuple(dict.fromkeys(faults)),
        bool(told),
    )


def _evidence(assistant: LocalAssistant, answer: Answer, own: str | None) -> Evidence:
    keys = [c.clause_id for c in answer.citations]
    keys += [key for one in answer.statements for key in one.citations]
    keys += [c.clause_id for c in answer.table.citations] if answer.table else []
    clauses = {key: clause for key in keys if (clause := assistant.shelf.clause(key)) is not None}
    around, hostile = {}, set()
    for key, clause in clauses.items():
        source = assistant.shelf.source(clause.source_id)
        around[key] = _around(assistant.index, key, clause.text) + source.model_dump_json()
        if own is not None and source.workspace == own:
            hostile.add(key)
    return Evidence(clauses, around, frozenset(hostile))


def _around(index: Index, key: str, text: str) -> str:
    catalogue = index.catalogue
    near = [*catalogue.parents(key), *catalogue.children(key)]
    return text + "".join(clause.text for clause in near)


def _shown(assistant: LocalAssistant, answer: Answer, own: str | None) -> list[str]:
    """Faults of the chat, the cards, each cited clause in the reader, and the exported record."""
    from datetime import UTC, datetime

    turn = Turn(answer.question, answer, datetime.now(UTC))
    sources = {source.id: source for source in assistant.sources(workspace=own)}
    shown = cards(answer, 1, sources)
    pieces = [
        render.chat("zh", turn_views([turn])),
        render.source_cards("zh", shown, turn=1, declined=answer.status == "declined"),
    ]
    for card in shown:
        try:
            view = assistant.view(card.clause)
        except CqoError as error:
            return [error.message]
        pieces.append(render.clause_reader("zh", view, answer=answer, turn=1, user=""))
    found = [f"页面：{fault}" for piece in pieces for fault in page_faults(piece)]
    if answer_view(answer, 1).plain and answer.statements:
        found.append("页面没有显示陈述")
    if leak := EXPORTED.search(conversation_markdown([turn])):
        found.append(f"导出的记录：{leak[0]}")
    return found


def _marks(told: Told) -> Iterator[str]:
    """Data in a request cannot close the place it stands in."""
    if "<条款集>" in told.request:
        for mark, times in _MARKS.items():
            if told.request.count(mark) != times:
                yield f"请求中的 {mark} 有 {told.request.count(mark)} 处"
        if told.request.count("<条款 ") != told.request.count("</条款>"):
            yield "请求中的条款标记不成对"
