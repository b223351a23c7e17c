"""The REST API: ``POST /api/v1/ask``, ``GET /healthz``, ``assistant.talk_api``, ``assistant.library_api``.

Errors are one Chinese line in ``error``.
"""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field
from starlette.concurrency import run_in_threadpool

from assistant import drafting_api
from assistant.answering.models import Answer
from assistant.clash import Clash
from assistant.drafting.desk import NoSuch
from assistant.drafting_api import draft_router
from assistant.eval_api import eval_router
from assistant.guide_api import guide_router
from assistant.library.desk import Library
from assistant.library.problems import Refused
from assistant.library_api import library_router, refused
from assistant.protocol import Assistant
from assistant.service import LocalAssistant
from assistant.settings import Settings
from assistant.talk_api import EnterpriseFacts, talk_router
from corpus.errors import BadInput, CqoError

_log = logging.getLogger(__name__)
_ADVICE = "请对照 docs/web.md 中的示例"


class AskRequest(BaseModel):
    """Body of ``POST /api/v1/ask``."""

    model_config = ConfigDict(extra="forbid", strict=True)

    question: str
    region: str | None = None
    workspace: str | None = None
    conversation: str | None = None
    replaces: int | None = Field(None, ge=1)
    profile: EnterpriseFacts | None = None


def create_api(
    assistant: Assistant, library: Library | None = None, settings: Settings | None = None
) -> FastAPI:
    """An application with the API only; ``assistant.web.site`` adds the pages. A service over a data
    folder has drafting and the guide too.

    ``library``, with the settings that say who may change it, adds ``/api/v1/library``; it is closed
    with the application. There is no page of documentation: FastAPI's loads scripts from another host.
    """

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        yield
        if library is not None:
            await run_in_threadpool(library.close)

    app = FastAPI(
        title="质官助手",
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/v1/openapi.json",
        lifespan=lifespan,
    )
    app.add_exception_handler(Refused, refused)
    app.add_exception_handler(RequestValidationError, _unreadable)
    app.add_exception_handler(BadInput, _refused)
    app.add_exception_handler(CqoError, _failed)
    app.add_exception_handler(Exception, _failed)

    @app.post("/api/v1/ask", summary="提问")
    def ask(body: AskRequest) -> Answer:
        return assistant.ask(
            body.question,
            region=body.region,
            workspace=body.workspace,
            conversation=body.conversation,
            replaces=body.replaces,
            profile=body.profile.profile() if body.profile else None,
        )

    @app.get("/healthz", summary="服务是否可用")
    def healthz() -> dict[str, Any]:
        return assistant.health()

    app.include_router(talk_router(assistant))
    if library is not None and settings is not None:
        app.include_router(library_router(library, settings))
    if isinstance(assistant, LocalAssistant):
        _add_desks(app, assistant)

    @app.api_route(
        "/api/{path:path}",
        methods=["GET", "POST", "PUT", "PATCH", "DELETE"],
        include_in_schema=False,
    )
    def nothing_here(path: str) -> JSONResponse:
        return _error(404, f"没有 /api/{path} 这个接口或不支持这种请求方法，{_ADVICE}。")

    return app


def _add_desks(app: FastAPI, assistant: LocalAssistant) -> None:
    """Drafting and the guide, each over the service's own desk."""

    def questions(conversation: str) -> list[str]:
        return [turn.question for turn in assistant.turns(conversation)]

    app.include_router(draft_router(assistant.drafting, assistant.settings, questions))
    app.include_router(guide_router(assistant))
    app.include_router(eval_router(assistant))
    app.add_exception_handler(Clash, _clashed)
    app.add_exception_handler(NoSuch, drafting_api.missing)


def _error(status: int, message: str) -> JSONResponse:
    return JSONResponse({"error": message}, status_code=status)


def _clashed(_: Request, error: Exception) -> JSONResponse:
    """Somebody else was faster."""
    assert isinstance(error, Clash)
    return JSONResponse({"error": error.message, "current": error.revision}, status_code=409)


def _refused(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, BadInput)
    return _error(422, error.message)


def _failed(_: Request, error: Exception) -> JSONResponse:
    if isinstance(error, CqoError):
        return _error(500, error.message)
    _log.error("a request failed", exc_info=error)
    return _error(
        500, "服务出了问题，这次请求没有完成，请再试一次；仍不行请看服务窗口里的错误信息。"
    )


def _unreadable(_: Request, error: Exception) -> JSONResponse:
    """A body that is not JSON or has other fields than AskRequest, named in Chinese."""
    assert isinstance(error, RequestValidationError)
    first = error.errors()[0]
    name = ".".join(str(part) for part in first["loc"][1:])
    kinds = {
        "json_invalid": "请求的内容不是有效的 JSON",
        "extra_forbidden": f"请求里有不认识的字段 {name}",
        "missing": f"请求里缺少字段 {name}" if name else "请求没有内容",
        "model_attributes_type": "请求应是一个 JSON 对象（Content-Type: application/json）",
        "string_type": f"请求里的字段 {name} 应是字符串",
        "int_type": f"请求里的字段 {name} 应是整数",
        "int_parsing": f"请求里的 {name} 应是整数",
        "string_too_long": f"请求里的 {name} 太长",
        "literal_error": f"请求里的 {name} 不在可选范围内",
        "greater_than_equal": f"请求里的 {name} 太小",
        "less_than_equal": f"请求里的 {name} 太大",
    }
    return _error(422, f"{kinds.get(first['type'], '请求的内容不合要求')}，{_ADVICE}。")
