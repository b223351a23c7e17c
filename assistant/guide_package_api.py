"""REST of the guide: the package of a company, and facts for documents that its self-checks give."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from fastapi import APIRouter
from fastapi.responses import FileResponse, Response
from starlette.background import BackgroundTask

from assistant.guiding.way import Way

if TYPE_CHECKING:
    from assistant.service import LocalAssistant

#: Headers of what a browser only stores.
DOWNLOAD = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "sandbox; default-src 'none'",
}


def add_package(router: APIRouter, assistant: LocalAssistant, way: Callable[[str], Way]) -> None:
    """``/{key}/package`` and ``/{key}/facts/{blueprint}``."""

    @router.get("/{key}/package", summary="打包：文件、计划、自查、证据、依据")
    def package(key: str) -> Response:
        from assistant.guiding.exporting import write_package

        found = way(key)
        handle, name = tempfile.mkstemp(prefix="cqo-package-", suffix=".zip")
        os.close(handle)
        try:
            write_package(assistant, found, Path(name))
        except BaseException:
            os.unlink(name)
            raise
        headers = DOWNLOAD | {
            "Content-Disposition": disposition(f"首席质量官制度-{found.company.name}.zip")
        }
        return FileResponse(
            name,
            media_type="application/zip",
            headers=headers,
            background=BackgroundTask(os.unlink, name),
        )

    @router.get("/{key}/facts/{blueprint}", summary="自查和目标给出的事实，供确认")
    def facts(key: str, blueprint: str) -> Any:
        from assistant.guiding.proposing import proposed

        made = proposed(assistant, way(key), blueprint)
        return {
            "blueprint": blueprint,
            "facts": made.facts,
            "proposals": [
                {
                    "name": p.name,
                    "label": p.label,
                    "value": p.value,
                    "text": p.text,
                    "words": p.words,
                }
                for p in made.proposals
            ],
            "left": list(made.left),
        }


def disposition(name: str) -> str:
    return f"attachment; filename*=UTF-8''{quote(name, safe='')}"
