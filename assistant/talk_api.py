"""The REST API of conversations: stop an answer, choose a version, say what an answer was worth."""

from __future__ import annotations

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from assistant.profile.models import LONGEST, Profile
from assistant.protocol import Assistant, GivenFeedback, Verdict


class EnterpriseFacts(BaseModel):
    """``profile`` of ``POST /api/v1/ask``: what is known of the enterprise of the person who asks."""

    model_config = ConfigDict(extra="forbid", strict=True)

    region: str = Field("", max_length=LONGEST)
    industry: str = Field("", max_length=LONGEST)
    headcount: str = Field("", max_length=LONGEST)
    size: str = Field("", max_length=LONGEST)
    quality_head: str = Field("", max_length=LONGEST)
    safety_director: str = Field("", max_length=LONGEST)
    certificate: str = Field("", max_length=LONGEST)

    def profile(self) -> Profile:
        return Profile.typed(self.model_dump())


class StopRequest(BaseModel):
    """Body of ``POST /api/v1/stop``."""

    model_config = ConfigDict(extra="forbid", strict=True)

    conversation: str


class VersionRequest(BaseModel):
    """Body of ``POST /api/v1/version``; both numbers count from 1."""

    model_config = ConfigDict(extra="forbid", strict=True)

    conversation: str
    turn: int = Field(ge=1)
    version: int = Field(ge=1)


class FeedbackRequest(BaseModel):
    """Body of ``POST /api/v1/feedback``; without a verdict an earlier one is withdrawn."""

    model_config = ConfigDict(extra="forbid", strict=True)

    conversation: str
    turn: int = Field(ge=1)
    verdict: Verdict | None = None
    clause_id: str = ""
    note: str = ""


def talk_router(assistant: Assistant) -> APIRouter:
    """Routes below ``/api/v1`` over one service."""
    router = APIRouter(prefix="/api/v1")

    @router.post("/stop", summary="停止正在写的回答")
    def stop(body: StopRequest) -> dict[str, bool]:
        return {"stopped": assistant.stop(body.conversation)}

    @router.post("/version", summary="换到一问的另一版")
    def version(body: VersionRequest) -> dict[str, int]:
        assistant.choose_version(body.conversation, body.turn, body.version)
        return {"turn": body.turn, "version": body.version}

    @router.post("/feedback", summary="反馈一条回答或一处引用")
    def feedback(body: FeedbackRequest) -> FeedbackRequest:
        assistant.give_feedback(
            GivenFeedback(body.conversation, body.turn, body.verdict, body.clause_id, body.note)
        )
        return body

    return router
