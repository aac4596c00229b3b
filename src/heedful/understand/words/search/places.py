"""Where the index of words of the organisation in scope lies."""

from __future__ import annotations

import shutil
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from heedful.platform.core.organizations import organization
from heedful.understand.words.search.index.reading import WordIndex

MOST_OPEN = 64


def index_folder(uid: str | None = None) -> Path:
    return Path(settings.HEEDFUL_HOME) / "search" / (organization().uid if uid is None else uid)


def word_index() -> WordIndex:
    return _opened(index_folder())


@lru_cache(maxsize=MOST_OPEN)
def _opened(folder: Path) -> WordIndex:
    return WordIndex(folder)


def drop_organization(uid: str) -> None:
    """Delete everything of an organisation that is no more."""
    shutil.rmtree(index_folder(uid), ignore_errors=True)
    _opened.cache_clear()
