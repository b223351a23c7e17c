"""Pictures of the pages of originals, drawn in a process of their own: a bad file cannot stop the server."""

from __future__ import annotations

import multiprocessing
import threading
from collections import OrderedDict
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

from assistant.library.problems import Refused
from corpus.errors import BadInput

#: Width of a page's picture in pixels.
WIDTH = 1400
_SECONDS = 60
_REMEMBERED = 48


def draw(path: str, page: int) -> bytes:
    """PNG of a page, counted from 1. Runs in the drawing process. Raises BadInput."""
    from corpus.reading.picture.page_image import page_png

    return page_png(Path(path), page, width=WIDTH)


class PageImages:
    """Draws pages one at a time and remembers the last ones. Thread-safe."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._pool: ProcessPoolExecutor | None = None
        self._known: OrderedDict[tuple[str, int], bytes] = OrderedDict()

    def png(self, path: Path, page: int) -> bytes:
        """The picture. Raises Refused when there is no such page or it cannot be drawn."""
        key = (str(path), page)
        with self._lock:
            if key not in self._known:
                self._known[key] = self._drawn(path, page)
                while len(self._known) > _REMEMBERED:
                    self._known.popitem(last=False)
            self._known.move_to_end(key)
            return self._known[key]

    def forget(self, path: Path) -> None:
        """Another file may come to lie at this place."""
        with self._lock:
            for key in [key for key in self._known if key[0] == str(path)]:
                del self._known[key]

    def close(self) -> None:
        with self._lock:
            self._end()

    def _drawn(self, path: Path, page: int) -> bytes:
        if self._pool is None:
            context = multiprocessing.get_context("spawn")
            self._pool = ProcessPoolExecutor(max_workers=1, mp_context=context)
        try:
            return self._pool.submit(draw, str(path), page).result(timeout=_SECONDS)
        except BadInput as error:
            raise Refused(404, error.message) from error
        except (BrokenProcessPool, TimeoutError) as error:
            self._end()
            raise Refused(422, f"第 {page} 页的图像画不出来，请下载原件查看。") from error

    def _end(self) -> None:
        if self._pool is not None:
            for process in list((self._pool._processes or {}).values()):
                process.terminate()
            self._pool.shutdown(wait=False, cancel_futures=True)
            self._pool = None
