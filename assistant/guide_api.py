"""The REST API of the guide, ``/api/v1/guide/…`` (docs/guide.md). Errors are one Chinese line."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Body, Depends, Query, Request
from fastapi.responses import FileResponse, Response
from starlette.concurrency import run_in_threadpool

from assistant.clash import Clash
from assistant.guide_package_api import DOWNLOAD, add_package, disposition
from assistant.guiding.calendar import ics_of
from assistant.guiding.charts import gantt, plotly_script, radar, trend
from assistant.guiding.desk import GuideDesk, NoSuchWay, Way
from assistant.guiding.evidence_files import EvidenceFiles
from assistant.guiding.evidence_upload import kept
from assistant.guiding.view import GuideView, assessment_line, event_view, trend_line
from assistant.library.guard import check_reader_of_uploads, check_writer, foreign_host
from assistant.library.problems import Refused
from assistant.library.receiving import sent_name
from corpus.errors import BadInput

if TYPE_CHECKING:
    from assistant.service import LocalAssistant

PREFIX = "/api/v1/guide"
#: What can be said of a task.
_OF_TASK = ("state", "reason", "note", "owner", "days", "ticked")


def guide_router(assistant: LocalAssistant) -> APIRouter:
    """All routes. Who may write to the library may read and change the guide: it is the company's own."""
    desk, files, settings = assistant.guide, assistant.evidence_files, assistant.settings
    view = GuideView(desk, assistant.index.catalogue)

    def reader(request: Request) -> None:
        if foreign_host(request.headers.get("host", ""), settings.host):
            raise Refused(403, "请求的网址不是本机的，没有执行。请用 127.0.0.1 或 localhost 打开。")
        check_reader_of_uploads(request, settings)

    def writer(request: Request) -> None:
        check_writer(request, settings)

    router = APIRouter(prefix=PREFIX, dependencies=[Depends(reader)])
    changing = Depends(writer)
    _add_ways(router, desk, view, changing)
    _add_interview(router, desk, view, changing)
    _add_tasks(router, desk, view, files, changing)
    _add_assessments(router, desk, view, changing)
    add_package(router, assistant, lambda key: _found(desk, key))
    return router


def _found(desk: GuideDesk, key: str) -> Way:
    try:
        return desk.way(key)
    except NoSuchWay as error:
        raise Refused(404, error.message) from error


def _object(body: Any) -> dict[str, Any]:
    if not isinstance(body, dict):
        raise BadInput("请求应是一个 JSON 对象。")
    return body


def _day(value: object) -> date:
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise BadInput("日期应写成 2026-03-01 这样。") from None


def _text(body: Any, name: str, default: str = "") -> str:
    value = body.get(name, default) if isinstance(body, dict) else default
    if not isinstance(value, str):
        raise BadInput(f"请求里的 {name} 应是文字。")
    return value


def _weights(given: Any) -> dict[str, float]:
    numbers = given.values() if isinstance(given, dict) else [None]
    if any(isinstance(one, bool) or not isinstance(one, int | float) for one in numbers):
        raise BadInput('权重应按组写明数值，例如 {"planning": 30}。')
    return {str(group): float(weight) for group, weight in given.items()}


def _revision(body: Any) -> int:
    value = body.get("revision") if isinstance(body, dict) else None
    if not isinstance(value, int) or isinstance(value, bool):
        raise BadInput("请求里缺少 revision（打开时的版本号）。")
    return value


def _stand(way: Way, body: Any) -> Way:
    """The way, when it is still the one that was read."""
    if way.guide.revision != _revision(body):
        raise Clash("实施计划", way.guide.revision)
    return way


def _add_ways(router: APIRouter, desk: GuideDesk, view: GuideView, changing: Any) -> None:
    @router.get("/", summary="各企业的实施进度")
    def ways() -> Any:
        return [view.summary(way) for way in desk.ways()]

    @router.post("/", summary="开始一家企业的实施", status_code=201, dependencies=[changing])
    def begin(body: Annotated[Any, Body()]) -> Any:
        start = _text(body, "start")
        return view.way(desk.begin(_text(body, "company"), _day(start) if start else None))

    @router.get("/plotly.js", summary="画图的脚本（随程序附带）", include_in_schema=False)
    def script() -> Response:
        headers = {"Cache-Control": "max-age=86400"}
        return Response(plotly_script(), media_type="text/javascript", headers=headers)

    @router.get("/{key}", summary="一家企业的进度、路线和下一步")
    def way(key: str) -> Any:
        return view.way(_found(desk, key))

    @router.patch("/{key}", summary="改开始日期或各组权重", dependencies=[changing])
    def change(key: str, body: Annotated[Any, Body()]) -> Any:
        found = _stand(_found(desk, key), _object(body))
        if "start" in body:
            found = desk.set_start(found, _day(body["start"]))
        if "weights" in body:
            found = desk.set_weights(found, _weights(body["weights"]))
        return view.way(found)

    @router.delete("/{key}", summary="删除实施记录", dependencies=[changing])
    def remove(key: str) -> Any:
        found = _found(desk, key)
        desk.remove(found)
        return {"removed": found.guide.id}

    @router.get("/{key}/chart", summary="甘特图（Plotly）")
    def chart(key: str) -> Any:
        found = _found(desk, key)
        return gantt(found.plan, found.state, desk.today())

    @router.get("/{key}/plan.ics", summary="日历文件")
    def calendar(key: str) -> Response:
        found = _found(desk, key)
        name = f"实施计划-{found.company.name}.ics"
        return _file(ics_of(found), name, "text/calendar; charset=utf-8")

    @router.get("/{key}/events", summary="变更记录，新的在前")
    def events(key: str, limit: Annotated[int, Query(ge=1, le=1000)] = 200) -> Any:
        return [event_view(one) for one in desk.store.events(_found(desk, key).guide.id, limit)]


def _add_interview(router: APIRouter, desk: GuideDesk, view: GuideView, changing: Any) -> None:
    @router.get("/{key}/interview", summary="访谈的问题和回答")
    def interview(key: str) -> Any:
        return view.interview(_found(desk, key))

    @router.post("/{key}/interview", summary="回答", dependencies=[changing])
    def answer(key: str, body: Annotated[Any, Body()]) -> Any:
        found = _found(desk, key)
        facts = body.get("facts") if isinstance(body, dict) else None
        if not isinstance(facts, dict) or not facts:
            raise BadInput("请求里缺少回答（facts）。")
        before = body.get("before")
        found = desk.answer(found, facts, before if isinstance(before, dict) else None)
        return view.interview(found)

    @router.post("/{key}/interview/{question}/skip", summary="先跳过", dependencies=[changing])
    def skip(key: str, question: str, body: Annotated[Any, Body()] = None) -> Any:
        skipped = body.get("skipped", True) if isinstance(body, dict) else True
        return view.interview(desk.skip(_found(desk, key), question, bool(skipped)))


def _add_tasks(
    router: APIRouter, desk: GuideDesk, view: GuideView, files: EvidenceFiles, changing: Any
) -> None:
    def known(way: Way, task: str) -> None:
        if task not in way.route.tasks:
            raise Refused(404, f"没有“{task[:60]}”这项任务。")

    @router.get("/{key}/tasks/{task}", summary="一项任务")
    def one(key: str, task: str) -> Any:
        found = _found(desk, key)
        known(found, task)
        return view.task(found, task)

    @router.patch(
        "/{key}/tasks/{task}",
        summary="改状态、备注、负责人、天数、完成条件",
        dependencies=[changing],
    )
    def change(key: str, task: str, body: Annotated[Any, Body()]) -> Any:
        found = _found(desk, key)
        known(found, task)
        given = _object(body)
        values = {name: given[name] for name in _OF_TASK if name in given}
        return view.task(desk.set_task(found, task, _revision(body), **values), task)

    @router.post("/{key}/tasks/{task}/links", summary="登记证据的链接", dependencies=[changing])
    def link(key: str, task: str, body: Annotated[Any, Body()]) -> Any:
        found = _found(desk, key)
        known(found, task)
        return view.task(desk.add_link(found, task, _text(body, "url"), _text(body, "name")), task)

    @router.post("/{key}/tasks/{task}/files", summary="上传证据文件", dependencies=[changing])
    async def upload(key: str, task: str, request: Request) -> Any:
        found = await run_in_threadpool(_found, desk, key)
        known(found, task)
        name = sent_name(request.headers)
        announced = request.headers.get("content-length", "")
        files.check_size(name, int(announced) if announced.isdecimal() else 0)
        sha256, size = await kept(files, name, request.stream())
        return await run_in_threadpool(
            lambda: view.task(desk.add_file(found, task, name, sha256, size), task)
        )

    @router.get("/{key}/evidence/{evidence}", summary="下载证据文件")
    def download(key: str, evidence: str) -> Response:
        found = _found(desk, key)
        piece = next((e for e in desk.store.evidence(found.guide.id) if e.id == evidence), None)
        path = files.path(piece.sha256) if piece and piece.sha256 else None
        if piece is None or path is None:
            raise Refused(404, "没有这个证据文件。")
        headers = DOWNLOAD | {"Content-Disposition": disposition(piece.name)}
        return FileResponse(path, media_type="application/octet-stream", headers=headers)

    @router.delete("/{key}/evidence/{evidence}", summary="移去一项证据", dependencies=[changing])
    def remove(key: str, evidence: str) -> Any:
        found = _found(desk, key)
        desk.store.remove_evidence(found.guide.id, evidence)
        return {"removed": evidence}


def _add_assessments(router: APIRouter, desk: GuideDesk, view: GuideView, changing: Any) -> None:
    checks = desk.self_checks

    def shown(way: Way, key: str) -> Any:
        made = checks.get(way, key)
        return view.assessment(
            checks.asked(made), made, checks.replies(made), checks.result(way, key)
        )

    @router.get("/{key}/assessments", summary="各次自查")
    def made(key: str) -> Any:
        found = _found(desk, key)
        return [
            assessment_line(one) | trend_line(checks.result(found, one.id))
            for one in checks.made(found)
        ]

    @router.post("/{key}/assessments", summary="开始自查", status_code=201, dependencies=[changing])
    def start(key: str, body: Annotated[Any, Body()] = None) -> Any:
        found = _found(desk, key)
        return shown(found, checks.start(found, _text(body or {}, "title")).id)

    @router.get("/{key}/assessments/{assessment}", summary="一次自查")
    def one(key: str, assessment: str) -> Any:
        return shown(_found(desk, key), assessment)

    @router.put(
        "/{key}/assessments/{assessment}/reply", summary="回答一项", dependencies=[changing]
    )
    def reply(key: str, assessment: str, body: Annotated[Any, Body()]) -> Any:
        found = _found(desk, key)
        stored = checks.reply(
            found,
            assessment,
            _text(body, "check"),
            _text(body, "reply"),
            _revision(body),
            _text(body, "evidence"),
            _text(body, "note"),
        )
        return {"revision": stored.revision, "result": shown(found, assessment)["result"]}

    @router.patch(
        "/{key}/assessments/{assessment}", summary="完成或重新打开", dependencies=[changing]
    )
    def finish(key: str, assessment: str, body: Annotated[Any, Body()]) -> Any:
        found = _found(desk, key)
        checks.finish(found, assessment, bool(_object(body).get("finished", True)))
        return shown(found, assessment)

    @router.get("/{key}/assessments/{assessment}/chart", summary="雷达图和趋势图（Plotly）")
    def chart(key: str, assessment: str) -> Any:
        found = _found(desk, key)
        results = [(one, checks.result(found, one.id)) for one in checks.made(found)]
        return {"radar": radar(checks.result(found, assessment)), "trend": trend(results)}


def _file(content: bytes, name: str, media_type: str) -> Response:
    headers = DOWNLOAD | {"Content-Disposition": disposition(name)}
    return Response(content, media_type=media_type, headers=headers)
