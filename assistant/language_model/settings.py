"""What is needed to reach a language model."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from pydantic import SecretStr

from corpus.errors import BadInput

#: LangChain's name for OpenAI and everything that speaks its protocol.
OPENAI, OLLAMA = "openai", "ollama"
_OFFICIAL = "https://api.openai.com/v1"


@dataclass(frozen=True, slots=True)
class ModelSettings:
    """How a model is reached and how long it may take.

    ``timeout``: seconds for one answer, retries and repair included. ``context_tokens``: what the
    model can read and write in one call. ``answer_tokens``: what it may write. ``extra``: fields
    added to each request of an OpenAI-compatible endpoint (``{"enable_thinking": False}``).
    ``backoff``: seconds before the first retry, doubled for each further one.
    """

    model: str = ""
    provider: str = OPENAI
    base_url: str | None = None
    key: SecretStr | None = None
    temperature: float | None = 0.0
    timeout: float = 60.0
    context_tokens: int = 8192
    answer_tokens: int = 1500
    retries: int = 2
    backoff: float = 0.5
    extra: Mapping[str, object] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Raises BadInput for what can never work. The key never stands in a message."""
        if self.base_url is not None:
            _check_address(self.base_url)
        if self.timeout <= 0 or self.retries < 0 or self.backoff < 0:
            raise BadInput("语言模型的时限须大于 0，重试次数和间隔不能为负，请改正设置。")
        if self.answer_tokens < 1 or self.context_tokens <= self.answer_tokens:
            raise BadInput("语言模型的上下文长度须大于回答长度，请改正设置。")

    @property
    def address(self) -> str | None:
        """Where an OpenAI-compatible endpoint is; None when the provider knows it itself."""
        if self.base_url:
            return self.base_url.rstrip("/")
        return _OFFICIAL if self.provider == OPENAI else None

    @property
    def shown(self) -> str:
        """The endpoint as it may be shown: host and port, nothing that could be secret."""
        parts = urlsplit(self.address or "")
        port = f":{parts.port}" if parts.port else ""
        return f"{parts.hostname}{port}" if parts.hostname else self.provider

    @property
    def is_loopback(self) -> bool:
        host = urlsplit(self.address or "").hostname or ""
        return host in ("localhost", "::1") or host.startswith("127.")

    def secret(self) -> str:
        """The key itself; empty when there is none."""
        return self.key.get_secret_value().strip() if self.key else ""


def _check_address(address: str) -> None:
    try:
        parts = urlsplit(address)
        parts.port  # noqa: B018  # raises ValueError for a port that is no number
    except ValueError:
        raise BadInput("语言模型服务的地址写错了，应如 http://127.0.0.1:8080/v1。") from None
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise BadInput(
            "语言模型服务的地址应以 http:// 或 https:// 开头，如 http://127.0.0.1:8080/v1。"
        )
    if parts.username or parts.password or parts.query:
        raise BadInput("语言模型服务的地址里不要写用户名、密码或参数；密钥请写入密钥设置。")
