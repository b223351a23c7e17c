"""Places: names, aliases, what belongs to what."""

from __future__ import annotations

import pytest

from corpus.library_files import read_regions
from corpus.regions import Gazetteer, gazetteer_of


@pytest.fixture(scope="module")
def places() -> Gazetteer:
    return gazetteer_of(read_regions())


@pytest.mark.parametrize("name", ["湖北", "湖北省", "深圳市", "西藏", "广西壮族自治区"])
def test_a_place_is_found_by_name_or_alias(places: Gazetteer, name: str) -> None:
    assert places.find(name) is not None


def test_an_unknown_place_is_not_found(places: Gazetteer) -> None:
    assert places.find("火星") is None


def test_places_are_named_in_order_and_longer_names_win(places: Gazetteer) -> None:
    found = places.mentioned("比较漳州市和湖北省的任职条件")
    assert [region.name for region in found] == ["漳州", "湖北"]


def test_cities_of_guangdong_are_at_home(places: Gazetteer) -> None:
    assert all(places.is_home(name) for name in ("深圳", "广东", "全国"))
    assert not places.is_home("漳州")


def test_what_lies_within_a_province(places: Gazetteer) -> None:
    assert {"福建", "漳州", "福州"} <= set(places.within("福建"))
