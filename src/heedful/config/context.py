from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import lazy
from django.utils.translation import gettext as _

from heedful.platform.accounts.queries.members import memberships_of
from heedful.platform.core.types import OrganizationFacts


@dataclass(frozen=True, slots=True)
class AccountLink:
    label: str
    url: str


def house(request: HttpRequest) -> dict[str, Any]:
    """What every page knows: who looks at it, in which organisation, and where else they may go."""
    actor = getattr(request, "actor", None)
    return {
        "actor": actor,
        "organization": getattr(request, "organization", None),
        "organizations": _organizations(getattr(request, "user", None)),
        "account_links": _account_links() if actor else (),
    }


def _organizations(user: Any) -> Any:
    def load() -> tuple[OrganizationFacts, ...]:
        return tuple(one.organization for one in memberships_of(user.pk))

    # Read when a page shows the switcher: partials never do.
    return lazy(load, tuple)() if user is not None and user.is_authenticated else ()


def _account_links() -> tuple[AccountLink, ...]:
    return (
        AccountLink(_("Profile"), reverse("accounts:profile")),
        AccountLink(_("Password"), reverse("account_change_password")),
        AccountLink(_("Two-factor authentication"), reverse("mfa_index")),
        AccountLink(_("Sessions"), reverse("usersessions_list")),
    )
