from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from heedful.listen.fieldwork.types import (
    AskedSurvey,
    Candidate,
    ContactRules,
    CountryRule,
    Standing,
)


@dataclass(frozen=True, slots=True)
class Situation:
    """All that a gate may look at."""

    candidate: Candidate
    rules: ContactRules
    now: datetime
    channel: str
    survey: AskedSurvey
    standing: Standing
    countries: Mapping[tuple[str, str], CountryRule]


def gettext_noop(text: str) -> str:
    """Mark a text for translation where no framework may be known."""
    return text
