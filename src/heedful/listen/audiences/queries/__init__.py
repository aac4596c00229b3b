"""Reads of contacts, units and attributes."""

from heedful.listen.audiences.queries.actors import member_actor, user_actor
from heedful.listen.audiences.queries.attributes import attributes
from heedful.listen.audiences.queries.contacts import (
    contact,
    contact_attributes,
    contact_by_identity,
    contact_count,
    contact_facts,
    contact_ids_after,
    contact_ids_of,
    contact_labels,
    contact_names,
    contacts,
    contacts_after,
    met_at,
)
from heedful.listen.audiences.queries.history import attribute_changes
from heedful.listen.audiences.queries.permissions import (
    consents,
    contact_permissions,
    is_forbidden,
    opt_outs,
    owners_of,
    suppression_count,
    suppressions,
)
from heedful.listen.audiences.queries.units import (
    granted_unit_ids,
    unit,
    unit_ids_by_key,
    unit_ids_within,
    unit_page,
    unit_uids,
    units,
    within_sight,
)

__all__ = [
    "attribute_changes",
    "attributes",
    "consents",
    "contact",
    "contact_attributes",
    "contact_by_identity",
    "contact_count",
    "contact_facts",
    "contact_ids_after",
    "contact_ids_of",
    "contact_labels",
    "contact_names",
    "contact_permissions",
    "contacts",
    "contacts_after",
    "granted_unit_ids",
    "is_forbidden",
    "member_actor",
    "met_at",
    "opt_outs",
    "owners_of",
    "suppression_count",
    "suppressions",
    "unit",
    "unit_ids_by_key",
    "unit_ids_within",
    "unit_page",
    "unit_uids",
    "units",
    "user_actor",
    "within_sight",
]
