"""Writes of the warehouse: the projector, upkeep, rebuilding, erasing.

The engine is loaded when there is something to do, not when a process starts.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from heedful.understand.warehouse.services.asking import project_asks
    from heedful.understand.warehouse.services.due import flush_due
    from heedful.understand.warehouse.services.erasing import drop_organization, erase_responses
    from heedful.understand.warehouse.services.projection import flush
    from heedful.understand.warehouse.services.rebuilding import rebuild
    from heedful.understand.warehouse.services.upkeep import compact, purge, vacuum

_LIES_IN = {
    "compact": "upkeep",
    "drop_organization": "erasing",
    "erase_responses": "erasing",
    "flush": "projection",
    "flush_due": "due",
    "project_asks": "asking",
    "purge": "upkeep",
    "rebuild": "rebuilding",
    "vacuum": "upkeep",
}
__all__ = [
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


def __getattr__(name: str) -> Any:
    if name not in _LIES_IN:
        raise AttributeError(name)
    return getattr(import_module(f"{__name__}.{_LIES_IN[name]}"), name)
