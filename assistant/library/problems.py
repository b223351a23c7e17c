"""What the library API refuses: a status and one Chinese line."""

from __future__ import annotations

from corpus.errors import CqoError


class Refused(CqoError):
    """A request that is not carried out, with the HTTP status that says why."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


def no_source(source_id: str) -> Refused:
    """There is no such text, or not for this reader."""
    return Refused(
        404, f"资料库里没有编号为 {source_id[:80]} 的资料，请在资料库页面上查看现有资料。"
    )


def no_upload(job_id: str) -> Refused:
    """There is no such upload: finished with, given up, or of an earlier run of the server."""
    return Refused(
        404, f"没有编号为 {job_id[:40]} 的上传，可能已经处理完毕或服务重新启动过，请重新上传。"
    )
