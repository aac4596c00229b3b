"""Where the rows of the organisation in scope lie."""

from __future__ import annotations

import shutil
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from heedful.platform.core.organizations import organization
from heedful.understand.words.vectors.store import VectorStore

MOST_OPEN = 64  # stores whose indexes a process keeps


def organization_folder(uid: str | None = None) -> Path:
    return Path(settings.HEEDFUL_HOME) / "vectors" / (organization().uid if uid is None else uid)


def store_of(model: str, *, width: int = 384) -> VectorStore:
    """Return the rows that a model made of the comments of the organisation in scope."""
    return _opened(organization_folder(), model, width)


def stores() -> tuple[VectorStore, ...]:
    """Return every store that the organisation in scope has, whatever the model."""
    folder = organization_folder()
    found = sorted(one.name for one in folder.iterdir() if one.is_dir()) if folder.exists() else []
    return tuple(store_of(model) for model in found)


@lru_cache(maxsize=MOST_OPEN)
def _opened(folder: Path, model: str, width: int) -> VectorStore:
    return VectorStore(folder, model=model, width=width)


def drop_organization(uid: str) -> None:
    """Delete everything of an organisation that is no more."""
    shutil.rmtree(organization_folder(uid), ignore_errors=True)
    _opened.cache_clear()
