"""Invented texts as the importer makes them: the test standard in its editions, and small measures."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from assistant.importing.assembling import documents_of
from assistant.importing.models import Overrides
from assistant.service import LocalAssistant
from corpus.models import Document
from corpus.reading.models import Limits

FIXTURE = Path(__file__).resolve().parent.parent / "fixtures" / "synthetic-standard.txt"


def standard_text() -> str:
    """The test standard of 2020: DB44/T 0000—2020, in force since 2020-03-01."""
    return FIXTURE.read_text("utf-8")


def older_standard_text() -> str:
    """The edition that it replaces: 大专, three years of work, one year of office."""
    return _replaced(
        _without_history(standard_text()),
        {
            "代替 DB44/T 0000—2012\n": "",
            "DB44/T 0000—2020": "DB44/T 0000—2012",
            "2020-01-15": "2012-02-15",
            "2020-03-01": "2012-05-01",
            "大学本科": "大学专科",
            "满六年": "满三年",
            "任期三年": "任期一年",
        },
    )


def coming_standard_text() -> str:
    """An edition that is issued and not in force for a long time: 博士."""
    return _replaced(
        standard_text(),
        {
            "代替 DB44/T 0000—2012": "代替 DB44/T 0000—2020",
            "\nDB44/T 0000—2020\n": "\nDB44/T 0000—2090\n",
            "2020-01-15": "2026-01-15",
            "2020-03-01": "2090-03-01",
            "大学本科": "博士研究生",
        },
    )


def draft_standard_text() -> str:
    """A draft for comments of the same title, without number and dates: 硕士."""
    return _replaced(
        _without_history(standard_text()),
        {
            "\nDB44/T 0000—2020\n": "\nDB44/T XXXX—XXXX\n",
            "代替 DB44/T 0000—2012\n": "",
            "企业首席质量官制度建设规范\nSpecification": "企业首席质量官制度建设规范（征求意见稿）\nSpecification",
            "2020-01-15 发布                                        2020-03-01 实施": "XXXX-XX-XX 发布    XXXX-XX-XX 实施",
            "大学本科": "硕士研究生",
        },
    )


def measure_text(year: int, first_day: str, term: str, education: str, days: str) -> str:
    """A measure on chief quality officers, number 测试发〔year〕1号, in force from ``first_day``."""
    return f"""测试首席质量官管理办法

测试发〔{year}〕1号

第一条 为规范测试工作，制定本办法。

第二条 测试企业聘任首席质量官，任期{term}年。

第三条 首席质量官应当具备下列条件：
（一）{education}以上学历；
（二）熟悉测试规则。

第四条 测试企业应当自聘任之日起{days}日内备案。

第五条 本办法自{first_day}起施行。
"""


def documents(folder: Path, texts: Mapping[str, str], **overrides: object) -> tuple[Document, ...]:
    """The documents of text files called as the keys, with the overrides for each of them."""
    found: list[Document] = []
    for name, text in texts.items():
        path = folder / f"{name}.txt"
        path.write_text(text, "utf-8")
        known = Overrides.model_validate({"id": name, **overrides})
        found.extend(documents_of(path, known, limits=Limits()))
    return tuple(found)


def bring_in(
    assistant: LocalAssistant, folder: Path, texts: Mapping[str, str], **overrides: object
) -> None:
    """Import text files called as the keys, which are the ids of the sources too."""
    assistant.index.import_documents(documents(folder, texts, **overrides))


def _without_history(text: str) -> str:
    begin, end = text.index("本文件代替DB44"), text.index("请注意本文件")
    return text[:begin] + text[end:]


def _replaced(text: str, changes: Mapping[str, str]) -> str:
    for old, new in changes.items():
        assert old in text, old
        text = text.replace(old, new)
    return text
