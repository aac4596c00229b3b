"""People as the gates see them, many at a time."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import UTC, date, datetime, tzinfo
from functools import lru_cache
from itertools import batched
from operator import attrgetter
from typing import Any
from zoneinfo import ZoneInfo

import phonenumbers
from django.db import connection

from heedful.listen.audiences import queries as audiences
from heedful.listen.audiences.types import AttributeValue, ContactFacts, IdentityKind, Permissions
from heedful.listen.fieldwork.models import AnswerUnasked, Ask
from heedful.listen.fieldwork.queries.rules import contact_rules
from heedful.listen.fieldwork.types import (
    Candidate,
    Channel,
    ContactRules,
    Disposition,
    PastAsk,
    PendingAsk,
)
from heedful.platform.core.organizations import organization
from heedful.platform.core.scope import current_organization_id
from heedful.platform.core.types import Actor

_PER_QUERY = 5_000
_SILENT = (Disposition.BLOCKED, Disposition.SAMPLED_OUT, Disposition.FAILED)
_REACHED_BY = {IdentityKind.EMAIL: Channel.EMAIL, IdentityKind.PHONE: Channel.SMS}


def candidates(
    contact_ids: Iterable[int], rules: ContactRules, *, by: Actor, except_asks: Collection[int] = ()
) -> dict[int, Candidate]:
    """Contacts with their ledgers, by id; ``except_asks`` are left out of them, being decided anew."""
    wanted = sorted(set(contact_ids))
    found: dict[int, Candidate] = {}
    zone = organization().zone
    for some in batched(wanted, _PER_QUERY, strict=False):
        facts = audiences.contact_facts(some, by=by)
        permissions = audiences.contact_permissions(facts)
        ledgers, pending = _ledgers(audiences.owners_of(facts), except_asks)
        for id_, contact in facts.items():
            found[id_] = _candidate(
                contact, permissions[id_], rules, ledgers.get(id_, []), pending.get(id_, []), zone
            )
    return found


def visitor(
    device: str,
    *,
    country: str = "",
    language: str = "",
    zone: str = "",
    created_at: datetime | None = None,
    attributes: Mapping[str, AttributeValue] | None = None,
    asks: Iterable[Ask] | None = None,
) -> Candidate:
    """Somebody nobody knows, by the key of their device; ``asks``: those of it that count, if known."""
    known = visits(device) if asks is None else asks
    past, pending = _split((0, *_of_ledger(row)) for row in known if not row.is_test)
    return Candidate(
        key=device,
        is_known=False,
        created_at=created_at,
        zone=zone_named(zone) or organization().zone,
        country=country.upper()[:2],
        language=language,
        past=tuple(past.get(0, ())),
        pending=tuple(pending.get(0, ())),
        attributes=attributes or {},
    )


def visits(device: str) -> list[Ask]:
    """Return the asks of a device, the first one first; nearly always there is none."""
    with connection.cursor() as cursor:
        cursor.execute(_OF_DEVICE, [current_organization_id(), device])
        ids = [id_ for (id_,) in cursor.fetchall()]
    return list(Ask.objects.filter(id__in=ids).order_by("id")) if ids else []


_OF_DEVICE = f"SELECT id FROM {Ask._meta.db_table} WHERE organization_id = %s AND device = %s"  # noqa: S608 - a name of our own
_LEDGER = ("survey_id", "channel", "asked_at", "disposition", "settled_at", "due_at")
_of_ledger = attrgetter(*_LEDGER)
type _Ledgers = tuple[dict[int, list[PastAsk]], dict[int, list[PendingAsk]]]


def _ledgers(owners: Mapping[int, int], except_asks: Collection[int]) -> _Ledgers:
    rows: list[Any] = []
    for some in batched(sorted(owners), _PER_QUERY, strict=False):
        asks = Ask.objects.filter(contact_id__in=some, is_test=False).exclude(disposition__in=_SILENT)
        rows += asks.exclude(id__in=except_asks).values_list("contact_id", *_LEDGER)
        unasked = AnswerUnasked.objects.filter(contact_id__in=some)
        rows += [
            (
                contact_id,
                survey_id,
                "",
                at,
                Disposition.ANSWERED,
                None,
                None,
            )  # by a channel that asked nothing
            for contact_id, survey_id, at in unasked.values_list("contact_id", "survey_id", "answered_at")
        ]
    return _split((owners[row[0]], *row[1:]) for row in rows)


def _split(rows: Iterable[Any]) -> _Ledgers:
    past: dict[int, list[PastAsk]] = {}
    pending: dict[int, list[PendingAsk]] = {}
    for owner, survey_id, channel, asked_at, disposition, settled_at, due_at in rows:
        if disposition == Disposition.POSTPONED and due_at is not None:
            waiting = PendingAsk(survey_id, contact_rules(survey_id).priority, due_at)
            pending.setdefault(owner, []).append(waiting)
        else:
            past.setdefault(owner, []).append(PastAsk(survey_id, channel, asked_at, disposition, settled_at))
    return past, pending


def _candidate(
    contact: ContactFacts,
    permissions: Permissions,
    rules: ContactRules,
    past: list[PastAsk],
    pending: list[PendingAsk],
    zone: tzinfo,
) -> Candidate:
    channels = {_REACHED_BY[IdentityKind(kind)] for kind, _ in contact.identities if kind in _REACHED_BY}
    return Candidate(
        key=contact.uid,
        is_known=True,
        created_at=moment_in(contact.attributes.get(rules.account_attribute)),
        zone=zone_named(contact.time_zone) or zone,
        country=country_of(contact, rules),
        language=contact.language,
        addresses=frozenset(str(channel) for channel in channels),
        consents=permissions.consents,
        withdrawn=permissions.withdrawn,
        opted_out=permissions.opted_out,
        forbidden=permissions.forbidden,
        is_gone=contact.erased_at is not None,
        past=tuple(past),
        pending=tuple(pending),
        attributes=contact.attributes,
    )


def country_of(contact: ContactFacts, rules: ContactRules) -> str:
    """Return the country a contact lives in, by the attribute or else by the telephone number."""
    told = str(contact.attributes.get(rules.country_attribute) or "").strip().upper()
    if len(told) == 2:
        return told
    for kind, value in contact.identities:
        if kind == IdentityKind.PHONE:
            return _country_of_number(value)
    return ""


@lru_cache(maxsize=10_000)
def _country_of_number(number: str) -> str:
    try:
        return phonenumbers.region_code_for_number(phonenumbers.parse(number, None)) or ""
    except phonenumbers.NumberParseException:
        return ""


@lru_cache(maxsize=1_000)
def zone_named(name: str) -> tzinfo | None:
    """Return a time zone by name, None when there is none of that name."""
    try:
        return ZoneInfo(name) if name else None
    except (ValueError, OSError, LookupError):
        return None


def moment_in(value: AttributeValue) -> datetime | None:
    """Read the day an account began: a date, a moment, or seconds since 1970, as systems tell it."""
    if isinstance(value, bool) or value is None:
        return None
    try:
        if isinstance(value, int | float):
            return datetime.fromtimestamp(value, tz=UTC)
        if len(value) == 10:
            day = date.fromisoformat(value)
            return datetime(day.year, day.month, day.day, tzinfo=UTC)
        moment = datetime.fromisoformat(value)
    except (ValueError, OverflowError, OSError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
