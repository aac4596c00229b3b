"""How an ask goes on: pure."""

from __future__ import annotations

from heedful.listen.fieldwork.types import ORDER, Disposition

_RANK = {disposition: rank for rank, disposition in enumerate(ORDER)}


def further(known: Disposition, told: Disposition) -> Disposition:
    """Return the furthest step reached: news that come late do not take an ask back."""
    return max(known, told, key=_RANK.__getitem__)
