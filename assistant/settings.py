"""All settings: the environment (CQO_…), a .env file, or cqo.toml in the current folder."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any, Literal

from platformdirs import user_data_path
from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from corpus.errors import BadInput


class Settings(BaseSettings):
    """One table of settings; ``docs/settings.md`` is made from the descriptions below."""

    model_config = SettingsConfigDict(
        env_prefix="CQO_", env_file=".env", toml_file="cqo.toml", extra="ignore"
    )

    data_dir: Path = Field(
        default_factory=lambda: user_data_path("cqo-assistant", appauthor=False),
        description="数据文件夹：目录库、索引、向量、会话都存放在这里",
    )
    database_url: str | None = Field(
        default=None, description="SQL 数据库地址；不填则用数据文件夹中的 SQLite"
    )
    chroma_url: str | None = Field(
        default=None, description="Chroma 服务地址，如 http://127.0.0.1:8000；不填则用数据文件夹"
    )
    embedding_model: str = Field(
        default="builtin",
        description="向量模型：builtin 为随包附带的 multilingual-e5-small；也可填模型名或模型文件夹",
    )
    reranker: str | None = Field(
        default=None,
        description="重排模型（sentence-transformers 的 CrossEncoder）：模型名或模型文件夹；不填则不重排",
    )
    reranker_candidates: int = Field(
        default=30, ge=2, le=200, description="重排：每次检索重排前多少段"
    )
    threads: int | None = Field(
        default=None, ge=1, le=256, description="向量计算使用的线程数；不填则用全部可用核"
    )
    max_question: int = Field(
        default=1000, ge=20, le=10000, description="问题的最大字数，超过则请用户分开提问"
    )
    host: str = Field(default="127.0.0.1", description="网页服务的监听地址")
    port: int = Field(default=7860, ge=1, le=65535, description="网页服务的端口")
    library_writable: Literal["local", "everyone", "nobody"] = Field(
        default="local",
        description="谁可以在资料库页面上加入、修改和删除资料：local 仅运行服务的本机，everyone 能打开页面的人，nobody 只读",
    )
    import_file_mb: int = Field(
        default=200, ge=1, le=10_000, description="导入：单个文件的大小上限，单位 MB"
    )
    import_unpacked_mb: int = Field(
        default=1024,
        ge=1,
        le=100_000,
        description="导入：DOCX 等压缩格式解开后的大小上限，单位 MB（防压缩炸弹）",
    )
    import_pages: int = Field(
        default=2000, ge=1, le=100_000, description="导入：单个文件的页数上限"
    )
    import_characters: int = Field(
        default=20_000_000, ge=1000, le=1_000_000_000, description="导入：单个文件的字数上限"
    )
    import_pixels: int = Field(
        default=120_000_000,
        ge=10_000,
        le=2_000_000_000,
        description="导入：单幅图像或单页画面的像素上限",
    )
    import_ocr: bool = Field(
        default=True, description="导入：是否对扫描件和图片做文字识别（OCR，在本机进行）"
    )
    import_seconds: int = Field(
        default=3600, ge=1, le=86_400, description="导入：读取单个文件的最长时间，单位秒"
    )
    import_jobs: int | None = Field(
        default=None, ge=1, le=64, description="导入：同时读取几个文件；不填则为可用核数"
    )
    evidence_file_mb: int = Field(
        default=100, ge=1, le=10_000, description="实施向导：单个证据文件的大小上限，单位 MB"
    )
    language_model: str | None = Field(
        default=None, description="语言模型名称；不填则回答由原文摘录组成"
    )
    language_model_provider: str = Field(
        default="openai",
        description="语言模型的提供方（LangChain 的名称）：openai 为一切 OpenAI 兼容的服务，也可填 ollama 等",
    )
    language_model_url: str | None = Field(
        default=None, description="语言模型服务地址（OpenAI 兼容协议），如 http://127.0.0.1:8080/v1"
    )
    language_model_key: SecretStr | None = Field(
        default=None, description="语言模型服务的密钥；不会写进日志和错误信息"
    )
    language_model_temperature: float | None = Field(
        default=0.0, ge=0, le=2, description="语言模型的温度"
    )
    language_model_timeout: float = Field(
        default=60.0,
        gt=0,
        le=600,
        description="语言模型写一个回答的时限，单位秒，含重试；超过则改用原文摘录",
    )
    language_model_context_tokens: int = Field(
        default=8192,
        ge=2048,
        le=2_000_000,
        description="语言模型的上下文长度，单位词元，与模型一致",
    )
    language_model_answer_tokens: int = Field(
        default=1500, ge=200, le=100_000, description="语言模型一次最多写多长，单位词元"
    )
    language_model_retries: int = Field(
        default=2, ge=0, le=10, description="语言模型繁忙或断线时最多再试几次"
    )
    language_model_extra: dict[str, Any] = Field(
        default_factory=dict,
        description='每个请求另带的字段，写成 JSON，如 {"enable_thinking": false}；默认不带',
    )

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return (
            init_settings,
            env_settings,
            dotenv_settings,
            TomlConfigSettingsSource(settings_cls),
        )


def load_settings(**overrides: Any) -> Settings:
    """Settings from all places; ``overrides`` win. Raises BadInput naming the setting."""
    try:
        return Settings(**overrides)
    except ValidationError as error:
        first = error.errors()[0]
        name = "CQO_" + "_".join(str(part) for part in first["loc"]).upper()
        raise BadInput(
            f"设置 {name} 的值 {first['input']!r} 无效，请对照 docs/settings.md 改正。"
        ) from error


@cache
def settings() -> Settings:
    """The settings of this process."""
    return load_settings()
