"""Organisations, members, keys, and the fixed cast.

Alice owns the organisation, Bob analyses in it, Dora manages one branch of it.
Charlie owns another organisation and must see nothing of theirs, anywhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count

from heedful.listen.audiences.models import Unit, UnitGrant
from heedful.listen.audiences.queries import member_actor
from heedful.platform.accounts.models import ApiKey, Membership, User
from heedful.platform.accounts.queries.members import member_facts
from heedful.platform.accounts.tokens import new_token
from heedful.platform.accounts.types import Role
from heedful.platform.core.models import Organization
from heedful.platform.core.scope import organization_scope
from heedful.platform.core.types import ALL_PERMISSIONS, Actor, Permission

PASSWORD = "correct horse battery staple"
_numbers = count(1)


def organization(name: str = "Alder & Sons", **fields) -> Organization:
    return Organization.objects.create(name=name, **fields)


def user(name: str = "", *, email: str = "") -> User:
    name = name or f"Person {next(_numbers)}"
    email = email or f"{name.lower().replace(' ', '.')}@example.org"
    return User.objects.create_user(email, PASSWORD, name=name)


def member(role: Role | str, organization: Organization, *, name: str = "", email: str = "") -> Membership:
    with organization_scope(organization.pk):
        return Membership.objects.create(user=user(name, email=email), role=Role(role))


def actor(who: Membership) -> Actor:
    """The actor of a membership, as a request of theirs would have it."""
    rows = Membership.unscoped.select_related("user", "organization")
    return member_actor(member_facts(rows.get(pk=who.pk)))


def key(organization: Organization, *scopes: Permission, name: str = "Till system") -> str:
    """Make a key (with all permissions when none are named) and return its secret."""
    token = new_token("hk_")
    with organization_scope(organization.pk):
        ApiKey.objects.create(
            name=name,
            prefix=token.secret[:8],
            key_hash=token.digest,
            scopes=sorted(scopes or ALL_PERMISSIONS),
            created_by="Alice",
        )
    return token.secret


def unit(organization: Organization, key: str, *, parent: Unit | None = None, level: str = "branch") -> Unit:
    with organization_scope(organization.pk):
        made = Unit.objects.create(
            key=key, name=f"Unit {key}", level=level, parent=parent, depth=parent.depth + 1 if parent else 0
        )
        made.path = f"{parent.path if parent else '/'}{made.pk}/"
        made.save()
    return made


def grant(who: Membership, *units: Unit) -> None:
    with organization_scope(who.organization_id):
        UnitGrant.objects.bulk_create(UnitGrant(membership=who, unit=unit) for unit in units)


@dataclass(frozen=True)
class Cast:
    organization: Organization
    other: Organization  # Charlie's
    alice: Membership
    bob: Membership
    dora: Membership
    charlie: Membership
    region: Unit
    branch: Unit  # Dora's
    next_branch: Unit  # beside Dora's, in the same region


def cast() -> Cast:
    """Make them all, in few statements: most tests begin with them."""
    ours, other = Organization.objects.bulk_create(
        [Organization(name="Alder & Sons", time_zone="Europe/Berlin"), Organization(name="Birch Ltd")]
    )
    users = _people("Dora", "Alice", "Bob", "Charlie")
    with organization_scope(ours.pk):
        roles = (Role.MANAGER, Role.OWNER, Role.ANALYST)
        dora, alice, bob = Membership.objects.bulk_create(
            Membership(user=one, role=role) for one, role in zip(users, roles, strict=False)
        )
        region, branch, next_branch = _units()
        UnitGrant.objects.bulk_create([UnitGrant(membership=dora, unit=branch)])
    with organization_scope(other.pk):
        (charlie,) = Membership.objects.bulk_create([Membership(user=users[-1], role=Role.OWNER)])
    return Cast(
        ours,
        other,
        alice=alice,
        bob=bob,
        dora=dora,
        charlie=charlie,
        region=region,
        branch=branch,
        next_branch=next_branch,
    )


def _people(*names: str) -> list[User]:
    people = [User(name=name, email=f"{name.lower()}@example.org") for name in names]
    people[0].set_password(PASSWORD)
    for one in people:
        one.password = people[0].password
    return User.objects.bulk_create(people)


def _units() -> list[Unit]:
    region = Unit.objects.create(key="north", name="Unit north", level="region")
    branches = [
        Unit(key=key, name=f"Unit {key}", level="branch", parent=region, depth=1)
        for key in ("north-1", "north-2")
    ]
    units = [region, *Unit.objects.bulk_create(branches)]
    for one in units:
        one.path = f"{region.path if one.parent else '/'}{one.pk}/"
    Unit.objects.bulk_update(units, ["path"])
    return units
