"""One-time links that still work."""

from __future__ import annotations

from django.utils import timezone

from heedful.platform.accounts.models import OneTimeLink
from heedful.platform.accounts.tokens import digest
from heedful.platform.core.errors import NotFound

NOBODY_YET = "owner@heedful.invalid"  # until the first owner says who they are


def link_user(secret: str) -> tuple[str, str, bool]:
    """Return e-mail, name and whether nobody has used this instance yet, for the page of a link."""
    user = valid_link(secret).user
    is_first = user.email == NOBODY_YET
    return ("" if is_first else user.email), user.name, is_first


def valid_link(secret: str) -> OneTimeLink:
    """Return the row of a link that was not used and has not ended."""
    links = OneTimeLink.objects.select_related("user").filter(used_at__isnull=True)
    found = links.filter(token_hash=digest(secret), expires_at__gt=timezone.now()).first()
    if found is None:
        raise NotFound("This link was used or has expired. `heedful users link EMAIL` makes a new one.")
    return found
