"""Reads of sites and placements. A site's key says which organisation it is for, as an API key does."""

from __future__ import annotations

import time
from datetime import datetime
from threading import Lock

from django.db.models import Q
from django.utils import timezone

from heedful.design.surveys import queries as surveys
from heedful.design.surveys.types import SurveyFacts
from heedful.listen.channels.models import Placement, WidgetSite
from heedful.listen.channels.widget.types import PlacementFacts, Position, Shape, SiteFacts, Untracked
from heedful.listen.responses.intake_surveys import Memory
from heedful.platform.core.errors import NotFound
from heedful.platform.core.scope import current_organization_id
from heedful.platform.core.types import Actor, Permission
from heedful.platform.core.vault import decrypt

REMEMBERED_SECONDS = 5.0  # a page of a busy shop asks for the same site many times a second
MAX_REMEMBERED = 10_000
_remembered: dict[str, tuple[float, SiteFacts]] = {}
_lock = Lock()


def site_by_key(key: str) -> SiteFacts:
    """Return the site of a public key, of whichever organisation; the former key serves for a while."""
    known = _remembered.get(key)
    if known and known[0] > time.monotonic():
        return known[1]
    found = site_facts(_of_key(key, timezone.now()))
    with _lock:
        if len(_remembered) >= MAX_REMEMBERED:
            _remembered.clear()
        _remembered[key] = (time.monotonic() + REMEMBERED_SECONDS, found)
    return found


def forget_sites() -> None:
    """Ask the database again for every site and placement."""
    with _lock:
        _remembered.clear()
        _placed.clear()


def _of_key(key: str, now: datetime) -> WidgetSite:
    former = Q(former_key=key, former_key_until__gt=now)
    found = WidgetSite.unscoped.filter(Q(key=key) | former, removed_at__isnull=True).first() if key else None
    if found is None:
        raise NotFound("There is no site with this key.")
    return found


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


def placement(survey_uid: str) -> PlacementFacts:
    """Return where a survey is shown; as long as nobody has said so, nowhere."""
    row = Placement.objects.select_related("survey", "site").filter(survey__uid=survey_uid).first()
    return placement_facts(row) if row else PlacementFacts(surveys.survey(survey_uid).uid)


def placements_on(site_uid: str) -> tuple[PlacementFacts, ...]:
    """Return what a site shows: surveys that are placed there, published and not archived."""
    rows = (
        Placement.objects.select_related("survey", "site")
        .filter(Q(site__uid=site_uid) | Q(site__isnull=True), is_on=True, survey__archived_at__isnull=True)
        .order_by("survey_id")
    )
    published = surveys.newest_versions()
    return tuple(placement_facts(row) for row in rows if row.survey_id in published)


_placed: Memory[tuple[int, str], tuple[PlacementFacts, SurveyFacts]] = Memory()


def placed_survey(survey_uid: str) -> tuple[PlacementFacts, SurveyFacts]:
    """Return where a survey is shown, and the survey; remembered for some seconds, for the door."""
    key = (current_organization_id(), survey_uid)
    return _placed.get(key) or _placed.keep(key, (placement(survey_uid), surveys.survey(survey_uid)))


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
