"""What somebody wrote word for word, encrypted with the instance's key; kept only where it is wanted."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from heedful.listen.responses.models import OriginalText
from heedful.listen.responses.queries.conditions import visible
from heedful.platform.core import audit
from heedful.platform.core.errors import NotFound
from heedful.platform.core.transactions import writing
from heedful.platform.core.types import Actor, Permission
from heedful.platform.core.vault import decrypt, encrypt


def keep_originals(
    texts: Mapping[int, Mapping[int, str]], *, again: Mapping[int, Collection[int]] | None = None
) -> None:
    """Keep texts by response and question, in the transaction that stores the answers.

    ``again`` are the questions of earlier responses that were answered anew: their old words go.
    """
    if again:
        stale = OriginalText.objects.filter(response_id__in=again.keys())
        gone = [row.pk for row in stale if row.question_id in again[row.response_id]]
        OriginalText.objects.filter(pk__in=gone).delete()
    if not texts:
        return
    rows = [
        OriginalText(response_id=response_id, question_id=question_id, token=encrypt(text))
        for response_id, by_question in texts.items()
        for question_id, text in by_question.items()
    ]
    OriginalText.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["response", "question"], update_fields=["token"]
    )


def has_originals(response_uid: str) -> bool:
    return OriginalText.objects.filter(response__uid=response_uid).exists()


def read_originals(response_uid: str, *, by: Actor) -> dict[int, str]:
    """Return the original texts of a response by question. Who looked is written down."""
    by.require(Permission.READ_ANSWERS)
    by.require(Permission.READ_CONTACTS)
    rows = OriginalText.objects.filter(response__in=visible(by).filter(uid=response_uid))
    found = {row.question_id: decrypt(row.token) for row in rows}
    if not found:
        raise NotFound(f"No originals are kept of {response_uid}.")
    with writing():
        audit.record("answer.original_read", by=by, subject_uid=response_uid)
    return found
