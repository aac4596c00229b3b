"""Writes of sites and placements."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from heedful.design.surveys import queries as surveys
from heedful.listen.audiences.services import ensure_attributes
from heedful.listen.channels.models import Placement, WidgetSite
from heedful.listen.channels.widget import queries
from heedful.listen.channels.widget.rules import placement_problems, read_origins
from heedful.listen.channels.widget.types import PlacementFacts, SiteFacts, Untracked
from heedful.platform.core import audit
from heedful.platform.core.errors import Conflict, InvalidInput, NotFound, Problem
from heedful.platform.core.transactions import writing
from heedful.platform.core.types import Actor, Permission
from heedful.platform.core.vault import encrypt

FORMER_SERVES = timedelta(days=14)  # pages are cached, apps are updated late
SEEN_NOTED_EVERY = timedelta(minutes=1)
PAGE = "page"  # the attribute of a response that says where it was given


def create_site(
    *, by: Actor, name: str, origins: Sequence[str] = (), is_open: bool = False
) -> tuple[SiteFacts, str]:
    """Make a site; return it and its secret, not shown again. ``is_open``: believes unsigned names."""
    by.require(Permission.MANAGE_KEYS)
    checked = _checked(name, origins)
    secret = _new_secret()
    with writing():
        made = WidgetSite.objects.create(
            name=name.strip(), key=_new_key(), origins=checked, secret=encrypt(secret), takes_unsigned=is_open
        )
        audit.record("site.created", by=by, subject_uid=made.uid, name=made.name, origins=list(checked))
    return queries.site_facts(made), secret


def change_site(
    uid: str, *, by: Actor, name: str, origins: Sequence[str], takes_unsigned: bool, untracked: Untracked
) -> SiteFacts:
    by.require(Permission.MANAGE_KEYS)
    checked = _checked(name, origins, uid)
    changes = {
        "name": name.strip(),
        "origins": list(checked),
        "takes_unsigned": takes_unsigned,
        "untracked": untracked,
    }
    return _change(uid, "site.changed", changes, by, told=changes)


def rotate_key(uid: str, *, by: Actor) -> SiteFacts:
    """Give a site a new public key; the old one serves on for two weeks."""
    by.require(Permission.MANAGE_KEYS)
    until = timezone.now() + FORMER_SERVES
    changes = {"key": _new_key(), "former_key": F("key"), "former_key_until": until}
    return _change(uid, "site.key_rotated", changes, by)


def rotate_secret(uid: str, *, by: Actor) -> tuple[SiteFacts, str]:
    """Give a site a new secret, shown once; what the old one signed is believed for two weeks."""
    by.require(Permission.MANAGE_KEYS)
    secret = _new_secret()
    until = timezone.now() + FORMER_SERVES
    changes = {"secret": encrypt(secret), "former_secret": F("secret"), "former_secret_until": until}
    return _change(uid, "site.secret_rotated", changes, by), secret


def remove_site(uid: str, *, by: Actor) -> None:
    """Let a site show nothing any more. Its name becomes free again."""
    by.require(Permission.MANAGE_KEYS)
    with writing():
        row = _row(uid)
        name = f"{row.name[:80]} ({row.uid})"[:100]
        WidgetSite.objects.filter(pk=row.pk).update(removed_at=timezone.now(), name=name, former_key="")
        Placement.objects.filter(site=row).update(is_on=False, site=None)
        audit.record("site.removed", by=by, subject_uid=uid, name=row.name)


def place_survey(placement: PlacementFacts, *, by: Actor) -> PlacementFacts:
    """Say where and when the widget shows a survey."""
    by.require(Permission.WRITE_SURVEYS)
    survey = surveys.survey(placement.survey_uid)
    if placement.is_on and survey.version_id is None:
        raise Conflict("The survey has no published version, so it cannot be shown.")
    _refuse_bad(placement)
    site = _row(placement.site_uid) if placement.site_uid else None
    columns = {name: getattr(placement, name) for name in _COLUMNS}
    columns |= {"pages": list(placement.pages), "hidden_pages": list(placement.hidden_pages)}
    with writing():
        ensure_attributes({PAGE: "text"}, by=by)
        Placement.objects.update_or_create(
            survey_id=survey.id, defaults=columns | {"site": site, "label": dict(placement.label)}
        )
        audit.record("survey.placed", by=by, subject_uid=survey.uid, **{k: columns[k] for k in _TOLD})
    return queries.placement(survey.uid)


_COLUMNS = (
    "is_on shape position event delay_seconds scroll_percent share language selector pages hidden_pages"
).split()
_TOLD = ("is_on", "shape", "event", "share", "pages")


def note_seen(site: SiteFacts, origin: str, now: datetime) -> None:
    """Note that a page of the site came by: this is what "connected" means."""
    if site.last_seen_at is not None and now - site.last_seen_at < SEEN_NOTED_EVERY:
        return
    # Several threads may come here at once: the condition lets one of them write.
    due = Q(last_seen_at__isnull=True) | Q(last_seen_at__lt=now - SEEN_NOTED_EVERY)
    with writing():
        WidgetSite.objects.filter(due, pk=site.id).update(
            first_seen_at=Coalesce("first_seen_at", now), last_seen_at=now, last_origin=origin[:300]
        )


def _change(
    uid: str, action: str, changes: dict[str, Any], by: Actor, *, told: dict[str, Any] | None = None
) -> SiteFacts:
    with writing():
        row = _row(uid)
        WidgetSite.objects.filter(pk=row.pk).update(**changes)
        audit.record(action, by=by, subject_uid=uid, **(told or {}))
    return queries.site(uid, by=by)


def _row(uid: str) -> WidgetSite:
    row = WidgetSite.objects.filter(uid=uid, removed_at__isnull=True).first()
    if row is None:
        raise NotFound(f"No site {uid}.")
    return row


def _checked(name: str, origins: Sequence[str], uid: str = "") -> tuple[str, ...]:
    checked, problems = read_origins(origins)
    if not name.strip() or len(name) > 100 or "\x00" in name:
        problems.append(Problem("name", "Give a name of 1 to 100 characters."))
    elif WidgetSite.objects.filter(name=name.strip()).exclude(uid=uid).exists():
        problems.append(Problem("name", "Another site has this name."))
    if problems:
        raise InvalidInput(*problems)
    return checked


def _refuse_bad(placement: PlacementFacts) -> None:
    definitions = surveys.versions(placement.survey_uid)
    definition = definitions[0].definition if definitions else None
    languages = {definition.language, *definition.languages} if definition else set()
    if problems := placement_problems(placement, languages):
        raise InvalidInput(*problems)


def _new_key() -> str:
    return f"hw_{secrets.token_urlsafe(15)}"


def _new_secret() -> str:
    return f"hs_{secrets.token_urlsafe(32)}"
