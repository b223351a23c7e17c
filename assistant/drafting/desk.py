"""What the drafting page, its API and the commands ask for: drafts that are stored, changed, written to files."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from assistant.clash import Clash
from assistant.drafting.blueprints import Plan, named_facts, plans, shared_facts
from assistant.drafting.consistency import Difference, differences
from assistant.drafting.document import Document
from assistant.drafting.draft import Chosen, Draft, DraftSection
from assistant.drafting.drafter import Drafter
from assistant.drafting.facts.reading import read_facts
from assistant.drafting.facts.values import Facts
from assistant.drafting.output import MEDIA, Format, file_name, file_of
from corpus.errors import BadInput
from index.catalogue.drafts import CompanyRecord, DraftRecord, DraftStore
from index.catalogue.guides import Conflict
from prompts.loading import load_prompts

if TYPE_CHECKING:
    from assistant.language_model.model import LanguageModel  # loads LangChain

__all__ = ["Clash", "DraftDesk", "Format", "NoSuch", "file_name", "file_of"]

#: Revisions whose open items are remembered.
_COUNTS = 10_000
#: Shared facts that no profile keeps: each document has its own.
_OF_ONE_DOCUMENT = frozenset({"document_number", "document_date"})


class NoSuch(BadInput):
    """There is no such draft or company."""


class DraftDesk:
    """Thread-safe. Raises BadInput (Clash, NoSuch), DataFolderError where nothing can be written."""

    def __init__(
        self, store: DraftStore, drafter: Drafter, model: Callable[[], LanguageModel | None]
    ) -> None:
        self.store, self.drafter, self._model = store, drafter, model
        self._lock = threading.RLock()
        self._open_counts: dict[tuple[str, int], int] = {}

    # -- blueprints ------------------------------------------------------------------------------

    def plans(self) -> tuple[Plan, ...]:
        return plans()

    def plan(self, blueprint: str) -> Plan:
        return self.drafter.plans(blueprint)

    def with_plan(self, name: str, plan: Plan) -> DraftDesk:
        """The desk for a blueprint of a user's own; its drafts are not to be stored."""
        return DraftDesk(self.store, self.drafter.with_plan(name, plan), self._model)

    def check(self, blueprint: str, raw: Mapping[str, Any]) -> Facts:
        """What of ``raw`` is taken, what is wrong, what is missing; facts of other documents are no mistake."""
        return self.drafter.facts(self.plan(blueprint), raw, elsewhere=named_facts())

    @property
    def has_model(self) -> bool:
        return self._model() is not None

    # -- drafts ----------------------------------------------------------------------------------

    def make(
        self, blueprint: str, raw: Mapping[str, Any], chosen: Mapping[str, Chosen] | None = None
    ) -> Draft:
        """A new draft, stored."""
        *_, draft = self.stream(blueprint, raw, chosen)
        assert isinstance(draft, Draft)
        return draft

    def stream(
        self, blueprint: str, raw: Mapping[str, Any], chosen: Mapping[str, Chosen] | None = None
    ) -> Iterator[DraftSection | Draft]:
        """Each section as it is made, then the draft, stored."""
        draft = self.drafter.new(blueprint, raw, chosen)
        yield from draft.sections
        yield self._stored(draft)

    def keep(self, draft: Draft) -> Draft:
        """Store a draft that was made elsewhere."""
        return self._stored(draft)

    def listed(self, company: str | None = None) -> list[Draft]:
        """Newest change first."""
        return [_read(record) for record in self.store.drafts(company)]

    def get(self, draft_id: str) -> Draft:
        record = self.store.draft(draft_id)
        if record is None:
            raise _no_draft(draft_id)
        return _read(record)

    def find(self, key: str) -> Draft:
        """A draft by the first characters of its id, as a person types it."""
        found = [one for one in self.listed() if one.id.startswith(key)] if len(key) >= 4 else []
        if len(found) > 1:
            raise BadInput(f"有{len(found)}份草稿的编号以 {key[:40]} 开头，请多写几位。")
        return found[0] if found else self.get(key)

    def remove(self, draft_id: str) -> None:
        if not self.store.remove_draft(draft_id):
            self.get(draft_id)

    def change_facts(self, draft_id: str, raw: Mapping[str, Any], revision: int) -> Draft:
        """The draft with ``raw`` as its facts. Raises BadInput for a wrong one: the old value stays."""

        def changed(draft: Draft) -> Draft:
            plan = self.drafter.plans(draft.blueprint)
            before = self.drafter.facts(plan, draft.facts).problems
            wrong = [p for p in self.drafter.facts(plan, raw).problems if p not in before]
            if wrong:
                raise BadInput(wrong[0].message)
            return self.drafter.with_facts(draft, raw)

        return self._changed(draft_id, revision, changed)

    def choose(self, draft_id: str, option: str, chosen: Chosen | None, revision: int) -> Draft:
        return self._changed(
            draft_id, revision, lambda d: self.drafter.with_chosen(d, option, chosen)
        )

    def edit(
        self,
        draft_id: str,
        section: str,
        text: str | None,
        revision: int,
        title: str | None = None,
        locked: bool | None = None,
    ) -> Draft:
        """A section's text, title and lock, as far as they are given: all of it is stored, or nothing."""

        def changed(draft: Draft) -> Draft:
            if locked is False:
                draft = self.drafter.locked(draft, section, False)
            if text is not None or title is not None:
                words = self.drafter.editable(draft, section) if text is None else text
                draft = self.drafter.edited(draft, section, words, title)
            return self.drafter.locked(draft, section, True) if locked else draft

        return self._changed(draft_id, revision, changed)

    def lock(self, draft_id: str, section: str, locked: bool, revision: int) -> Draft:
        return self.edit(draft_id, section, None, revision, locked=locked)

    def restore(self, draft_id: str, section: str, version: int, revision: int) -> Draft:
        return self._changed(
            draft_id, revision, lambda d: self.drafter.restored(d, section, version)
        )

    def regenerate(self, draft_id: str, section: str, revision: int, wish: str = "") -> Draft:
        """The section anew: in the model's words where there is one, else as the blueprint has it."""
        model = self._model()
        if model is None and wish.strip():
            raise BadInput(str(load_prompts("drafting")["notes"]["no_model"]))

        def anew(draft: Draft) -> Draft:
            if model is None:
                return self.drafter.refreshed(draft, section)
            return self.drafter.rewritten(draft, section, model, wish)

        return self._changed(draft_id, revision, anew)

    def refresh(self, draft_id: str, section: str, revision: int) -> Draft:
        """The section as the blueprint and the present facts give it, model or not."""
        return self._changed(draft_id, revision, lambda d: self.drafter.refreshed(d, section))

    def _changed(self, draft_id: str, revision: int, change: Callable[[Draft], Draft]) -> Draft:
        draft = self.get(draft_id)
        if draft.revision != revision:
            raise Clash(f"“{draft.title}”", draft.revision)
        changed = change(draft)
        return draft if changed is draft else self._stored(changed)

    def _stored(self, draft: Draft) -> Draft:
        record = DraftRecord(
            id=draft.id,
            blueprint=draft.blueprint,
            title=draft.title,
            company=draft.company,
            content=draft.model_dump(mode="json"),
            created=draft.created,
            updated=draft.updated,
            revision=draft.revision,
        )
        with self._lock:
            try:
                revision = self.store.put_draft(record)
            except Conflict as error:
                if not error.revision:
                    raise _no_draft(draft.id) from error
                raise Clash(f"“{draft.title}”", error.revision) from error
        return draft.model_copy(update={"revision": revision})

    # -- what comes of a draft -------------------------------------------------------------------

    def document(self, draft: Draft) -> Document:
        return self.drafter.assembled(draft).document

    def open_count(self, draft: Draft) -> int:
        """How many items are open; the same for a revision, so that long lists are quick."""
        key = (draft.id, draft.revision)
        if key not in self._open_counts:
            if len(self._open_counts) >= _COUNTS:
                self._open_counts.clear()
            self._open_counts[key] = len(self.document(draft).open_items)
        return self._open_counts[key]

    def file(
        self, draft: Draft, format: Format = "docx", *, basis: bool = True, comments: bool = False
    ) -> tuple[bytes, str, str]:
        """Content, file name and media type. Raises BadInput where LibreOffice is missing for a PDF."""
        content = file_of(self.document(draft), format, basis=basis, comments=comments)
        return content, f"{file_name(draft.title)}.{format}", MEDIA[format]

    def consistency(self, company: str) -> tuple[Difference, ...]:
        return differences(self.listed(company)) if company else ()

    # -- companies -------------------------------------------------------------------------------

    def companies(self) -> list[CompanyRecord]:
        return self.store.companies()

    def keep_company(
        self, company_id: str | None, facts: Mapping[str, Any], revision: int
    ) -> CompanyRecord:
        """Store a profile, made of facts that a person confirmed, over its ``revision`` (no id: a new one).

        Only facts that documents share are taken, as they are read; what else is stored (the guide's)
        stays. Raises BadInput for a wrong fact or a company without a name, Clash, NoSuch.
        """
        old = self.store.company(company_id) if company_id else None
        if company_id and old is None:
            raise _no_company()
        read = read_facts(tuple(shared_facts().values()), (), facts, self.drafter.gazetteer)
        if read.problems:
            raise BadInput(read.problems[0].message)
        if "company_name" not in read.values:
            raise BadInput("请先填写企业全称，再保存为企业资料。")
        name = read.values["company_name"].text
        raw = {key: value for key, value in read.raw.items() if key not in _OF_ONE_DOCUMENT}
        same = next((one for one in self.companies() if _same_company(one.facts, raw)), None)
        if old is None and same is not None:
            raise Clash(f"“{name}”", same.revision)
        others = {k: v for k, v in (old.facts if old else {}).items() if k not in shared_facts()}
        try:
            return self.store.put_company(company_id, name, others | raw, revision)
        except Conflict as error:
            if not error.revision:
                raise _no_company() from error
            raise Clash(f"“{name}”", error.revision) from error

    def remove_company(self, company_id: str) -> None:
        if not self.store.remove_company(company_id):
            raise _no_company()


def section_of(draft: Draft, section: str) -> DraftSection:
    """The section with this id. Raises NoSuch that lists those there are."""
    for one in draft.sections:
        if one.id == section:
            return one
    there = "、".join(one.id for one in draft.sections)
    raise NoSuch(f"这份草稿没有“{section[:40]}”这一节，现有：{there}。")


def _no_draft(draft_id: str) -> NoSuch:
    return NoSuch(
        f"没有编号为 {draft_id[:40]} 的草稿，可能已被删除；用 cqo draft list --drafts 查看。"
    )


def _no_company() -> NoSuch:
    return NoSuch("没有这家企业的资料，可能已被删除。")


def _same_company(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether the name is the same and no credit code tells them apart."""
    codes = {code for facts in (one, other) if (code := facts.get("credit_code"))}
    return one.get("company_name") == other.get("company_name") and len(codes) < 2


def _read(record: DraftRecord) -> Draft:
    draft = Draft.model_validate(record.content)
    return draft.model_copy(update={"revision": record.revision})
