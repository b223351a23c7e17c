"""Take an uploaded file from the network to the disk, block by block, within the limit."""

from __future__ import annotations

import errno
import logging
from urllib.parse import unquote

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.requests import ClientDisconnect, Request

from assistant.library.jobs import Job
from assistant.library.problems import Refused
from assistant.library.uploads import Uploads

#: Names the file; percent-encoded, or UTF-8 as it is.
NAME_HEADER = "X-File-Name"
_BLOCK = 1 << 20
_log = logging.getLogger(__name__)


def sent_name(headers: Headers) -> str:
    """The file's name as the sender wrote it. Raises Refused."""
    sent = headers.get(NAME_HEADER, "")
    name = unquote(sent.encode("latin-1", "replace").decode("utf-8", "replace"))
    if not name.strip():
        raise Refused(422, f"请求里缺少 {NAME_HEADER} 头（文件名），请对照 docs/web.md 中的示例。")
    return name


async def receive(uploads: Uploads, name: str, request: Request, limit: int) -> Job:
    """The upload, whole and waiting to be read. Raises Refused (413, 507); nothing is left then."""
    announced = request.headers.get("content-length", "")
    size = int(announced) if announced.isdecimal() else 0
    job = await run_in_threadpool(uploads.receive, name, 0 if size > limit else size)
    try:
        if size > limit:
            raise _too_large(job.name, limit)
        await _write(job, request, limit)
    except ClientDisconnect:
        uploads.forget(job)
        raise Refused(400, f"文件 {job.name} 没有传完，连接已断开，请重新上传。") from None
    except OSError as error:
        uploads.forget(job)
        _log.warning("an upload could not be written: %s", error)
        full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        reason = "数据文件夹所在的磁盘已满" if full else "数据文件夹写不进去"
        raise Refused(507, f"文件 {job.name} 存不下来：{reason}，请检查磁盘后重新上传。") from error
    except BaseException:
        uploads.forget(job)
        raise
    uploads.received(job)
    return job


async def _write(job: Job, request: Request, limit: int) -> None:
    with job.path.open("xb") as file:
        kept = bytearray()
        async for block in request.stream():
            job.received += len(block)
            if job.received > limit:
                raise _too_large(job.name, limit)
            if job.cancel.is_set():
                raise Refused(409, f"文件 {job.name} 的上传已被放弃。")
            kept += block
            if len(kept) >= _BLOCK:
                await run_in_threadpool(file.write, bytes(kept))
                kept.clear()
        await run_in_threadpool(file.write, bytes(kept))


def _too_large(name: str, limit: int) -> Refused:
    megabytes = max(1, limit // (1 << 20))
    return Refused(
        413, f"文件 {name} 太大，超过 {megabytes} MB 的上限，请拆分后再上传，或调整设置中的上限。"
    )
