"""The screens that a page stands on: a desk's, and a small phone's with a finger."""

from __future__ import annotations

import pytest

PHONE = {"width": 360, "height": 800}
wide = pytest.mark.parametrize(
    "context", [{"viewport": {"width": 1440, "height": 900}}], indirect=True
)
on_a_phone = pytest.mark.parametrize(
    "context", [{"viewport": PHONE, "has_touch": True, "is_mobile": True}], indirect=True
)
