"""What a service offers beside answers: drafting and the guide, each made when it is first used."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from assistant.answering.shelf import Shelf
from assistant.drafting.texts_now import TextsNow
from assistant.guide_talk import GuideTalk
from assistant.interviewing.talk import InterviewTalk
from assistant.model_of_settings import language_model_of
from assistant.settings import Settings
from corpus.regions import Gazetteer
from index.store import Index

if TYPE_CHECKING:
    from assistant.drafting.desk import DraftDesk
    from assistant.guiding.desk import GuideDesk
    from assistant.guiding.evidence_files import EvidenceFiles
    from assistant.language_model.model import LanguageModel


class Desks:
    """Over one data folder."""

    index: Index
    settings: Settings
    gazetteer: Gazetteer
    shelf: Shelf

    @cached_property
    def language_model(self) -> LanguageModel | None:
        """The model of the settings; None when they name none. Raises BadInput."""
        return language_model_of(self.settings)

    @cached_property
    def drafting(self) -> DraftDesk:
        """Drafts documents over the texts and companies of this data folder."""
        from assistant.drafting.desk import DraftDesk
        from assistant.drafting.drafter import Drafter

        drafter = Drafter(TextsNow(self.index.catalogue, self.gazetteer), self.gazetteer)
        return DraftDesk(self.index.drafts, drafter, lambda: self.language_model)

    @cached_property
    def guide(self) -> GuideDesk:
        """Leads companies of this data folder from planning to continual improvement."""
        from assistant.guiding.desk import GuideDesk

        index = self.index
        return GuideDesk(
            index.guides,
            index.drafts,
            index.catalogue,
            self.gazetteer,
            files=self.evidence_files,
        )

    @cached_property
    def guide_talk(self) -> GuideTalk:
        """The chat's answers on a company's own progress."""
        return GuideTalk(lambda: self.guide, self.shelf, self.settings)

    @cached_property
    def interview(self) -> InterviewTalk:
        """The guide's interview in the chat."""
        kept = self.index.conversations
        return InterviewTalk(
            lambda: self.guide, self.shelf, self.gazetteer, self.settings, kept, self.guide_talk
        )

    @cached_property
    def evidence_files(self) -> EvidenceFiles:
        """Files that show that tasks are done."""
        from assistant.guiding.evidence_files import EvidenceFiles

        limit = self.settings.evidence_file_mb << 20
        return EvidenceFiles(self.index.data_dir, limit)
