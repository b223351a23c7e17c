"""The REST API of drafting, ``/api/v1/drafts/…`` (docs/drafting.md). Errors are one Chinese line."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Body, Depends, Request
from fastapi.responses import JSONResponse, Response, StreamingResponse

from assistant.drafting.blueprints import plans
from assistant.drafting.desk import DraftDesk, NoSuch, section_of
from assistant.drafting.draft import Chosen, Draft
from assistant.drafting.known import proposals
from assistant.drafting.output import FORMATS
from assistant.drafting.view import (
    blueprint_line,
    blueprint_view,
    checked,
    difference_view,
    draft_line,
    draft_view,
    section_line,
    version_view,
)
from assistant.library.guard import check_reader_of_uploads, check_writer, foreign_host
from assistant.library.problems import Refused
from assistant.settings import Settings
from corpus.errors import BadInput, CqoError

PREFIX = "/api/v1/drafts"
_DOWNLOAD = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "sandbox; default-src 'none'",
}
_STATES: dict[Any, Chosen] = {"shown": "shown", "adopted": "adopted"}


def draft_router(
    desk: DraftDesk, settings: Settings, questions: Callable[[str], Iterable[str]]
) -> APIRouter:
    """All routes. Drafts are the company's own: who may write to the library may read and change them.

    ``questions`` gives what was said in a conversation.
    """

    def reader(request: Request) -> None:
        if foreign_host(request.headers.get("host", ""), settings.host):
            raise Refused(403, "请求的网址不是本机的，没有执行。请用 127.0.0.1 或 localhost 打开。")
        check_reader_of_uploads(request, settings)

    def writer(request: Request) -> None:
        check_writer(request, settings)

    router = APIRouter(prefix=PREFIX, dependencies=[Depends(reader)])
    changing = Depends(writer)
    _add_blueprints(router, desk, questions)
    _add_companies(router, desk, changing)
    _add_drafts(router, desk, changing)
    _add_sections(router, desk, changing)
    return router


async def missing(_: Request, error: Exception) -> JSONResponse:
    """The answer when there is no such draft or company."""
    assert isinstance(error, NoSuch)
    return JSONResponse({"error": error.message}, status_code=404)


def _object(body: Any) -> dict[str, Any]:
    if not isinstance(body, dict):
        raise BadInput("请求应是一个 JSON 对象，请对照 docs/drafting.md 中的示例。")
    return body


def _facts(body: Any) -> dict[str, Any]:
    facts = _object(body).get("facts", {})
    if not isinstance(facts, dict):
        raise BadInput("请求里的 facts 应是“名称: 值”的对象。")
    return facts


def _text(body: Any, name: str) -> str:
    value = _object(body).get(name, "")
    if not isinstance(value, str):
        raise BadInput(f"请求里的 {name} 应是文字。")
    return value


def _revision(body: Any) -> int:
    value = _object(body).get("revision")
    if not isinstance(value, int) or isinstance(value, bool):
        raise BadInput("请求里缺少 revision（打开时的版本号）。")
    return value


def _add_blueprints(
    router: APIRouter, desk: DraftDesk, questions: Callable[[str], Iterable[str]]
) -> None:
    @router.get("/blueprints", summary="十六种文件")
    def listed() -> Any:
        return [blueprint_line(plan) for plan in plans()]

    @router.get("/blueprints/{blueprint}", summary="一种文件要的事实和可选条款")
    def one(blueprint: str) -> Any:
        return blueprint_view(desk.plan(blueprint), desk.drafter.texts())

    @router.post("/check", summary="核对表单里的事实，不保存")
    def check(body: Annotated[Any, Body()]) -> Any:
        return checked(desk.check(_text(body, "blueprint"), _facts(body)))

    @router.get("/known", summary="从一段对话里读到的事实，待确认")
    def known(conversation: str, blueprint: str = "appointment-letter") -> Any:
        found = proposals(
            questions(conversation), desk.plan(blueprint).specs, desk.drafter.gazetteer
        )
        return {
            "facts": [
                {
                    "name": p.name,
                    "label": p.label,
                    "value": p.value,
                    "text": p.text,
                    "words": p.words,
                }
                for p in found
            ]
        }


def _add_companies(router: APIRouter, desk: DraftDesk, changing: Any) -> None:
    def shown(record: Any) -> dict[str, Any]:
        return {
            "id": record.id,
            "name": record.name,
            "facts": dict(record.facts),
            "updated": record.updated.isoformat(timespec="seconds"),
            "revision": record.revision,
        }

    @router.get("/companies", summary="企业资料")
    def listed() -> Any:
        return [shown(one) for one in desk.companies()]

    @router.put("/companies/{company}", summary="保存企业资料", dependencies=[changing])
    def keep(company: str, body: Annotated[Any, Body()]) -> Any:
        key = None if company == "new" else company
        return shown(desk.keep_company(key, _facts(body), _revision(body)))

    @router.delete("/companies/{company}", summary="删除企业资料", dependencies=[changing])
    def remove(company: str) -> Any:
        desk.remove_company(company)
        return {"removed": company}

    @router.get("/sets/consistency", summary="一家企业各文件之间不一致的事实")
    def consistency(company: str) -> Any:
        return [difference_view(one) for one in desk.consistency(company)]


def _add_drafts(router: APIRouter, desk: DraftDesk, changing: Any) -> None:
    @router.get("", include_in_schema=False)
    @router.get("/", summary="草稿清单，新的在前")
    def listed(company: str | None = None) -> Any:
        return [draft_line(desk, draft) for draft in desk.listed(company)]

    @router.post("", status_code=201, dependencies=[changing], include_in_schema=False)
    @router.post("/", summary="起草", status_code=201, dependencies=[changing])
    def make(body: Annotated[Any, Body()], stream: bool = False) -> Any:
        blueprint, facts = _text(body, "blueprint"), _facts(body)
        chosen = _chosen(body)
        desk.plan(blueprint)
        if stream:
            made = desk.stream(blueprint, facts, chosen)
            return StreamingResponse(
                _lines(desk, made), status_code=201, media_type="application/x-ndjson"
            )
        return draft_view(desk, desk.make(blueprint, facts, chosen))

    @router.get("/{draft}", summary="一份草稿")
    def one(draft: str) -> Any:
        return draft_view(desk, desk.get(draft))

    @router.patch("/{draft}", summary="改事实或可选条款", dependencies=[changing])
    def change(draft: str, body: Annotated[Any, Body()]) -> Any:
        revision = _revision(body)
        if "facts" in body:
            changed = desk.change_facts(draft, _facts(body), revision)
        else:
            option = _object(body.get("option"))
            state = option.get("state")
            if state is not None and not _is_state(state):
                raise BadInput(
                    "可选条款的状态只能是 shown（显示）、adopted（采用）或 null（不用）。"
                )
            state = _STATES.get(state)
            changed = desk.choose(draft, _text(option, "key"), state, revision)
        return draft_view(desk, changed)

    @router.get("/{draft}/file", summary="下载")
    def download(
        draft: str,
        format: str = "docx",
        basis: bool = True,
        comments: bool = False,
    ) -> Response:
        if format not in FORMATS:
            raise BadInput("下载的格式只能是 docx、md 或 pdf。")
        content, name, media = desk.file(
            desk.get(draft), FORMATS[format], basis=basis, comments=comments
        )
        named = f"attachment; filename*=UTF-8''{quote(name, safe='')}"
        headers = _DOWNLOAD | {"Content-Disposition": named}
        return Response(content, media_type=media, headers=headers)

    @router.delete("/{draft}", summary="删除草稿", dependencies=[changing])
    def remove(draft: str) -> Any:
        desk.remove(draft)
        return {"removed": draft}


def _chosen(body: Any) -> dict[str, Chosen]:
    chosen = _object(body).get("chosen") or {}
    if not isinstance(chosen, dict) or not all(_is_state(state) for state in chosen.values()):
        raise BadInput("请求里的 chosen 应是“节/条款: shown 或 adopted”的对象。")
    return {key: _STATES[state] for key, state in chosen.items()}


def _is_state(given: Any) -> bool:
    return isinstance(given, str) and given in _STATES


def _lines(desk: DraftDesk, made: Iterable[Any]) -> Iterator[str]:
    """NDJSON: each section, then the draft; an error is the last line."""
    try:
        for one in made:
            if isinstance(one, Draft):
                yield json.dumps({"draft": draft_view(desk, one)}, ensure_ascii=False) + "\n"
            else:
                yield json.dumps({"section": section_line(one)}, ensure_ascii=False) + "\n"
    except CqoError as error:
        yield json.dumps({"error": error.message}, ensure_ascii=False) + "\n"


def _add_sections(router: APIRouter, desk: DraftDesk, changing: Any) -> None:
    @router.patch("/{draft}/sections/{section}", summary="改一节", dependencies=[changing])
    def edit(draft: str, section: str, body: Annotated[Any, Body()]) -> Any:
        revision, locked = _revision(body), body.get("locked")
        text, title = (_text(body, name) if name in body else None for name in ("text", "title"))
        if not isinstance(locked, bool | None) or (text, title, locked) == (None, None, None):
            raise BadInput(
                "请求里要有 text（正文）、title（标题）或 locked（true 或 false，是否锁定）。"
            )
        return draft_view(desk, desk.edit(draft, section, text, revision, title, locked))

    @router.post(
        "/{draft}/sections/{section}/regenerate", summary="重新生成一节", dependencies=[changing]
    )
    def regenerate(draft: str, section: str, body: Annotated[Any, Body()]) -> Any:
        revision, wish = _revision(body), _text(body, "wish")
        if body.get("model") is False:
            return draft_view(desk, desk.refresh(draft, section, revision))
        return draft_view(desk, desk.regenerate(draft, section, revision, wish))

    @router.post(
        "/{draft}/sections/{section}/restore", summary="恢复以前的版本", dependencies=[changing]
    )
    def restore(draft: str, section: str, body: Annotated[Any, Body()]) -> Any:
        version = _object(body).get("version")
        if not isinstance(version, int) or isinstance(version, bool):
            raise BadInput("请求里缺少 version（第几版）。")
        return draft_view(desk, desk.restore(draft, section, version, _revision(body)))

    @router.get("/{draft}/sections/{section}/versions/{number}", summary="一个版本，与另一版比较")
    def version(draft: str, section: str, number: int, against: int | None = None) -> Any:
        found = desk.get(draft)
        one = section_of(found, section)
        other = max(1, number - 1) if against is None else against
        if not (1 <= number <= len(one.versions) and 1 <= other <= len(one.versions)):
            raise NoSuch(f"“{one.title}”没有这一版，现有{len(one.versions)}版。")
        return version_view(desk, found, one, number, other)
