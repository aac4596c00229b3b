from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_noop

from heedful.understand.words.comments import Comments

RULES = 1  # raised when the rules of ``methods.language.redaction`` find something else


@dataclass(frozen=True, slots=True)
class RedactionReader:
    """Replaces personal data by typed placeholders."""

    key: str = "redaction"
    label: str = gettext_noop("Personal data")
    models: tuple[str, ...] = ()

    def version(self) -> str:
        return f"rules-{RULES}"

    def read(self, comments: Comments) -> list[dict[str, Any]]:
        return [
            {"redacted": one.text, "personal_data": {str(kind): count for kind, count in one.counts.items()}}
            for one in comments.redacted
        ]


KIND = RedactionReader()
