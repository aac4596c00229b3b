from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from itertools import batched

from django.db.models import Exists, OuterRef, Q, QuerySet

from heedful.listen.audiences.models import Contact, Identity, Meeting
from heedful.listen.audiences.queries.units import unit_ids_within
from heedful.listen.audiences.rules import normal_identity
from heedful.listen.audiences.types import AttributeValue, ContactFacts
from heedful.platform.core.errors import NotFound
from heedful.platform.core.pages import Page, cursor_page
from heedful.platform.core.types import Actor, Permission

_PER_QUERY = 5_000


def contact(uid: str, *, by: Actor) -> ContactFacts:
    by.require(Permission.READ_CONTACTS)
    found = _visible(by).filter(uid=uid).prefetch_related("identities").first()
    if found is None:
        raise NotFound(f"No contact {uid}.")
    if found.merged_into_id is not None:
        return contact_facts([found.merged_into_id], by=by)[found.merged_into_id]
    return _facts(found)


def contacts(
    *, by: Actor, search: str = "", cursor: str | None = None, limit: int | None = None
) -> Page[ContactFacts]:
    """Contacts newest first; ``search`` finds parts of names and the beginnings of identities."""
    by.require(Permission.READ_CONTACTS)
    rows = _present(by)
    if search:
        rows = rows.filter(_matches(search))
    return cursor_page(rows.prefetch_related("identities"), _facts, cursor=cursor, limit=limit)


def contact_by_identity(kind: str, value: str, *, by: Actor) -> ContactFacts | None:
    by.require(Permission.READ_CONTACTS)
    normal = normal_identity(kind, value)
    found = (
        _visible(by)
        .filter(identities__kind=kind, identities__value=normal)
        .prefetch_related("identities")
        .first()
    )
    return _facts(found) if found else None


def contact_facts(contact_ids: Iterable[int], *, by: Actor) -> dict[int, ContactFacts]:
    """Contacts by id, as far as ``by`` may see them."""
    by.require(Permission.READ_CONTACTS)
    rows = _visible(by).filter(id__in=set(contact_ids)).order_by("id")
    return {facts.id: facts for facts in _many(rows)}


def contact_names(contact_ids: Iterable[int]) -> dict[int, tuple[str, ...]]:
    """Names of contacts by id, for taking them out of what is written; not for showing."""
    rows = Contact.objects.filter(id__in=set(contact_ids)).exclude(name="")
    return {id_: (name,) for id_, name in rows.values_list("id", "name")}


def contacts_after(
    after_id: int, *, by: Actor, limit: int, unit_ids: Collection[int] | None = None
) -> tuple[ContactFacts, ...]:
    """Contacts after an id, in order; only those met at certain units, if they are given."""
    by.require(Permission.READ_CONTACTS)
    rows = _present(by).filter(id__gt=after_id)
    if unit_ids is not None:
        rows = rows.filter(Exists(Meeting.objects.filter(contact=OuterRef("pk"), unit_id__in=unit_ids)))
    return tuple(_many(rows.order_by("id")[:limit]))


def contact_ids_after(after_id: int, *, by: Actor, limit: int) -> tuple[int, ...]:
    """Ids of contacts after an id, in order; not of erased and merged ones."""
    by.require(Permission.READ_CONTACTS)
    rows = _present(by).filter(id__gt=after_id).order_by("id")
    return tuple(rows.values_list("id", flat=True)[:limit])


def contact_labels(uids: Iterable[str], *, by: Actor) -> dict[str, str]:
    """What to call contacts, by uid; those that are erased, merged or not visible are left out."""
    by.require(Permission.READ_CONTACTS)
    rows = _present(by).filter(uid__in=set(uids))
    return {facts.uid: facts.label for facts in _many(rows)}


def contact_count(*, by: Actor) -> int:
    """How many contacts there are, without erased and merged ones."""
    by.require(Permission.READ_CONTACTS)
    return _present(by).count()


def met_at(contact_ids: Iterable[int], unit_ids: Collection[int]) -> frozenset[int]:
    """Which of these contacts were asked or answered at one of these units."""
    rows = Meeting.objects.filter(contact_id__in=set(contact_ids), unit_id__in=unit_ids)
    return frozenset(rows.values_list("contact_id", flat=True))


def contact_attributes(contact_ids: Iterable[int]) -> dict[int, dict[str, AttributeValue]]:
    """Newest attributes by contact id; contacts that do not exist are left out."""
    return dict(Contact.objects.filter(id__in=set(contact_ids)).values_list("id", "attributes"))


def contact_ids_of(uid: str) -> tuple[int, ...]:
    """Ids of a contact and of those merged into it; empty where there is none."""
    rows = Contact.objects.filter(Q(uid=uid) | Q(merged_into__uid=uid)).order_by("id")
    return tuple(rows.values_list("id", flat=True))


def _visible(by: Actor) -> QuerySet[Contact]:
    if by.unit_ids is None:
        return Contact.objects.all()
    met = Meeting.objects.filter(contact=OuterRef("pk"), unit_id__in=unit_ids_within(by.unit_ids))
    return Contact.objects.filter(Exists(met))


def _present(by: Actor) -> QuerySet[Contact]:
    return _visible(by).filter(erased_at__isnull=True, merged_into__isnull=True)


def _matches(search: str) -> Q:
    identities = Identity.objects.filter(contact=OuterRef("pk"), value__istartswith=search)
    return Q(name__icontains=search) | Q(Exists(identities)) | Q(uid=search)


def _many(rows: QuerySet[Contact]) -> Iterator[ContactFacts]:
    """Yield facts of many: a third of the time that a prefetch takes, which makes a query set a row."""
    found = list(rows)
    identities: dict[int, list[tuple[str, str]]] = {row.pk: [] for row in found}
    for some in batched(identities, _PER_QUERY, strict=False):
        known = Identity.objects.filter(contact_id__in=some).order_by("id")
        for contact_id, kind, value in known.values_list("contact_id", "kind", "value"):
            identities[contact_id].append((kind, value))
    for row in found:
        yield _facts(row, tuple(identities[row.pk]))


def _facts(row: Contact, identities: tuple[tuple[str, str], ...] | None = None) -> ContactFacts:
    if identities is None:
        identities = tuple((identity.kind, identity.value) for identity in row.identities.all())
    return ContactFacts(
        id=row.pk,
        uid=row.uid,
        name=row.name,
        language=row.language,
        time_zone=row.time_zone,
        identities=identities,
        attributes=row.attributes,
        created_at=row.created_at,
        erased_at=row.erased_at,
    )
