"""What becomes of a response that comes in: pure decisions.

The same key means the same response. It may come twice (a retry), go on (partial, then completed), come out
of order (a partial one after the completed one), or be another one by mistake. The last is refused: keeping
the first in silence would hide a fault of the sender.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from math import isfinite

from heedful.listen.fieldwork.types import Channel
from heedful.listen.responses.types import NewResponse, Status
from heedful.platform.core.errors import Problem

LATE_AFTER = timedelta(days=1)
CLOCKS_DIFFER = timedelta(days=1)  # a sender without time zone is up to 14 hours ahead
EARLIEST = datetime(1970, 1, 1, tzinfo=UTC)
_LENGTHS = {"touchpoint": 80, "language": 12, "source": 120}


class Verdict(StrEnum):
    STORE = "store"
    UPDATE = "update"
    DUPLICATE = "duplicate"
    CONFLICT = "conflict"


@dataclass(frozen=True, slots=True)
class Known:
    """What is stored under a key."""

    survey_id: int
    status: str
    answered_at: datetime
    checksum: str


def verdict(known: Known | None, new: NewResponse, checksum: str) -> Verdict:
    """Decide what a response does to what is stored under its key."""
    if known is None:
        return Verdict.STORE
    if known.survey_id != new.survey_id:
        return Verdict.CONFLICT
    if known.checksum == checksum:
        return Verdict.DUPLICATE
    if known.status == Status.COMPLETED:
        # A partial one that arrives after the whole says nothing new.
        return Verdict.DUPLICATE if new.status == Status.PARTIAL else Verdict.CONFLICT
    if new.status == Status.PARTIAL and new.answered_at < known.answered_at:
        return Verdict.DUPLICATE
    return Verdict.UPDATE


def is_late(answered_at: datetime, received_at: datetime, source: str) -> bool:
    """Say whether an answer came long after it was given; imports bring old ones by nature."""
    return not source.startswith("import") and received_at - answered_at > LATE_AFTER


def field_problems(new: NewResponse, now: datetime) -> Iterator[Problem]:
    """Yield what is wrong with the fields that no other table is needed for."""
    if not 1 <= len(new.idempotency_key) <= 200 or "\x00" in new.idempotency_key:
        yield Problem("idempotency_key", "must have 1 to 200 characters")
    if new.channel not in _CHANNELS:
        yield Problem("channel", f"{new.channel!r} is none of {', '.join(Channel)}")
    if new.status not in _STATUSES:
        yield Problem("status", f"{new.status!r} is none of {', '.join(Status)}")
    if new.weight is not None and not (isfinite(new.weight) and new.weight >= 0):
        yield Problem("weight", f"{new.weight!r} is not a finite number from 0 up")
    for field, longest in _LENGTHS.items():
        text: str = getattr(new, field)
        if len(text) > longest or "\x00" in text:
            yield Problem(field, f"must have at most {longest} characters, and no NUL")
    yield from _time_problems(new.answered_at, now)


_CHANNELS = frozenset(Channel)
_STATUSES = frozenset(Status)


def _time_problems(answered_at: datetime, now: datetime) -> Iterator[Problem]:
    if answered_at.tzinfo is None:
        yield Problem("answered_at", "has no time zone")
    elif answered_at > now + CLOCKS_DIFFER:
        yield Problem("answered_at", f"{answered_at.isoformat()} lies in the future")
    elif answered_at < EARLIEST:
        yield Problem("answered_at", f"{answered_at.isoformat()} lies before 1970")


def waves(new: Sequence[NewResponse]) -> Iterator[list[int]]:
    """Yield positions in waves: in each a key occurs once, and its occurrences keep their order."""
    rounds: list[list[int]] = []
    seen: dict[str, int] = {}
    for position, response in enumerate(new):
        turn = seen.get(response.idempotency_key, 0)
        seen[response.idempotency_key] = turn + 1
        if turn == len(rounds):
            rounds.append([])
        rounds[turn].append(position)
    yield from rounds
