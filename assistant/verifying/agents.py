"""Who does what: 由甲聘任, 由乙归口. The same act by somebody else is another statement."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.verifying.evidence import Evidence
from assistant.verifying.lexicon import lexicon
from assistant.verifying.models import Fault, Reason
from assistant.verifying.naming import Named, is_short_for, names_of
from assistant.verifying.remembering import remembered

_ACTS = (
    "聘任|任命|聘用|聘请|授权|负责|批准|审批|审核|牵头|起草|归口|提出|组织|主持|制定|编制|签发|签字|签署|审议|推荐|颁发|发证|"
    "举办|印发|发布|公布|承办|承担|管理|监督|考核|培训|受理|决定|解释|确定|领导|建立|填写|评价|评选|转发|任免"
)
_BY = re.compile(
    rf"由(?P<agent>[^,、.;:由]{{2,24}}?)(?P<act>(?:统一|共同|联合|直接|书面|负责)?(?:{_ACTS}))"
)
#: 由某局|在2031年12月|公布
_WHEN = re.compile(r"(?<=..)[在于]\d.*$")
#: Behind the name of a body: a text of its own, perhaps with its date.
_ISSUED = re.compile(
    r"(?:\d{4}年(?:\d{1,2}月)?(?:\d{1,2}日)?)?的?(?:《[^《》]*》|通知|意见|办法|决定|规范|标准|条例|指引|方案|规定|文件)"
)
_FILLER = re.compile(r"\([^)]*\)|统一|共同|联合|直接|书面|本|该|各自|所在|企业的|来|一般|应|可|须")


def check_agents(statement: str, evidence: Evidence) -> Iterator[Reason]:
    """Faults of a folded statement."""
    known = [pair for text in (*evidence.texts, evidence.facts) for pair in agents_of(text)]
    for agent, act, words in agents_of(statement):
        doers = [other for other, same, _ in known if same == act]
        if doers and not any(_same(agent, other) for other in doers):
            yield Reason(Fault.SUBJECT, words, f"所引条款里“{act}”的不是“{agent}”。")


def is_issuer(body: Named, statement: str, evidence: Evidence) -> bool:
    """Whether the statement names the body as the one whose text is cited: 某局2013年5月的通知提出…."""
    issued = _ISSUED.match(statement, body.end)
    return bool(issued) and any(is_short_for(body.key, issuer) for issuer in evidence.issuers)


@remembered
def agents_of(text: str) -> tuple[tuple[str, str, str], ...]:
    """Who, does what, and the words that say so."""
    words = lexicon()
    bare = re.sub(r"\([^)]*\)", "", text)
    found = []
    hidden = bare  # 由某市市场监督管理局批准: 监督 and 管理 are no acts here
    for body in names_of(bare).bodies:
        hidden = hidden[: body.start] + "■" * (body.end - body.start) + hidden[body.end :]
    for match in _BY.finditer(hidden):
        act = re.sub(r"统一|共同|联合|直接|书面|负责(?=.)", "", match["act"])
        agent = _WHEN.sub("", _FILLER.sub("", bare[slice(*match.span("agent"))]))
        found.append((agent, words.same.get(act, act), bare[slice(*match.span())]))
    return tuple(found)


def _same(one: str, other: str) -> bool:
    """Whether two names of doers can mean the same: one holds the other, or is short for it."""
    if one in other or other in one or is_short_for(one, other) or is_short_for(other, one):
        return True
    first, second = (
        set(re.split(r"或者?|和|与|及|、|,", one)),
        set(re.split(r"或者?|和|与|及|、|,", other)),
    )
    return all(any(a in b or b in a or is_short_for(a, b) for b in second) for a in first)
