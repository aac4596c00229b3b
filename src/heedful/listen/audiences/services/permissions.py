"""Who may be contacted: consent, opt-outs, and the organisation's do-not-contact list."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils import timezone

from heedful.listen.audiences import queries
from heedful.listen.audiences.events import OptedOut
from heedful.listen.audiences.models import Consent, Contact, Identity, OptOut, Suppression
from heedful.listen.audiences.queries.permissions import hashed, listed_reasons
from heedful.listen.audiences.rules import normal_forbidden
from heedful.listen.audiences.types import NewSuppression
from heedful.platform.core import audit
from heedful.platform.core.bulk import insert_rows
from heedful.platform.core.errors import InvalidInput, NotFound, Problem
from heedful.platform.core.ids import new_uid
from heedful.platform.core.outbox import announce
from heedful.platform.core.transactions import writing
from heedful.platform.core.types import Actor, Permission

CONSENT_CHANNELS = ("email", "sms", "web", "mobile")
_ALL = ""


def opt_out(*, by: Actor, contact_id: int, channel: str = _ALL, topic: str = _ALL, source: str) -> None:
    """Note that a contact does not want to be asked: by a channel, about a topic; empty means all."""
    by.require(Permission.WRITE_CONTACTS)
    with writing():
        contact = _contact(contact_id)
        _row, is_new = OptOut.objects.get_or_create(
            contact=contact, channel=channel[:8], topic=topic[:80], defaults={"source": source[:120]}
        )
        if is_new:
            told = {"channel": channel, "topic": topic, "source": source}
            audit.record("contact.opted_out", by=by, subject_uid=contact.uid, **told)
            announce(OptedOut(contact_id=contact.pk, channel=channel, topic=topic))


def opt_in(*, by: Actor, contact_id: int, channel: str = _ALL, topic: str = _ALL, source: str) -> None:
    """Take an opt-out back, because the contact says so."""
    by.require(Permission.WRITE_CONTACTS)
    with writing():
        contact = _contact(contact_id)
        ids = queries.contact_ids_of(contact.uid)
        gone, _ = OptOut.objects.filter(contact_id__in=ids, channel=channel, topic=topic).delete()
        if gone:
            told = {"channel": channel, "topic": topic, "source": source}
            audit.record("contact.opted_in", by=by, subject_uid=contact.uid, **told)


def record_consent(*, by: Actor, contact_id: int, channel: str, source: str, text: str = "") -> None:
    """Note that a contact consents to a channel, where they said so, and to which words."""
    _consent(by=by, contact_id=contact_id, channel=channel, source=source, text=text, is_given=True)


def withdraw_consent(*, by: Actor, contact_id: int, channel: str, source: str, text: str = "") -> None:
    """Note that a contact takes consent to a channel back."""
    _consent(by=by, contact_id=contact_id, channel=channel, source=source, text=text, is_given=False)


def _consent(*, by: Actor, contact_id: int, channel: str, source: str, text: str, is_given: bool) -> None:
    by.require(Permission.WRITE_CONTACTS)
    if channel not in CONSENT_CHANNELS:
        raise InvalidInput(Problem("channel", f"{channel!r} is none of {', '.join(CONSENT_CHANNELS)}"))
    if not source.strip():
        raise InvalidInput(Problem("source", "say where the contact said so"))
    with writing():
        contact = _contact(contact_id)
        Consent.objects.create(
            contact=contact,
            channel=channel,
            is_given=is_given,
            source=source[:120],
            text=text[:10_000],
            recorded_by=by.label,
        )
        action = "consent.recorded" if is_given else "consent.withdrawn"
        audit.record(action, by=by, subject_uid=contact.uid, channel=channel, source=source)


def _contact(contact_id: int) -> Contact:
    """Return a contact, or whom it was merged into; the row stays locked until the deed is done."""
    row = Contact.objects.select_for_update().filter(pk=contact_id, erased_at__isnull=True).first()
    if row is None:
        raise NotFound("No such contact.")
    return _contact(row.merged_into_id) if row.merged_into_id is not None else row


def forbid(*, by: Actor, kind: str, value: str, reason: str = "") -> None:
    """Put an identity or a mail domain on the do-not-contact list."""
    forbid_all([NewSuppression(kind, value, reason)], by=by)


def forbid_all(new: Sequence[NewSuppression], *, by: Actor) -> int:
    """Put many on the do-not-contact list; return how many were not there. Known ones stay as they are."""
    by.require(Permission.WRITE_CONTACTS)
    lines = _normal(new)
    with writing():
        fresh = {key: reason for key, reason in lines.items() if key not in listed_reasons(lines)}
        now = timezone.now()
        insert_rows(
            Suppression,
            ["uid", "kind", "value", "reason", "added_at", "added_by"],
            [(new_uid("sup"), kind, value, why, now, by.label) for (kind, value), why in fresh.items()],
        )
        if fresh:
            audit.record("suppressions.added", by=by, count=len(fresh))
    return len(fresh)


def _normal(new: Sequence[NewSuppression]) -> dict[tuple[str, str], str]:
    lines, problems = {}, []
    for row, one in enumerate(new, start=1):
        try:
            lines[one.kind, normal_forbidden(one.kind, one.value)] = one.reason.strip()[:200]
        except InvalidInput as error:
            problems += [Problem(problem.field, problem.reason, row=row) for problem in error.problems]
    if problems:
        raise InvalidInput(*problems[:100])
    return lines


def allow_again(suppression_uid: str, *, by: Actor) -> None:
    """Take a line off the do-not-contact list."""
    by.require(Permission.WRITE_CONTACTS)
    if by.unit_ids is not None:
        raise NotFound(f"No line {suppression_uid} on the do-not-contact list.")
    with writing():
        gone, _ = Suppression.objects.filter(uid=suppression_uid).delete()
        if not gone:
            raise NotFound(f"No line {suppression_uid} on the do-not-contact list.")
        audit.record("suppression.removed", by=by, subject_uid=suppression_uid)


def hand_over_permissions(kept_id: int, gone_id: int, *, by: Actor) -> None:
    """Give consent and opt-outs of a merged contact to the one that is kept: who opted out stays out."""
    by.require(Permission.WRITE_CONTACTS)
    with writing():
        Consent.objects.filter(contact_id=gone_id).update(contact_id=kept_id)
        for row in OptOut.objects.filter(contact_id=gone_id):
            OptOut.objects.get_or_create(
                contact_id=kept_id,
                channel=row.channel,
                topic=row.topic,
                defaults={"source": row.source, "at": row.at},
            )
        OptOut.objects.filter(contact_id=gone_id).delete()


def forget_permissions(contact_ids: Sequence[int], *, by: Actor) -> None:
    """Erase consent and opt-outs; of who had opted out of everything, hashes keep them from being asked."""
    by.require(Permission.WRITE_CONTACTS)
    with writing():
        out = OptOut.objects.filter(contact_id__in=contact_ids, channel="", topic="")
        listed = Identity.objects.filter(contact_id__in=out.values("contact_id"))
        for kind, value in listed.values_list("kind", "value"):
            Suppression.objects.get_or_create(
                kind=kind,
                value=hashed(kind, value),
                defaults={"reason": "opted out before being erased", "added_by": by.label},
            )
        _hash_listed(contact_ids)
        OptOut.objects.filter(contact_id__in=contact_ids).delete()
        Consent.objects.filter(contact_id__in=contact_ids).delete()


def _hash_listed(contact_ids: Sequence[int]) -> None:
    for identity in Identity.objects.filter(contact_id__in=contact_ids):
        Suppression.objects.filter(kind=identity.kind, value=identity.value).update(
            value=hashed(identity.kind, identity.value), reason="was on the list before being erased"
        )
