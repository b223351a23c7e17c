"""The ways of asking for JSON, strictest first: a schema, a tool call, or words alone."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from langchain_core.language_models import BaseChatModel, LanguageModelInput
from langchain_core.messages import AIMessage
from langchain_core.runnables import Runnable
from pydantic import BaseModel

from assistant.language_model.settings import OLLAMA, OPENAI, ModelSettings


class Mode(StrEnum):
    """How an endpoint is asked for JSON."""

    SCHEMA = "schema"  # the server holds the model to the schema
    TOOL = "tool"  # the reply is the arguments of a tool call
    TEXT = "text"  # the prompt alone asks for JSON


def modes_of(settings: ModelSettings) -> tuple[Mode, ...]:
    """Modes worth trying, in order."""
    if settings.provider in (OPENAI, OLLAMA):
        return (Mode.SCHEMA, Mode.TOOL, Mode.TEXT)
    return (Mode.TOOL, Mode.TEXT)


def bound(
    chat: BaseChatModel, settings: ModelSettings, mode: Mode, schema: type[BaseModel]
) -> Runnable[LanguageModelInput, AIMessage]:
    """``chat`` asked for ``schema`` in this mode. Raises NotImplementedError where it cannot be."""
    wanted = schema_of(schema)
    if mode is Mode.TOOL:
        name = schema.__name__.lower()
        tool = {"name": name, "description": "reply", "parameters": wanted}
        function = {"type": "function", "function": tool}
        choice = name if settings.provider == OPENAI else None
        return chat.bind_tools([function], **({"tool_choice": choice} if choice else {}))
    if mode is Mode.SCHEMA and settings.provider == OLLAMA:
        return chat.bind(format=wanted)
    if mode is Mode.SCHEMA:
        # Not LangChain's own ``response_format``: that goes through the SDK's parser, which turns a
        # reply that was cut off into an error and hides what was said until then.
        named = {"name": schema.__name__.lower(), "strict": True, "schema": wanted}
        asked = {"type": "json_schema", "json_schema": named}
        return chat.bind(extra_body={**body_of(settings), "response_format": asked})
    return chat.bind()


def body_of(settings: ModelSettings) -> dict[str, object]:
    """Fields of each request beside LangChain's own.

    The limit goes by its old name: compatible endpoints overlook ``max_completion_tokens``.
    """
    official = settings.shown == "api.openai.com"
    limit = "max_completion_tokens" if official else "max_tokens"
    return {limit: settings.answer_tokens, **settings.extra}


def schema_of(schema: type[BaseModel]) -> dict[str, Any]:
    """JSON schema without references, titles and defaults, everything required: what strict servers take."""
    whole = schema.model_json_schema()
    strict: dict[str, Any] = _strict(whole, whole.get("$defs", {}))
    return strict


def _strict(node: Any, definitions: dict[str, Any]) -> Any:
    if isinstance(node, list):
        return [_strict(part, definitions) for part in node]
    if not isinstance(node, dict):
        return node
    if "$ref" in node:
        return _strict(definitions[node["$ref"].rsplit("/", 1)[-1]], definitions)
    plain = {
        key: {name: _strict(part, definitions) for name, part in value.items()}
        if key == "properties"
        else _strict(value, definitions)
        for key, value in node.items()
        if key not in ("$defs", "title", "default", "description")
    }
    if "properties" in plain:
        plain |= {"required": list(plain["properties"]), "additionalProperties": False}
    return plain
