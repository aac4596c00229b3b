"""Writes of contacts, units and attributes."""

from heedful.listen.audiences.services.attributes import (
    change_attribute,
    ensure_attributes,
    read_attributes,
)
from heedful.listen.audiences.services.contacts import (
    change_contact,
    ensure_contacts,
    erase_contact,
    locked_contacts,
    merge_contacts,
    note_meetings,
)
from heedful.listen.audiences.services.permissions import (
    CONSENT_CHANNELS,
    allow_again,
    forbid,
    forbid_all,
    opt_in,
    opt_out,
    record_consent,
    withdraw_consent,
)
from heedful.listen.audiences.services.units import (
    change_unit,
    close_unit,
    ensure_units,
    grant_units,
    move_unit,
    save_units,
)

__all__ = [
    "CONSENT_CHANNELS",
    "allow_again",
    "change_attribute",
    "change_contact",
    "change_unit",
    "close_unit",
    "ensure_attributes",
    "ensure_contacts",
    "ensure_units",
    "erase_contact",
    "forbid",
    "forbid_all",
    "grant_units",
    "locked_contacts",
    "merge_contacts",
    "move_unit",
    "note_meetings",
    "opt_in",
    "opt_out",
    "read_attributes",
    "record_consent",
    "save_units",
    "withdraw_consent",
]
