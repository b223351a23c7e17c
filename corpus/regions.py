"""Places: what they are called and what they belong to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from pydantic import BaseModel, ConfigDict

NATION = "全国"
HOME = "广东"
#: What stands for the place of an imported text that does not say where it holds; no region's name.
UNSTATED = "未注明"


class Region(BaseModel):
    """A place, its parent, and the words people use for it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    parent: str | None = None
    level: Literal["nation", "province", "city", "district"]
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True)
class Gazetteer:
    """All known places."""

    regions: tuple[Region, ...]

    @cached_property
    def by_name(self) -> dict[str, Region]:
        names = {region.name: region for region in self.regions}
        for region in self.regions:
            for alias in region.aliases:
                names.setdefault(alias, region)
        return names

    def find(self, name: str) -> Region | None:
        """The region called ``name``, with or without 省, 市 and the like."""
        wanted = name.strip()
        for candidate in (wanted, wanted.removesuffix("省"), wanted.removesuffix("市")):
            if candidate in self.by_name:
                return self.by_name[candidate]
        return None

    def mentioned(self, text: str) -> list[Region]:
        """Regions named in ``text`` in order of appearance, each once; longer names win."""
        found: dict[str, int] = {}
        covered: list[tuple[int, int]] = []
        for name in sorted(self.by_name, key=len, reverse=True):
            start = text.find(name)
            while start >= 0:
                span = (start, start + len(name))
                if not any(a < span[1] and span[0] < b for a, b in covered):
                    covered.append(span)
                    region = self.by_name[name].name
                    found[region] = min(found.get(region, start), start)
                start = text.find(name, start + 1)
        return [self.by_name[name] for name in sorted(found, key=lambda n: found[n])]

    @cached_property
    def _chains(self) -> dict[str, tuple[str, ...]]:
        return {region.name: self._chain(region.name) for region in self.regions}

    def chain(self, name: str) -> tuple[str, ...]:
        """``name`` and what it belongs to, outermost last: 深圳, 广东, 全国."""
        return self._chains.get(name) or self._chain(name)

    def _chain(self, name: str) -> tuple[str, ...]:
        names = []
        region = self.find(name)
        while region is not None and region.name not in names:
            names.append(region.name)
            region = self.by_name.get(region.parent) if region.parent else None
        return tuple(names)

    def is_home(self, name: str) -> bool:
        """Whether texts of this place hold in Guangdong: 全国, 广东 and its cities."""
        return name == NATION or HOME in self.chain(name)

    @cached_property
    def _members(self) -> dict[str, tuple[str, ...]]:
        return {
            region.name: tuple(r.name for r in self.regions if region.name in self.chain(r.name))
            for region in self.regions
        }

    def within(self, name: str) -> tuple[str, ...]:
        """``name`` and every place that belongs to it."""
        return self._members.get(name, ())


def gazetteer_of(regions: Iterable[Region]) -> Gazetteer:
    """A Gazetteer over ``regions``."""
    return Gazetteer(tuple(regions))
