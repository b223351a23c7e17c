"""Drafts made and changed: sections filled, written anew, edited, locked, put back. Nothing is stored here."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from assistant.drafting.assembling import Assembled, assemble
from assistant.drafting.basis import Texts
from assistant.drafting.blueprint import TELLING, FactSpec, Section
from assistant.drafting.blueprints import Plan, plan_of
from assistant.drafting.draft import Chosen, Draft, DraftSection, Origin, Version
from assistant.drafting.editing import shown, stored
from assistant.drafting.facts.reading import read_facts
from assistant.drafting.facts.values import Facts
from assistant.drafting.filling import Filling
from assistant.drafting.marked import filled_blanks, plain
from assistant.drafting.parsing import parse
from assistant.drafting.statements import doubt_of, unnamed
from corpus.errors import BadInput
from corpus.regions import Gazetteer

if TYPE_CHECKING:
    from assistant.language_model.model import LanguageModel

#: Characters of an edited section, and versions kept of one.
_LONGEST, _VERSIONS = 50_000, 60
#: Characters of a wish.
_WISH = 500


class Drafter:
    """Makes and changes drafts over the texts of a library. Each change gives a new draft.

    ``texts`` is asked anew for each draft, so that an imported text counts at once.
    """

    def __init__(
        self,
        texts: Callable[[], Texts],
        gazetteer: Gazetteer,
        *,
        plans: Callable[[str], Plan] = plan_of,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.texts, self.gazetteer, self.plans, self.now = texts, gazetteer, plans, now

    def with_plan(self, name: str, plan: Plan) -> Drafter:
        """A drafter that knows ``plan`` by ``name`` too: a blueprint of a user's own."""
        known = self.plans

        def find(wanted: str) -> Plan:
            return plan if wanted == name else known(wanted)

        return Drafter(self.texts, self.gazetteer, plans=find, now=self.now)

    # -- making ----------------------------------------------------------------------------------

    def facts(
        self, plan: Plan, raw: Mapping[str, Any], *, elsewhere: Iterable[FactSpec] | None = None
    ) -> Facts:
        """``elsewhere`` as for ``read_facts``: facts of other documents that ``raw`` may hold too."""
        rules = plan.blueprint.rules
        return read_facts(plan.specs, rules, raw, self.gazetteer, elsewhere=elsewhere)

    def new(
        self,
        blueprint_id: str,
        raw: Mapping[str, Any],
        chosen: Mapping[str, Chosen] | None = None,
    ) -> Draft:
        """A draft with all sections filled; what is not given is 【待填：…】."""
        plan = self.plans(blueprint_id)
        _check_chosen(plan, chosen or {})
        facts, now = self.facts(plan, raw), self.now()
        filling = Filling(plan, facts, chosen or {})
        draft = Draft(
            id=uuid.uuid4().hex,
            blueprint=blueprint_id,
            title=plain(filling.title()),
            company=facts.values["company_name"].text if "company_name" in facts.values else "",
            facts=facts.raw,
            chosen=dict(chosen or {}),
            created=now,
            updated=now,
        )
        texts = self.texts()
        draft.sections = [self._section(one, filling, texts) for one in filling.sections()]
        return draft

    def filling(self, draft: Draft) -> Filling:
        """The draft's blueprint with its facts as they are now."""
        plan = self.plans(draft.blueprint)
        return Filling(plan, self.facts(plan, draft.facts), draft.chosen)

    def assembled(self, draft: Draft) -> Assembled:
        return assemble(draft, self.filling(draft), self.texts())

    def _section(self, section: Section, filling: Filling, texts: Texts) -> DraftSection:
        text, notes = self.filled(section, filling, texts)
        version = Version(text=text, origin="template", made=self.now())
        return DraftSection(id=section.id, title=section.title, versions=[version], notes=notes)

    def filled(
        self, section: Section, filling: Filling, texts: Texts
    ) -> tuple[str, tuple[str, ...]]:
        """The text that the blueprint gives, and why a sentence of it was struck."""
        text = filling.text(section, texts)
        notes: list[str] = []
        for piece in parse(text):
            for statement in piece.statements:
                doubt = doubt_of(statement, texts)
                if doubt is not None:
                    notes.append(f"“{doubt.words[:40]}”核不到依据：{doubt.message}")
        return text, tuple(notes)

    # -- changing --------------------------------------------------------------------------------

    def with_facts(self, draft: Draft, raw: Mapping[str, Any]) -> Draft:
        """The draft with other facts. They flow into sections that nobody touched; others are marked."""
        return self._refilled(draft, dict(raw), draft.chosen)

    def with_chosen(self, draft: Draft, option: str, chosen: Chosen | None) -> Draft:
        """The draft with an optional clause (``SECTION/OPTION``) shown, adopted or left out."""
        changed = {key: value for key, value in draft.chosen.items() if key != option}
        if chosen is not None:
            changed[option] = chosen
        _check_chosen(self.plans(draft.blueprint), {option: chosen or "shown"})
        return self._refilled(draft, draft.facts, changed, touched=option.split("/")[0])

    def _refilled(
        self,
        draft: Draft,
        raw: Mapping[str, Any],
        chosen: Mapping[str, Chosen],
        touched: str | None = None,
    ) -> Draft:
        plan = self.plans(draft.blueprint)
        facts = self.facts(plan, raw)
        filling, texts = Filling(plan, facts, chosen), self.texts()
        before = {one.id: one for one in draft.sections}
        old = {one.id: text for one, text in self._template_texts(draft, texts)}
        sections: list[DraftSection] = []
        for section in filling.sections():
            one = before.pop(section.id, None)
            if one is None:
                sections.append(self._section(section, filling, texts))
                continue
            text, notes = self.filled(section, filling, texts)
            if one.kept:
                sections.append(_kept(one, text != old.get(section.id, text), facts, self.now()))
            elif text == one.text:
                sections.append(one)
            else:
                sections.append(_written(one, text, "template", self.now(), notes=notes))
        # what a person wrote stays although the facts no longer call for its section
        for place, one in enumerate(draft.sections):
            if one.id in before and one.kept:
                sections.insert(place, one.model_copy(update={"stale": True}))
        return draft.model_copy(
            update={
                "facts": facts.raw,
                "chosen": dict(chosen),
                "sections": sections,
                "title": plain(filling.title()),
                "company": facts.values["company_name"].text
                if "company_name" in facts.values
                else "",
                "updated": self.now(),
            }
        )

    def _template_texts(self, draft: Draft, texts: Texts) -> list[tuple[Section, str]]:
        filling = self.filling(draft)
        return [(section, filling.text(section, texts)) for section in filling.sections()]

    def edited(self, draft: Draft, section_id: str, text: str, title: str | None = None) -> Draft:
        """The draft with a section as a person wrote it; numbers are counted anew."""
        if len(text) > _LONGEST:
            raise BadInput(f"这一节有{len(text)}个字，最多{_LONGEST}个，请分成几节。")
        if not text.strip():
            raise BadInput("这一节不能是空的；不需要这一节时，请在下载后的文件里删去。")
        one = _find(draft, section_id)
        if one.locked:
            raise BadInput(f"“{one.title}”已锁定，没有改动；要修改，请先解锁。")
        named = one.model_copy(update={"title": (title or "").strip()[:60] or one.title})
        assembled = self.assembled(draft)
        if text.strip() == shown(assembled.document.blocks, section_id).strip():
            return draft if named == one else _with(draft, named, self.now())
        plan = self.plans(draft.blueprint)
        labels = {spec.label: spec.name for spec in plan.specs}
        style = plan.blueprint.style
        told = self._telling(draft)
        marked = stored(text, one.text, style, assembled.places, labels, told)
        notes = unnamed(marked, self.texts())
        changed = _written(named, marked, "hand", self.now(), notes=notes)
        return _with(draft, changed.model_copy(update={"stale": False}), self.now())

    def _telling(self, draft: Draft) -> dict[str, str]:
        """Names and dates that only one fact of the draft has: where a person types them, they are that fact.

        So a text with a name that is no longer true can be found later.
        """
        values = self.filling(draft).facts
        words = {spec.name: value.text for spec, value in values if value and spec.type in TELLING}
        return {name: one for name, one in words.items() if list(words.values()).count(one) == 1}

    def refreshed(self, draft: Draft, section_id: str) -> Draft:
        """The draft with a section as its blueprint and the present facts give it."""
        one = _find(draft, section_id)
        if one.locked:
            raise BadInput(f"“{one.title}”已锁定，没有改动；要重新生成，请先解锁。")
        filling, texts = self.filling(draft), self.texts()
        section = next((s for s in filling.sections() if s.id == section_id), None)
        if section is None:
            raise BadInput(f"按现在的事实，这份文件不需要“{one.title}”这一节，无法重新生成。")
        text, notes = self.filled(section, filling, texts)
        changed = _written(one, text, "template", self.now(), notes=notes)
        return _with(draft, changed.model_copy(update={"stale": False}), self.now())

    def rewritten(
        self, draft: Draft, section_id: str, model: LanguageModel, wish: str = ""
    ) -> Draft:
        """The draft with a section in the model's words; as it was, with a note, where none of them stands."""
        from assistant.drafting.rewriting import rewrite  # loads LangChain

        one = _find(draft, section_id)
        if one.locked:
            raise BadInput(f"“{one.title}”已锁定，没有改动；要重新生成，请先解锁。")
        plan = self.plans(draft.blueprint)
        section = next((s for s in plan.blueprint.sections if s.id == section_id), None)
        found = rewrite(
            one.text,
            document=plan.blueprint.title,
            title=one.title,
            guidance=section.guidance if section else "",
            wish=wish[:_WISH],
            labels={spec.name: spec.label for spec in plan.specs},
            model=model,
            texts=self.texts(),
        )
        if not found.changed:
            changed = one.model_copy(update={"notes": found.notes})
            return _with(draft, changed, self.now())
        changed = _written(
            one, found.text, "model", self.now(), wish=wish[:_WISH], notes=found.notes
        )
        return _with(draft, changed, self.now())

    def locked(self, draft: Draft, section_id: str, locked: bool) -> Draft:
        changed = _find(draft, section_id).model_copy(update={"locked": locked})
        return _with(draft, changed, self.now())

    def restored(self, draft: Draft, section_id: str, version: int) -> Draft:
        """The draft with an earlier version (counted from 1) put back as the newest."""
        one = _find(draft, section_id)
        if one.locked:
            raise BadInput(f"“{one.title}”已锁定，没有改动；要恢复以前的版本，请先解锁。")
        if not 1 <= version <= len(one.versions):
            raise BadInput(f"“{one.title}”没有第{version}版，现有{len(one.versions)}版。")
        text = one.versions[version - 1].text
        return _with(draft, _written(one, text, "restored", self.now()), self.now())

    # -- showing ---------------------------------------------------------------------------------

    def editable(self, draft: Draft, section_id: str) -> str:
        """The section as lines to edit."""
        _find(draft, section_id)
        return shown(self.assembled(draft).document.blocks, section_id)


def _find(draft: Draft, section_id: str) -> DraftSection:
    for one in draft.sections:
        if one.id == section_id:
            return one
    names = "、".join(one.id for one in draft.sections)
    raise BadInput(f"这份草稿没有“{section_id}”这一节，现有：{names}。")


def _with(draft: Draft, changed: DraftSection, now: datetime) -> Draft:
    sections = [changed if one.id == changed.id else one for one in draft.sections]
    return draft.model_copy(update={"sections": sections, "updated": now})


def _kept(one: DraftSection, changed: bool, facts: Facts, now: datetime) -> DraftSection:
    """What a person wrote, with blanks filled by facts that are given now, unless it is locked.

    Whether it is ``changed``: the blueprint's text is another one than when it was written.
    """
    simple = {
        name: value.text for name, value in facts.values.items() if value.text and not value.rows
    }
    text = one.text if one.locked else filled_blanks(one.text, simple)
    if text == one.text:
        return one.model_copy(update={"stale": one.stale or changed})
    filled = _written(one, text, one.origin, now, notes=one.notes)
    return filled.model_copy(update={"stale": one.stale})


def _written(
    one: DraftSection,
    text: str,
    origin: Origin,
    now: datetime,
    *,
    wish: str = "",
    notes: tuple[str, ...] = (),
) -> DraftSection:
    """The section with one more version; the first and the newest are kept."""
    version = Version(text=text, origin=origin, made=now, wish=wish)
    versions = [*one.versions, version]
    if len(versions) > _VERSIONS:
        versions = [versions[0], *versions[-_VERSIONS + 1 :]]
    return one.model_copy(update={"versions": versions, "notes": notes})


def _check_chosen(plan: Plan, chosen: Mapping[str, Chosen]) -> None:
    known = [f"{s.id}/{o.id}" for s in plan.blueprint.sections for o in s.optional]
    if wrong := chosen.keys() - set(known):
        there = f"现有：{'、'.join(known)}" if known else "这份文件没有可选条款"
        raise BadInput(f"没有名为 {'、'.join(sorted(wrong))} 的可选条款，{there}。")
