"""The language model that the settings name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.settings import Settings

if TYPE_CHECKING:
    from assistant.language_model.model import LanguageModel


def language_model_of(settings: Settings) -> LanguageModel | None:
    """None when the settings name no model. Raises BadInput."""
    if not settings.language_model:
        return None
    from assistant.language_model.opening import open_model
    from assistant.language_model.settings import ModelSettings

    return open_model(
        ModelSettings(
            model=settings.language_model,
            provider=settings.language_model_provider,
            base_url=settings.language_model_url,
            key=settings.language_model_key,
            temperature=settings.language_model_temperature,
            timeout=settings.language_model_timeout,
            context_tokens=settings.language_model_context_tokens,
            answer_tokens=settings.language_model_answer_tokens,
            retries=settings.language_model_retries,
            extra=settings.language_model_extra,
        )
    )
