"""Reads of the warehouse: the only place that asks it anything."""

from heedful.understand.warehouse.queries.asks import ask_counts, ask_counts_by
from heedful.understand.warehouse.queries.counts import counts, counts_many, minimum_base
from heedful.understand.warehouse.queries.drill_down import left_out, matching_response_ids
from heedful.understand.warehouse.queries.mentions import theme_counts
from heedful.understand.warehouse.queries.status import status

__all__ = [
    "ask_counts",
    "ask_counts_by",
    "counts",
    "counts_many",
    "left_out",
    "matching_response_ids",
    "minimum_base",
    "status",
    "theme_counts",
]
