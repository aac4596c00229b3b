"""Reads of contacts, units and attributes."""

from heedful.listen.audiences.queries.attributes import attributes
from heedful.listen.audiences.queries.contacts import (
    contact,
    contact_attributes,
    contact_by_identity,
    contact_facts,
    contact_ids_of,
    contacts,
)
from heedful.listen.audiences.queries.units import (
    granted_unit_ids,
    unit,
    unit_ids_by_key,
    unit_ids_within,
    units,
)

__all__ = [
    "attributes",
    "contact",
    "contact_attributes",
    "contact_by_identity",
    "contact_facts",
    "contact_ids_of",
    "contacts",
    "granted_unit_ids",
    "unit",
    "unit_ids_by_key",
    "unit_ids_within",
    "units",
]
