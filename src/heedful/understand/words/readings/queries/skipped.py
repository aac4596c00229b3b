"""Answers of which something was not read, with why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from heedful.listen.audiences.queries import within_sight
from heedful.listen.responses import queries as responses
from heedful.platform.core.types import Actor, Permission
from heedful.understand.words.models import Reading

SHOWN = 100


@dataclass(frozen=True, slots=True)
class SkippedAnswer:
    response_uid: str
    answered_at: datetime
    text: str


def skipped_answers(edition_uid: str, reader: str, reason: str, *, by: Actor) -> tuple[SkippedAnswer, ...]:
    """Return the newest answers that a reader of an edition did not read for this reason."""
    by.require(Permission.READ_ANSWERS)
    rows = Reading.objects.filter(
        within_sight(by, "response__unit_id"), edition__uid=edition_uid, **{f"skipped__{reader}": reason}
    )
    keys = list(rows.order_by("-response_id").values_list("response_id", "question_id")[:SHOWN])
    texts = {
        (one.response_id, one.question_id): one for one in responses.written_answers([key[0] for key in keys])
    }
    found = [texts[key] for key in keys if key in texts]
    return tuple(SkippedAnswer(one.response_uid, one.answered_at, one.text) for one in found)
