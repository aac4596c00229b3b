"""What surveys announce."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class SurveyPublished:
    name: ClassVar[str] = "survey.published"

    survey_id: int
    version_number: int
