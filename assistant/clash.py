"""What drafting and the guide answer to who changes something that somebody else changed a moment ago."""

from __future__ import annotations

from corpus.errors import BadInput


class Clash(BadInput):
    """Somebody else stored a newer one in between; nothing was stored. ``revision`` is theirs."""

    def __init__(self, what: str, revision: int) -> None:
        super().__init__(f"{what}刚被别人改过，这次没有保存；请重新打开后再改。")
        self.revision = revision
