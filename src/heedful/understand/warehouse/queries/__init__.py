"""Reads of the warehouse: the only place that asks it anything.

The engine is loaded with the first question, not when a process starts: most of its memory is libraries.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from heedful.understand.warehouse.queries.asks import ask_counts, ask_counts_by
    from heedful.understand.warehouse.queries.counting import counts, counts_many, minimum_base
    from heedful.understand.warehouse.queries.drill_down import left_out, matching_response_ids
    from heedful.understand.warehouse.queries.state import status

_LIES_IN = {
    "ask_counts": "asks",
    "ask_counts_by": "asks",
    "counts": "counting",
    "counts_many": "counting",
    "left_out": "drill_down",
    "matching_response_ids": "drill_down",
    "minimum_base": "counting",
    "status": "state",
}
__all__ = [
    "ask_counts",
    "ask_counts_by",
    "counts",
    "counts_many",
    "left_out",
    "matching_response_ids",
    "minimum_base",
    "status",
]


def __getattr__(name: str) -> Any:
    if name not in _LIES_IN:
        raise AttributeError(name)
    return getattr(import_module(f"{__name__}.{_LIES_IN[name]}"), name)
