"""Bring a question into one form: width, script, white space; refuse what is no question."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Any

from corpus.errors import BadInput
from prompts.loading import load_prompts

_CONTROL = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2064\ud800-\udfff\ufeff\ufffc\ufffd]"
)
_HAN = re.compile(r"[\u3400-\u9fff]")
_WORD = re.compile(r"\w")


@cache
def messages() -> dict[str, Any]:
    """The product's own sentences (``prompts/messages.yaml``)."""
    return load_prompts("messages")


def clean_question(question: str, *, limit: int) -> str:
    """``question`` without control characters and outer white space, as the user wrote it otherwise.

    Raises BadInput with one Chinese line when nothing is left, when it is longer than ``limit``
    characters, or when it holds no Chinese and no document number.
    """
    errors = messages()["errors"]
    if not question.strip():
        raise BadInput(errors["empty"])
    cleaned = re.sub(r"\s+", " ", _CONTROL.sub("", question)).strip()
    if not cleaned:
        raise BadInput(errors["control"])
    if len(cleaned) > limit:
        raise BadInput(errors["too_long"].format(length=len(cleaned), limit=limit))
    if not _WORD.search(cleaned):
        raise BadInput(errors["punctuation"])
    if not _HAN.search(cleaned) and not re.search(r"\d{3}", cleaned) and not _is_greeting(cleaned):
        raise BadInput(errors["language"])
    return cleaned


def _is_greeting(text: str) -> bool:
    return (
        len(text) <= 6
        and text.isascii()
        and text.lower().strip("!.? ") in {"hi", "hello", "ok", "cqo"}
    )


#: What a program that shows Markdown or HTML would act on; of a Markdown link its words are kept.
_LINK = re.compile(r"!?\[([^\[\]]*)\]\([^()]*\)")
_MARKUP = re.compile(
    r"</?[a-zA-Z!][^>]*>?|(?:[a-z][a-z0-9+.-]*:)?//[^\s\u3000-\u9fff\uff00-\uffef]*|(?:data|javascript):\S*|www\.[!-~]*",
    re.I,
)


def without_markup(text: str) -> str:
    """A user's words as they may be said back: no addresses, tags, links or images.

    >>> without_markup("<b>备案</b>见![图](http://a.example/p.png)")
    '备案见图'
    """
    return " ".join(_MARKUP.sub("", _LINK.sub(r"\1", text)).split())


@cache
def _simplifier() -> Any:
    from opencc import OpenCC

    return OpenCC("t2s")


#: Characters that are Traditional only; a text without them needs no conversion.
_TRADITIONAL = frozenset(
    "質條應標準業務體制備關於為哪誰個麼們這說嗎負責聘書職權監檢驗評審發佈實過時間開廣東廳協會學歷資歷經專"
    "權獎勵懲訓練報選擇舉規範計劃項數歲幾對區別縣與從後來無現當書記號長滿產環節點總歸屬額購買費稅網"
    "設領導層決辦據營論調導進總場應該還沒讓給單雙術轄議則類際聯門問題見證難頭願處動員約週續"
)


def simplified(text: str) -> str:
    """``text`` in Simplified characters and half-width digits and letters (NFKC without punctuation loss)."""
    folded = "".join(
        unicodedata.normalize("NFKC", char)
        if "\uff10" <= char <= "\uff5a" or char == "\u3000"
        else char
        for char in text
    )
    if any(char in _TRADITIONAL for char in folded):
        folded = str(_simplifier().convert(folded))
    return _SPOKEN_LABEL.sub(lambda m: f"{m[1]}（{m[2] or m[3]}）", folded)


#: 第六部分的（五）, 第六部分第五条, 第六大点（五）: what is labelled 六（五）.
_SPOKEN_LABEL = re.compile(
    r"第([一二三四五六七八九十]+)(?:大?部分|大点|大块|块|点|章节?)(?:里|中)?的?(?:第?[（(]([一二三四五六七八九十]+)[)）](?:条|点|款|小?节)?|第([一二三四五六七八九十]+)(?:小?点|小?节|小条))"
)
