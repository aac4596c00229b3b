from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime
from urllib.parse import parse_qs

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from heedful.listen.audiences.queries import user_actor
from heedful.platform.core import audit
from heedful.platform.core.errors import Conflict, InvalidInput, NotFound, PermanentError, Problem
from heedful.platform.core.organizations import organization
from heedful.platform.core.scope import organization_scope
from heedful.platform.core.transactions import writing
from heedful.platform.core.types import Actor, Permission
from heedful.platform.messaging import services as messaging
from heedful.platform.messaging.types import Attachment
from heedful.platform.ui.pictures import convert
from heedful.understand.boards.models import MailSchedule
from heedful.understand.boards.poster import poster
from heedful.understand.boards.queries.boards import board, board_row
from heedful.understand.boards.queries.choices import period_label
from heedful.understand.boards.queries.mails import due_mails, schedule_facts
from heedful.understand.boards.queries.showing import ShownBoard, open_reading, show_board
from heedful.understand.boards.rules import next_mail_at
from heedful.understand.boards.types import HOME, MailScheduleFacts

log = logging.getLogger(__name__)
MAX_RECIPIENTS = 50


def schedule_mail(
    *,
    by: Actor,
    board_uid: str,
    recipients: Sequence[str],
    hour: int,
    weekday: int | None = None,
    query: str = "",
    now: datetime | None = None,
) -> MailScheduleFacts:
    """Send a board by mail from now on, weekly or daily; what goes out is what the maker may see."""
    by.require(Permission.EXPORT)
    if by.kind != "user" or by.id is None:
        raise Conflict("A mail is sent as the user who plans it; a key is nobody.")
    addresses = _checked(recipients, hour, weekday)
    row_id = None if board_uid == HOME else board_row(board_uid, by).pk
    zone = organization().zone
    with writing():
        row = MailSchedule.objects.create(
            board_id=row_id,
            query=query.lstrip("?"),
            recipients=addresses,
            weekday=weekday,
            hour=hour,
            next_at=next_mail_at(now or timezone.now(), weekday=weekday, hour=hour, zone=zone),
            user_id=by.id,
            created_by=by.label,
        )
        audit.record("board.mail_scheduled", by=by, subject_uid=row.uid, recipients=addresses)
    return schedule_facts(row)


def cancel_mail(schedule_uid: str, *, by: Actor) -> None:
    """Stop a mail one has planned."""
    row = _own(schedule_uid, by)
    with writing():
        audit.record("board.mail_cancelled", by=by, subject_uid=row.uid)
        row.delete()


def send_mail(schedule_uid: str, *, by: Actor) -> str:
    """Send a planned mail now, without changing when it is next due."""
    return _send(_own(schedule_uid, by), by=by)


def send_due_mails(now: datetime | None = None) -> int:
    """Send what is due, of all organisations; return how many went out."""
    moment = now or timezone.now()
    return sum(_send_due(organization_id, uid, moment) for organization_id, uid in due_mails(moment))


def _send_due(organization_id: int, uid: str, now: datetime) -> int:
    with organization_scope(organization_id):
        row = MailSchedule.objects.select_related("board").filter(uid=uid).first()
        if row is None or not _claim(row, now):
            return 0
        maker = user_actor(row.user_id)
        if maker is None:
            log.warning("Mail %s is not sent: %s has left the organisation", uid, row.created_by)
            return 0
        try:
            _send(row, by=maker)
        except PermanentError:
            log.exception("Mail %s could not be made; it is tried again at its next time", uid)
            return 0
    return 1


def _claim(row: MailSchedule, now: datetime) -> bool:
    # The next time is written before the mail is made: after a crash one mail is missing, never doubled.
    next_at = next_mail_at(now, weekday=row.weekday, hour=row.hour, zone=organization().zone)
    with writing():
        claimed = MailSchedule.objects.filter(pk=row.pk, next_at=row.next_at)
        return bool(claimed.update(next_at=next_at, last_sent_at=now))


def _send(row: MailSchedule, *, by: Actor) -> str:
    ours = organization()
    with translation.override(ours.language), timezone.override(ours.zone):
        shown = _shown(row, by)
        drawing = poster(shown, organization=ours.name, period=period_label(shown.reading))
        return messaging.send_mail(
            by=by,
            to=row.recipients,
            subject=f"{shown.board.name}: {shown.answer.sentence}",
            text=_text(shown, row.query),
            attachments=[Attachment("board.png", "image/png", convert(drawing.svg(), "png"))],
        )


def _shown(row: MailSchedule, by: Actor) -> ShownBoard:
    found = board(row.board.uid if row.board else HOME, by=by)
    reading = open_reading(parse_qs(row.query), by=by, answers_url=f"{settings.BASE_URL}/answers/")
    if reading is None:
        raise NotFound("There is no survey with a score to send.")
    return show_board(found, reading)


def _text(shown: ShownBoard, query: str) -> str:
    path = "/" if shown.board.is_home else f"/boards/{shown.board.uid}/"
    parts = [shown.answer.sentence, " ".join(shown.answer.because)]
    parts += ["\n".join([each.tile.title.upper(), *each.tile.lines]) for each in shown.tiles]
    parts.append(_("The board: %(url)s") % {"url": f"{settings.BASE_URL}{path}?{query}"})
    return "\n\n".join(part for part in parts if part)


def _own(schedule_uid: str, by: Actor) -> MailSchedule:
    by.require(Permission.READ_SCORES)
    row = MailSchedule.objects.select_related("board").filter(uid=schedule_uid).first()
    if row is None or by.kind != "user" or row.user_id != by.id:
        raise NotFound(f"No planned mail {schedule_uid}.")
    return row


def _checked(recipients: Sequence[str], hour: int, weekday: int | None) -> list[str]:
    addresses = list(dict.fromkeys(address.strip() for address in recipients if address.strip()))
    problems = [
        Problem("recipients", f"{each!r} is no address.") for each in addresses if not _is_address(each)
    ]
    if not 1 <= len(addresses) <= MAX_RECIPIENTS:
        problems.append(Problem("recipients", f"Name 1 to {MAX_RECIPIENTS} addresses."))
    if not 0 <= hour <= 23:
        problems.append(Problem("hour", f"{hour} is no hour from 0 to 23."))
    if weekday is not None and not 0 <= weekday <= 6:
        problems.append(Problem("weekday", f"{weekday} is no day from 0 (Monday) to 6."))
    if problems:
        raise InvalidInput(*problems)
    return addresses


def _is_address(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True
