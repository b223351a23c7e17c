"""Read a question: what is asked (type), about what (topics, terms), and of which place."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

from assistant.answering.core import core_of, without_fillers
from assistant.answering.wording import simplified, without_markup
from corpus.models import Topic
from corpus.regions import NATION, Gazetteer
from prompts.loading import load_prompts

#: Question types in the order in which they are tried for the lead; a question can have several.
TYPES = (
    "money",
    "percent",
    "hours",
    "number",
    "date",
    "who",
    "where",
    "which",
    "why",
    "order",
    "may",
    "how",
    "what",
)


#: A question longer than this is called by the pieces of it that ask.
_LONG_SUBJECT = 36


@dataclass(frozen=True, slots=True)
class Question:
    """A question as the pipeline sees it.

    ``terms`` are its content words without stop words; ``rare`` those that are not generic in this
    field either. ``regions`` are places it names, in order.
    """

    text: str
    bare: str  # without courtesies and fillers
    core: str  # of that, only the pieces that ask, places included
    types: tuple[str, ...]
    topics: tuple[Topic, ...]
    terms: tuple[str, ...]
    rare: tuple[str, ...]
    regions: tuple[str, ...]
    about_standard: bool

    @property
    def subject(self) -> str:
        """What to call the matter when it is missing."""
        text = self.text if len(self.text) <= _LONG_SUBJECT else self.core
        return without_markup(text).strip("？?。！!，, ")


@dataclass(frozen=True)
class _Lexicon:
    types: dict[str, tuple[re.Pattern[str], re.Pattern[str]]]
    topics: tuple[tuple[str, Topic], ...]  # longest word first
    synonyms: dict[str, frozenset[str]]
    generic: frozenset[str]
    stop: frozenset[str]
    standard_names: tuple[str, ...]


@cache
def lexicon() -> _Lexicon:
    """The word lists of ``prompts/questions.yaml``, compiled."""
    data = load_prompts("questions")
    synonyms: dict[str, set[str]] = {}
    for group in data["synonyms"]:
        for word in group:
            synonyms.setdefault(word, set()).update(w for w in group if w != word)
    words = [(word, Topic(name)) for name, words in data["topics"].items() for word in words]
    return _Lexicon(
        types={
            name: (re.compile(rule["wants"]), re.compile(rule["has"]))
            for name, rule in data["types"].items()
        },
        topics=tuple(sorted(words, key=lambda pair: -len(pair[0]))),
        synonyms={word: frozenset(others) for word, others in synonyms.items()},
        generic=frozenset(data["generic"]),
        stop=frozenset(data["stop"]),
        standard_names=tuple(data["standard_names"]),
    )


def topics_in(text: str) -> tuple[Topic, ...]:
    """Topics whose words occur in ``text``; a word inside a longer topic word does not count again."""
    found: dict[Topic, int] = {}
    covered: list[tuple[int, int]] = []
    for word, topic in lexicon().topics:
        for match in re.finditer(re.escape(word), text):
            span = match.span()
            if any(a <= span[0] and span[1] <= b and (a, b) != span for a, b in covered):
                continue
            covered.append(span)
            found[topic] = min(found.get(topic, span[0]), span[0])
    return tuple(sorted(found, key=lambda topic: found[topic]))


def topic_spans(text: str) -> list[tuple[int, int]]:
    """Positions of topic words in ``text``, longest words first, without overlaps."""
    spans: list[tuple[int, int]] = []
    for word, _ in lexicon().topics:
        for match in re.finditer(re.escape(word), text):
            if not any(a < match.end() and match.start() < b for a, b in spans):
                spans.append(match.span())
    return sorted(spans)


def types_of(text: str) -> tuple[str, ...]:
    """Question types of ``text``, most specific first; ``what`` when none is seen."""
    rules = lexicon().types
    found = [name for name in TYPES if rules[name][0].search(text)]
    return tuple(found) or ("what",)


def shows_type(sentence: str, kind: str) -> bool:
    """Whether ``sentence`` holds the kind of thing that a question of type ``kind`` asks for."""
    return bool(lexicon().types[kind][1].search(sentence))


def read_question(
    text: str,
    words_of: Callable[[str], Sequence[str]],
    gazetteer: Gazetteer,
    *,
    region: str | None = None,
) -> Question:
    """Analyse ``text``; ``words_of`` gives the words of a text (the index's tokeniser)."""
    plain = simplified(text)
    lists = lexicon()
    named = tuple(r.name for r in gazetteer.mentioned(_without_home_names(plain)))
    named = tuple(n for n in named if n != NATION or "全国" in plain)
    named = tuple(n for n in named if not _only_prefix(n, named, plain, gazetteer))
    if not named and region and region not in (NATION,):
        named = (region,)
    bare, core = without_fillers(plain), core_of(plain)
    core = "".join(n for n in named if n in plain and n not in core) + core
    terms: list[str] = []
    for word in words_of(bare):
        token = word.strip()
        if not token or token in lists.stop or not re.search(r"\w", token):
            continue
        if len(token) == 1 and not token.isdigit():
            continue
        if token not in terms:
            terms.append(token)
    rare = tuple(t for t in terms if t not in lists.generic)
    return Question(
        text=plain,
        bare=bare,
        core=core,
        types=types_of(plain),
        topics=topics_in(plain),
        terms=tuple(terms),
        rare=rare,
        regions=named,
        about_standard=any(name in plain for name in lists.standard_names),
    )


def _only_prefix(name: str, named: tuple[str, ...], text: str, gazetteer: Gazetteer) -> bool:
    """Whether ``name`` only says where another named place lies: 广西 in 广西柳州."""
    region = gazetteer.find(name)
    forms = (name, *(region.aliases if region else ()))
    return any(
        other != name and name in gazetteer.chain(other) and any(f + other in text for f in forms)
        for other in named
    )


#: Names that hold a place's name without asking about the place.
_HOME_NAMES = re.compile(r"广东省?(?:市场监督管理局|市监局|省?标准|地方标准|标准)|中国")


def _without_home_names(text: str) -> str:
    return _HOME_NAMES.sub(lambda m: "＿" * len(m.group()), text)


def synonyms_of(question: Question) -> str:
    """Other words for the question's telling words, for a search of their own; may be empty."""
    synonyms = lexicon().synonyms
    return " ".join(dict.fromkeys(w for term in question.rare for w in synonyms.get(term, ())))


def outside_regions(question: Question, gazetteer: Gazetteer) -> tuple[str, ...]:
    """Places named in the question that are not Guangdong, its cities or the nation."""
    return tuple(name for name in question.regions if not gazetteer.is_home(name))
