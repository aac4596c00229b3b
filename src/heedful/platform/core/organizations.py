"""Reads and changes the organisations themselves, which stand above every scope."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar
from zoneinfo import available_timezones

from django.conf import settings
from django.db.models import QuerySet

from heedful.platform.core import audit
from heedful.platform.core.errors import InvalidInput, NotFound, Problem
from heedful.platform.core.memory import made_of, remembered
from heedful.platform.core.models import Organization
from heedful.platform.core.outbox import announce
from heedful.platform.core.scope import current_organization_id, organization_scope
from heedful.platform.core.transactions import writing
from heedful.platform.core.types import Actor, OrganizationFacts, Permission


@dataclass(frozen=True, slots=True)
class OrganizationChanged:
    """Its name, time zone or language is another: what was computed by them is stale."""

    name: ClassVar[str] = "organization.changed"
    changed: list[str]


def organization(organization_id: int | None = None) -> OrganizationFacts:
    """Return an organisation, by default the one in scope."""
    return _organization(current_organization_id() if organization_id is None else organization_id)


def _row(wanted: int) -> QuerySet[Organization]:
    return Organization.objects.filter(pk=wanted)


@remembered
@made_of(_row)
def _organization(wanted: int) -> OrganizationFacts:
    found = _row(wanted).first()
    if found is None:
        raise NotFound("No such organisation.")
    return facts(found)


def organizations() -> tuple[OrganizationFacts, ...]:
    """Return all organisations of this instance: for the worker and the command line."""
    return tuple(facts(found) for found in Organization.objects.order_by("id"))


def create_organization(
    name: str, *, time_zone: str = "UTC", language: str = "en", is_demo: bool = False
) -> OrganizationFacts:
    """Make an organisation; nobody belongs to it yet, so nobody can be named as the actor but the system."""
    _check(name=name, time_zone=time_zone, language=language)
    with writing():
        made = Organization.objects.create(name=name, time_zone=time_zone, language=language, is_demo=is_demo)
        with organization_scope(made.pk):
            audit.record("organization.created", by=Actor.system(made.pk), subject_uid=made.uid, name=name)
    return facts(made)


def change_organization(*, by: Actor, name: str, time_zone: str, language: str) -> OrganizationFacts:
    """Change the name, time zone and language of the organisation in scope."""
    by.require(Permission.MANAGE_ORGANIZATION)
    wanted = {"name": name, "time_zone": time_zone, "language": language}
    _check(**wanted)
    with writing():
        found = Organization.objects.select_for_update().get(pk=current_organization_id())
        changed = {key: value for key, value in wanted.items() if getattr(found, key) != value}
        if changed:
            Organization.objects.filter(pk=found.pk).update(**changed)
            audit.record("organization.changed", by=by, subject_uid=found.uid, **changed)
            announce(OrganizationChanged(changed=sorted(changed)))
    return organization()


def change_setting(key: str, value: Any, *, by: Actor) -> None:
    """Change a setting that a module keeps with the organisation in scope, and has checked."""
    by.require(Permission.MANAGE_ORGANIZATION)
    with writing():
        found = Organization.objects.select_for_update().get(pk=current_organization_id())
        Organization.objects.filter(pk=found.pk).update(settings={**found.settings, key: value})
        audit.record("organization.changed", by=by, subject_uid=found.uid, **{key: value})


def facts(found: Organization) -> OrganizationFacts:
    """Return what other modules may know of a row."""
    return OrganizationFacts(
        found.pk, found.uid, found.name, found.time_zone, found.language, found.is_demo, found.settings
    )


def _check(*, name: str, time_zone: str, language: str) -> None:
    problems = []
    if not name.strip() or len(name) > 200:
        problems.append(Problem("name", "Give a name of 1 to 200 characters."))
    if time_zone not in available_timezones():
        problems.append(Problem("time_zone", f"{time_zone!r} is no time zone; for instance Europe/Berlin."))
    known = [code for code, _ in settings.LANGUAGES]
    if language not in known:
        problems.append(Problem("language", f"{language!r} is not one of {', '.join(known)}."))
    if problems:
        raise InvalidInput(*problems)


type Cleaner = Callable[[str], None]
_cleaners: list[Cleaner] = []


def cleans(cleaner: Cleaner) -> Cleaner:
    """Register what removes a deleted organisation (by uid) from places outside the record store."""
    _cleaners.append(cleaner)
    return cleaner


def cleaners() -> tuple[Cleaner, ...]:
    return tuple(_cleaners)
