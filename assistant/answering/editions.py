"""Which version of a text a question means, and what the answer says of the version it rests on."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from functools import cache

from assistant.answering.citing import STAGE, Quoted
from assistant.answering.wording import messages
from corpus.models import Authority, Kind, Source, Status
from corpus.versions import Versions
from index.exact import Match
from prompts.loading import load_prompts


@cache
def _patterns() -> dict[str, str]:
    rules: dict[str, str] = load_prompts("questions")["editions"]
    return rules


def left_out(
    text: str, matches: Sequence[Match], versions: Versions, visible: Iterable[Source]
) -> frozenset[str]:
    """Ids of the sources that a question does not mean: of each text all versions but the one asked for.

    That is the version in force, unless the question names another: by its number or full title, its
    year, a day, or as the old one. A question on the difference means both.
    """
    if not versions.superseded() and not _has_coming(versions):
        return frozenset()
    if compares_versions(text):
        return frozenset()
    out: set[str] = set()
    seen: set[str] = set()
    for source in visible:
        if source.id in seen:
            continue
        family = versions.of(source.id)
        seen.update(s.id for s in family)
        if len(family) > 1:
            out |= _left_out_of(family, text, matches, versions)
    return frozenset(out)


def drafts_named(
    text: str, matches: Sequence[Match], editions: Iterable[Source]
) -> tuple[Match, ...]:
    """The drafts of the standard, when a question asks what 征求意见稿 says and names no other text."""
    found = re.search(_patterns()["in_draft"], text)
    if (
        found is None
        or compares_drafts(text)
        or any(m.kind != "label" and m.sources for m in matches)
    ):
        return ()
    drafts = tuple(s.id for s in editions if s.status is Status.DRAFT)
    start, end = found.span(1)
    return (Match("title", start, end, found[1], sources=drafts),) if drafts else ()


def names_draft(text: str) -> bool:
    """Whether the question speaks of a draft."""
    return bool(re.search(_patterns()["draft"], text))


def compares_versions(text: str) -> bool:
    """Whether the question is on how versions of a text differ."""
    return bool(re.search(_patterns()["both"], text)) or compares_drafts(text)


def compares_drafts(text: str) -> bool:
    """Whether the question is on how a draft and the text itself differ."""
    rules = _patterns()
    return bool(re.search(rules["draft"], text) and re.search(rules["differ"], text))


def without_edition(text: str, versions: Versions) -> str:
    """A question without the words by which it names a version: they stand in no clause."""
    rules = _patterns()
    years = {year for source in versions.sources for year in _years(source) if year in text}
    patterns = [rules["of_year"].replace("{year}", year) for year in sorted(years)]
    found = text
    for pattern in (*patterns, rules["on_day"], rules["old"], rules["coming"]):
        found = re.sub(f"(?:{pattern})的?", "", found)
    found = found.strip(" ，,、")
    return found if len(found) >= _SHORTEST else text


#: Characters that must be left of a question.
_SHORTEST = 4


def without_contrast(text: str) -> str:
    """The question that is put to each version: what is compared, without that it is compared."""
    return re.sub(_patterns()["contrast"], "", text).strip(" ，,。？?")


def told_apart(pieces: Iterable[Quoted], versions: Versions) -> tuple[Quoted, ...]:
    """Quotes of versions that gave way, each said to be of that version."""
    gone = versions.superseded()
    return tuple(
        replace(piece, lead=f"{edition_name(piece.source)}：", group=edition_name(piece.source))
        if piece.source.id in gone
        and not piece.lead
        and piece.source.status is not Status.DRAFT
        and piece.source.authority is Authority.ORIGINAL
        else piece
        for piece in pieces
    )


def comparable(source_id: str, versions: Versions, text: str = "") -> tuple[Source, ...]:
    """The versions of a text that can be set side by side, newest first: no digests.

    Drafts only when the question ``text`` names them, and then beside the version in force.
    """
    family = [s for s in versions.of(source_id) if s.authority is Authority.ORIGINAL]
    if compares_drafts(text):
        current = versions.current(source_id)
        return tuple(s for s in family if s == current or s.status is Status.DRAFT)
    return tuple(s for s in family if s.status is not Status.DRAFT)


def edition_name(source: Source) -> str:
    """How a version is called beside the others: 2021年版, 征求意见稿."""
    if source.status is Status.DRAFT:
        return stage_of(source)
    year = (source.effective or source.issued or "")[:4]
    named = str(messages()["notes"]["edition_year"]).format(year=year)
    return named if year else source.title


def _has_coming(versions: Versions) -> bool:
    return any(not versions.in_force(s.id) and versions.current(s.id) for s in versions.sources)


def _left_out_of(
    family: Sequence[Source], text: str, matches: Sequence[Match], versions: Versions
) -> set[str]:
    chosen = _asked_for(family, text, matches, versions)
    if chosen:
        return {s.id for s in family} - chosen
    gone = versions.superseded()
    out = {s.id for s in family if s.id in gone}
    standing = any(versions.in_force(s.id) for s in family)
    if standing:
        out |= {s.id for s in family if not versions.in_force(s.id)}
    if re.search(_patterns()["draft"], text):
        out -= {s.id for s in family if s.status is Status.DRAFT}
    return out


def _asked_for(
    family: Sequence[Source], text: str, matches: Sequence[Match], versions: Versions
) -> set[str]:
    """The versions that the question names; empty when it names none."""
    ids = {s.id for s in family}
    for match in matches:
        named = ids & set(match.sources)
        if match.kind != "label" and named and not any(versions.in_force(key) for key in named):
            return named
    rules = _patterns()
    for source in family:
        if any(re.search(rules["of_year"].replace("{year}", y), text) for y in _years(source)):
            return {source.id}
    day = re.search(rules["on_day"], text)
    if day is not None:
        then = Versions(versions.sources, _day(day))
        return {s.id for s in family if then.in_force(s.id)}
    if re.search(rules["old"], text):
        old = [s for s in family if s.id in versions.superseded() and s.status is not Status.DRAFT]
        return {old[0].id} if old else set()
    if re.search(rules["coming"], text):
        coming = [s for s in family if s == versions.coming(family[0].id)]
        return {s.id for s in coming}
    return set()


def _years(source: Source) -> set[str]:
    """The years by which people name a version."""
    dates = (source.issued, source.effective)
    number = re.findall(r"(?:19|20)\d\d", source.number or "")
    return {d[:4] for d in dates if d} | set(number[-1:])


def _day(match: re.Match[str]) -> date:
    """The last day that the question can mean: a year alone is its end."""
    year, month = int(match["year"]), int(match["month"] or 12)
    if not 1 <= month <= 12:
        month = 12
    for day in (int(match["day"] or 31), 30, 29, 28):
        try:
            return date(year, month, day)
        except ValueError:
            continue
    return date(year, 12, 31)


# -- what the answer says ----------------------------------------------------------------------------


def edition_notes(sources: Iterable[Source], versions: Versions) -> tuple[str, ...]:
    """What to say of the versions of the quoted ``sources``."""
    notes: list[str] = []
    for source in dict.fromkeys(s.id for s in sources):
        notes.extend(_notes_of(source, versions))
    return tuple(dict.fromkeys(notes))


def _notes_of(source_id: str, versions: Versions) -> Iterable[str]:
    texts = messages()["notes"]
    source = next((s for s in versions.sources if s.id == source_id), None)
    if (
        source is None
        or source.kind is Kind.COMPILATION_NOTES
        or source.authority is Authority.GUIDE
    ):
        return
    said = {"title": source.title.strip("《》"), "detail": _detail(source)}
    family = [s for s in versions.of(source_id) if s.authority is Authority.ORIGINAL]
    current = versions.current(source_id)
    if source.status is Status.DRAFT:
        yield texts["edition_draft"].format(**said, stage=stage_of(source))
    elif source.status is Status.REPEALED:
        yield texts["edition_gone"].format(**said)
    elif source_id in versions.superseded() and current is not None:
        name = f"《{current.title.strip('《》')}》{_detail(current)}"
        yield texts["edition_old"].format(**said, current=name)
    elif versions.in_force(source_id):
        older = [
            s for s in family if s.id in versions.superseded() and s.status is not Status.DRAFT
        ]
        if older:
            names = "、".join(_name_beside(s, source) for s in older)
            yield texts["edition_current"].format(**said, others=names)
        coming = versions.coming(source_id)
        if coming is not None and coming.effective:
            name = f"《{coming.title.strip('《》')}》{_bracketed(coming.number or '')}"
            yield texts["edition_coming"].format(coming=name, day=spoken(coming.effective))
    elif current is not None:
        name = f"《{current.title.strip('《》')}》{_detail(current)}"
        yield texts["edition_not_yet_beside"].format(**said, current=name)
    elif source.effective:
        yield texts["edition_not_yet"].format(**said)


def _name_beside(source: Source, other: Source) -> str:
    """How an older version is called beside the one in force: by what sets it apart."""
    if source.title != other.title:
        return f"《{source.title.strip('《》')}》{_bracketed(source.number or '')}"
    year = source.issued or source.effective
    return (
        source.number
        if source.number and source.number != other.number
        else (f"{year[:4]}年的旧版" if year else "旧版")
    )


def _detail(source: Source) -> str:
    """Number and first day in brackets: （DB44/T 1—2020，2020年3月1日起施行）."""
    texts = messages()["notes"]
    day = ""
    if source.effective and source.status is not Status.DRAFT:
        day = texts["edition_from"].format(day=spoken(source.effective))
    elif source.issued:
        day = texts["edition_issued"].format(day=spoken(source.issued))
    return _bracketed("，".join(p for p in (source.number or "", day) if p))


def _bracketed(words: str) -> str:
    return f"（{words}）" if words else ""


def spoken(day: str) -> str:
    """2024-11-01 as 2024年11月1日, 2024-11 as 2024年11月."""
    parts = [str(int(part)) for part in day.split("-")]
    return "".join(f"{part}{unit}" for part, unit in zip(parts, "年月日", strict=False))


def stage_of(source: Source) -> str:
    """What kind of draft it is, as its title says."""
    match = STAGE.search(source.title)
    return match.group() if match else str(messages()["labels"]["draft"])
