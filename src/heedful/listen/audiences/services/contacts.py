from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import batched

from django.utils import timezone

from heedful.listen.audiences import queries
from heedful.listen.audiences.events import ContactsMerged
from heedful.listen.audiences.models import AttributeChange, Contact, Identity, Meeting
from heedful.listen.audiences.rules import normal_identity
from heedful.listen.audiences.services.attributes import read_attributes
from heedful.listen.audiences.services.history import Attributes, note_changes
from heedful.listen.audiences.services.permissions import forget_permissions, hand_over_permissions
from heedful.listen.audiences.types import AttributeValue, ContactFacts, NewContact
from heedful.platform.core import audit
from heedful.platform.core.bulk import insert_rows, update_rows
from heedful.platform.core.errors import Conflict, InvalidInput, NotFound, Problem
from heedful.platform.core.ids import new_uid
from heedful.platform.core.outbox import announce
from heedful.platform.core.transactions import writing
from heedful.platform.core.types import Actor, Permission

type Key = tuple[str, str]  # kind and normal value of an identity
_PER_QUERY = 5_000
_KNOWN = ("name", "language", "time_zone", "attributes")


def ensure_contacts(new: Sequence[NewContact], *, by: Actor) -> list[int]:
    """Find contacts by any of their identities, make those nobody knows; ids in the order given.

    What is given wins over what is stored: a name, a language, newer attributes, further identities.
    Identities that belong to two contacts already stay where they are; the first one named decides.
    """
    if not by.may(Permission.WRITE_ANSWERS):
        by.require(Permission.WRITE_CONTACTS)
    if not new:
        return []
    keys = _normal_keys(new)
    attributes = _attributes(new, by=by)
    with writing():
        book = _Book(_known(keys))
        rows = [book.place(one, own, facts) for one, own, facts in zip(new, keys, attributes, strict=True)]
        made = book.write(by)
        if made:
            audit.record("contacts.created", by=by, count=made)
    return [row.pk for row in rows]


def _normal_keys(new: Sequence[NewContact]) -> list[tuple[Key, ...]]:
    keys, problems = [], []
    for number, one in enumerate(new, start=1):
        try:
            keys.append(tuple((kind, normal_identity(kind, value)) for kind, value in one.identities))
        except InvalidInput as error:
            problems += [Problem(problem.field, problem.reason, row=number) for problem in error.problems]
    if problems:
        raise InvalidInput(*problems[:100])
    return keys


def _attributes(new: Sequence[NewContact], *, by: Actor) -> list[dict[str, AttributeValue]]:
    if not any(one.attributes for one in new):
        return [{} for _ in new]
    read = read_attributes([one.attributes for one in new], by=by)
    problems = [
        Problem(f"contact.{place}", reason, row=number)
        for number, one in enumerate(read, start=1)
        for place, reason in one.problems
    ]
    if problems:
        raise InvalidInput(*problems[:100])
    return [one.values for one in read]


def _known(keys: Iterable[tuple[Key, ...]]) -> dict[Key, Contact]:
    by_kind: dict[str, set[str]] = {}
    for kind, value in (key for own in keys for key in own):
        by_kind.setdefault(kind, set()).add(value)
    found: dict[Key, int] = {}
    for kind, values in by_kind.items():
        for some in batched(sorted(values), _PER_QUERY, strict=False):
            rows = Identity.objects.filter(kind=kind, value__in=some).values_list("value", "contact_id")
            found |= {(kind, value): contact_id for value, contact_id in rows}
    contacts = Contact.objects.in_bulk(sorted(set(found.values())))
    return {key: contacts[contact_id] for key, contact_id in found.items()}


@dataclass
class _Book:
    """Contacts of one batch: those known, those to be made, those to be changed."""

    known: dict[Key, Contact]
    made: list[Contact] = field(default_factory=list)
    identities: list[tuple[Contact, Key]] = field(default_factory=list)
    changed: dict[int, Contact] = field(default_factory=dict)
    history: list[tuple[int, Attributes, Attributes]] = field(default_factory=list)  # before and after

    def place(self, new: NewContact, keys: tuple[Key, ...], attributes: dict[str, AttributeValue]) -> Contact:
        contact = next((self.known[key] for key in keys if key in self.known), None)
        if contact is None:
            contact = Contact()
            self.made.append(contact)
        for key in keys:
            if key not in self.known:
                self.known[key] = contact
                self.identities.append((contact, key))
        before = contact.attributes
        if _bring_up_to_date(contact, new, attributes) and contact.pk is not None:
            self.changed[contact.pk] = contact
            self.history.append((contact.pk, before, contact.attributes))
        return contact

    def write(self, by: Actor) -> int:
        for some in batched(self.made, _PER_QUERY, strict=False):
            _insert(some)
        insert_rows(
            Identity,
            ["contact", "kind", "value"],
            [(contact.pk, kind, value) for contact, (kind, value) in self.identities],
        )
        update_rows(Contact, _KNOWN, [(pk, *_known_of(contact)) for pk, contact in self.changed.items()])
        note_changes(self.history, by=by)
        return len(self.made)


def _insert(contacts: Sequence[Contact]) -> None:
    fields = ["uid", "name", "language", "time_zone", "attributes", "created_at"]
    for contact in contacts:
        contact.uid = new_uid("con")
    insert_rows(Contact, fields, [tuple(getattr(contact, name) for name in fields) for contact in contacts])
    ids = dict(Contact.objects.filter(uid__in=[contact.uid for contact in contacts]).values_list("uid", "id"))
    for contact in contacts:
        contact.pk = ids[contact.uid]


def _bring_up_to_date(contact: Contact, new: NewContact, attributes: Mapping[str, AttributeValue]) -> bool:
    before = _known_of(contact)
    contact.name = new.name.strip()[:200] or contact.name
    contact.language = new.language[:12] or contact.language
    contact.time_zone = new.time_zone[:64] or contact.time_zone
    if attributes:
        contact.attributes = {**contact.attributes, **attributes}
    return before != _known_of(contact)


def _known_of(contact: Contact) -> tuple[object, ...]:
    return tuple(getattr(contact, name) for name in _KNOWN)


def change_contact(
    uid: str,
    *,
    by: Actor,
    name: str | None = None,
    language: str | None = None,
    time_zone: str | None = None,
    attributes: Mapping[str, object] | None = None,
    identities: Sequence[Key] | None = None,
) -> ContactFacts:
    """Change what is known about a contact. Given attributes replace their values, None removes one."""
    by.require(Permission.WRITE_CONTACTS)
    with writing():
        row = _contact(uid)
        row.name = row.name if name is None else name.strip()[:200]
        row.language = row.language if language is None else language[:12]
        row.time_zone = row.time_zone if time_zone is None else time_zone[:64]
        before = row.attributes
        row.attributes = _changed_attributes(before, attributes or {}, by=by)
        note_changes([(row.pk, before, row.attributes)], by=by)
        row.save(update_fields=["name", "language", "time_zone", "attributes"])
        if identities is not None:
            _replace_identities(row, identities)
        audit.record("contact.changed", by=by, subject_uid=uid)
    return queries.contact(uid, by=by)


def _changed_attributes(
    before: Mapping[str, AttributeValue], given: Mapping[str, object], *, by: Actor
) -> dict[str, AttributeValue]:
    removed = {key for key, value in given.items() if value is None}
    (read,) = read_attributes([{key: value for key, value in given.items() if value is not None}], by=by)
    if read.problems:
        raise InvalidInput(*(Problem(place, reason) for place, reason in read.problems))
    return {key: value for key, value in before.items() if key not in removed} | read.values


def _replace_identities(row: Contact, given: Sequence[Key]) -> None:
    keys = {(kind, normal_identity(kind, value)) for kind, value in given}
    for kind, value in keys:
        if Identity.objects.filter(kind=kind, value=value).exclude(contact=row).exists():
            raise Conflict(f"Another contact has the {kind} {value}; merge the two instead.")
    Identity.objects.filter(contact=row).delete()
    Identity.objects.bulk_create(Identity(contact=row, kind=kind, value=value) for kind, value in keys)


def merge_contacts(kept_uid: str, gone_uid: str, *, by: Actor) -> ContactFacts:
    """Make two contacts one: identities, attributes, asks and answers of the second go to the first."""
    by.require(Permission.WRITE_CONTACTS)
    if kept_uid == gone_uid:
        raise InvalidInput(Problem("gone_uid", "is the same contact"))
    with writing():
        kept, gone = _both(kept_uid, gone_uid)
        AttributeChange.objects.filter(contact=gone).update(contact=kept)
        note_changes([(kept.pk, kept.attributes, {**gone.attributes, **kept.attributes})], by=by)
        Identity.objects.filter(contact=gone).update(contact=kept)
        note_meetings(
            (kept.pk, unit_id)
            for unit_id in Meeting.objects.filter(contact=gone).values_list("unit_id", flat=True)
        )
        hand_over_permissions(kept.pk, gone.pk, by=by)
        Contact.objects.filter(merged_into=gone).update(merged_into=kept)
        Contact.objects.filter(pk=kept.pk).update(
            name=kept.name or gone.name,
            language=kept.language or gone.language,
            time_zone=kept.time_zone or gone.time_zone,
            attributes={**gone.attributes, **kept.attributes},
        )
        Contact.objects.filter(pk=gone.pk).update(merged_into=kept, name="", attributes={})
        audit.record("contacts.merged", by=by, subject_uid=kept_uid, gone=gone_uid)
        announce(ContactsMerged(kept_id=kept.pk, gone_id=gone.pk))
    return queries.contact(kept_uid, by=by)


def _both(kept_uid: str, gone_uid: str) -> tuple[Contact, Contact]:
    # Locked in one order: nobody is asked under either name until they are one person.
    rows = Contact.objects.select_for_update().filter(
        uid__in=[kept_uid, gone_uid], erased_at__isnull=True, merged_into__isnull=True
    )
    found = {row.uid: row for row in rows.order_by("id")}
    for uid in (kept_uid, gone_uid):
        if uid not in found:
            raise NotFound(f"No contact {uid}.")
    return found[kept_uid], found[gone_uid]


def locked_contacts(contact_ids: Iterable[int], *, by: Actor) -> dict[int, int]:
    """Lock contacts, or whom they were merged into, until the transaction ends: their ids by those given.

    Erased ones and those that do not exist are left out.
    """
    by.require(Permission.WRITE_ANSWERS)
    wanted = sorted(set(contact_ids))
    merged = Contact.objects.filter(id__in=wanted, merged_into__isnull=False)
    kept_by_gone = dict(merged.values_list("id", "merged_into_id"))
    targets = {id_: kept_by_gone.get(id_) or id_ for id_ in wanted}
    # In one order, so that two who lock many never wait for each other.
    rows = Contact.objects.select_for_update().filter(id__in=set(targets.values()), erased_at__isnull=True)
    locked = dict(rows.order_by("id").values_list("id", "merged_into_id"))
    if any(kept is not None for kept in locked.values()):
        return locked_contacts(wanted, by=by)  # merged just before the lock was ours
    return {given: target for given, target in targets.items() if target in locked}


def note_meetings(pairs: Iterable[tuple[int, int]]) -> None:
    """Note at which units contacts were asked or answered (contact id, unit id)."""
    wanted = set(pairs)
    if not wanted:
        return
    contacts = sorted({contact_id for contact_id, _ in wanted})
    for some in batched(contacts, _PER_QUERY, strict=False):
        wanted -= set(Meeting.objects.filter(contact_id__in=some).values_list("contact_id", "unit_id"))
    insert_rows(Meeting, ["contact", "unit"], sorted(wanted), ignore_conflicts=True)


def erase_contact(uid: str, *, by: Actor) -> None:
    """Blank what this module knows of a person. The whole house is erased by ``personal_data.erase``."""
    by.require(Permission.WRITE_CONTACTS)
    with writing():
        contact_ids = queries.contact_ids_of(uid)
        if not contact_ids:
            raise NotFound(f"No contact {uid}.")
        forget_permissions(contact_ids, by=by)
        Identity.objects.filter(contact_id__in=contact_ids).delete()
        AttributeChange.objects.filter(contact_id__in=contact_ids).delete()
        Meeting.objects.filter(contact_id__in=contact_ids).delete()
        Contact.objects.filter(id__in=contact_ids).update(
            name="", language="", time_zone="", attributes={}, erased_at=timezone.now()
        )


def _contact(uid: str) -> Contact:
    row = Contact.objects.filter(uid=uid, erased_at__isnull=True, merged_into__isnull=True).first()
    if row is None:
        raise NotFound(f"No contact {uid}.")
    return row
