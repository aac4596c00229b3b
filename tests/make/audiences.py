"""Contacts, units and attributes for tests."""

from __future__ import annotations

from itertools import count

from heedful.listen.audiences import queries, services
from heedful.listen.audiences.types import ContactFacts, NewContact, NewUnit, UnitFacts
from heedful.platform.core.scope import current_organization_id
from heedful.platform.core.types import Actor

_numbers = count(1)


def new_contact(email: str = "", **fields) -> NewContact:
    address = email or f"respondent{next(_numbers)}@example.org"
    return NewContact(identities=(("email", address),), **fields)


def contact(email: str = "", **fields) -> ContactFacts:
    by = _system()
    (contact_id,) = services.ensure_contacts([new_contact(email, **fields)], by=by)
    return queries.contact_facts([contact_id], by=by)[contact_id]


def units(*new: NewUnit) -> dict[str, UnitFacts]:
    """Make units and return them by key."""
    services.ensure_units(new, by=_system())
    wanted = {unit.key for unit in new}
    return {unit.key: unit for unit in queries.units().values() if unit.key in wanted}


def _system() -> Actor:
    return Actor.system(current_organization_id())
