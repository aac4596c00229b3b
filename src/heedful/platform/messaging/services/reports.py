"""What carriers report about mails after they took them, and what is done with mails that nobody took."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone

from heedful.platform.core.organizations import organizations
from heedful.platform.core.outbox import announce
from heedful.platform.core.scope import organization_scope
from heedful.platform.core.transactions import writing
from heedful.platform.messaging.events import MailQueued, MailSettled, SmsQueued, SmsSettled
from heedful.platform.messaging.models import Mail, Sms
from heedful.platform.messaging.types import MailState, SmsState

TRY_AGAIN_AFTER, GIVE_UP_AFTER = timedelta(hours=1), timedelta(days=2)
_FURTHER = (
    MailState.WAITING,
    MailState.SENT,
    MailState.DELIVERED,
    MailState.FAILED,
    MailState.BOUNCED,
    MailState.COMPLAINED,
)


def note_mail_report(
    told: str,
    *,
    provider_id: str = "",
    mail_uid: str = "",
    at: datetime | None = None,
    is_permanent: bool = False,
    detail: str = "",
) -> bool:
    """Take in one report about a mail of any organisation; say whether it is one of ours."""
    # A provider has one webhook for all organisations of an instance; the mail says whose it is.
    known = Mail.unscoped.filter(uid=mail_uid) if mail_uid else Mail.unscoped.filter(provider_id=provider_id)
    mail = known.first() if mail_uid or provider_id else None
    if mail is None:
        return False
    with organization_scope(mail.organization_id), writing():
        if told in _FURTHER and _FURTHER.index(MailState(told)) > _rank(mail.state):
            Mail.objects.filter(pk=mail.pk).update(state=told, error=detail[:300])
        if mail.reference:
            moment = (at or timezone.now()).isoformat()
            announce(
                MailSettled(
                    mail.uid, mail.reference, told, moment, is_permanent=is_permanent, detail=detail[:300]
                )
            )
    return True


def _rank(state: str) -> int:
    return _FURTHER.index(MailState(state)) if state in _FURTHER else len(_FURTHER)


def send_what_waits(now: datetime | None = None) -> int:
    """Try once more what no carrier took for an hour; give up after two days. Return how many there were."""
    moment = now or timezone.now()
    waiting = 0
    for each in organizations():
        with organization_scope(each.id), writing():
            waiting += _mails(moment) + _short_messages(moment)
    return waiting


def _mails(now: datetime) -> int:
    rows = list(Mail.objects.filter(state=MailState.WAITING, created_at__lt=now - TRY_AGAIN_AFTER))
    for row in rows:
        if row.created_at > now - GIVE_UP_AFTER:
            announce(MailQueued(row.uid))
            continue
        Mail.objects.filter(pk=row.pk).update(state=MailState.FAILED, text="", html="")
        if row.reference:
            announce(
                MailSettled(
                    row.uid, row.reference, MailState.FAILED, now.isoformat(), detail="No server took it."
                )
            )
    return len(rows)


def _short_messages(now: datetime) -> int:
    rows = list(Sms.objects.filter(state=SmsState.QUEUED, created_at__lt=now - TRY_AGAIN_AFTER))
    for row in rows:
        if row.created_at > now - GIVE_UP_AFTER:
            announce(SmsQueued(row.uid))
            continue
        Sms.objects.filter(pk=row.pk).update(state=SmsState.FAILED, text="")
        if row.reference:
            announce(
                SmsSettled(
                    row.uid, row.reference, SmsState.FAILED, now.isoformat(), detail="No gateway took it."
                )
            )
    return len(rows)
