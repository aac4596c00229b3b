"""Whom a plan is for, a page of contacts at a time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta

from django.db.models.fields.json import KeyTransform

from heedful.listen.audiences import queries as audiences
from heedful.listen.audiences.types import ContactFacts
from heedful.listen.fieldwork.models import Ask, PlanMember
from heedful.listen.fieldwork.rules.schedule import meets
from heedful.listen.fieldwork.sampling import Person, SampleDesign, StratumHistory
from heedful.listen.fieldwork.sampling.spreads import spreads
from heedful.listen.fieldwork.types import NOT_ASKED, AudienceKind, Disposition, PlanFacts
from heedful.platform.core.types import Actor

PAGE = 500


def members_among(plan: PlanFacts, contact_ids: Iterable[int]) -> frozenset[int] | None:
    """Which of these contacts are on the plan's list or met at its unit; None if it has neither."""
    audience = plan.definition.audience
    if audience.kind is AudienceKind.LIST:
        rows = PlanMember.objects.filter(plan_id=plan.id, contact_id__in=set(contact_ids))
        return frozenset(rows.values_list("contact_id", flat=True))
    if audience.kind is AudienceKind.UNIT:
        unit = audiences.unit(audience.unit)
        return audiences.met_at(contact_ids, audiences.unit_ids_within([unit.id]))
    return None


def audience_page(
    plan: PlanFacts, *, by: Actor, after_id: int = 0, limit: int = PAGE
) -> tuple[tuple[ContactFacts, ...], int | None]:
    """Contacts of the plan's audience after an id, and the id to go on from; None at the end."""
    audience = plan.definition.audience
    if audience.kind is AudienceKind.LIST:
        rows = PlanMember.objects.filter(plan_id=plan.id, contact_id__gt=after_id).order_by("contact_id")
        ids = list(rows.values_list("contact_id", flat=True)[:limit])
        found: Sequence[ContactFacts] = [
            one for one in audiences.contact_facts(ids, by=by).values() if one.erased_at is None
        ]
    else:
        within = None
        if audience.kind is AudienceKind.UNIT:
            within = audiences.unit_ids_within([audiences.unit(audience.unit).id])
        found = audiences.contacts_after(after_id, by=by, limit=limit, unit_ids=within)
        ids = [one.id for one in found]
    if audience.kind is AudienceKind.SEGMENT:
        found = [one for one in found if meets(audience.conditions, one.attributes, one.language)]
    return tuple(found), max(ids) if len(ids) == limit else None


def audience_size(plan: PlanFacts, *, by: Actor) -> int:
    """How many contacts a plan is for."""
    if plan.definition.audience.kind is AudienceKind.LIST:
        return plan.members
    if plan.definition.audience.kind is AudienceKind.ALL:
        return audiences.contact_count(by=by)
    return sum(1 for _ in everyone(plan, by=by))


def everyone(plan: PlanFacts, *, by: Actor) -> Iterable[ContactFacts]:
    """Yield the whole audience."""
    after: int | None = 0
    while after is not None:
        page, after = audience_page(plan, by=by, after_id=after, limit=2_000)
        yield from page


def people_of(plan: PlanFacts, design: SampleDesign, *, by: Actor) -> Iterable[Person]:
    """Yield the audience as a sample is drawn from it."""
    for contact in everyone(plan, by=by):
        stratum = contact.attributes.get(design.by) if design.by else None
        yield Person(contact.uid, "" if stratum is None else str(stratum))


def history_of(plan: PlanFacts, design: SampleDesign) -> Mapping[str, StratumHistory]:
    """How many of each stratum were asked and answered in the design's period, from the ledger."""
    if not design.by:
        return {}
    rows = Ask.objects.filter(survey_id=plan.survey_id, is_test=False, contact__isnull=False)
    rows = rows.exclude(disposition__in=NOT_ASKED)
    newest = rows.order_by("-asked_at").values_list("asked_at", flat=True).first()
    if newest is None:
        return {}
    rows = rows.filter(asked_at__gt=newest - timedelta(days=design.days))
    asks: dict[str, list[int]] = {}
    rows = rows.annotate(value=KeyTransform(design.by, "contact__attributes"))
    for value, step in rows.values_list("value", "disposition"):
        counts = asks.setdefault("" if value is None else str(value), [0, 0])
        counts[0] += 1
        counts[1] += step in {Disposition.ANSWERED, Disposition.PARTIAL}
    known = spreads(plan.survey_id, design.by)
    return {
        stratum: StratumHistory(
            asks=n, answers=answered, variance=known[stratum].variance if stratum in known else None
        )
        for stratum, (n, answered) in asks.items()
    }
