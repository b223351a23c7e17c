"""``cqo serve``: the page and the REST interface on one port."""

from __future__ import annotations

import click

from assistant.terminal.chinese import CqoCommand


@click.command(cls=CqoCommand)
@click.option("--host", metavar="地址", help="监听地址，默认 127.0.0.1（只有本机能访问）。")
@click.option("--port", metavar="端口", type=click.IntRange(1, 65535), help="端口，默认 7860。")
def serve(host: str | None, port: int | None) -> None:
    """打开网页问答，并提供 REST 接口。按 Ctrl+C 停止。"""
    from assistant.service import open_assistant
    from assistant.settings import settings
    from assistant.terminal.opening import report_progress
    from assistant.web.server import serve as run_server

    chosen = settings().model_copy(
        update={k: v for k, v in (("host", host), ("port", port)) if v is not None}
    )
    assistant = open_assistant(chosen, long_running=True, progress=report_progress)
    try:
        run_server(assistant, chosen)
    finally:
        assistant.close()
