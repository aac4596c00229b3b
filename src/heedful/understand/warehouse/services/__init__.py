"""Writes of the warehouse: the projector, upkeep, rebuilding, erasing."""

from heedful.understand.warehouse.services.asking import project_asks
from heedful.understand.warehouse.services.erasing import drop_organization, erase_responses
from heedful.understand.warehouse.services.mentions import append_mentions
from heedful.understand.warehouse.services.projection import flush, flush_due
from heedful.understand.warehouse.services.rebuilding import rebuild
from heedful.understand.warehouse.services.upkeep import compact, purge, vacuum

__all__ = [
    "append_mentions",
    "compact",
    "drop_organization",
    "erase_responses",
    "flush",
    "flush_due",
    "project_asks",
    "purge",
    "rebuild",
    "vacuum",
]
