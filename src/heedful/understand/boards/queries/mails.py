from __future__ import annotations

from datetime import datetime

from heedful.platform.core.types import Actor, Permission
from heedful.understand.boards.models import MailSchedule
from heedful.understand.boards.types import HOME, MailScheduleFacts


def mail_schedules(board_uid: str | None = None, *, by: Actor) -> tuple[MailScheduleFacts, ...]:
    """Return the mails somebody has planned."""
    by.require(Permission.READ_SCORES)
    if by.kind != "user" or by.id is None:
        return ()
    rows = MailSchedule.objects.select_related("board").filter(user_id=by.id).order_by("id")
    if board_uid == HOME:
        rows = rows.filter(board__isnull=True)
    elif board_uid:
        rows = rows.filter(board__uid=board_uid)
    return tuple(schedule_facts(row) for row in rows)


def due_mails(now: datetime) -> tuple[tuple[int, str], ...]:
    """Return organisation and uid of every mail that is due, in all organisations: for the worker."""
    rows = MailSchedule.unscoped.filter(next_at__lte=now).order_by("next_at")
    return tuple(rows.values_list("organization_id", "uid"))


def schedule_facts(row: MailSchedule) -> MailScheduleFacts:
    return MailScheduleFacts(
        uid=row.uid,
        board_uid=row.board.uid if row.board else HOME,
        query=row.query,
        recipients=tuple(row.recipients),
        weekday=row.weekday,
        hour=row.hour,
        next_at=row.next_at,
        last_sent_at=row.last_sent_at,
        created_by=row.created_by,
    )
