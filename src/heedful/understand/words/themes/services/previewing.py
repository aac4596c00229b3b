"""Asks what a draft would change, before anything is read with it."""

from __future__ import annotations

from heedful.platform.core import queue
from heedful.platform.core.errors import Conflict
from heedful.platform.core.transactions import writing
from heedful.platform.core.types import Actor, JobFacts, Permission
from heedful.understand.words.themes.rows import draft_row, taxonomy_row
from heedful.understand.words.themes.types import PREVIEW, digest_of
from heedful.understand.words.themes.yaml_files import document_from

SEED = 20_260


def start_preview(uid: str, *, by: Actor) -> JobFacts:
    """Queue a preview of the draft: the same history gives the same sample."""
    by.require(Permission.WRITE_SURVEYS)
    with writing():
        row = taxonomy_row(uid)
        draft = draft_row(row)
        if draft is None:
            raise Conflict(f"{row.name} has no draft.")
        digest = digest_of(document_from(draft.document))
        queued = queue.enqueue(PREVIEW, {"taxonomy": uid, "digest": digest, "seed": SEED}, by=by)
    return queue.find(queued.uid)
