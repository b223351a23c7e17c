"""What is installed is whole: texts, prompts and migrations travel in the wheel, and the lock names everything."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path, PurePosixPath

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

REPOSITORY = Path(__file__).resolve().parent.parent
PACKAGES = ("assistant", "corpus", "evals", "index", "prompts")
LOCKS = ("requirements.lock", "requirements-dev.lock")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel as ``pip install .`` would build it, without network."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    built = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stderr
    (file,) = folder.glob("*.whl")
    return file


@pytest.fixture(scope="module")
def contents(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


def data_files() -> set[str]:
    """Every file of the packages that is not bytecode, as git lists them."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z", *PACKAGES],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split("\0")
    return {name for name in listed if name and (REPOSITORY / name).is_file()}


def test_every_file_of_the_packages_is_in_the_wheel(contents: set[str]) -> None:
    if not (REPOSITORY / ".git").exists():
        pytest.skip("不是 git 检出的目录，无法列出文件（not a git checkout）")
    assert data_files() - contents == set()


@pytest.mark.parametrize(
    "pattern",
    [
        "corpus/library/cqo-notes.md",
        "corpus/library/gaps.yaml",
        "prompts/*.*",
        "index/**/versions/*.py",
        "index/**/script.py.mako",
        "evals/questions/*.yaml",
    ],
)
def test_texts_prompts_and_migrations_are_in_the_wheel(contents: set[str], pattern: str) -> None:
    parts = [re.escape(part).replace(r"\*", "[^/]*") for part in pattern.split("/")]
    expression = re.compile("/".join(parts).replace("[^/]*[^/]*/", "(?:.*/)?"))
    assert any(expression.fullmatch(name) for name in contents), f"no {pattern} in the wheel"


def test_wheel_holds_the_product_and_nothing_else(contents: set[str]) -> None:
    roots = {PurePosixPath(name).parts[0] for name in contents}
    assert {root for root in roots if not root.endswith(".dist-info")} == set(PACKAGES)
    assert not [name for name in contents if name.endswith((".pyc", ".db", ".sqlite3"))]


def test_installed_product_runs_from_any_folder(wheel: Path, tmp_path: Path) -> None:
    site, elsewhere = tmp_path / "site", tmp_path / "elsewhere"
    elsewhere.mkdir()
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(site)
    program = (
        "import sys; sys.path.insert(0, sys.argv.pop(1)); import assistant.cli, corpus;"
        "assert corpus.__file__.startswith(sys.path[0]), corpus.__file__;"
        "assistant.cli.main()"
    )
    run = subprocess.run(
        [sys.executable, "-I", "-c", program, str(site), "--help"],
        cwd=elsewhere,
        env={**os.environ, "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    assert "ask" in run.stdout


def test_command_is_declared(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        (name,) = (one for one in archive.namelist() if one.endswith("entry_points.txt"))
        assert "cqo = assistant.cli:main" in archive.read(name).decode()


def locked(name: str) -> list[str]:
    return (REPOSITORY / name).read_text("utf-8").splitlines()


@pytest.mark.parametrize("name", LOCKS)
def test_lock_pins_versions_and_names_no_place(name: str) -> None:
    for line in locked(name):
        requirement = Requirement(line)
        assert requirement.url is None, line
        assert re.fullmatch(r"==[0-9][0-9a-z.]*", str(requirement.specifier)), line
        assert not re.match(r"(nvidia|cuda|triton)\b", line), f"CUDA package in the lock: {line}"


def test_lock_holds_every_dependency_and_the_development_lock_holds_the_lock() -> None:
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text("utf-8"))["project"]
    pinned: dict[str, list[Requirement]] = {}
    for line in locked("requirements.lock"):
        requirement = Requirement(line)
        pinned.setdefault(canonicalize_name(requirement.name), []).append(requirement)
    for dependency in map(Requirement, project["dependencies"]):
        pins = pinned.get(canonicalize_name(dependency.name), [])
        versions = [str(pin.specifier).removeprefix("==") for pin in pins]
        fitting = [one for one in versions if dependency.specifier.contains(one)]
        assert fitting, f"{dependency} is not in the lock; run make lock"
        assert fitting == versions, f"{dependency} does not fit the lock {versions}; run make lock"
    assert set(locked("requirements.lock")) <= set(locked("requirements-dev.lock"))
