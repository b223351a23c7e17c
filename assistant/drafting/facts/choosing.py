"""One of the options, several of them, yes or no: by value or by label, as people type them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from assistant.drafting.blueprint import FactSpec, Option
from assistant.drafting.facts.cleaning import cleaned, folded, quoted
from assistant.drafting.facts.values import Refused, Value

_BETWEEN = "、，,；;\n"
_YES = frozenset({"是", "有", "对", "true", "yes", "y", "√"})
_NO = frozenset({"否", "无", "不是", "没有", "false", "no", "n", "×"})


def read_choice(spec: FactSpec, given: Any) -> Value:
    """``raw`` is the option's value, ``text`` its label. Raises Refused that lists the options."""
    if isinstance(given, list | tuple):
        if len(given) != 1:
            raise Refused(f"只能选一项，写了{len(given)}项；可选：{_listed(spec)}。")
        given = given[0]
    option = _options(spec).get(folded(given)) if isinstance(given, str) else None
    if option is None:
        raise Refused(f"没有{quoted(given)}这一项；可选：{_listed(spec)}。")
    return Value(option.value, option.label)


def read_choices(spec: FactSpec, given: Any) -> Value:
    """Each option once, in the order of the options. Raises Refused that names what is none."""
    known = _options(spec)
    words = list(_words(spec, given))
    wrong = [word for word in words if folded(word) not in known]
    if wrong:
        named = "、".join(quoted(word) for word in wrong[:5])
        raise Refused(
            f"没有{named}{'等项' if len(wrong) > 5 else '这一项' if len(wrong) == 1 else '这几项'}"
            f"；可选：{_listed(spec)}。"
        )
    chosen = {known[folded(word)].value for word in words}
    taken = [option for option in spec.options if option.value in chosen]
    labels = tuple(option.label for option in taken)
    return Value([option.value for option in taken], "、".join(labels), labels)


def read_yes_no(spec: FactSpec, given: Any) -> Value:
    """``raw`` is a bool. Raises Refused."""
    if isinstance(given, str):
        word = folded(given)
        given = True if word in _YES else False if word in _NO else given
    if not isinstance(given, bool):
        raise Refused(f"{quoted(given)}看不出是还是否，请填“是”或者“否”。")
    return Value(given, "是" if given else "否")


def _options(spec: FactSpec) -> dict[str, Option]:
    by_label = {folded(option.label): option for option in spec.options}
    return by_label | {folded(option.value): option for option in spec.options}


def _listed(spec: FactSpec) -> str:
    return "、".join(option.label for option in spec.options)


def _words(spec: FactSpec, given: Any) -> Iterator[str]:
    if isinstance(given, str):
        yield from _split(spec, given)
    elif isinstance(given, list | tuple):
        for one in given:
            if not isinstance(one, str):
                raise Refused(f"{quoted(one)}不是选项；可选：{_listed(spec)}。")
            yield from _split(spec, one)
    else:
        raise Refused(f"{quoted(given)}不是选项；可选：{_listed(spec)}。")


def _split(spec: FactSpec, text: str) -> Iterator[str]:
    """Words between separators; an option whose label holds a separator stays whole."""
    rest = cleaned(text).strip(_BETWEEN + " ")
    labels = sorted((option.label for option in spec.options), key=len, reverse=True)
    while rest:
        whole = next((one for one in labels if _begins(rest, one)), None)
        end = (
            len(whole)
            if whole
            else min((at for c in _BETWEEN if (at := rest.find(c)) >= 0), default=len(rest))
        )
        yield rest[:end].strip()
        rest = rest[end:].strip(_BETWEEN + " ")


def _begins(text: str, word: str) -> bool:
    return text.startswith(word) and text[len(word) :].lstrip(" \u3000")[:1] in ("", *_BETWEEN)
