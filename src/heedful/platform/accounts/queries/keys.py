"""API keys: what exists, and whose request this is."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from heedful.platform.accounts.models import ApiKey
from heedful.platform.accounts.tokens import digest
from heedful.platform.accounts.types import KeyFacts
from heedful.platform.core.brief_memory import BriefMemory
from heedful.platform.core.organizations import facts as organization_facts
from heedful.platform.core.pages import Page, cursor_page
from heedful.platform.core.transactions import writing
from heedful.platform.core.types import Actor, OrganizationFacts, Permission

# Intake asks for the same key thousands of times a second. Revoking empties this at once in its own
# process; other processes hear of it after five seconds at the latest.
USE_NOTED_EVERY = timedelta(minutes=1)

type Keyholder = tuple[Actor, OrganizationFacts]


def keyholder(secret: str) -> Keyholder | None:
    """Return who holds a key, of whichever organisation; none when unknown or revoked."""
    return _remembered.find(digest(secret))


def forget_keyholders() -> None:
    """Ask the database again for every key."""
    _remembered.clear()


def keys(*, by: Actor, cursor: str | None = None, limit: int | None = None) -> Page[KeyFacts]:
    """Return the keys of the organisation in scope, newest first, revoked ones too."""
    by.require(Permission.MANAGE_KEYS)
    return cursor_page(ApiKey.objects.all(), key_facts, cursor=cursor, limit=limit)


def key_facts(row: ApiKey) -> KeyFacts:
    return KeyFacts(
        id=row.pk,
        uid=row.uid,
        name=row.name,
        prefix=row.prefix,
        scopes=tuple(row.scopes),
        created_by=row.created_by,
        created_at=row.created_at,
        last_used_at=row.last_used_at,
        revoked_at=row.revoked_at,
    )


def _look_up(key_hash: str) -> Keyholder | None:
    active = ApiKey.unscoped.filter(key_hash=key_hash, revoked_at__isnull=True)
    found = active.select_related("organization").first()
    if found is None:
        return None
    _note_use(found)
    permissions = frozenset(Permission(scope) for scope in found.scopes if scope in Permission)
    actor = Actor("key", found.name, found.organization_id, permissions, id=found.pk)
    return actor, organization_facts(found.organization)


def _note_use(found: ApiKey) -> None:
    now = timezone.now()
    if found.last_used_at is None or now - found.last_used_at > USE_NOTED_EVERY:
        with writing():
            ApiKey.unscoped.filter(pk=found.pk).update(last_used_at=now)


_remembered: BriefMemory[str, Keyholder] = BriefMemory(_look_up)
