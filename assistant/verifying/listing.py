"""Lists: when a statement takes over a list, each thing in it must stand in the evidence."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.verifying.content import coverage, in_one_wording
from assistant.verifying.evidence import Evidence
from assistant.verifying.folding import plain
from assistant.verifying.models import Fault, Reason

_LIST = re.compile(r"[^、,.;:!?()\"《》\n]{1,14}(?:、[^、,.;:!?()\"《》\n]{1,14})+")
_AND = re.compile(r"、|以及|及其?|和|与|并")
#: A thing stands in the evidence when it has so much of its words.
_ENOUGH = 0.6
_TRAILING = re.compile(r"等.*$|(?:[\d一二三四五六七八九十两]+(?:个|项|类|种|家|方面)).*$")


def check_lists(statement: str, evidence: Evidence) -> Iterator[Reason]:
    """Things in a list of the statement that stand nowhere, while most of the list does."""
    known = in_one_wording(evidence.whole)
    for match in _LIST.finditer(plain(statement).text):
        items = [_TRAILING.sub("", item) for item in _AND.split(match.group())]
        inner = [item for item in items[1:-1] if len(item) >= 2]
        inner += [items[-1]] if items[-1][:2] not in evidence.whole else [items[-1][:2]]
        held = [item for item in inner if in_one_wording(item) in known]
        if len(inner) < 2 or len(held) * 2 < len(inner):
            continue
        for item in inner:
            if in_one_wording(item) in known or coverage(item, [evidence.whole]) >= _ENOUGH:
                continue
            yield Reason(Fault.CONTENT, item, f"所引条款列出的没有“{item}”。")
            return
