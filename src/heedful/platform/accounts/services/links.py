"""One-time links: the first admin's, and for somebody who is locked out."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone

from heedful.platform.accounts.models import Membership, OneTimeLink, User
from heedful.platform.accounts.queries.links import NOBODY_YET, valid_link
from heedful.platform.accounts.services.passwords import set_checked_password
from heedful.platform.accounts.tokens import new_token
from heedful.platform.accounts.types import Newcomer, Role
from heedful.platform.core import audit
from heedful.platform.core.errors import InvalidInput, NotFound, NotPermitted, Problem
from heedful.platform.core.models import Organization
from heedful.platform.core.organizations import create_organization
from heedful.platform.core.scope import organization_scope
from heedful.platform.core.transactions import writing
from heedful.platform.core.types import Actor, Permission

LINK_LASTS = timedelta(hours=24)
FIRST_ORGANIZATION = "My organisation"


def first_admin_link() -> str | None:
    """Return a link for the first owner, made here; none when somebody has a password."""
    with writing():
        if any(user.has_usable_password() for user in User.objects.filter(is_active=True)):
            return None
        owner = User.objects.order_by("id").first() or User.objects.create_user(NOBODY_YET)
        if not Organization.objects.exists():
            create_organization(FIRST_ORGANIZATION)
        for organization in Organization.objects.order_by("id"):
            _make_owner(owner, organization.pk)
        return _new_link(owner)


def sign_in_link(*, by: Actor, email: str) -> str:
    """Return a link by which a member of the organisation in scope sets a new password, once."""
    by.require(Permission.MANAGE_MEMBERS)
    if by.kind != "system":
        # It would open whatever else the person belongs to: only who runs the instance may.
        raise NotPermitted("Only the command line of the instance makes sign-in links.")
    with writing():
        found = Membership.objects.select_related("user").filter(user__email__iexact=email).first()
        if found is None:
            raise NotFound(f"No member with the address {email}.")
        audit.record("member.link_made", by=by, subject_uid=found.uid)
        return _new_link(found.user)


def open_link(secret: str, newcomer: Newcomer, *, organization_name: str = "") -> str:
    """Set the password of the link's user; use the link up; return the e-mail address to sign in with."""
    with writing():
        user = _used_up(valid_link(secret)).user
        if user.email == NOBODY_YET:
            user.email = _checked_email(newcomer.email)
        user.name = newcomer.name.strip() or user.name
        set_checked_password(user, newcomer.password)
        user.save()
        if organization_name.strip():
            Organization.objects.filter(name=FIRST_ORGANIZATION).update(name=organization_name.strip()[:200])
        _record_opening(user)
    return user.email


def _used_up(link: OneTimeLink) -> OneTimeLink:
    # The conditional update is the lock: of two who open it at once, only one changes the row.
    if not OneTimeLink.objects.filter(pk=link.pk, used_at__isnull=True).update(used_at=timezone.now()):
        raise NotFound("This link was used already.")
    return link


def _new_link(user: User) -> str:
    token = new_token()
    OneTimeLink.objects.filter(user=user, used_at__isnull=True).delete()
    OneTimeLink.objects.create(user=user, token_hash=token.digest, expires_at=timezone.now() + LINK_LASTS)
    return f"{settings.BASE_URL}/welcome/{token.secret}/"


def _make_owner(user: User, organization_id: int) -> None:
    with organization_scope(organization_id):
        if not Membership.objects.exists():
            made = Membership.objects.create(user=user, role=Role.OWNER)
            by = Actor.system(organization_id)
            audit.record("member.joined", by=by, subject_uid=made.uid, role=Role.OWNER)


def _record_opening(user: User) -> None:
    for membership in Membership.unscoped.filter(user=user):
        with organization_scope(membership.organization_id):
            by = Actor("user", str(user), membership.organization_id, frozenset(), id=user.pk)
            audit.record("member.link_opened", by=by, subject_uid=membership.uid)


def _checked_email(email: str) -> str:
    email = email.strip().lower()
    try:
        validate_email(email)
    except ValidationError:
        raise InvalidInput(Problem("email", f"{email!r} is no e-mail address.")) from None
    if User.objects.filter(email__iexact=email).exists():
        raise InvalidInput(Problem("email", "Somebody has this address already."))
    return email
