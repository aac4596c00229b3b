"""Who a request comes from, as an actor with permissions and units."""

from __future__ import annotations

from django.http import HttpRequest

from heedful.config.problems import is_api
from heedful.listen.audiences.queries import member_actor
from heedful.platform.accounts.models import User
from heedful.platform.accounts.queries.keys import Keyholder, keyholder
from heedful.platform.accounts.queries.members import memberships_of
from heedful.platform.accounts.types import CHOSEN_ORGANIZATION


def who_asks(request: HttpRequest) -> Keyholder | None:
    """Return actor and organisation of a request. A key, where one is sent, counts alone."""
    if is_api(request) and "Authorization" in request.headers:
        scheme, _, secret = request.headers["Authorization"].partition(" ")
        return keyholder(secret.strip()) if scheme.lower() == "bearer" else None
    user = request.user
    if not isinstance(user, User) or user.pk is None:
        return None
    return _signed_in(user.pk, request.session.get(CHOSEN_ORGANIZATION))


def _signed_in(user_id: int, chosen: str | None) -> Keyholder | None:
    memberships = memberships_of(user_id)
    if not memberships:
        return None
    member = next((one for one in memberships if one.organization.uid == chosen), memberships[0])
    return member_actor(member), member.organization
