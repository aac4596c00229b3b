"""Reads about contacts and units."""

from __future__ import annotations

from heedful.listen.audiences.models import UnitGrant


def granted_unit_ids(membership_id: int) -> frozenset[int]:
    """Return the units a manager sees, each with everything below it; nothing granted, nothing seen."""
    return frozenset(UnitGrant.objects.filter(membership_id=membership_id).values_list("unit_id", flat=True))
