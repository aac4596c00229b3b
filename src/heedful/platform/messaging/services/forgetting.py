"""Addresses of somebody who is to be forgotten, and messages that have served their purpose."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils import timezone

from heedful.platform.core.organizations import organizations
from heedful.platform.core.scope import organization_scope
from heedful.platform.core.transactions import writing
from heedful.platform.core.types import Actor, Permission
from heedful.platform.messaging.models import Mail, Sms
from heedful.platform.messaging.types import MailState, SmsState

KEPT_FOR = timedelta(days=180)  # bounces and complaints come within weeks, questions within months
_STAYING = {MailState.WAITING, MailState.KEPT, SmsState.QUEUED, SmsState.KEPT}


def forget_addresses(addresses: Collection[str], *, by: Actor, references: Collection[str] = ()) -> int:
    """Delete mails and SMS to and from these addresses, or for these references; return how many."""
    by.require(Permission.WRITE_CONTACTS)
    with writing():
        mails = Mail.objects.filter(Q(reference__in=references) & ~Q(reference="")).delete()[0]
        for address in addresses:
            if "@" in address:
                found = [
                    row.pk
                    for row in Mail.objects.all().only("pk", "to").iterator()
                    if address in map(str.lower, row.to)
                ]
                mails += Mail.objects.filter(pk__in=found).delete()[0]
        return mails + Sms.objects.filter(number__in=addresses).delete()[0]


def forget_old_messages(now: datetime | None = None) -> int:
    """Delete what went out or came in half a year ago, of all organisations; return how many."""
    before = (now or timezone.now()) - KEPT_FOR
    gone = 0
    for each in organizations():
        with organization_scope(each.id), writing():
            for model in (Mail, Sms):
                rows = model.objects.filter(created_at__lt=before).exclude(state__in=_STAYING)
                gone += rows.delete()[0]
    return gone
