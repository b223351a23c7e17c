"""What a clause denies, a statement may not affirm, and the other way round: 没有写授权事项 / 写了授权事项."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.verifying.content import in_one_wording, sentences_of
from assistant.verifying.evidence import Evidence
from assistant.verifying.force import negations
from assistant.verifying.lexicon import lexicon, masked
from assistant.verifying.models import Fault, Reason
from assistant.verifying.remembering import remembered

#: So many characters behind the word of negation are what is denied.
_LONG = 4
#: What these forbid may stand far behind them.
_FORBIDS = re.compile(r"禁止|严禁|拒绝")
_BY = re.compile(r"[得应能可]?当?由")
_WORDS = re.compile(r"[\u4e00-\u9fffa-z]+")


def check_denials(statement: str, evidence: Evidence) -> Iterator[Reason]:
    """Faults of a folded statement."""
    denied: set[str] = set()
    said: set[str] = set()
    for sentence in evidence.sentences:
        yes, no = _phrases(sentence)
        denied |= no
        said |= yes
    affirmed, negated = _phrases(statement)
    denies = bool(negations(statement))
    for phrase in sorted((affirmed & denied) - said) if not denies else ():
        yield Reason(Fault.NEGATION, phrase, f"所引条款否定了“{phrase}”，这句话却肯定它。")
        return
    for phrase in sorted((negated & said) - denied - affirmed):
        yield Reason(Fault.NEGATION, phrase, f"所引条款肯定了“{phrase}”，这句话却否定它。")
        return


@remembered
def _phrases(text: str) -> tuple[frozenset[str], frozenset[str]]:
    """Runs of four characters that are affirmed, and those right behind a word of negation."""
    words = lexicon()
    yes: set[str] = set()
    no: set[str] = set()
    for sentence in sentences_of(text):
        marked = _FORBIDS.sub("", masked(sentence, words.not_negation))
        marked = words.negation.sub("!", marked)
        for segment in re.split(r"[,.;:()《》\"]", marked):
            before, *behind = segment.split("!")
            yes |= _runs(before)
            for piece in behind:
                if _BY.match(piece):
                    continue  # 不得由甲兼任 denies no 甲
                runs = _WORDS.findall(in_one_wording(piece))
                if runs and len(runs[0]) >= _LONG:
                    no.add(runs[0][:_LONG])
    return frozenset(yes), frozenset(no)


def _runs(text: str) -> set[str]:
    return {
        run[i : i + _LONG]
        for run in _WORDS.findall(in_one_wording(text))
        for i in range(len(run) - _LONG + 1)
    }
