"""The three invented companies of ``docs/examples``, and one that has told nothing but its name."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml

EXAMPLES = Path(__file__).parents[3] / "docs" / "examples"
COMPANIES = ("manufacturing", "construction", "service", "nothing")


@cache
def _company(name: str) -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load((EXAMPLES / f"{name}.yaml").read_text("utf-8"))
    return content


def facts_of(company: str, blueprint: str) -> dict[str, Any]:
    """What the company tells for this document."""
    if company == "nothing":
        return {"company_name": "示例甲有限公司"}
    shared = _company(company)
    own: dict[str, Any] = shared.get("documents", {}).get(blueprint, {})
    return {k: v for k, v in shared.items() if k != "documents"} | own
