"""The words of the page in both languages, from ``texts.yaml``."""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict

Language = Literal["zh", "en"]


class Texts(BaseModel):
    """Every word of the page in one language; an entry missing or too many is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    html_language: str
    title: str
    tagline: str
    language_switch: str
    theme_switch: str
    site: str
    chat: str
    draft: str
    guide: str
    library: str
    evaluation: str
    open_in_library: str
    conversations: str
    no_conversations: str
    conversation_turns: str
    new_conversation: str
    export: str
    export_name: str
    nothing_to_export: str
    chat_label: str
    welcome: str
    welcome_help: str
    starters: str
    question_label: str
    question_placeholder: str
    key_hint: str
    send: str
    region: str
    region_any: str
    you_asked: str
    answer_label: str
    searching: str
    tag_away: str
    tag_advice: str
    tag_verified: str
    missing_heading: str
    partial_heading: str
    ask_heading: str
    related_heading: str
    again: str
    edit: str
    editing: str
    edit_cancel: str
    stop: str
    versions: str
    version_before: str
    version_after: str
    useful: str
    useless: str
    verdict_kept: str
    remark_label: str
    remark_send: str
    remark_kept: str
    wrong_citation: str
    wrong_citation_kept: str
    wrong_citation_help: str
    profile: str
    profile_help: str
    profile_origin: str
    profile_save: str
    profile_clear: str
    profile_region: str
    profile_industry: str
    profile_headcount: str
    profile_size: str
    profile_quality_head: str
    profile_safety_director: str
    profile_certificate: str
    copy_answer: str
    copied: str
    copy_failed: str
    show_sources: str
    show_related: str
    open_mark: str
    took: str
    took_first: str
    clarify_hint: str
    asking_title: str
    asking_why: str
    asking_example: str
    asking_present: str
    asking_choose: str
    asking_row: str
    asking_correct: str
    asking_empty: str
    drafts_offer: str
    drafts_start: str
    drafts_hint: str
    understood_as: str
    table_region: str
    table_source: str
    table_says: str
    table_nothing: str
    table_caption: str
    sources: str
    sources_of: str
    related_of: str
    sources_close: str
    sources_empty: str
    sources_empty_help: str
    open_card: str
    quote_help: str
    no_answer_sources: str
    reader: str
    breadcrumb: str
    children: str
    before: str
    after: str
    outline: str
    source_number: str
    source_issuer: str
    source_as_of: str
    stale: str
    superseded: str
    unverified: str
    about_original: str
    about_digest: str
    about_report: str
    about_guide: str
    authority_original: str
    authority_digest: str
    authority_report: str
    authority_guide: str
    status_current: str
    status_trial: str
    status_draft: str
    status_repealed: str
    status_unknown: str
    year_unknown: str
    failure: str
    offline: str
    no_script: str

    def of(self, group: str, name: str) -> str:
        """The entry ``group_name``, such as ``authority_digest``; the bare name when there is none."""
        return str(getattr(self, f"{group}_{name}", name))


@cache
def texts(language: Language) -> Texts:
    """The words of the page in ``language``."""
    content = resources.files(__package__).joinpath("texts.yaml").read_text("utf-8")
    return Texts.model_validate(yaml.safe_load(content)[language])


def language_of(value: object) -> Language:
    """The language a browser remembers; Chinese unless it is English."""
    return "en" if value == "en" else "zh"
