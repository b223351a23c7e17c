"""The blueprints that there are, and what they share: facts, words by sector."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from assistant.drafting.blueprint import Blueprint, FactSpec, FactUse
from assistant.drafting.templating import FUNCTIONS, names_in
from corpus.errors import BadInput

#: In the order of the system they make up, D1 to D16 (the contract's ids).
BLUEPRINTS = (
    "planning-scheme",
    "management-measures",
    "qualification-scheme",
    "appointment-letter",
    "duty-charter",
    "code-of-conduct",
    "authorization-letter",
    "filing-form",
    "appraisal-measures",
    "development-plan",
    "incentive-measures",
    "exit-measures",
    "annual-report",
    "effectiveness-report",
    "improvement-plan",
    "resolution-and-notice",
)
#: Characters of a blueprint file of a user's own.
_LONGEST = 400_000
#: For our own files: libyaml is eight times as fast, but crashes on what a hostile file nests.
_FAST: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class Plan:
    """A blueprint with its facts resolved. ``specs`` in the order of its form."""

    blueprint: Blueprint
    specs: tuple[FactSpec, ...]

    @property
    def by_name(self) -> dict[str, FactSpec]:
        return {spec.name: spec for spec in self.specs}


@cache
def plan_of(blueprint_id: str) -> Plan:
    """The blueprint of ours with this id. Raises BadInput that lists the ids."""
    if blueprint_id not in BLUEPRINTS:
        near = difflib.get_close_matches(blueprint_id[:80], BLUEPRINTS, n=1, cutoff=0.6)
        hint = f"相近的是 {near[0]}；" if near else ""
        raise BadInput(
            f"没有名为“{blueprint_id[:80]}”的蓝本，{hint}可用的有：{'、'.join(BLUEPRINTS)}。"
        )
    text = (resources.files("prompts") / "blueprints" / f"{blueprint_id}.yaml").read_text("utf-8")
    return resolve(parse(text, f"蓝本 {blueprint_id}", _FAST))


@cache
def plans() -> tuple[Plan, ...]:
    """All blueprints of ours, in their order."""
    return tuple(plan_of(blueprint_id) for blueprint_id in BLUEPRINTS)


def plan_of_file(path: Path) -> Plan:
    """A blueprint of a user's own. Raises BadInput with the place of what is wrong."""
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"蓝本文件 {path.name} 读不出来，请检查路径，并存成 UTF-8。") from error
    if len(text) > _LONGEST:
        raise BadInput(f"蓝本文件 {path.name} 超过{_LONGEST}个字，请拆成几份。")
    return resolve(parse(text, f"蓝本文件 {path.name}"))


def parse(text: str, where: str, loader: Any = yaml.SafeLoader) -> Blueprint:
    """A blueprint from YAML, read by a safe ``loader``. Raises BadInput."""
    try:
        content = yaml.load(text, Loader=loader)  # a safe one
        if not isinstance(content, dict):
            raise BadInput(f"{where} 不是一份蓝本，写法见 docs/drafting.md。")
        return Blueprint.model_validate(content)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = f"第{mark.line + 1}行附近" if mark else ""
        raise BadInput(
            f"{where} {place}不是有效的 YAML，请检查缩进、引号和冒号后面的空格。"
        ) from error
    except RecursionError as error:
        raise BadInput(f"{where} 套得太深，请按 docs/drafting.md 改写。") from error
    except ValidationError as error:
        first = error.errors()[0]
        place = " → ".join(str(part) for part in first["loc"])
        words = _WRONG.get(first["type"], f"不合要求（{first['msg']}）")
        raise BadInput(f"{where} 的 {place} {words}；写法见 docs/drafting.md。") from error


#: What pydantic finds, in Chinese; anything else is rare.
_WRONG = {
    "missing": "没有写",
    "extra_forbidden": "不是蓝本的字段",
    "string_type": "应当是文字",
    "list_type": "应当是一项一项的列表",
    "tuple_type": "应当是一项一项的列表",
    "bool_type": "应当是 true 或 false",
    "bool_parsing": "应当是 true 或 false",
    "literal_error": "不在可选的范围内",
    "enum": "不在可选的范围内",
    "string_pattern_mismatch": "写法不对",
    "string_too_long": "太长",
    "string_too_short": "是空的",
}


def resolve(blueprint: Blueprint) -> Plan:
    """Facts in full, each template checked. Raises BadInput."""
    where = f"蓝本 {blueprint.id}"
    specs = resolve_facts(blueprint.facts, where)
    names = [spec.name for spec in specs]
    twice = {name for name in names if names.count(name) > 1}
    if twice:
        raise BadInput(f"{where}的事实重复：{'、'.join(sorted(twice))}。")
    known = {*names, *FUNCTIONS, "words"}
    for place, source in _templates(blueprint):
        unknown = names_in(source, f"{where}的 {place} ") - known
        if unknown:
            raise BadInput(f"{where}的 {place} 用了没有写明的事实：{'、'.join(sorted(unknown))}。")
    _check_names(blueprint, frozenset(names), where)
    return Plan(blueprint, specs)


def resolve_facts(facts: Sequence[FactSpec | FactUse], where: str) -> tuple[FactSpec, ...]:
    """Facts in full, shared ones taken from ``facts.yaml``. Raises BadInput."""
    return tuple(_spec(fact, where) for fact in facts)


def _spec(fact: FactSpec | FactUse, where: str) -> FactSpec:
    if isinstance(fact, FactSpec):
        return fact
    shared = shared_facts().get(fact.use)
    if shared is None:
        raise BadInput(f"{where}引用了 facts.yaml 里没有的事实 {fact.use}。")
    changes = {
        name: value
        for name in ("required", "help", "advice", "label")
        if (value := getattr(fact, name)) is not None
    }
    return shared.model_copy(update=changes)


def _templates(blueprint: Blueprint) -> list[tuple[str, str]]:
    found = [
        ("document_title", blueprint.document_title),
        ("addressee", blueprint.addressee),
        ("copies", blueprint.copies),
        ("receipt", blueprint.signature.receipt),
    ]
    for section in blueprint.sections:
        found.append((section.id, section.text))
        found += [(f"{section.id}/{one.id}", one.text) for one in section.optional]
        if section.when:
            found.append((f"{section.id}.when", f"{{% if {section.when} %}}{{% endif %}}"))
    found += [
        (f"attachments.{a.title}", f"{{% if {a.when} %}}{{% endif %}}")
        for a in blueprint.attachments
        if a.when
    ]
    return found


def _check_names(blueprint: Blueprint, names: frozenset[str], where: str) -> None:
    signature = blueprint.signature
    lines = (*signature.signers, *signature.approval)
    used = {name for line in lines for name in (line.fact, line.post) if name}
    used |= {signature.date} if signature.date else set()
    used |= {name for rule in blueprint.rules for name in rule.facts}
    if blueprint.numbered:
        used.add("document_number")
    if missing := used - names:
        raise BadInput(f"{where}的落款或规则用了没有写明的事实：{'、'.join(sorted(missing))}。")
    ids = [section.id for section in blueprint.sections]
    if len(set(ids)) != len(ids):
        raise BadInput(f"{where}有两节同名，请改正节的 id。")
    others = {a.blueprint for a in blueprint.attachments if a.blueprint} | set(blueprint.related)
    if wrong := others - set(BLUEPRINTS):
        raise BadInput(f"{where}提到了没有的蓝本：{'、'.join(sorted(wrong))}。")


@cache
def shared_facts() -> dict[str, FactSpec]:
    """Facts that several documents share, by name."""
    facts = [FactSpec.model_validate(fact) for fact in _data("facts")["facts"]]
    return {fact.name: fact for fact in facts}


@cache
def all_facts() -> tuple[FactSpec, ...]:
    """Every fact that one of our documents asks for, each once; required where one document requires it."""
    found: dict[str, FactSpec] = {}
    for plan in plans():
        for spec in plan.specs:
            known = found.setdefault(spec.name, spec)
            if spec.required and not known.required:
                found[spec.name] = spec
    return tuple(found.values())


@cache
def named_facts() -> tuple[FactSpec, ...]:
    """Every fact under every label that one of our documents gives it: what a file or a table may name."""
    found = {(spec.name, spec.label): spec for spec in all_facts()}
    for plan in plans():
        for spec in plan.specs:
            found.setdefault((spec.name, spec.label), spec)
    return tuple(found.values())


@cache
def sector_words() -> dict[str, dict[str, str]]:
    """Words by sector; ``any`` where none is chosen."""
    words: dict[str, dict[str, str]] = _data("words")
    return words


def words_of(sector: str | None) -> dict[str, str]:
    return sector_words().get(sector or "any", sector_words()["any"])


def _data(name: str) -> Any:
    text = (resources.files("prompts") / "blueprints" / f"{name}.yaml").read_text("utf-8")
    return yaml.load(text, Loader=_FAST)  # a safe one
