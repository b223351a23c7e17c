"""Open the model that the settings name, whoever provides it."""

from __future__ import annotations

import re
from typing import Any

from langchain_core.language_models import BaseChatModel

from assistant.language_model.model import LanguageModel
from assistant.language_model.modes import body_of
from assistant.language_model.settings import OLLAMA, OPENAI, ModelSettings
from corpus.errors import BadInput

#: Seconds for a connection to be made; a server that is there answers at once.
_CONNECT = 5.0
_PACKAGE = re.compile(r"pip install (?:-U )?([\w-]+)")


def open_model(settings: ModelSettings) -> LanguageModel | None:
    """The model, or None when the settings name none. Nothing is connected to yet.

    Raises BadInput for a provider that is unknown or whose package is not installed, and for a
    missing key.
    """
    if not settings.model.strip():
        return None
    _keep_silent()
    chat = _chat_model(settings)
    client = getattr(chat, "root_async_client", None)
    return LanguageModel(chat, settings, client.close if client is not None else None)


def _keep_silent() -> None:
    """LangSmith gets no trace, whatever the environment says: questions do not leave this host."""
    import langsmith

    langsmith.configure(enabled=False)


def _chat_model(settings: ModelSettings) -> BaseChatModel:
    from langchain.chat_models import init_chat_model

    try:
        chat: BaseChatModel = init_chat_model(
            settings.model.strip(), model_provider=settings.provider, **_options(settings)
        )
        return chat
    except ImportError as error:
        found = _PACKAGE.search(str(error))
        package = found[1] if found else f"langchain-{settings.provider}"
    except ValueError:
        package = ""
    if not package:
        raise BadInput(
            f"语言模型“{settings.model}”打不开（提供方 {settings.provider}）：请核对提供方名称和密钥设置。"
        )
    raise BadInput(
        f"使用 {settings.provider} 的语言模型需要先安装 {package}：请运行 pip install {package}。"
    )


def _options(settings: ModelSettings) -> dict[str, Any]:
    if settings.provider == OPENAI:
        return _openai(settings)
    options: dict[str, Any] = {"temperature": settings.temperature, "base_url": settings.base_url}
    if settings.provider == OLLAMA:
        options |= {"num_ctx": settings.context_tokens, "num_predict": settings.answer_tokens}
        if settings.is_loopback or not settings.base_url:
            options["client_kwargs"] = {"trust_env": False}
    else:
        options |= {"api_key": settings.secret() or None, "max_tokens": settings.answer_tokens}
        options |= {"timeout": settings.timeout, "max_retries": 0}
    return {name: value for name, value in options.items() if value is not None}


def _openai(settings: ModelSettings) -> dict[str, Any]:
    """Options that leave nothing to the environment: its keys, addresses and proxies are others' business."""
    import openai

    if not settings.base_url and not settings.secret():
        raise BadInput(
            "没有填写语言模型服务的地址，也没有密钥；请填写其中之一（使用 OpenAI 须填密钥）。"
        )
    limit = openai.Timeout(settings.timeout, connect=min(_CONNECT, settings.timeout))
    # A proxy of the environment never stands between this host and itself.
    trusting = not settings.is_loopback
    options: dict[str, Any] = {
        "base_url": settings.address,
        "api_key": settings.secret() or "none",  # compatible servers without keys want some word
        "openai_proxy": None,
        "use_responses_api": False,
        "stream_usage": True,
        "max_retries": 0,
        "http_socket_options": (),
        "stream_chunk_timeout": 0,  # the whole call has its time limit (``background``)
        "timeout": limit,
        "extra_body": body_of(settings),
        "http_client": openai.DefaultHttpxClient(trust_env=trusting, timeout=limit),
        "http_async_client": openai.DefaultAsyncHttpxClient(trust_env=trusting, timeout=limit),
    }
    if settings.temperature is not None:
        options["temperature"] = settings.temperature
    return options
