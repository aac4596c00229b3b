from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.db.models import Q, QuerySet

from heedful.listen.audiences.models import Unit, UnitGrant
from heedful.listen.audiences.types import UnitFacts
from heedful.platform.core.errors import NotFound
from heedful.platform.core.memory import made_of, remembered
from heedful.platform.core.pages import Page, cursor_page
from heedful.platform.core.types import Actor, Permission

_FIELDS = ("id", "uid", "key", "name", "level", "group", "path", "parent_id", "depth", "closed_on")


@remembered
def granted_unit_ids(membership_id: int) -> frozenset[int]:
    """Units granted to a membership (each with everything below it); empty: none."""
    return frozenset(UnitGrant.objects.filter(membership_id=membership_id).values_list("unit_id", flat=True))


def units(*, by: Actor | None = None) -> Mapping[int, UnitFacts]:
    """Units of the organisation by id, parents before children; those ``by`` may see, if given."""
    return _all_units() if by is None or by.unit_ids is None else _units_below(by.unit_ids)


def _ordered() -> QuerySet[Unit, tuple[Any, ...]]:
    return Unit.objects.order_by("depth", "name", "id").values_list(*_FIELDS)


@remembered
@made_of(_ordered, most=64)
def _all_units() -> dict[int, UnitFacts]:
    return {row[0]: UnitFacts(*row) for row in _ordered()}


@remembered
def _units_below(unit_ids: frozenset[int]) -> dict[int, UnitFacts]:
    rows = _below(unit_ids).order_by("depth", "name", "id").values_list(*_FIELDS)
    return {row[0]: UnitFacts(*row) for row in rows}


def unit(uid: str, *, by: Actor | None = None) -> UnitFacts:
    row = _visible(by).filter(uid=uid).values_list(*_FIELDS).first()
    if row is None:
        raise NotFound(f"No unit {uid}.")
    return UnitFacts(*row)


def unit_page(
    *,
    by: Actor,
    level: str | None = None,
    group: str | None = None,
    cursor: str | None = None,
    limit: int | None = None,
) -> Page[UnitFacts]:
    """Units that ``by`` may see, parents before children, a page at a time."""
    by.require(Permission.READ_SCORES)
    rows = _visible(by)
    rows = rows if level is None else rows.filter(level=level)
    rows = rows if group is None else rows.filter(group=group)
    return cursor_page(rows, _facts, order=("depth", "name", "id"), cursor=cursor, limit=limit)


def unit_uids(unit_ids: Iterable[int], *, by: Actor) -> dict[int, str]:
    """Uids of those of the units that ``by`` may see."""
    return dict(_visible(by).filter(id__in=set(unit_ids)).values_list("id", "uid"))


def _facts(row: Unit) -> UnitFacts:
    return UnitFacts(*(getattr(row, name) for name in _FIELDS))


def unit_ids_by_key(keys: Iterable[str]) -> dict[str, int]:
    """Ids of the units that exist, by the organisation's own code."""
    wanted = set(keys)
    if not wanted:
        return {}
    return dict(Unit.objects.filter(key__in=wanted).values_list("key", "id"))


def unit_ids_within(unit_ids: Collection[int]) -> frozenset[int]:
    """The given units and everything below them."""
    return frozenset(_below(unit_ids).values_list("id", flat=True))


def within_sight(by: Actor, unit_id: str = "unit_id") -> Q:
    """Return the condition that the unit of a row, to which ``unit_id`` leads, may be seen by the actor."""
    return Q() if by.unit_ids is None else Q(**{f"{unit_id}__in": unit_ids_within(by.unit_ids)})


def _visible(by: Actor | None) -> QuerySet[Unit]:
    if by is None or by.unit_ids is None:
        return Unit.objects.all()
    return _below(by.unit_ids)


def _below(unit_ids: Collection[int]) -> QuerySet[Unit]:
    paths = Unit.objects.filter(id__in=unit_ids).values_list("path", flat=True)
    within = Q(pk__in=[])
    for path in paths:
        within |= Q(path__startswith=path)
    return Unit.objects.filter(within)
