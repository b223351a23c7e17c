"""Folders of a batch: one a company, the same one at each run, with a mark of what was finished."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from assistant.drafting.output import file_name, write_file
from corpus.errors import BadInput

#: Stands in each folder: whose it is, and once all is written what that was.
_MARK = ".cqo-row.json"
#: Characters of a company's name in the name of its folder.
_LONGEST = 60
_TRIES = 1000


@dataclass(frozen=True, slots=True)
class Mark:
    """Whose folder it is: name and 统一社会信用代码 of a company. ``files`` are there once all is written."""

    company: str
    code: str
    row: str  # hash of what was wanted
    files: tuple[str, ...] = ()
    documents: int = 0
    open_items: int = 0
    missing: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()

    def finished(self, wanted: Mark, place: Path) -> bool:
        """Whether all that is wanted was written and is still there."""
        same = bool(self.files) and self.row == wanted.row
        return same and all((place / name).is_file() for name in self.files)

    def belongs_to(self, company: str, code: str) -> bool:
        """A code that is not given tells nobody apart."""
        return self.company == company and (self.code == code or not (self.code and code))


def read_mark(place: Path) -> Mark | None:
    """The mark of a folder; None where there is none that can be read."""
    try:
        content = json.loads((place / _MARK).read_text("utf-8"))
        lists = {key: tuple(content.get(key, ())) for key in ("files", "missing", "problems")}
        return Mark(**(content | lists))
    except (OSError, ValueError, TypeError, AttributeError):
        return None


def write_mark(place: Path, mark: Mark) -> None:
    """Raises BadInput where it cannot be written."""
    write_file(place / _MARK, json.dumps(asdict(mark), ensure_ascii=False).encode("utf-8"))


class Folders:
    """Names of folders under ``root``. No two companies share one, in this run or with an earlier one."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._taken: set[str] = set()

    def of(self, company: str, code: str, row: int) -> str:
        """The folder of the company in row ``row``; it need not be there yet."""
        for name in _names(company, code, row):
            if name.casefold() not in self._taken and self._free(self._root / name, company, code):
                self._taken.add(name.casefold())
                return name
        raise BadInput(
            f"文件夹 {self._root} 里找不到可以用的文件夹名（{company[:40]}），请检查权限，或换一个位置。"
        )

    @staticmethod
    def _free(place: Path, company: str, code: str) -> bool:
        """Whether the folder is not there, empty, or this company's own."""
        mark = read_mark(place)
        if mark is not None:
            return mark.belongs_to(company, code)
        try:
            return not any(place.iterdir())
        except FileNotFoundError:
            return True
        except OSError:  # a file, or nothing that we may read
            return False


def _names(company: str, code: str, row: int) -> Iterator[str]:
    """The company's name; with its code, its row or a number where that is somebody else's."""
    name = file_name(company, _LONGEST)
    yield name
    if code:
        yield f"{name}-{file_name(code, 20)}"
    yield f"{name}-第{row}行"
    yield from (f"{name}-第{row}行-{number}" for number in range(2, _TRIES))
