"""Read the facts of an enterprise from what its people write, by rules; what is not sure is left out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from assistant.answering.models import Answer
from assistant.answering.wording import simplified
from assistant.profile.models import Fact, FactName, Profile
from assistant.verifying.folding import plain
from assistant.verifying.quantities import Quantity, quantities_of
from corpus.regions import NATION, Gazetteer
from prompts.loading import load_prompts

_SENTENCE = re.compile(r"[^。！!；;\n？?]+[？?]?")
_PIECE = re.compile(r"(?:(?<=\d),(?=\d{3})|[^，,、])+")
#: Words after 人 or 名 that still count people.
_PEOPLE = re.compile(r"(?:人|名|位)$")
#: More people than an enterprise has.
_MOST = 10_000_000
_EXISTS: tuple[FactName, ...] = ("quality_head", "safety_director", "certificate")


def read_profile(message: str, gazetteer: Gazetteer) -> Profile:
    """What ``message`` says of the writer's own enterprise.

    >>> from corpus.library_files import read_regions
    >>> from corpus.regions import gazetteer_of
    >>> read_profile("我们是200人的注塑厂，在佛山", gazetteer_of(read_regions())).told()
    ('佛山', '200人', '注塑厂')
    """
    found: dict[FactName, Fact] = {}
    for piece in _own_pieces(simplified(message)):
        for name, value, words in _facts(piece, gazetteer):
            found.setdefault(name, Fact.read(value, words, message))
    return Profile(**found)


def region_of(profile: Profile, gazetteer: Gazetteer) -> str | None:
    """The place of the profile when it is one that is known."""
    found = gazetteer.find(simplified(profile.region.value)) if profile.region else None
    return found.name if found else None


def with_note(answer: Answer, profile: Profile) -> Answer:
    """The answer with the line that says what was taken from the profile, behind its other notes."""
    note = note_of(profile)
    return answer.model_copy(update={"notes": (*answer.notes, note)}) if note else answer


def acknowledged(question: str, profile: Profile) -> Answer:
    """The reply to a message that only tells facts."""
    told = "，".join(profile.told()) or "，".join(f.value for f in profile.known().values())
    words = str(load_prompts("profile")["acknowledged"]).format(facts=told)
    return Answer(question=question, status="answered", answer=words, route="chat")


def note_of(profile: Profile) -> str:
    """The line in an answer's notes: 按您说的：佛山，200人; empty when there is nothing to say."""
    told = "，".join(profile.told())
    return str(load_prompts("profile")["note"]).format(facts=told) if told else ""


def context_of(profile: Profile) -> str:
    """The profile as a line of the conversation, for whoever completes a follow-up."""
    told = "，".join(profile.told())
    return str(load_prompts("profile")["context"]).format(facts=told) if told else ""


@cache
def _rules() -> dict[str, Any]:
    return dict(load_prompts("profile"))


@dataclass(frozen=True, slots=True)
class Told:
    """A message taken apart: who asks, what is asked without that, and the reply when nothing is."""

    profile: Profile
    message: str
    question: str
    acknowledged: Answer | None = None


def read_told(message: str, given: Profile | None, gazetteer: Gazetteer) -> Told:
    """``given`` is the profile that the person sees and may have changed: it goes before the message.

    Only who has one is told that facts were noted.
    """
    profile = read_profile(message, gazetteer).updated(given or Profile())
    question = question_in(message, gazetteer)
    if re.search(r"\w{2}", question):
        return Told(profile, message, question)
    reply = acknowledged(message, profile) if given is not None else None
    return Told(profile, message, message, reply)


def question_in(message: str, gazetteer: Gazetteer) -> str:
    """``message`` without the pieces that only tell facts of the writer's enterprise.

    >>> from corpus.library_files import read_regions
    >>> from corpus.regions import gazetteer_of
    >>> question_in("我们是200人的注塑厂，在佛山，任职条件是什么？", gazetteer_of(read_regions()))
    '任职条件是什么？'
    """
    kept: list[str] = []
    told = False
    for sentence in _SENTENCE.findall(message):
        own = {
            piece for piece in _own_pieces(simplified(sentence)) if any(_facts(piece, gazetteer))
        }
        pieces = [one for one in _PIECE.findall(sentence) if simplified(one).strip() not in own]
        told = told or bool(own)
        if pieces:
            kept.append("，".join(pieces).strip())
    return "。".join(kept) if told else message


def _own_pieces(text: str) -> Iterator[str]:
    """Pieces between commas that speak of the writer's enterprise, and neither ask nor suppose."""
    rules = _rules()
    for sentence in _SENTENCE.findall(text):
        own = False
        for piece in _PIECE.findall(sentence):
            if re.search(rules["supposed"], piece):
                break
            own = own or bool(re.search(rules["own"], piece))
            if own and not re.search(rules["asking"], piece):
                yield piece.strip()


def _facts(piece: str, gazetteer: Gazetteer) -> Iterator[tuple[FactName, str, str]]:
    """Name, value and words of each fact."""
    yield from _region(piece, gazetteer)
    yield from _headcount(piece)
    yield from _industry(piece, gazetteer)
    size = re.search(_rules()["size"], piece)
    if size:
        yield "size", size["word"], size["word"]
    for name in _EXISTS:
        yield from _existence(name, piece)


def _region(piece: str, gazetteer: Gazetteer) -> Iterator[tuple[FactName, str, str]]:
    for region in reversed(gazetteer.mentioned(piece)):  # 广东佛山: the narrower comes last
        if region.name == NATION:
            continue
        forms = sorted((region.name, *region.aliases), key=len, reverse=True)
        place = rf"[\u4e00-\u9fff]{{0,5}}?(?P<place>{'|'.join(map(re.escape, forms))})"
        for rule in _rules()["region"]:
            match = re.search(rule.replace("{place}", place), piece)
            if match:
                yield "region", region.name, match["place"]
                return


def _headcount(piece: str) -> Iterator[tuple[FactName, str, str]]:
    rules = _rules()
    folded = plain(piece)
    for quantity in quantities_of(folded.text):
        start, end = folded.span(quantity.start, quantity.end)
        words = piece[start:end]
        if quantity.unit not in ("count", "bare") or not 0 < quantity.value < _MOST:
            continue
        behind = piece[end:]
        if quantity.unit == "bare" or not _PEOPLE.search(words):
            loose = re.match(r"(?:来|多|几|余|号|几号|多号|来号)(?:人|名)", behind)
            if not loose:
                continue
            words, behind = words + loose.group(), behind[loose.end() :]
        before = piece[:start]
        if re.search(rules["part_of_staff"], before) or not re.search(rules["staff"], behind):
            continue
        yield "headcount", _people(quantity, words), words
        return


def _people(quantity: Quantity, words: str) -> str:
    loose = re.search(r"[多几余]", words)
    kind = "least" if loose else quantity.bound or ("about" if "来" in words else "plain")
    form = str(_rules()["number"].get(kind, _rules()["number"]["plain"]))
    return form.format(n=f"{quantity.value:.0f}")


def _industry(piece: str, gazetteer: Gazetteer) -> Iterator[tuple[FactName, str, str]]:
    rules = _rules()
    for rule in rules["industry"]:
        for match in re.finditer(rule, piece):
            word = re.sub(rules["not_industry"], "", match["word"])
            for region in gazetteer.mentioned(word):
                for form in (region.name, *region.aliases):
                    word = word.removeprefix(form).removeprefix("市").removeprefix("省")
            if len(word) >= 2 and not re.search(rules["no_industry"], word):
                yield "industry", word, word
                return


def _existence(name: FactName, piece: str) -> Iterator[tuple[FactName, str, str]]:
    rules = _rules()
    match = re.search(rf"(?:{rules['has']}){rules['between']}(?P<thing>{rules[name]})", piece)
    if match is None:
        return
    said = rules["said"]["missing" if match["no"] else "there"]
    yield name, f"{said}（{match['thing']}）", match.group()
