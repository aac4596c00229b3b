"""Reads of uploads."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from heedful.listen.responses.models import Upload
from heedful.listen.responses.uploads.files import file_path
from heedful.platform.core.errors import NotFound
from heedful.platform.core.organizations import organization


@dataclass(frozen=True, slots=True)
class UploadFacts:
    uid: str
    response_id: int | None
    question_key: str
    file_name: str
    media_type: str
    size: int

    @property
    def family(self) -> str:
        """Return how it can be shown: image, audio, video, else as a file to save."""
        family = self.media_type.partition("/")[0]
        return family if family in {"image", "audio", "video"} else "file"


def uploads_of(response_ids: Iterable[int]) -> dict[str, UploadFacts]:
    """Files of responses by uid."""
    rows = Upload.objects.filter(response_id__in=set(response_ids))
    return {row.uid: _facts(row) for row in rows}


def upload_of(response_id: int, uid: str) -> tuple[UploadFacts, Path]:
    """One file of a response, and where it lies."""
    row = Upload.objects.filter(response_id=response_id, uid=uid).first()
    path = file_path(organization().uid, row.uid) if row else None
    if row is None or path is None or not path.exists():
        raise NotFound(f"No file {uid}.")
    return _facts(row), path


def file_names(response_key: str) -> dict[str, str]:
    """Names of the files given so far under a key, by uid."""
    return dict(Upload.objects.filter(response_key=response_key).values_list("uid", "file_name"))


def file_uids() -> list[str]:
    """Uids of all files of the organisation."""
    return list(Upload.objects.values_list("uid", flat=True))


def _facts(row: Upload) -> UploadFacts:
    return UploadFacts(row.uid, row.response_id, row.question_key, row.file_name, row.media_type, row.size)
