"""The invented companies that documents are drafted for."""

from __future__ import annotations

from pathlib import Path

from corpus.errors import BadInput

FOLDER = Path(__file__).parents[2] / "docs" / "examples"


def example_companies(folder: Path | None = None) -> list[Path]:
    """The facts files in ``folder``, by default the shipped ones. Raises BadInput."""
    place = folder or FOLDER
    companies = sorted(place.glob("*.yaml"))
    if not companies:
        raise BadInput(f"文件夹 {place.name} 里没有企业事实文件（*.yaml）。")
    return companies
