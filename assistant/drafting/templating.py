"""Templates of blueprints: Jinja2, sandboxed, and of its language only what a document needs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from jinja2 import StrictUndefined, TemplateError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from assistant.drafting.blueprint import FactSpec, FactType
from assistant.drafting.facts.values import Facts, Value
from assistant.drafting.marked import blank_mark, fact_mark, line_mark, plain
from corpus.errors import BadInput

#: What a template may be made of. Everything else is refused: imports, macros, methods, attributes.
_ALLOWED = (
    nodes.Template,
    nodes.Output,
    nodes.TemplateData,
    nodes.Name,
    nodes.Const,
    nodes.If,
    nodes.For,
    nodes.Assign,
    nodes.Getattr,
    nodes.Compare,
    nodes.Operand,
    nodes.And,
    nodes.Or,
    nodes.Not,
    nodes.Call,
    nodes.Keyword,
    nodes.CondExpr,
    nodes.Tuple,
    nodes.List,
    nodes.Concat,
)
FUNCTIONS = frozenset({"known", "table", "same", "blank", "line"})
#: Loops in each other, and characters that a template may give.
_DEEPEST, _LONGEST = 2, 400_000


class Given:
    """A fact in a template: prints as a marked word, compares by its raw value. Falsy when not given."""

    def __init__(self, spec: FactSpec, value: Value | None) -> None:
        self._spec, self._value = spec, value

    @property
    def spec(self) -> FactSpec:
        return self._spec

    @property
    def value(self) -> Value | None:
        return self._value

    def __str__(self) -> str:
        if self._value is None:
            return blank_mark(self._spec.name, self._spec.label)
        return fact_mark(self._spec.name, self._value.text)

    def __bool__(self) -> bool:
        return self._value is not None and self._value.raw is not False

    def __eq__(self, other: object) -> bool:
        return self._value is not None and bool(self._value.raw == other)

    def __hash__(self) -> int:
        return hash(self._spec.name)

    def __contains__(self, wanted: object) -> bool:
        raw = self._value.raw if self._value else ()
        return isinstance(raw, list | tuple) and wanted in raw

    def __iter__(self) -> Iterator[Any]:
        if self._value is None:
            return
        if self._spec.type is FactType.TABLE:
            yield from (Row(self._spec, row) for row in self._value.rows)
        else:
            yield from (fact_mark(self._spec.name, item) for item in self._value.items)


class Row:
    """A row of a table fact: ``row.column`` prints the cell, or a blank where nothing is given."""

    def __init__(self, spec: FactSpec, cells: Mapping[str, str]) -> None:
        self._cells = {column.name: cells.get(column.name, "") for column in spec.columns}
        self._spec = spec

    def __getitem__(self, column: str) -> str:
        return _cell(self._spec, column, self._cells[column])


def _cell(spec: FactSpec, column: str, words: str) -> str:
    if words:
        return fact_mark(spec.name, words)
    label = next(c.label for c in spec.columns if c.name == column)
    return blank_mark(spec.name, label)


class Words:
    """What things are called in a sector; an unknown word is an error of the template."""

    def __init__(self, words: Mapping[str, str]) -> None:
        self._words = words

    def __getitem__(self, name: str) -> str:
        return self._words[name]


def table(fact: Given, serial: bool = False) -> str:
    """The lines of a table fact; one row of blanks where nothing is given."""
    spec = fact.spec
    rows = fact.value.rows if fact.value else ({},)
    head = [column.label for column in spec.columns]
    lines = [_line(["序号", *head] if serial else head)]
    for number, row in enumerate(rows, 1):
        cells = [_optional_cell(spec, c.name, row.get(c.name, "")) for c in spec.columns]
        lines.append(_line([str(number), *cells] if serial else cells))
    return "\n" + "\n".join(lines) + "\n"


def _optional_cell(spec: FactSpec, column: str, words: str) -> str:
    """A cell that need not be given stays empty."""
    wanted = next(c for c in spec.columns if c.name == column)
    return _cell(spec, column, words) if words or wanted.required else "　"


def _line(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def known(fact: Given) -> bool:
    return fact.value is not None


def context_of(facts: Facts, words: Mapping[str, str]) -> dict[str, Any]:
    """What a template may name."""
    given: dict[str, Any] = {spec.name: Given(spec, value) for spec, value in facts}
    return given | {
        "words": Words(words),
        "known": known,
        "table": table,
        # whether two cells say the same, so that rows of two tables can be joined
        "same": lambda one, other: plain(str(one)).strip() == plain(str(other)).strip(),
        "blank": lambda label: blank_mark("", str(label)),
        "line": line_mark,
    }


class Environment(ImmutableSandboxedEnvironment):
    """Calls nothing but our functions."""

    def is_safe_callable(self, obj: Any) -> bool:
        return obj in (known, table, line_mark) or getattr(obj, "__name__", "") == "<lambda>"


@cache
def _environment() -> Environment:
    return Environment(
        undefined=StrictUndefined,
        autoescape=False,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=False,
    )


def render(source: str, context: Mapping[str, Any], where: str) -> str:
    """The text of a template. Raises BadInput naming ``where`` it stands."""
    try:
        text: str = _compiled(source, where).render(context)
    except (TemplateError, TypeError, KeyError, ValueError) as error:
        raise BadInput(f"{where}的模板不能用：{error}。请对照 docs/drafting.md 改正。") from error
    if len(text) > _LONGEST:
        raise BadInput(f"{where}的模板写出了超过{_LONGEST}个字，没有采用。")
    return text


def holds(expression: str, context: Mapping[str, Any], where: str) -> bool:
    """Whether ``expression`` is true; an empty one is."""
    if not expression.strip():
        return True
    return render(f"{{% if {expression} %}}1{{% endif %}}", context, where) == "1"


@cache
def _compiled(source: str, where: str) -> Any:
    tree = _environment().parse(source)
    check_tree(tree, where)
    return _environment().from_string(source)


def names_in(source: str, where: str) -> frozenset[str]:
    """Names that a template uses and does not set itself. Raises BadInput when it is not allowed."""
    from jinja2 import meta

    try:
        tree = _environment().parse(source)
    except TemplateError as error:
        raise BadInput(
            f"{where}的模板有语法错误：{error}。请对照 docs/drafting.md 改正。"
        ) from error
    check_tree(tree, where)
    return frozenset(meta.find_undeclared_variables(tree))


def check_tree(tree: nodes.Template, where: str) -> None:
    """Raises BadInput when the template uses anything that a document does not need."""
    _check(tree, where, 0)


def _check(node: nodes.Node, where: str, depth: int) -> None:
    if not isinstance(node, _ALLOWED):
        _refuse(where, type(node).__name__)
    if isinstance(node, nodes.Name) and node.name.startswith("_"):
        _refuse(where, node.name)
    if isinstance(node, nodes.Getattr) and (
        node.attr.startswith("_") or not isinstance(node.node, nodes.Name)
    ):
        _refuse(where, node.attr)
    if isinstance(node, nodes.Call):
        called = node.node
        if not isinstance(called, nodes.Name) or called.name not in FUNCTIONS:
            _refuse(where, getattr(called, "name", type(called).__name__))
    if isinstance(node, nodes.For):
        depth += 1
        if depth > _DEEPEST or node.recursive:
            raise BadInput(f"{where}的模板里循环套得太深（最多{_DEEPEST}层），没有采用。")
    for child in node.iter_child_nodes():
        _check(child, where, depth)


def _refuse(where: str, what: str) -> None:
    raise BadInput(
        f"{where}的模板用了不允许的写法（{what}），没有采用；可用的写法见 docs/drafting.md。"
    )
