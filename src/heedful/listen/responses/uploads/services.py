"""Writes of uploads: keep a file, join it with its response, forget it."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.utils import timezone

from heedful.design.surveys.types import QuestionDefinition
from heedful.listen.responses.models import Response, Upload
from heedful.listen.responses.uploads.accepting import accepted_kinds, most_megabytes
from heedful.listen.responses.uploads.files import file_path, files_in, remove_files, write_file
from heedful.platform.core.errors import InvalidInput, Problem
from heedful.platform.core.organizations import organization
from heedful.platform.core.transactions import writing
from heedful.platform.core.types import Actor, Permission
from heedful.platform.core.uploads import MEGABYTE, checked_upload

MOST_OF_A_RESPONSE = 20
KEPT_WITHOUT_RESPONSE = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class NewUpload:
    """A file as it came in, and what it answers."""

    survey_id: int
    question: QuestionDefinition
    response_key: str
    name: str
    content: bytes


def keep_upload(new: NewUpload, *, by: Actor) -> str:
    """Check a file by its content, keep it and return its uid, which is the answer."""
    by.require(Permission.WRITE_ANSWERS)
    checked = checked_upload(
        new.content,
        new.name,
        kinds=accepted_kinds(new.question),
        most_bytes=most_megabytes(new.question) * MEGABYTE,
        field=new.question.key,
    )
    with writing():
        if Upload.objects.filter(response_key=new.response_key).count() >= MOST_OF_A_RESPONSE:
            raise InvalidInput(Problem(new.question.key, f"has more than {MOST_OF_A_RESPONSE} files"))
        row = Upload.objects.create(
            survey_id=new.survey_id,
            response_key=new.response_key,
            question_key=new.question.key,
            file_name=checked.name,
            media_type=checked.media_type,
            size=len(checked.content),
            sha256=hashlib.sha256(checked.content).hexdigest(),
        )
        # Before the commit: a row without its file would be an answer that cannot be opened.
        write_file(file_path(organization().uid, row.uid), checked.content)
    return row.uid


def adopt_uploads(response_ids: Sequence[int], *, by: Actor) -> int:
    """Join files with the responses they came for; return how many."""
    by.require(Permission.WRITE_ANSWERS)
    mine = Response.objects.filter(id__in=list(response_ids), idempotency_key=OuterRef("response_key"))
    with writing():
        keys = Response.objects.filter(id__in=list(response_ids)).values("idempotency_key")
        waiting = Upload.objects.filter(response__isnull=True, response_key__in=keys)
        if not waiting.exists():
            return 0
        return waiting.update(response_id=Subquery(mine.values("id")[:1]))


def forget_uploads(*, by: Actor, response_ids: Sequence[int] = (), keys: Sequence[str] = ()) -> int:
    """Delete the files of responses, or those under keys, with all that is known of them."""
    by.require(Permission.WRITE_ANSWERS)
    with writing():
        rows = Upload.objects.filter(response_id__in=list(response_ids)) | Upload.objects.filter(
            response_key__in=list(keys)
        )
        return _delete([row.pk for row in rows])


def purge_uploads(*, by: Actor) -> int:
    """Delete files whose answer never came, and those that no row knows any more."""
    by.require(Permission.WRITE_ANSWERS)
    with writing():
        late = Upload.objects.filter(
            response__isnull=True, created_at__lt=timezone.now() - KEPT_WITHOUT_RESPONSE
        )
        count = _delete(list(late.values_list("id", flat=True)))
    known = set(Upload.objects.values_list("uid", flat=True))
    old = time.time() - KEPT_WITHOUT_RESPONSE.total_seconds()
    lost = [
        path for path in files_in(organization().uid) if path.stem not in known and path.stat().st_mtime < old
    ]
    remove_files(lost)
    return count + len(lost)


def _delete(ids: Sequence[int]) -> int:
    rows = Upload.objects.filter(id__in=list(ids))
    paths = [file_path(organization().uid, uid) for uid in rows.values_list("uid", flat=True)]
    rows.delete()
    transaction.on_commit(lambda: remove_files(paths))
    return len(paths)
