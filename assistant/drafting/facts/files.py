"""Facts files: YAML or JSON that a person fills in, for one company and all of its documents."""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from assistant.drafting.facts.cleaning import quoted
from assistant.drafting.facts.yaml_form import template_yaml
from assistant.drafting.facts.yaml_text import parsed
from corpus.errors import BadInput
from corpus.reading.text.encoding import decode

__all__ = ["DOCUMENTS", "LARGEST", "FactsFile", "load_facts", "template_yaml"]

#: The key under which facts for one document only stand, by blueprint.
DOCUMENTS = "documents"
LARGEST = 5 * 1024 * 1024
_HOW = "请写成“名称: 值”，每行一项"


@dataclass(frozen=True)
class FactsFile:
    """``facts`` hold for all documents, ``documents`` for one each, by blueprint id."""

    name: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    documents: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    def of(self, blueprint_id: str) -> dict[str, Any]:
        """Facts for a document of this blueprint; its own go before the shared ones."""
        return {**self.facts, **self.documents.get(blueprint_id, {})}


def load_facts(path: Path | str, *, known: Collection[str] | None = None) -> FactsFile:
    """A facts file. ``known`` are blueprint ids that ``documents`` may name; ours when not given.

    Values are text as written, lists and dicts of text, and None; JSON also gives true and false.
    Raises BadInput.
    """
    path = Path(path)
    where = f"事实文件 {path.name} "
    text = _text(_bytes(path, where), where)
    content = _json(text, where) if path.suffix.lower() == ".json" else parsed(text, where)
    if content is None:
        raise BadInput(f"{where}是空的，{_HOW}。")
    if not isinstance(content, dict):
        colon = "；冒号要用英文冒号，后面空一格" if "：" in text else ""
        raise BadInput(f"{where}不是一项一项的事实，{_HOW}{colon}。")
    documents = content.pop(DOCUMENTS, None)
    if known is None:
        from assistant.drafting.blueprints import BLUEPRINTS  # reads this package's values

        known = BLUEPRINTS
    return FactsFile(path.name, content, _documents(documents, known, where))


def _bytes(path: Path, where: str) -> bytes:
    try:
        if not path.exists():
            raise BadInput(f"找不到{where.strip()}，请检查路径。")
        if not path.is_file():
            raise BadInput(f"{where}不是文件，请给出一个 YAML 或者 JSON 文件。")
        if path.stat().st_size > LARGEST:
            raise BadInput(
                f"{where}超过{LARGEST // 1024 // 1024} MB，不像事实文件，请检查是否选错。"
            )
        return path.read_bytes()
    except (OSError, ValueError) as error:
        raise BadInput(f"{where}读不出来，请检查路径和权限。") from error


def _text(data: bytes, where: str) -> str:
    if data.startswith(b"PK\x03\x04"):
        raise BadInput(f"{where}是 Excel 或者压缩文件；批量起草请用 cqo draft batch。")
    decoded = decode(data)
    if decoded is None or decoded.lost:
        raise BadInput(f"{where}的编码认不出来，请另存为 UTF-8 编码的文本文件。")
    return decoded.text.removeprefix("\ufeff")


def _json(text: str, where: str) -> Any:
    def pairs(found: list[tuple[str, Any]]) -> dict[str, Any]:
        made: dict[str, Any] = {}
        for key, value in found:
            if key in made:
                raise BadInput(
                    f"{where}{_second_line(text, key)}{quoted(key)}写了两次，请只留一个。"
                )
            made[key] = value
        return made

    try:
        # numbers stay as written: 1.10 keeps its zero
        return json.loads(
            text, object_pairs_hook=pairs, parse_int=str, parse_float=str, parse_constant=str
        )
    except json.JSONDecodeError as error:
        raise BadInput(
            f"{where}第{error.lineno}行第{error.colno}个字附近不是有效的 JSON，请检查引号、逗号和括号。"
        ) from error
    except RecursionError as error:
        raise BadInput(f"{where}套得太深，请按样例改写。") from error


def _second_line(text: str, key: str) -> str:
    """第N行, where ``key`` stands for the second time; empty when it is written in escapes."""
    places = [
        m.start()
        for m in re.finditer(re.escape(json.dumps(key, ensure_ascii=False)) + r"\s*:", text)
    ]
    return f"第{text.count(chr(10), 0, places[1]) + 1}行的" if len(places) > 1 else "的"


def _documents(given: Any, known: Collection[str], where: str) -> dict[str, dict[str, Any]]:
    if given is None:
        return {}
    if not isinstance(given, dict):
        raise BadInput(
            f"{where}的 {DOCUMENTS} 不对，请写成“蓝本: ”，下面缩进写这份文件自己的事实。"
        )
    found: dict[str, dict[str, Any]] = {}
    for name, facts in given.items():
        if name not in known:
            near = difflib.get_close_matches(str(name)[:80], known, n=1, cutoff=0.6)
            hint = f"，相近的是 {near[0]}" if near else f"，可用的有：{'、'.join(known)}"
            raise BadInput(f"{where}的 {DOCUMENTS} 里没有名为{quoted(name)}的蓝本{hint}。")
        if facts is not None and not isinstance(facts, dict):
            raise BadInput(f"{where}的 {DOCUMENTS} → {name} 不对，{_HOW}。")
        found[name] = dict(facts or {})
    return found
