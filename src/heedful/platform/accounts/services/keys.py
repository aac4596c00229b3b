"""API keys: shown once, stored as a hash, with the permissions they were given."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction
from django.utils import timezone

from heedful.platform.accounts.models import ApiKey
from heedful.platform.accounts.queries.keys import forget_keyholders, key_facts
from heedful.platform.accounts.tokens import new_token
from heedful.platform.accounts.types import KeyFacts
from heedful.platform.core import audit
from heedful.platform.core.errors import InvalidInput, NotFound, Problem
from heedful.platform.core.transactions import writing
from heedful.platform.core.types import Actor, Permission

PREFIX = "hk_"


def create_key(*, by: Actor, name: str, scopes: Collection[str]) -> tuple[KeyFacts, str]:
    """Make a key; return it and its secret, which nobody can be shown again."""
    by.require(Permission.MANAGE_KEYS)
    allowed = _checked(by, name, scopes)
    token = new_token(PREFIX)
    with writing():
        made = ApiKey.objects.create(
            name=name.strip(),
            prefix=token.secret[:8],
            key_hash=token.digest,
            scopes=allowed,
            created_by=by.label,
        )
        audit.record("key.created", by=by, subject_uid=made.uid, name=made.name, scopes=allowed)
    return key_facts(made), token.secret


def revoke_key(uid: str, *, by: Actor) -> None:
    """Make a key worthless: here at once, in other processes within seconds."""
    by.require(Permission.MANAGE_KEYS)
    with writing():
        if not ApiKey.objects.filter(uid=uid, revoked_at__isnull=True).update(revoked_at=timezone.now()):
            raise NotFound(f"No key {uid} that is in use.")
        audit.record("key.revoked", by=by, subject_uid=uid)
        transaction.on_commit(forget_keyholders)


def _checked(by: Actor, name: str, scopes: Collection[str]) -> list[str]:
    problems = []
    if not name.strip() or len(name) > 100:
        problems.append(Problem("name", "Give a name of 1 to 100 characters."))
    if not scopes:
        problems.append(Problem("scopes", "Name at least one permission."))
    for scope in scopes:
        if scope not in Permission:
            problems.append(Problem("scopes", f"{scope!r} is no permission."))
        elif not by.may(Permission(scope)):
            problems.append(Problem("scopes", f"{by.label} lacks {scope} and cannot give it to a key."))
    if problems:
        raise InvalidInput(*problems)
    return sorted(set(scopes))
