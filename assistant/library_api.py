"""The REST API of the library, ``/api/v1/library/…`` (docs/web.md). Errors are one Chinese line."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Body, Depends, Query, Request
from fastapi.responses import FileResponse, JSONResponse, Response
from starlette.background import BackgroundTask
from starlette.concurrency import run_in_threadpool

from assistant.importing.models import Overrides
from assistant.library.desk import Library
from assistant.library.editing import overrides_of
from assistant.library.guard import (
    check_reader_of_uploads,
    check_writer,
    foreign_host,
    may_write,
)
from assistant.library.listing import ListQuery, Sort
from assistant.library.problems import Refused
from assistant.library.receiving import receive, sent_name
from assistant.library.searching import SearchQuery
from assistant.settings import Settings
from corpus.regions import Gazetteer
from index.errors import IndexMissing

PREFIX = "/api/v1/library"
#: Pictures and texts of uploads change; originals are downloads that no browser may open as a page.
_PRIVATE = {"Cache-Control": "no-store"}
_DOWNLOAD = {**_PRIVATE, "Content-Security-Policy": "sandbox; default-src 'none'"}

Words = Annotated[tuple[str, ...], Query()]


async def refused(_: Request, error: Exception) -> JSONResponse:
    """The answer to a request that is not carried out."""
    assert isinstance(error, Refused)
    return JSONResponse({"error": error.message}, status_code=error.status)


def library_router(library: Library, settings: Settings) -> APIRouter:
    """All routes over one library."""

    def same_host(request: Request) -> None:
        if foreign_host(request.headers.get("host", ""), settings.host):
            raise Refused(403, "请求的网址不是本机的，没有执行。请用 127.0.0.1 或 localhost 打开。")

    def writer(request: Request) -> None:
        check_writer(request, settings)

    def uploads_reader(request: Request) -> None:
        check_reader_of_uploads(request, settings)

    router = APIRouter(prefix=PREFIX, dependencies=[Depends(same_host)])
    _add_reading(router, library, settings)
    _add_changing(router, library, Depends(writer))
    _add_uploads(router, library, Depends(writer), Depends(uploads_reader))
    return router


def _list_query(
    region: Words = (),
    kind: Words = (),
    status: Words = (),
    authority: Words = (),
    own: Words = (),
    title: Annotated[str, Query(max_length=200)] = "",
    sort: Sort = "region",
    offset: Annotated[int, Query(ge=0)] = 0,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> ListQuery:
    return ListQuery(region, kind, status, authority, own, title, sort, offset, limit)


def _add_reading(router: APIRouter, library: Library, settings: Settings) -> None:
    def told(request: Request, answer: dict[str, Any]) -> dict[str, Any]:
        return answer | {"writable": may_write(request, settings)}

    @router.get("/sources", summary="资料清单")
    def sources(request: Request, query: Annotated[ListQuery, Depends(_list_query)]) -> Any:
        return told(request, library.listed(query))

    @router.get("/facets", summary="各筛选项的份数")
    def facets(query: Annotated[ListQuery, Depends(_list_query)]) -> Any:
        return library.facets(query)

    @router.get("/sources/{source_id}", summary="一份资料的条款、信息与提醒")
    def text(request: Request, source_id: str) -> Any:
        return told(request, library.text(source_id))

    @router.get("/sources/{source_id}/pages/{page}", summary="原件一页的图像")
    def page(source_id: str, page: int) -> Response:
        return _picture(library.page(source_id, page))

    @router.get("/sources/{source_id}/original", summary="下载原件")
    def original(source_id: str) -> Response:
        path, name = library.original(source_id)
        return FileResponse(
            path,
            media_type="application/octet-stream",
            headers=_DOWNLOAD | _named(name),
        )

    @router.get("/sources/{source_id}/export", summary="导出为 Markdown")
    def export(source_id: str) -> Response:
        folder = tempfile.TemporaryDirectory(prefix="cqo-export-")
        try:
            path = library.export(source_id, Path(folder.name))
        except BaseException:
            folder.cleanup()
            raise
        return FileResponse(
            path,
            media_type="text/markdown; charset=utf-8",
            headers=_DOWNLOAD | _named(f"{source_id}.md"),
            background=BackgroundTask(folder.cleanup),
        )

    @router.get("/search", summary="在资料库里检索，并给出各路名次")
    def search(
        q: Annotated[str, Query()] = "",
        region: Words = (),
        kind: Words = (),
        limit: Annotated[int, Query(ge=1, le=100)] = 20,
    ) -> Any:
        try:
            return library.search(SearchQuery(q, region, kind, limit))
        except IndexMissing as error:
            raise Refused(503, error.message) from error


def _add_changing(router: APIRouter, library: Library, writer: Any) -> None:
    @router.patch("/sources/{source_id}", summary="修改文件信息", dependencies=[writer])
    def edit(source_id: str, body: Annotated[Any, Body()]) -> Any:
        return library.edit(source_id, overrides_of(body, library.gazetteer)) | {"writable": True}

    @router.delete("/sources/{source_id}", summary="删除自己加入的资料", dependencies=[writer])
    def remove(source_id: str) -> Any:
        source = library.remove(source_id)
        return {"removed": source.id, "title": source.title}


def _add_uploads(router: APIRouter, library: Library, writer: Any, reader: Any) -> None:
    @router.get("/uploads", summary="上传的文件", dependencies=[reader])
    def uploads() -> Any:
        return {"uploads": library.uploads_shown(), "limit": library.limits.file_bytes}

    @router.post("/uploads", summary="上传一个文件", status_code=201, dependencies=[writer])
    async def upload(request: Request) -> Any:
        uploads = await run_in_threadpool(lambda: library.uploads)
        name = sent_name(request.headers)
        job = await receive(uploads, name, request, library.limits.file_bytes)
        return uploads.one_shown(job)

    @router.get("/uploads/{job}", summary="一个上传的进度", dependencies=[reader])
    def one(job: str) -> Any:
        return library.uploads.one_shown(library.uploads.job(job))

    @router.get("/uploads/{job}/documents/{part}", summary="待确认的内容", dependencies=[reader])
    def document(job: str, part: int) -> Any:
        return library.upload_text(job, part) | {"writable": True}

    @router.get(
        "/uploads/{job}/pages/{page}", summary="待确认文件一页的图像", dependencies=[reader]
    )
    def page(job: str, page: int) -> Response:
        return _picture(library.upload_page(job, page))

    @router.post("/uploads/{job}/confirm", summary="确认加入", dependencies=[writer])
    def confirm(job: str, body: Annotated[Any, Body()] = None) -> Any:
        return library.uploads.one_shown(
            library.uploads.confirm(job, _edits(body, library.gazetteer))
        )

    @router.delete("/uploads/{job}", summary="放弃上传", dependencies=[writer])
    def give_up(job: str) -> Any:
        library.uploads.give_up(job)
        return {"given_up": job}


def _edits(body: object, gazetteer: Gazetteer) -> list[Overrides]:
    """One Overrides a document; empty when nothing was changed by hand."""
    if body is None:
        return []
    documents = body.get("documents") if isinstance(body, dict) else None
    if not isinstance(documents, list):
        raise Refused(422, "请求里缺少字段 documents，请对照 docs/web.md 中的示例。")
    return [overrides_of(one, gazetteer) for one in documents]


def _picture(content: bytes) -> Response:
    return Response(content, media_type="image/png", headers=_PRIVATE)


def _named(name: str) -> dict[str, str]:
    """A download under ``name``, whatever characters are in it."""
    return {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name, safe='')}"}
