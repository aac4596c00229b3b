from __future__ import annotations

from pathlib import Path

from django.conf import settings


def archive_path(job_uid: str) -> Path:
    """Return where the archive of an export job lies; job ids are random, so they name one organisation."""
    folder: Path = settings.HEEDFUL_HOME / "exports"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder / f"{job_uid}.zip"
