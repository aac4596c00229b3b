from __future__ import annotations

from dataclasses import dataclass
from importlib.metadata import version
from typing import Any

from django.utils.translation import gettext_noop

from heedful.understand.words.comments import Comments
from heedful.understand.words.further_languages import weights


@dataclass(frozen=True, slots=True)
class LanguageReader:
    """Tells the language of a comment."""

    key: str = "language"
    label: str = gettext_noop("Language")
    models: tuple[str, ...] = ()

    def version(self) -> str:
        return f"eldc-{version('eldc')}+{weights().version}"

    def read(self, comments: Comments) -> list[dict[str, Any]]:
        return [
            {"language": one.code, "language_is_expected": one.is_expected}
            if one.code
            else {"language": None, "skipped": {"language": "no words to tell it by"}}
            for one in comments.languages
        ]


KIND = LanguageReader()
