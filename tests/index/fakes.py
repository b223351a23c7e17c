"""A deterministic embedder and small documents for the tests of the index."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.models import Authority, ClauseFacts, Document, Kind, Source, Status, Topic
from corpus.structure.tree import parse_clauses


class FakeEncoder:
    """Bags of hashed character bigrams, 64 numbers; counts what it was asked to embed."""

    dimensions = 64

    def __init__(self, fingerprint: str = "fake-1") -> None:
        self.fingerprint = fingerprint
        self.passages = 0
        self.queries = 0
        self._cache: dict[str, NDArray[np.float32]] = {}

    def encode_passages(
        self, texts: Sequence[str], progress: Callable[[int, int, float], None] | None = None
    ) -> NDArray[np.float32]:
        new = [text for text in texts if text not in self._cache]
        self.passages += len(new)
        self._cache.update((text, _vector(text)) for text in new)
        if progress:
            progress(len(texts), len(texts), 0.0)
        rows = [self._cache[text] for text in texts]
        return np.stack(rows) if rows else np.zeros((0, self.dimensions), dtype=np.float32)

    def encode_queries(
        self, texts: Sequence[str], progress: Callable[[int, int, float], None] | None = None
    ) -> NDArray[np.float32]:
        return np.stack([_vector(text) for text in texts])

    def encode_query(self, text: str) -> NDArray[np.float32]:
        self.queries += 1
        return _vector(text)


def _vector(text: str) -> NDArray[np.float32]:
    vector = np.full(64, 1e-3, dtype=np.float32)
    for i in range(len(text) - 1):
        digest = hashlib.blake2b(text[i : i + 2].encode(), digest_size=2).digest()
        vector[int.from_bytes(digest, "little") % 64] += 1
    return vector / np.float32(np.linalg.norm(vector))


def document(
    source_id: str,
    text: str,
    *,
    topics: dict[str, tuple[Topic, ...]] | None = None,
    **facts: Any,
) -> Document:
    """A document with plain facts; ``topics`` by clause path."""
    source = Source(
        **{
            "id": source_id,
            "title": f"{source_id} 测试文件",
            "short_title": source_id,
            "region": "广东",
            "kind": Kind.POLICY,
            "status": Status.CURRENT,
            "authority": Authority.DIGEST,
            **facts,
        }
    )
    by_path = {path: ClauseFacts(topics=value) for path, value in (topics or {}).items()}
    clauses = parse_clauses(source_id, text, facts=by_path)
    return Document(source, text, clauses, hashlib.sha256(text.encode()).hexdigest())


NOTES = """编制说明

一、工作概况
本标准由中国质量认证中心有限公司牵头起草，依据粤市监标准〔2023〕591号立项。
二、框架内容
本标准包括以下章节：
（一）基本原则
企业应以企业为主体，遵循公平、公正、公开、科学原则。
（二）建立与实施
聘任制度明确了任职条件、行为规范及聘任规范。管理制度明确了授权、备案和退出规范。
三、附则
"""
HUBEI = """## 任职条件

湖北办法要求首席质量官具有本科以上学历，并有五年质量管理经历。

## 备案

湖北办法要求企业在聘任后向市场监督管理部门备案。
"""


def library() -> list[Document]:
    """Two shared texts and one of a workspace."""
    return [
        document(
            "notes",
            NOTES,
            title="《企业首席质量官制度建设规范》编制说明",
            short_title="编制说明",
            kind=Kind.COMPILATION_NOTES,
            status=Status.DRAFT,
            topics={"二": (Topic.STRUCTURE,)},
        ),
        document(
            "hubei",
            HUBEI,
            title="湖北省企业首席质量官管理办法",
            short_title="湖北办法摘要",
            aliases=("湖北办法",),
            number="鄂市监〔2022〕35号",
            region="湖北",
            kind=Kind.MEASURE,
            issued="2022",
            topics={"任职条件": (Topic.QUALIFICATION,), "备案": (Topic.FILING,)},
        ),
        document(
            "acme",
            "一、聘任\n本公司聘任首席质量官，任职条件为十年经历。\n",
            short_title="公司制度",
            kind=Kind.COMPANY,
            workspace="acme",
        ),
    ]
