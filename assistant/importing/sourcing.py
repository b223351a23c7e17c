"""The facts of an imported text: what a person states, else what the text says, else what is safe."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from pydantic import ValidationError

from assistant.answering.wording import messages
from assistant.importing.models import Overrides
from assistant.importing.naming import aliases_of, free_id, short_title_of, slug_of
from corpus.errors import BadInput
from corpus.library_files import read_regions
from corpus.models import Authority, ClauseFacts, Fact, Kind, Notice, Source, Status
from corpus.primary import is_standard_title
from corpus.regions import HOME, UNSTATED, Gazetteer, gazetteer_of
from corpus.versions import work_of

#: Facts that a measure takes over from the notice that issues it, where it states none itself.
_FROM_NOTICE = ("issuer", "number", "issued", "effective", "region")
#: Facts that belong to one document: they cannot be stated for a file that holds several.
OF_ONE = ("id", "title", "short_title", "aliases", "number", "kind")
_COMPANY = re.compile(r"公司|集团|有限合伙")
_MAY_BE_EMPTY = frozenset({"issuer", "number", "issued", "effective"})


@dataclass(frozen=True, slots=True)
class Described:
    """A Source, and what a person should look at in it."""

    source: Source
    notices: tuple[Notice, ...]


@cache
def gazetteer() -> Gazetteer:
    return gazetteer_of(read_regions())


def describe(
    name: str,
    facts: Iterable[Fact],
    overrides: Overrides,
    *,
    stem: str,
    sha256: str,
    family: str | None = None,
    taken: Collection[str] = frozenset(),
    notice: Source | None = None,
    clauses: Mapping[str, ClauseFacts] | None = None,
) -> Described:
    """The Source of a text read from the file ``name``.

    ``notice`` is the one that issues the text and stands in the same file. Raises BadInput when the
    facts do not make a Source.
    """
    told = list(facts)
    said = {fact.name: fact.value for fact in told if fact.name != "replaces"}
    for field in _FROM_NOTICE if notice is not None else ():
        inherited = getattr(notice, field)
        if inherited and inherited != UNSTATED:
            said.setdefault(field, inherited)
    chosen: dict[str, Any] = {**said, **stated_facts(overrides)}
    notices = []
    if not chosen.get("title"):
        chosen["title"] = stem
        notices.append(Notice("no-title", "没有认出题名，暂用文件名，请核对。"))
    if not chosen.get("kind") and is_standard_title(str(chosen["title"])):
        chosen["kind"] = Kind.STANDARD
        chosen["region"] = chosen.get("region") or HOME
        notices.append(
            Notice(
                "by-title",
                "题名与广东省地方标准相同，已按标准正文处理；如果不是，请改正文种和地区。",
            )
        )
    if not chosen.get("region"):
        chosen["region"] = UNSTATED
        notices.append(Notice("no-region", "没有认出适用的地区，请核对后填写。"))
    if not chosen.get("kind"):
        names = f"{chosen['title']} {chosen.get('issuer') or ''}"
        chosen["kind"] = _kind(names, family, overrides.workspace)
        label = messages()["labels"]["kind"][chosen["kind"].value]
        notices.append(Notice("no-kind", f"没有认出文种，暂记为“{label}”，请核对。"))
    title = str(chosen["title"])
    short = chosen.get("short_title") or short_title_of(title, gazetteer())
    wanted = chosen.get("id") or slug_of(title, chosen.get("number"), sha256)
    number, region = chosen.get("number"), str(chosen["region"])
    values = {
        "status": Status.UNKNOWN,
        "authority": Authority.ORIGINAL,
        "aliases": aliases_of(title, short),
        **chosen,
        "short_title": short,
        "replaces": tuple(dict.fromkeys(f.value for f in told if f.name == "replaces")),
        "work": work_of(title, number, region, overrides.workspace),
        "attached_to": notice.id if notice is not None else None,
        "clauses": dict(clauses or {}),
        "workspace": overrides.workspace,
    }
    source = source_from(name, {**values, "id": wanted if chosen.get("id") else "new"})
    if not chosen.get("id"):
        source = source.model_copy(update={"id": free_id(wanted, taken, source.year)})
    return Described(source, tuple(notices))


def stated_facts(overrides: Overrides) -> dict[str, Any]:
    """The fields of Source that a person states; an empty issuer, number or date is stated as unknown."""
    given = overrides.model_dump(exclude_none=True, exclude={"family", "workspace"})
    return {
        field: None if value == "" and field in _MAY_BE_EMPTY else value
        for field, value in given.items()
    }


def source_from(name: str, values: Mapping[str, Any]) -> Source:
    """Raises BadInput naming the file and the fact that is not usable."""
    try:
        return Source.model_validate(dict(values))
    except ValidationError as error:
        field = ".".join(str(part) for part in error.errors()[0]["loc"]) or "信息"
        raise BadInput(f"{name} 的 {field} 不合要求，请对照 docs/library.md 改正。") from error


def checked(overrides: Overrides) -> Overrides:
    """``overrides`` with the place's own name. Raises BadInput for an unknown place or family."""
    from corpus.structure.headings import FAMILIES

    if overrides.family is not None and overrides.family not in FAMILIES:
        known = "、".join(FAMILIES)
        raise BadInput(f"没有“{overrides.family}”这种编号体例，可用：{known}。")
    if not overrides.region or overrides.region == UNSTATED:
        return overrides
    region = gazetteer().find(overrides.region)
    if region is None:
        raise BadInput(messages()["errors"]["region"].format(region=overrides.region.strip()))
    return overrides.model_copy(update={"region": region.name})


def merged(earlier: Overrides, later: Overrides) -> Overrides:
    """What ``later`` states goes before what was stated earlier."""
    return earlier.model_copy(update=later.model_dump(exclude_none=True))


def restated(source: Source, overrides: Overrides) -> Source:
    """``source`` with other facts; its id stays. Raises BadInput."""
    given = stated_facts(overrides)
    given.pop("id", None)
    if overrides.workspace is not None:
        given["workspace"] = overrides.workspace or None
    if "title" in given and "short_title" not in given:
        old = short_title_of(source.title, gazetteer())
        if source.short_title == old:
            given["short_title"] = short_title_of(given["title"], gazetteer())
            given.setdefault("aliases", aliases_of(given["title"], given["short_title"]))
    changed = source_from(source.id, {**source.model_dump(), **given})
    work = work_of(changed.title, changed.number, changed.region, changed.workspace)
    return changed.model_copy(update={"work": work})


def stated_of(stored: str | None) -> Overrides:
    """The facts stored with a text as stated by a person."""
    if not stored:
        return Overrides()
    try:
        return Overrides.model_validate_json(stored)
    except ValidationError:  # of a later version of the product
        return Overrides()


def stored_statement(overrides: Overrides) -> str | None:
    """As it is kept with the text; the id and the workspace are kept in the Source itself."""
    given = overrides.model_copy(update={"id": None, "workspace": None})
    text = given.model_dump_json(exclude_none=True)
    return None if text == "{}" else text


def _kind(names: str, family: str | None, workspace: str | None) -> Kind:
    """A company's texts lie in its workspace or name it; else the numbering tells rules from others."""
    if workspace or _COMPANY.search(names):
        return Kind.COMPANY
    return Kind.MEASURE if family == "law" else Kind.POLICY
