"""What the walks of the three invented companies have in common, in the terminal and in the browser."""

from __future__ import annotations

from datetime import date

EXAMPLES = ("manufacturing", "construction", "service")
#: The day on which each begins.
START = date(2026, 12, 1)
#: A file that shows that the first task is done, and a link that does.
MINUTES, MINUTES_WORDS = "启动会纪要.txt", "示例会议纪要"
LINK = "https://example.test/a"
NOTE = "已开会"
#: Answers to the checks in their order, over and over: 是, 部分, 否, 不适用.
REPLIES = ("yes", "partly", "no", "na")
#: What they come to: of twenty, five are not applicable, and a third of the rest is met.
CHECKS, MET = 20, "33%"
#: Documents that the plan of each calls for.
DOCUMENTS = 16
