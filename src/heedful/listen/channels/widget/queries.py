"""Reads of sites and placements. A site's key says which organisation it is for, as an API key does."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils import timezone

from heedful.design.surveys import queries as surveys
from heedful.listen.channels.models import Placement, WidgetSite
from heedful.listen.channels.widget.types import PlacementFacts, Position, Shape, SiteFacts, Untracked
from heedful.platform.core.errors import NotFound
from heedful.platform.core.memory import made_of, remembered
from heedful.platform.core.types import Actor, Permission
from heedful.platform.core.vault import decrypt


def _of_key(key: str) -> QuerySet[WidgetSite]:
    is_theirs = Q(key=key) | Q(former_key=key)
    return WidgetSite.unscoped.filter(is_theirs, removed_at__isnull=True).order_by("id")


@remembered
@made_of(_of_key)
def _sites_of_key(key: str) -> tuple[SiteFacts, ...]:
    return tuple(site_facts(row) for row in _of_key(key))


def site_by_key(key: str) -> SiteFacts:
    """Return the site of a public key, of whichever organisation; the former key serves for a while."""
    now = timezone.now()
    for site in _sites_of_key(key) if key else ():
        if site.key == key or (site.former_key_until is not None and site.former_key_until > now):
            return site
    raise NotFound("There is no site with this key.")


def sites(*, by: Actor) -> tuple[SiteFacts, ...]:
    by.require(Permission.READ_SURVEYS)
    rows = WidgetSite.objects.filter(removed_at__isnull=True)
    return tuple(site_facts(row) for row in rows.order_by("name"))


def site(uid: str, *, by: Actor) -> SiteFacts:
    by.require(Permission.READ_SURVEYS)
    row = WidgetSite.objects.filter(uid=uid, removed_at__isnull=True).first()
    if row is None:
        raise NotFound(f"No site {uid}.")
    return site_facts(row)


def secrets_of(site_id: int, *, now: datetime) -> tuple[str, ...]:
    """Return what identities may be signed with: the secret, and for a while the one before."""
    row = WidgetSite.objects.get(pk=site_id)
    found = [decrypt(row.secret)]
    if row.former_secret and row.former_secret_until and row.former_secret_until > now:
        found.append(decrypt(row.former_secret))
    return tuple(found)


def placements_on(site_uid: str) -> tuple[PlacementFacts, ...]:
    """Return what a site shows: surveys that are placed there, published and not archived."""
    rows = (
        Placement.objects.select_related("survey", "site")
        .filter(Q(site__uid=site_uid) | Q(site__isnull=True), is_on=True, survey__archived_at__isnull=True)
        .order_by("survey_id")
    )
    published = surveys.newest_versions()
    return tuple(placement_facts(row) for row in rows if row.survey_id in published)


def _placements(survey_uid: str) -> QuerySet[Placement]:
    return Placement.objects.select_related("survey", "site").filter(survey__uid=survey_uid)


@remembered
@made_of(_placements)
def placement(survey_uid: str) -> PlacementFacts:
    """Return where a survey is shown; as long as nobody has said so, nowhere."""
    row = _placements(survey_uid).first()
    return placement_facts(row) if row else PlacementFacts(surveys.survey_head(uid=survey_uid).uid)


def site_facts(row: WidgetSite) -> SiteFacts:
    return SiteFacts(
        id=row.pk,
        uid=row.uid,
        organization_id=row.organization_id,
        name=row.name,
        key=row.key,
        former_key=row.former_key,
        former_key_until=row.former_key_until,
        origins=tuple(row.origins),
        takes_unsigned=row.takes_unsigned,
        untracked=Untracked(row.untracked),
        created_at=row.created_at,
        first_seen_at=row.first_seen_at,
        last_seen_at=row.last_seen_at,
        last_origin=row.last_origin,
    )


def placement_facts(row: Placement) -> PlacementFacts:
    return PlacementFacts(
        survey_uid=row.survey.uid,
        is_on=row.is_on,
        site_uid=row.site.uid if row.site else "",
        shape=Shape(row.shape),
        position=Position(row.position),
        pages=tuple(row.pages),
        hidden_pages=tuple(row.hidden_pages),
        event=row.event,
        delay_seconds=row.delay_seconds,
        scroll_percent=row.scroll_percent,
        share=row.share,
        language=row.language,
        selector=row.selector,
        label=row.label,
    )
