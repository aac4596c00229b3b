"""Uploaded files: kept in the instance's folder until their import has ended, then deleted."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from time import time

from django.conf import settings

from heedful.listen.responses.imports.format import refuse
from heedful.platform.core.ids import new_uid

CHUNK = 1 << 20
KEPT = timedelta(days=7)  # a file whose import nobody started
_NAME = re.compile(r"upl_[0-9a-z]{26}")


@dataclass(frozen=True, slots=True)
class StoredFile:
    stored_as: str
    sha256: str
    size: int


def chunks_of(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            yield chunk


def store_file(chunks: Iterable[bytes]) -> StoredFile:
    """Write a file to the instance's folder as it comes in; refuse one that is too large."""
    _forget_old()
    most = settings.ENVIRONMENT.max_upload_mb * 1_000_000
    stored_as = new_uid("upl")
    digest, size = hashlib.sha256(), 0
    path = stored_path(stored_as)
    try:
        with path.open("wb") as file:
            for chunk in chunks:
                size += len(chunk)
                _check_size(size, most)
                digest.update(chunk)
                file.write(chunk)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return StoredFile(stored_as, digest.hexdigest(), size)


def _check_size(size: int, most: int) -> None:
    if size > most:
        raise refuse(f"is larger than {most // 1_000_000:,} MB, which is the limit")


def stored_path(stored_as: str) -> Path:
    """Return where an uploaded file lies. The name is ours, never the sender's."""
    if not _NAME.fullmatch(stored_as):
        raise ValueError(stored_as)
    folder: Path = settings.HEEDFUL_HOME / "imports"
    folder.mkdir(exist_ok=True)
    return folder / stored_as


def forget_file(stored_as: str) -> None:
    if stored_as:
        stored_path(stored_as).unlink(missing_ok=True)


def _forget_old() -> None:
    folder: Path = settings.HEEDFUL_HOME / "imports"
    oldest = time() - KEPT.total_seconds()
    for path in folder.glob("upl_*") if folder.is_dir() else ():
        if path.stat().st_mtime < oldest:
            path.unlink(missing_ok=True)
