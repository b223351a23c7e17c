"""A blueprint's templates filled with facts: the marked text of each section, title and signature."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from assistant.drafting.basis import Texts
from assistant.drafting.blueprint import Attachment, OptionalClause, Section
from assistant.drafting.blueprints import Plan, words_of
from assistant.drafting.draft import Chosen
from assistant.drafting.facts.values import Facts
from assistant.drafting.templating import context_of, holds, render
from corpus.models import Source
from corpus.regions import NATION


@dataclass(frozen=True)
class Filling:
    """One blueprint with the facts and choices of one document."""

    plan: Plan
    facts: Facts
    chosen: Mapping[str, Chosen]

    @cached_property
    def context(self) -> dict[str, Any]:
        sector = self.facts.values.get("sector")
        return context_of(self.facts, words_of(sector.raw if sector else None))

    def sections(self) -> tuple[Section, ...]:
        """Sections that the facts call for, in order."""
        return tuple(
            section
            for section in self.plan.blueprint.sections
            if holds(section.when, self.context, self._where(section.id))
        )

    def text(self, section: Section, texts: Texts) -> str:
        """The marked text of a section with the optional clauses that were chosen."""
        lines = [render(section.text, self.context, self._where(section.id)).strip("\n")]
        for option in section.optional:
            chosen = self.chosen.get(f"{section.id}/{option.id}")
            if chosen:
                lines.append(self._option(section, option, chosen, texts))
        return "\n".join(lines)

    def _option(
        self, section: Section, option: OptionalClause, chosen: Chosen, texts: Texts
    ) -> str:
        where = self._where(f"{section.id}/{option.id}")
        text = render(option.text, self.context, where).strip()
        if chosen == "adopted":
            return text
        mark = option_mark(texts, option)
        return "\n".join(f"{line}{mark}" if line.strip() else line for line in text.split("\n"))

    def title(self) -> str:
        return self._template("document_title")

    def addressee(self) -> str:
        return self._template("addressee")

    def copies(self) -> str:
        """Empty when the facts that it prints are not given: nobody must be sent a copy."""
        source = self.plan.blueprint.copies
        given = self.facts.values
        if any(
            f"{{{{ {spec.name} }}}}" in source and spec.name not in given for spec, _ in self.facts
        ):
            return ""
        return self._template("copies")

    def receipt(self) -> str:
        source = self.plan.blueprint.signature.receipt
        return render(source, self.context, self._where("receipt"))

    def attachments(self) -> tuple[Attachment, ...]:
        return tuple(
            one
            for one in self.plan.blueprint.attachments
            if holds(one.when, self.context, self._where("attachments"))
        )

    def _template(self, field: str) -> str:
        source: str = getattr(self.plan.blueprint, field)
        return render(source, self.context, self._where(field)).strip()

    def _where(self, place: str) -> str:
        return f"蓝本 {self.plan.blueprint.id} 的 {place} "


def option_mark(texts: Texts, option: OptionalClause) -> str:
    """【可选条款（来源：上海2020年，供参考）】."""
    clause = texts.clause(option.clause)
    source = texts.source(clause.source_id) if clause else None
    return f"【可选条款（来源：{_place(source)}，供参考）】" if source else "【可选条款（供参考）】"


def _place(source: Source) -> str:
    place = "全国" if source.region == NATION else source.region
    return f"{place}{source.year}年" if source.year else f"{place}，年份未见"
