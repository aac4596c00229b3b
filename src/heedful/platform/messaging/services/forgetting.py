"""Addresses of somebody who is to be forgotten."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Q

from heedful.platform.core.transactions import writing
from heedful.platform.core.types import Actor, Permission
from heedful.platform.messaging.models import Mail, Sms


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
