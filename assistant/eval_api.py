"""The REST API of the evaluation page, ``/api/v1/eval/…``: results, and feedback on its way to questions.

What it shows is made by ``evals``, which builds on this package and is looked up when it is asked for:
an installation without it says so in one line.
"""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict, Field

from assistant.guiding.charts import plotly_script
from assistant.library.guard import check_writer, foreign_host, may_write
from assistant.library.problems import Refused
from assistant.service import LocalAssistant

PREFIX = "/api/v1/eval"
_PRIVATE = {"Cache-Control": "no-store"}
_ASSETS = {"parts.css": "text/css", "charts.js": "text/javascript"}


class SignalChosen(BaseModel):
    """Body of ``POST /candidates``: which feedback becomes a candidate."""

    model_config = ConfigDict(extra="forbid", strict=True)

    signal: str = Field(max_length=80)


class Seen(BaseModel):
    """Which revision of a candidate was seen by who changes it."""

    model_config = ConfigDict(extra="forbid", strict=True)

    revision: int = Field(ge=1)


class Review(Seen):
    """Body of ``PATCH /candidates/ID``: the fields that replace those of the draft."""

    draft: dict[str, Any]


class Rejection(Seen):
    """Body of ``POST /candidates/ID/reject``."""

    why: str = Field(max_length=2000)


def eval_router(assistant: LocalAssistant) -> APIRouter:
    """All routes. Results are for every reader of this site; questions of real use for who may write."""
    settings = assistant.settings

    def same_host(request: Request) -> None:
        if foreign_host(request.headers.get("host", ""), settings.host):
            raise Refused(403, "请求的网址不是本机的，没有执行。请用 127.0.0.1 或 localhost 打开。")

    def trusted(request: Request) -> None:
        if not may_write(request, settings):
            raise Refused(
                403,
                "读者的反馈只有在运行服务的那台机器上才能看和处理；要允许其他机器，请设置 CQO_LIBRARY_WRITABLE=everyone。",
            )

    def writer(request: Request) -> None:
        trusted(request)
        check_writer(request, settings)

    router = APIRouter(prefix=PREFIX, dependencies=[Depends(same_host)])
    _add_results(router, Path(settings.data_dir))
    _add_candidates(router, assistant, Depends(trusted), Depends(writer))
    return router


def part_of_evals(name: str) -> Any:
    """The module ``evals.NAME``. Raises Refused where the installation has no evaluation."""
    if find_spec("evals") is None or find_spec(f"evals.{name.partition('.')[0]}") is None:
        raise Refused(404, "这个安装里没有评测套件（evals），请从完整的源码目录运行。")
    return import_module(f"evals.{name}")


def _add_results(router: APIRouter, data_dir: Path) -> None:
    def stored(configuration: str = "", against: str = "") -> Any:
        return part_of_evals("report.stored").stored(data_dir, configuration, against)

    chosen = Depends(stored)

    @router.get("/results", summary="最近一次各项评测的结果")
    def results(found: Any = chosen) -> Any:
        return found.view("")

    @router.get("/report", summary="下载评测报告")
    def report(request: Request, found: Any = chosen) -> Response:
        name = {"Content-Disposition": 'attachment; filename="cqo-eval-report.html"'}
        html = found.file(str(request.base_url))
        return Response(html, media_type="text/html; charset=utf-8", headers=_PRIVATE | name)

    @router.get("/plotly.js", summary="画图的脚本（随程序附带）", include_in_schema=False)
    def script() -> Response:
        headers = {"Cache-Control": "max-age=86400"}
        return Response(plotly_script(), media_type="text/javascript", headers=headers)

    @router.get("/{name}", include_in_schema=False)
    def asset(name: str) -> Response:
        """Style and script of the report's parts."""
        if name not in _ASSETS:
            raise Refused(404, f"没有 {PREFIX}/{name[:40]} 这个接口，请对照 docs/web.md 中的示例。")
        text = part_of_evals("report.render").asset(name)
        return Response(text, media_type=_ASSETS[name], headers={"Cache-Control": "no-cache"})


def _add_candidates(router: APIRouter, assistant: LocalAssistant, reader: Any, writer: Any) -> None:
    def candidate_desk() -> Any:
        return part_of_evals("feedback.desk").CandidateDesk(assistant)

    over = Depends(candidate_desk)

    @router.get("/feedback/signals", summary="反馈和拒答的问题", dependencies=[reader])
    def signals(desk: Any = over) -> Any:
        return {"signals": desk.signals(), "candidates": desk.all()}

    @router.get("/feedback/candidates/{candidate}", summary="一道候选题", dependencies=[reader])
    def one(candidate: str, desk: Any = over) -> Any:
        return {"candidate": desk.one(candidate), "choices": desk.choices()}

    @router.post("/feedback/candidates", summary="生成候选题", dependencies=[writer])
    def make(body: SignalChosen, desk: Any = over) -> Any:
        return desk.make(body.signal)

    @router.patch("/feedback/candidates/{candidate}", summary="审核候选题", dependencies=[writer])
    def review(candidate: str, body: Review, desk: Any = over) -> Any:
        return desk.review(candidate, body.draft, body.revision)

    @router.post("/feedback/candidates/{candidate}/reject", summary="不采用", dependencies=[writer])
    def reject(candidate: str, body: Rejection, desk: Any = over) -> Any:
        return desk.reject(candidate, body.why, body.revision)

    @router.post(
        "/feedback/candidates/{candidate}/add", summary="加入评测题", dependencies=[writer]
    )
    def add(candidate: str, body: Seen, desk: Any = over) -> Any:
        return desk.add(candidate, body.revision)
