from __future__ import annotations

import hmac
from collections.abc import Iterable, Mapping
from hashlib import sha256
from itertools import batched

from django.conf import settings
from django.db.models import Q, QuerySet

from heedful.listen.audiences.models import Consent, Contact, Identity, OptOut, Suppression
from heedful.listen.audiences.queries.contacts import contact, contact_ids_of
from heedful.listen.audiences.rules import forbidden_keys
from heedful.listen.audiences.types import ConsentFacts, OptOutFacts, Permissions, SuppressionFacts
from heedful.platform.core.pages import Page, cursor_page
from heedful.platform.core.types import Actor, Permission

_PER_QUERY = 5_000
_HASH = "hash:"
type Key = tuple[str, str]


def contact_permissions(contact_ids: Iterable[int]) -> dict[int, Permissions]:
    """What contacts allow, by id; what was said under a contact merged into them counts as theirs."""
    wanted = sorted(set(contact_ids))
    owners = owners_of(wanted)
    consents: dict[int, dict[str, bool]] = {}
    for contact_id, channel, is_given in _consents(owners):
        consents.setdefault(owners[contact_id], {})[channel] = is_given
    opted_out: dict[int, set[Key]] = {}
    for contact_id, channel, topic in _opt_outs(owners):
        opted_out.setdefault(owners[contact_id], set()).add((channel, topic))
    forbidden = _forbidden(owners)
    return {
        id_: Permissions(
            consents=frozenset(name for name, given in consents.get(id_, {}).items() if given),
            withdrawn=frozenset(name for name, given in consents.get(id_, {}).items() if not given),
            opted_out=frozenset(opted_out.get(id_, ())),
            forbidden=forbidden.get(id_, ""),
        )
        for id_ in wanted
    }


def owners_of(contact_ids: Iterable[int]) -> dict[int, int]:
    """Return for these contacts, and for those merged into them, whose they are: their ids by id."""
    owners = {id_: id_ for id_ in contact_ids}
    for some in batched(sorted(owners), _PER_QUERY, strict=False):
        rows = Contact.objects.filter(merged_into_id__in=some).values_list("id", "merged_into_id")
        owners.update((gone, kept) for gone, kept in rows if kept is not None)
    return owners


def _consents(owners: Mapping[int, int]) -> Iterable[tuple[int, str, bool]]:
    for some in batched(sorted(owners), _PER_QUERY, strict=False):
        rows = Consent.objects.filter(contact_id__in=some).order_by("at", "id")
        yield from rows.values_list("contact_id", "channel", "is_given")


def _opt_outs(owners: Mapping[int, int]) -> Iterable[tuple[int, str, str]]:
    for some in batched(sorted(owners), _PER_QUERY, strict=False):
        yield from OptOut.objects.filter(contact_id__in=some).values_list("contact_id", "channel", "topic")


def _forbidden(owners: Mapping[int, int]) -> dict[int, str]:
    if not Suppression.objects.exists():
        return {}
    keys: dict[Key, set[int]] = {}
    for some in batched(sorted(owners), _PER_QUERY, strict=False):
        rows = Identity.objects.filter(contact_id__in=some).values_list("contact_id", "kind", "value")
        for contact_id, kind, value in rows:
            for key in forbidden_keys(kind, value):
                keys.setdefault(key, set()).add(owners[contact_id])
    listed = listed_reasons(keys)
    return {id_: reason for key, reason in listed.items() for id_ in keys[key]}


def listed_reasons(keys: Iterable[Key]) -> dict[Key, str]:
    """Which of these (kind, normal value) stand on the do-not-contact list, and why."""
    by_stored = {stored: key for key in keys for stored in (key, (key[0], hashed(*key)))}
    by_kind: dict[str, set[str]] = {}
    for kind, value in by_stored:
        by_kind.setdefault(kind, set()).add(value)
    found: dict[Key, str] = {}
    for kind, values in by_kind.items():
        for some in batched(sorted(values), _PER_QUERY, strict=False):
            rows = Suppression.objects.filter(kind=kind, value__in=some).values_list("value", "reason")
            found |= {by_stored[kind, value]: reason or "do not contact" for value, reason in rows}
    return found


def hashed(kind: str, value: str) -> str:
    """Return what is kept of an erased person's address: it recognises the address and does not tell it."""
    key = settings.SECRET_KEY.encode()
    return _HASH + hmac.new(key, f"suppression:{kind}:{value}".encode(), sha256).hexdigest()


def is_forbidden(kind: str, value: str) -> str:
    """Return why an identity (in its normal form) must not be contacted; empty if it may be."""
    return next(iter(listed_reasons(forbidden_keys(kind, value)).values()), "")


def consents(contact_uid: str, *, by: Actor) -> tuple[ConsentFacts, ...]:
    """What a contact consented to and took back, newest first."""
    contact(contact_uid, by=by)
    rows = Consent.objects.filter(contact_id__in=contact_ids_of(contact_uid)).order_by("-at", "-id")
    return tuple(
        ConsentFacts(row.channel, row.is_given, row.source, row.text, row.at, row.recorded_by) for row in rows
    )


def opt_outs(contact_uid: str, *, by: Actor) -> tuple[OptOutFacts, ...]:
    """What a contact opted out of and has not come back to."""
    contact(contact_uid, by=by)
    rows = OptOut.objects.filter(contact_id__in=contact_ids_of(contact_uid)).order_by("at", "id")
    return tuple(OptOutFacts(row.channel, row.topic, row.source, row.at) for row in rows)


def suppressions(
    *, by: Actor, search: str = "", cursor: str | None = None, limit: int | None = None
) -> Page[SuppressionFacts]:
    """The do-not-contact list, newest first; only for those who see all contacts."""
    by.require(Permission.READ_CONTACTS)
    return cursor_page(_listed(by, search), _suppression, cursor=cursor, limit=limit)


def suppression_count(*, by: Actor) -> int:
    by.require(Permission.READ_CONTACTS)
    return _listed(by).count()


def _listed(by: Actor, search: str = "") -> QuerySet[Suppression]:
    if by.unit_ids is not None:
        return Suppression.objects.none()
    rows = Suppression.objects.all()
    return rows.filter(Q(value__icontains=search) | Q(reason__icontains=search)) if search else rows


def _suppression(row: Suppression) -> SuppressionFacts:
    return SuppressionFacts(row.uid, row.kind, row.value, row.reason, row.added_at, row.added_by)
