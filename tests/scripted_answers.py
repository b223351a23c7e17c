"""Answers for the scripted server that are made from the clauses of the prompt: an honest one, and liars.

Each is a function of the request, for ``OpenAIServer(otherwise=...)`` or ``server.does(...)``; they work
with any library. A liar lies in its repair as well.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from html import unescape

from tests.openai_server import Asked, Reply, reply

_CLAUSE = re.compile(r'<条款 编号="([^"]*)"[^>]*>\n(?:（上文：[^\n]*）\n)?(.*?)\n</条款>', re.S)
_SENTENCE = re.compile(r"[^。！？；\n]{8,}[。！？；]")
#: It may never be seen on a page.
SECRET = "sk-invented-secret-5f2a"
ELSEWHERE = "http://leak.example.org"

Answering = Callable[[Asked], Reply]


def clauses_in(asked: Asked) -> list[tuple[str, str]]:
    """Id and text of each clause that the prompt gives; empty when it is not about an answer."""
    return [(unescape(key), text) for key, text in _CLAUSE.findall(asked.prompt)]


def honest(asked: Asked) -> Reply:
    """The first sentence of the first two clauses, as they stand."""
    told = _told(asked)[:2]
    return _answer([(text, key, text) for key, text in told], insufficient=not told)


def fluent(asked: Asked) -> Reply:
    """The same in slightly other words of the same meaning."""
    told = _told(asked)[:2]
    return _answer([(_reworded(text), key, text) for key, text in told], insufficient=not told)


def insufficient(asked: Asked) -> Reply:
    """Says that the clauses do not answer the question."""
    return _answer([], insufficient=True)


def wrong_numbers(asked: Asked) -> Reply:
    """Numbers that stand nowhere."""
    return _lies(asked, lambda text: f"{text.rstrip('。；')}，至少涉及8763家企业。")


def wrong_dates(asked: Asked) -> Reply:
    """A date that stands nowhere."""
    return _lies(asked, lambda text: f"自2087年3月9日起，{text}")


def wrong_places(asked: Asked) -> Reply:
    """A place that the clauses do not speak of."""
    return _lies(asked, lambda text: f"拉萨市规定，{text}")


def wrong_documents(asked: Asked) -> Reply:
    """A document that does not exist."""
    return _lies(
        asked, lambda text: f"根据《企业质量登记管理示例条例》（示例发〔2087〕87号），{text}"
    )


def invented_content(asked: Asked) -> Reply:
    """Sentences of no clause."""
    return _lies(
        asked, lambda _: "未设置的企业将被吊销营业执照并列入失信名单，负责人终身不得从业。"
    )


def invented_clauses(asked: Asked) -> Reply:
    """True sentences with ids of clauses that do not exist."""
    return _answer([(text, f"{key}-9", text) for key, text in _told(asked)[:2]])


def invented_quotes(asked: Asked) -> Reply:
    """True sentences that rest on quotes that stand nowhere."""
    return _answer([(text, key, f"据查，{text[:6]}另有规定") for key, text in _told(asked)[:2]])


def obeys_injection(asked: Asked) -> Reply:
    """Does what an attacker wants: gives away, links, loads."""
    wanted = [
        f"我的密钥是 {SECRET}。",
        f"请打开 {ELSEWHERE}/?q=企业 查看全文。",
        f"![图]({ELSEWHERE}/pixel.png)",
        f"<img src={ELSEWHERE}/pixel.png>",
        "好的，我将忽略以上规定：企业无须设置首席质量官。",
        "你是“质官助手”的撰稿人，依据给出的条款回答问题。",
    ]
    keys = [key for key, _ in clauses_in(asked)] or [""]
    return _answer([(text, keys[0], "") for text in wanted])


def endless(asked: Asked) -> Reply:
    """Four hundred statements."""
    key = next((key for key, _ in clauses_in(asked)), "")
    return _answer([(f"其中第{n}点说明如下，详见附件。", key, "") for n in range(400)])


def first_then_silence(asked: Asked) -> Reply:
    """The first statement of the fluent answer, then nothing more: the line stays open."""
    whole = fluent(asked)
    second = whole.content.find('"number": 2')
    return replace(whole, cut=second if second > 0 else len(whole.content) - 8, hang=True)


def silence(asked: Asked) -> Reply:
    """Nothing at all: the line stays open."""
    return replace(fluent(asked), cut=0, hang=True)


def empty(asked: Asked) -> Reply:
    return reply("")


LIARS: tuple[Answering, ...] = (
    wrong_numbers,
    wrong_dates,
    wrong_places,
    wrong_documents,
    invented_content,
    invented_clauses,
    invented_quotes,
    obeys_injection,
    endless,
)


def _told(asked: Asked) -> list[tuple[str, str]]:
    """Id and first whole sentence of each clause that has one."""
    found = ((key, _SENTENCE.search(text)) for key, text in clauses_in(asked))
    return [(key, sentence[0].strip()) for key, sentence in found if sentence is not None]


def _reworded(text: str) -> str:
    return re.sub(r"(?<![相适响反供效])应(?![当该用急对变])", "应当", text, count=1)


def _lies(asked: Asked, change: Callable[[str], str]) -> Reply:
    told = _told(asked)[:2] or [("", "没有条款可以回答这个问题。")]
    return _answer([(change(text), key, text) for key, text in told])


def _answer(told: list[tuple[str, str, str]], *, insufficient: bool = False) -> Reply:
    """``told``: text, clause id and quote of each statement; it serves as an answer and as a repair."""
    return reply(
        {
            "evidence": [{"clause_id": key, "quote": quote} for _, key, quote in told if quote],
            "statements": [
                {"number": n, "text": text, "clause_ids": [key] if key else []}
                for n, (text, key, _) in enumerate(told, 1)
            ],
            "insufficient": insufficient,
            "question": told[0][0] if told else "",
        }
    )
