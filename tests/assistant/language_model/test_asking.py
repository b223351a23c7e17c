"""A model is asked for a schema; whatever the endpoint can do, the reply comes in it or one clear error does."""

from __future__ import annotations

import logging
import time
import traceback

import pytest
from langchain_core.messages import HumanMessage

from assistant.language_model.item_feed import Item
from assistant.language_model.model import LanguageModel, Reply
from assistant.language_model.modes import Mode
from assistant.language_model.troubles import ModelUnavailable, Trouble
from tests.assistant.language_model.conftest import GOOD, KEY, Opener, Words
from tests.openai_server import OpenAIServer, reply
from tests.openai_server import Reply as Scripted

ASK = [HumanMessage("请列出几个词")]


def streamed(model: LanguageModel) -> list[Item | Reply[Words]]:
    return list(model.stream(ASK, Words))


def asked_for_all(model: LanguageModel) -> Reply[Words]:
    return model.structured(ASK, Words)


def failure(model: LanguageModel, *, stream: bool) -> ModelUnavailable:
    """The error that asking ends with."""
    ask = streamed if stream else asked_for_all
    with pytest.raises(ModelUnavailable) as caught:
        ask(model)
    return caught.value


# -- what comes back ---------------------------------------------------------------------------------


def test_whole_reply(server: OpenAIServer, opened: Opener) -> None:
    server.says(GOOD)
    got = opened().structured(ASK, Words)
    assert got.value.model_dump() == GOOD
    assert got.usage is not None
    assert got.usage.written > 0


def test_items_come_one_by_one_then_the_whole(server: OpenAIServer, opened: Opener) -> None:
    server.says(GOOD)
    *items, whole = streamed(opened())
    assert items == [Item("words", n, value) for n, value in enumerate(GOOD["words"])]
    assert isinstance(whole, Reply)
    assert whole.value.model_dump() == GOOD
    assert whole.usage is not None


def test_an_item_is_there_before_the_reply_is_over(server: OpenAIServer, opened: Opener) -> None:
    written = reply(GOOD).content
    server.says(GOOD, hang=True, cut=written.index("二"))
    parts = opened(timeout=30).stream(ASK, Words)
    first = next(parts)
    assert isinstance(first, Item)
    assert first.value == {"text": "一"}
    parts.close()


def test_stopping_hangs_up(server: OpenAIServer, opened: Opener) -> None:
    server.says(GOOD, hang=True, cut=40)
    parts = opened(timeout=30).stream(ASK, Words)
    next(parts)
    parts.close()
    assert server.left_early.wait(5)


@pytest.mark.parametrize(
    "written",
    [
        "```json\n{good}\n```",
        "好的，结果如下：\n{good}\n请查收。",
        '<think>先想一想 {{"words": [{{"text": "草稿"}}]}} 再写</think>{good}',
        "先想一想，格式是 {{words}}。</think>\n{good}",
        "{comma}",
    ],
)
@pytest.mark.parametrize("stream", [True, False])
def test_json_among_other_words(
    server: OpenAIServer, opened: Opener, written: str, stream: bool
) -> None:
    good = reply(GOOD).content
    server.says(written.format(good=good, comma=good.replace("}]", "},],")))
    model = opened()
    got = streamed(model)[-1] if stream else model.structured(ASK, Words)
    assert isinstance(got, Reply)
    assert got.value.model_dump() == GOOD


# -- ways of asking ----------------------------------------------------------------------------------


@pytest.mark.parametrize("stream", [True, False])
@pytest.mark.parametrize(
    ("lacks", "tried"),
    [
        (set(), ["schema"]),
        ({"schema"}, ["schema", "tool"]),
        ({"schema", "tools"}, ["schema", "tool", "text"]),
    ],
)
def test_the_strictest_way_that_works(
    server: OpenAIServer, opened: Opener, lacks: set[str], tried: list[str], stream: bool
) -> None:
    server.knows -= lacks
    server.says(GOOD).says(GOOD)
    model = opened()
    for _ in range(2):
        got = streamed(model)[-1] if stream else model.structured(ASK, Words)
        assert isinstance(got, Reply)
        assert got.value.model_dump() == GOOD
    # the second call begins with what worked
    assert [asked.by for asked in server.requests] == [*tried, tried[-1]]
    assert model.mode == Mode(tried[-1])


def test_an_endpoint_that_answers_500_to_a_schema(server: OpenAIServer, opened: Opener) -> None:
    server.otherwise = lambda asked: Scripted(status=500) if asked.by == "schema" else reply(GOOD)
    model = opened(retries=1)
    assert model.structured(ASK, Words).mode is Mode.TOOL


@pytest.mark.parametrize("lacks", ["stream", "stream_options"])
def test_an_endpoint_that_does_not_stream(server: OpenAIServer, opened: Opener, lacks: str) -> None:
    server.knows -= {lacks}
    server.otherwise = reply(GOOD)
    model = opened()
    for _ in range(2):
        assert [type(part) for part in streamed(model)] == [Item, Item, Item, Reply]
    # learnt at the first call: the second is one request
    assert [bool(asked.body.get("stream")) for asked in server.requests][-3:] == [
        True,
        False,
        False,
    ]


def test_one_bad_reply_does_not_change_the_way_that_works(
    server: OpenAIServer, opened: Opener
) -> None:
    server.says(GOOD).says("不知道").says(GOOD).says(GOOD)
    model = opened()
    for _ in range(3):
        model.structured(ASK, Words)
    assert [asked.by for asked in server.requests] == ["schema", "schema", "tool", "schema"]


def test_request_carries_limit_schema_and_key(server: OpenAIServer, opened: Opener) -> None:
    server.says(GOOD)
    opened(answer_tokens=321, temperature=0.2, extra={"enable_thinking": False}).structured(
        ASK, Words
    )
    (asked,) = server.requests
    assert asked.path == "/v1/chat/completions"
    assert asked.headers["authorization"] == f"Bearer {KEY}"
    assert asked.body["max_tokens"] == 321
    assert asked.body["temperature"] == 0.2
    assert asked.body["enable_thinking"] is False
    schema = asked.body["response_format"]["json_schema"]["schema"]
    assert schema["required"] == ["note", "words"]
    assert schema["properties"]["words"]["items"]["additionalProperties"] is False


# -- failures ----------------------------------------------------------------------------------------

FAILURES = [
    (Scripted(status=400), Trouble.REJECTED),
    (Scripted(status=401), Trouble.KEY),
    (Scripted(status=403), Trouble.KEY),
    (Scripted(status=404), Trouble.NOT_FOUND),
    (Scripted(status=422), Trouble.REJECTED),
    (Scripted(status=429), Trouble.BUSY),
    (Scripted(status=500), Trouble.SERVER),
    (Scripted(status=503), Trouble.SERVER),
    (Scripted("maximum context length is 4096 tokens", status=400), Trouble.TOO_LONG),
    (Scripted("the request exceeds the available context size", status=400), Trouble.TOO_LONG),
    (reply(""), Trouble.EMPTY),
    (reply("我不知道怎么写"), Trouble.RUBBISH),
    (reply({"something": "else"}), Trouble.RUBBISH),
    (reply('{"note": "好", "words": [{"te'), Trouble.RUBBISH),
    (Scripted(body=b"<html>not here</html>"), Trouble.RUBBISH),
    (Scripted(body=b"data: {not json\n\n"), Trouble.RUBBISH),
    (reply(GOOD, cut=0), Trouble.UNREACHABLE),
]


@pytest.mark.parametrize("stream", [True, False])
@pytest.mark.parametrize(("script", "trouble"), FAILURES)
def test_every_failure_is_one_error_with_one_line(
    server: OpenAIServer, opened: Opener, script: Scripted, trouble: Trouble, stream: bool
) -> None:
    server.otherwise = script
    error = failure(opened(), stream=stream)
    # a stream without a word is asked for once more without streaming, where it is no JSON
    assert error.trouble in ({trouble, Trouble.RUBBISH} if trouble is Trouble.EMPTY else {trouble})
    assert "\n" not in error.message
    assert "127.0.0.1" in error.message


def test_cut_off_in_the_middle(server: OpenAIServer, opened: Opener) -> None:
    written = reply(GOOD).content
    server.otherwise = reply(GOOD, cut=written.index("三"))
    parts = opened().stream(ASK, Words)
    assert [next(parts), next(parts)]  # what came before the end is there
    with pytest.raises(ModelUnavailable) as caught:
        next(parts)
    assert caught.value.trouble is Trouble.CUT
    assert len(server.requests) == 1  # what was handed on cannot be asked for again


@pytest.mark.parametrize("stream", [True, False])
@pytest.mark.parametrize("status", [400, 401, 403, 404])
def test_what_will_not_pass_is_not_repeated(
    server: OpenAIServer, opened: Opener, status: int, stream: bool
) -> None:
    server.otherwise = Scripted(status=status)
    failure(opened(retries=5), stream=stream)
    ways = [(asked.by, asked.body.get("stream")) for asked in server.requests]
    assert len(ways) == len(set(ways))


@pytest.mark.parametrize("stream", [True, False])
@pytest.mark.parametrize(
    "failing",
    [
        Scripted(status=429, headers={"Retry-After": "0.01"}),
        Scripted(status=502),
        reply(GOOD, cut=0),
    ],
)
def test_what_may_pass_is_tried_again(
    server: OpenAIServer, opened: Opener, failing: Scripted, stream: bool
) -> None:
    server.does(failing, failing).says(GOOD)
    model = opened(retries=2)
    got = streamed(model)[-1] if stream else model.structured(ASK, Words)
    assert isinstance(got, Reply)
    assert len(server.requests) == 3


def test_a_wait_that_ends_after_the_deadline_is_not_waited(
    server: OpenAIServer, opened: Opener
) -> None:
    server.otherwise = Scripted(status=429, headers={"Retry-After": "30"})
    started = time.monotonic()
    assert failure(opened(timeout=5), stream=True).trouble is Trouble.BUSY
    assert time.monotonic() - started < 2
    assert len(server.requests) == 1


SLOW = [
    reply(GOOD, hang=True),  # says nothing
    reply(GOOD, hang=True, cut=60),  # begins and stops
    reply(GOOD, wait=30),  # does not even begin
    reply({"note": "好" * 2000, "words": []}, gap=0.05),  # never ends, but always says something
]


@pytest.mark.parametrize("stream", [True, False])
@pytest.mark.parametrize("script", SLOW)
def test_the_time_limit_holds_for_the_whole_call(
    server: OpenAIServer, opened: Opener, script: Scripted, stream: bool
) -> None:
    if script.gap and not stream:
        pytest.skip("only a stream has pieces")
    server.otherwise = script
    started = time.monotonic()
    assert failure(opened(timeout=0.4), stream=stream).trouble is Trouble.TIMEOUT
    assert time.monotonic() - started < 1.4


def test_no_server(opened: Opener) -> None:
    model = opened(base_url="http://127.0.0.1:9/v1")  # discard: nothing listens there
    assert failure(model, stream=True).trouble is Trouble.UNREACHABLE


def test_the_environments_proxy_does_not_stand_before_loopback(
    server: OpenAIServer, opened: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in (
        "http_proxy",
        "https_proxy",
        "all_proxy",
        "HTTP_PROXY",
        "ALL_PROXY",
        "OPENAI_PROXY",
    ):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    monkeypatch.setenv("OPENAI_API_KEY", "sk-of-somebody-else")
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:9/v1")
    server.says(GOOD)
    opened(key=None).structured(ASK, Words)
    assert "somebody" not in server.requests[0].headers["authorization"]


def test_nothing_is_traced(
    server: OpenAIServer, opened: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    from langchain_core.tracers.context import _tracing_v2_is_enabled
    from langsmith.utils import get_env_var

    monkeypatch.setenv("LANGSMITH_TRACING", "true")
    monkeypatch.setenv("LANGCHAIN_TRACING_V2", "true")
    get_env_var.cache_clear()  # type: ignore[attr-defined]
    server.says(GOOD)
    opened().structured(ASK, Words)
    assert not _tracing_v2_is_enabled()
    get_env_var.cache_clear()  # type: ignore[attr-defined]


@pytest.mark.parametrize("stream", [True, False])
@pytest.mark.parametrize(
    "script",
    [
        *(script for script, _ in FAILURES),
        Scripted(f"Incorrect API key provided: {KEY}", status=401),
    ],
)
def test_the_key_stands_in_no_message_trace_or_log(
    server: OpenAIServer,
    opened: Opener,
    caplog: pytest.LogCaptureFixture,
    script: Scripted,
    stream: bool,
) -> None:
    caplog.set_level(logging.DEBUG)
    server.otherwise = script
    model = opened()
    error: BaseException | None = failure(model, stream=stream)
    told = [repr(model), repr(model.settings), str(model.settings), caplog.text]
    while error is not None:  # the provider's own error must not travel along
        told += [
            str(error),
            repr(error),
            "".join(traceback.format_exception(error)),
            repr(vars(error)),
        ]
        error = error.__cause__ or error.__context__
    assert not any(KEY in text for text in told)
