"""Dialect words of a question in standard Chinese: 有冇讲过 -> 有没有讲过."""

from __future__ import annotations

import re
from functools import cache

from assistant.answering.wording import simplified
from prompts.loading import load_prompts


@cache
def _dialect() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(said), meant) for said, meant in load_prompts("spoken")["dialect"])


def standard_wording(text: str) -> str:
    """``text`` in Simplified characters and without dialect words; itself when it has none.

    >>> standard_wording("咱省呢份標準有冇講過邊幾個原則")
    '我们省这份标准有没有讲过哪几个原则'
    """
    plain = simplified(text)
    for said, meant in _dialect():
        plain = said.sub(meant, plain)
    return plain.strip() or text
