"""What other rooms see of themes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from heedful.understand.words.themes.documents import TaxonomyDocument

PREVIEW = "words.themes.preview"  # kind of the job that tries a draft
COMMENTS = 2_000  # of the history that are learnt from: what is usual in it


@dataclass(frozen=True, slots=True)
class TaxonomyFacts:
    """A taxonomy in one of its applied versions. ``number`` 0: nothing was applied yet, no themes."""

    id: int
    uid: str
    name: str
    industry: str
    is_default: bool
    is_archived: bool
    number: int
    document: TaxonomyDocument
    fitted: bytes | None = None  # what was learnt for this version; None: from the definitions alone
    fitted_sha256: str = ""
    has_draft: bool = False
    survey_ids: tuple[int, ...] = ()  # read with it instead of the default


@dataclass(frozen=True, slots=True)
class VersionFacts:
    """A state of a taxonomy, and what led to it."""

    number: int
    is_draft: bool
    document: TaxonomyDocument
    changes: tuple[Mapping[str, Any], ...]
    created_at: datetime
    created_by: str
    applied_at: datetime | None
    fitted_sha256: str = ""
    labels: Mapping[str, int] = field(default_factory=dict)  # theme -> labels it was learnt from


@dataclass(frozen=True, slots=True)
class IndustryFacts:
    """A shipped taxonomy."""

    key: str
    name: str
    groups: int
    themes: int


def digest_of(document: TaxonomyDocument) -> str:
    """Return a short name of a document's content, to tell whether it was changed."""
    themes = [
        [theme.key, theme.name, sorted(theme.names.items()), theme.description, theme.phrases,
         theme.counter_phrases, theme.must, theme.never, theme.parent, theme.owner]
        for theme in document.themes
    ]  # fmt: skip
    return hashlib.sha256(json.dumps([document.language, themes]).encode()).hexdigest()[:16]
