"""JSON is found in what a model wrote around it, and its items as they are written."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.language_model.item_feed import Item, ItemFeed
from assistant.language_model.json_text import json_object


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ('{"a": 1}', {"a": 1}),
        ('```json\n{"a": 1}\n```', {"a": 1}),
        ('{结果}如下：{"a": 1}，以上。', {"a": 1}),
        ('{"a": [1, 2,], }', {"a": [1, 2]}),
        ('{"a": "逗号,]在字里"}', {"a": "逗号,]在字里"}),
        ('{"a": "一行\n又一行"}', {"a": "一行\n又一行"}),
        ('<think>{"a": 0}</think>{"a": 1}', {"a": 1}),
        ('想了想 {"a": 0} </think> {"a": 1}', {"a": 1}),
        ("{}", {}),
        ('{} {"a": 1}', {"a": 1}),
        ("没有", None),
        ('{"a": ', None),
        ("[1, 2]", None),
    ],
)
def test_object_in_text(written: str, meant: object) -> None:
    assert json_object(written) == meant


texts = st.text(st.sampled_from('甲乙{}[]",\\:\n <think>'), max_size=12)
replies = st.fixed_dictionaries(
    {
        "note": texts,
        "first": st.lists(
            st.fixed_dictionaries({"text": texts, "ids": st.lists(texts, max_size=2)})
        ),
        "second": st.lists(st.fixed_dictionaries({"text": texts})),
    }
)


@given(reply=replies, sizes=st.lists(st.integers(1, 9), min_size=1))
def test_items_are_the_same_however_the_text_is_torn(
    reply: dict[str, Any], sizes: list[int]
) -> None:
    written, feed, at = json.dumps(reply, ensure_ascii=False), ItemFeed(), 0
    items: list[Item] = []
    while at < len(written):
        size = sizes[at % len(sizes)]
        items += feed.feed(written[at : at + size])
        at += size
    if "</think>" not in written:  # there it begins anew, and the rest is read at the end
        lists = [(field, values) for field, values in reply.items() if isinstance(values, list)]
        assert items == [Item(f, n, value) for f, values in lists for n, value in enumerate(values)]


def test_an_item_comes_with_its_closing_brace() -> None:
    feed = ItemFeed()
    assert feed.feed('{"words": [{"text": "一}"') == []
    assert feed.feed("}") == [Item("words", 0, {"text": "一}"})]
    assert feed.feed(', {"text": {"deep": 1}') == []
    assert feed.feed("}]") == [Item("words", 1, {"text": {"deep": 1}})]
    assert feed.feed("}") == []


def test_thoughts_are_no_items() -> None:
    feed = ItemFeed()
    assert feed.feed("<thi") == []
    assert feed.feed('nk>{"words": [{"text": "草稿"}]}</th') == []
    assert feed.feed('ink>{"words": [{"text": "正文"}]}') == [Item("words", 0, {"text": "正文"})]
