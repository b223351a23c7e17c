"""Open a PDF, or say in one line why it cannot be read."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from corpus.errors import BadInput
from corpus.reading.models import Limits

#: pdfium's error numbers: FPDF_ERR_FILE, FORMAT, PASSWORD, SECURITY, PAGE.
_REASONS = {
    2: "文件打不开",
    3: "不是完整的 PDF，可能已损坏或没有下载完",
    4: "已加密，需要密码",
    5: "加密方式不支持",
    6: "页面数据已损坏",
}


@contextmanager
def opened(path: Path, limits: Limits, *, streams_checked: bool = False) -> Iterator[Any]:
    """The document of pypdfium2, closed afterwards. Raises BadInput.

    ``streams_checked``: an original that was imported need not be unpacked again to open it.
    """
    import pypdfium2

    from corpus.reading.pdf.streams import check_streams

    try:
        size = path.stat().st_size
    except OSError as error:
        raise BadInput(f"读不了 {path.name}：{error.strerror}。") from error
    if size == 0:
        raise BadInput(f"{path.name} 是空文件。")
    if size > limits.file_bytes:
        raise BadInput(
            f"{path.name} 有 {size / 1e6:.0f} MB，超过上限 {limits.file_bytes / 1e6:.0f} MB；"
            "请拆分后再导入，或调高上限。"
        )
    if not streams_checked:
        check_streams(path, limits)
    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        number = getattr(error, "err_code", None)
        reason = _REASONS.get(number or 3, _REASONS[3])
        advice = "请去掉密码后再导入" if number == 4 else "请重新取得文件，或用阅读器另存后再导入"
        raise BadInput(f"{path.name} {reason}；{advice}。") from error
    try:
        pages = len(document)
        if pages == 0:
            raise BadInput(f"{path.name} 没有一页，可能已损坏；请重新取得文件。")
        if pages > limits.pages:
            raise BadInput(
                f"{path.name} 有 {pages} 页，超过上限 {limits.pages} 页；请拆分后再导入，或调高上限。"
            )
        yield document
    finally:
        document.close()
