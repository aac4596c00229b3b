"""Answers that are files: what is stored is the id of the upload, checked by its content when it came in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from heedful.design.surveys.kind import (
    InvalidAnswer,
    Rendering,
    check_settings,
    refuse_options,
    refuse_scale,
    shown,
)
from heedful.design.surveys.kind_settings import SettingCheck
from heedful.design.surveys.types import AnswerValue, QuestionDefinition, Scale

MAX_MEGABYTES = 100
_UID = re.compile(r"[a-z]{2,5}_[0-9a-z]{26}")


@dataclass(frozen=True, slots=True)
class UploadKind:
    """A file of the respondent, answered by the id that its upload was given."""

    key: str
    label: str
    rendering: Rendering
    settings: Mapping[str, SettingCheck] = field(default_factory=dict, hash=False)
    metric_keys: tuple[str, ...] = ()
    default_scale: Scale | None = None

    def define(self, question: QuestionDefinition) -> QuestionDefinition:
        refuse_scale(question)
        refuse_options(question)
        check_settings(question, self.settings)
        return question

    def expand(self, question: QuestionDefinition) -> tuple[QuestionDefinition, ...]:
        return (question,)

    def check(self, question: QuestionDefinition, value: object) -> AnswerValue | None:  # noqa: ARG002 - the protocol's
        if isinstance(value, str) and not value.strip():
            return None
        if not isinstance(value, str) or not _UID.fullmatch(value.strip()):
            raise InvalidAnswer(f"{shown(value)} is not the id of an upload")
        return AnswerValue(text=value.strip())
