"""Where the files lie: a folder an organisation, outside everything that is served."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path

from django.conf import settings

_NAME = re.compile(r"upl_[0-9a-z]{26}")


def folder_of(organization_uid: str) -> Path:
    folder: Path = settings.HEEDFUL_HOME / "uploads" / organization_uid
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def file_path(organization_uid: str, uid: str) -> Path:
    """Return where a file lies. The name is ours, never the sender's."""
    if not _NAME.fullmatch(uid):
        raise ValueError(uid)
    return folder_of(organization_uid) / uid


def write_file(path: Path, content: bytes) -> None:
    """Write a file whole or not at all."""
    draft = path.with_suffix(".part")
    draft.write_bytes(content)
    draft.replace(path)


def remove_files(paths: Iterable[Path]) -> None:
    for path in paths:
        path.unlink(missing_ok=True)


def remove_folder(organization_uid: str) -> None:
    shutil.rmtree(settings.HEEDFUL_HOME / "uploads" / organization_uid, ignore_errors=True)


def files_in(organization_uid: str) -> Iterator[Path]:
    yield from folder_of(organization_uid).glob("upl_*")
