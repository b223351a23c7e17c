"""Load the data files of this folder."""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import Any

import yaml


@cache
def load_prompts(name: str) -> dict[str, Any]:
    """Content of ``prompts/NAME.yaml``; the same object on each call: do not change it."""
    text = (resources.files("prompts") / f"{name}.yaml").read_text("utf-8")
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    data = yaml.load(text, Loader=loader)
    if not isinstance(data, dict):
        raise TypeError(f"prompts/{name}.yaml must hold a mapping")
    return data
