"""Facts as a person writes them in the form, checked and named in Chinese when they do not fit."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from assistant.importing.models import Overrides
from assistant.library.problems import Refused
from corpus.regions import UNSTATED, Gazetteer

#: What the form may state, and how it is called there.
NAMES = {
    "title": "名称",
    "short_title": "简称",
    "aliases": "别名",
    "number": "文号或标准号",
    "issuer": "发布单位",
    "issued": "发布日期",
    "effective": "施行日期",
    "region": "适用地区",
    "kind": "文种",
    "status": "效力",
    "authority": "来源性质",
}
_NEEDED = ("title", "short_title", "region", "kind", "status", "authority")
_LONGEST = {"title": 300, "short_title": 24, "number": 100, "issuer": 300, "region": 30}
_MOST_ALIASES, _LONGEST_ALIAS = 20, 100
_CONTROL = re.compile(r"[\x00-\x1f\x7f\u202a-\u202e\u2066-\u2069]")
_DATES = ("issued", "effective")


def overrides_of(body: object, gazetteer: Gazetteer) -> Overrides:
    """The facts of one text from JSON: a field that is missing or null stays as it is, an empty one
    (of those that may be empty) is stated as unknown.

    Raises Refused (422) with the field's Chinese name.
    """
    if not isinstance(body, Mapping):
        raise Refused(422, "文件信息应是一个 JSON 对象，请对照 docs/web.md 中的示例。")
    stated: dict[str, Any] = {}
    for name, value in body.items():
        if name not in NAMES:
            raise Refused(
                422, f"文件信息里有不认识的字段 {str(name)[:40]}，请对照 docs/web.md 中的示例。"
            )
        if value is not None:
            stated[name] = _aliases(value) if name == "aliases" else _word(name, value)
    if "region" in stated:
        stated["region"] = _region(stated["region"], gazetteer)
    try:
        return Overrides.model_validate(stated)
    except ValidationError as error:
        name = str(error.errors()[0]["loc"][0])
        if name in _DATES:
            raise Refused(
                422, f"{NAMES[name]}应写成 2024、2024-06 或 2024-06-18 的样子，请改正。"
            ) from error
        raise Refused(422, f"{NAMES.get(name, name)}的值不在可选范围内，请改正。") from error


def _word(name: str, value: object) -> str:
    if not isinstance(value, str):
        raise Refused(422, f"{NAMES[name]}应是文字，请改正。")
    clean = " ".join(_CONTROL.sub(" ", value).split())
    if not clean:
        if name in _NEEDED:
            raise Refused(422, f"{NAMES[name]}不能为空，请填写。")
        return ""
    if len(clean) > _LONGEST.get(name, 100):
        raise Refused(422, f"{NAMES[name]}太长，请缩短到 {_LONGEST.get(name, 100)} 字以内。")
    return clean


def _region(name: str, gazetteer: Gazetteer) -> str:
    if name == UNSTATED:
        return name
    region = gazetteer.find(name)
    if region is None:
        raise Refused(422, f"没有“{name}”这个地区，请填全国、省或市的名称，如广东、深圳。")
    return region.name


def _aliases(value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise Refused(422, "别名应是文字的列表，请改正。")
    clean = [" ".join(_CONTROL.sub(" ", one).split()) for one in value]
    kept = tuple(dict.fromkeys(one for one in clean if one))
    if len(kept) > _MOST_ALIASES or any(len(one) > _LONGEST_ALIAS for one in kept):
        raise Refused(422, f"别名最多 {_MOST_ALIASES} 个，每个不超过 {_LONGEST_ALIAS} 字，请改正。")
    return kept
