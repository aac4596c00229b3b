from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from django.db.models import F, Value
from django.db.models.functions import Concat, Substr

from heedful.listen.audiences import queries
from heedful.listen.audiences.events import UnitsChanged
from heedful.listen.audiences.models import Unit, UnitGrant
from heedful.listen.audiences.rules import check_unit, is_below, parents_first
from heedful.listen.audiences.types import NewUnit, UnitFacts
from heedful.platform.core import audit
from heedful.platform.core.errors import Conflict, InvalidInput, NotFound, Problem
from heedful.platform.core.outbox import announce
from heedful.platform.core.transactions import writing
from heedful.platform.core.types import Actor, Permission

MAX_DEPTH = 20


def ensure_units(new: Sequence[NewUnit], *, by: Actor) -> dict[str, int]:
    """Make the units that do not exist, parents first; return the ids of all by key. Known ones stay."""
    if not by.may(Permission.IMPORT):
        by.require(Permission.MANAGE_UNITS)
    return _save(new, by=by, change_known=False)


def save_units(new: Sequence[NewUnit], *, by: Actor) -> dict[str, int]:
    """Make units or bring known ones to what is given: name, level, group and place in the tree."""
    by.require(Permission.MANAGE_UNITS)
    return _save(new, by=by, change_known=True)


def _save(new: Sequence[NewUnit], *, by: Actor, change_known: bool) -> dict[str, int]:
    _check(new)
    with writing():
        known = {unit.key: unit for unit in Unit.objects.all()}
        ordered = parents_first(new, known)
        created = _create([unit for unit in ordered if unit.key not in known], known, by=by)
        if change_known:
            _change([unit for unit in ordered if unit.key not in created], known, by=by)
        return {unit.key: known[unit.key].pk for unit in new}


def _check(new: Sequence[NewUnit]) -> None:
    problems = [problem for row, unit in enumerate(new, start=1) for problem in check_unit(unit, row)]
    if problems:
        raise InvalidInput(*problems[:100])


def _create(new: Sequence[NewUnit], known: dict[str, Unit], *, by: Actor) -> set[str]:
    # Children need the ids of their parents for their paths, so the tree grows a depth at a time.
    waiting = list(new)
    while waiting:
        ready = [unit for unit in waiting if unit.parent_key is None or unit.parent_key in known]
        _create_level(ready, known)
        waiting = [unit for unit in waiting if unit.key not in known]
    if new:
        audit.record("units.created", by=by, count=len(new), keys=[unit.key for unit in new[:100]])
    return {unit.key for unit in new}


def _create_level(new: Sequence[NewUnit], known: dict[str, Unit]) -> None:
    rows = []
    for unit in new:
        parent = known[unit.parent_key] if unit.parent_key is not None else None
        depth = parent.depth + 1 if parent else 0
        _refuse_too_deep(unit.key, depth)
        rows.append(
            Unit(
                key=unit.key, name=unit.name or unit.key, level=unit.level, group=unit.group,
                parent=parent, depth=depth, path="",
            )
        )  # fmt: skip
    Unit.objects.bulk_create(rows)
    for row in rows:
        row.path = f"{row.parent.path if row.parent else '/'}{row.pk}/"
        known[row.key] = row
    Unit.objects.bulk_create(rows, update_conflicts=True, unique_fields=["id"], update_fields=["path"])


def _refuse_too_deep(key: str, depth: int) -> None:
    if depth >= MAX_DEPTH:
        raise InvalidInput(
            Problem("parent_key", f"{key!r} would stand {depth + 1} deep; {MAX_DEPTH} is the limit")
        )


def _change(given: Iterable[NewUnit], known: dict[str, Unit], *, by: Actor) -> None:
    changed: list[Unit] = []
    moved: list[tuple[str, str | None]] = []
    for unit in given:
        row = known[unit.key]
        if (row.name, row.level, row.group) != (unit.name or row.name, unit.level, unit.group):
            row.name, row.level, row.group = unit.name or row.name, unit.level, unit.group
            changed.append(row)
        parent = known[unit.parent_key] if unit.parent_key is not None else None
        if row.parent_id != (parent.pk if parent else None):
            moved.append((row.uid, parent.uid if parent else None))
    if changed:
        Unit.objects.bulk_update(changed, ["name", "level", "group"], batch_size=200)
        audit.record("units.changed", by=by, count=len(changed), keys=[row.key for row in changed[:100]])
        announce(UnitsChanged(unit_ids=[row.pk for row in changed]))
    for uid, parent_uid in moved:
        move_unit(uid, parent_uid, by=by)


def change_unit(
    uid: str, *, by: Actor, name: str | None = None, level: str | None = None, group: str | None = None
) -> UnitFacts:
    """Change what a unit is called, its level, or the group it is compared with."""
    by.require(Permission.MANAGE_UNITS)
    with writing():
        row = _unit(uid)
        given = NewUnit(
            row.key,
            row.name if name is None else name.strip(),
            row.level if level is None else level.strip(),
            row.group if group is None else group.strip(),
            row.parent.key if row.parent else None,
        )
        _check([given])
        _change([given], {row.key: row} | ({row.parent.key: row.parent} if row.parent else {}), by=by)
    return queries.unit(uid)


def move_unit(uid: str, parent_uid: str | None, *, by: Actor) -> UnitFacts:
    """Put a unit, with everything below it, under another one (or at the top)."""
    by.require(Permission.MANAGE_UNITS)
    with writing():
        row = _unit(uid)
        parent = _unit(parent_uid) if parent_uid is not None else None
        if parent is not None and is_below(parent.path, row.path):
            raise Conflict(
                f"{row.name} cannot be put under {parent.name}, which is {row.name} or lies below it."
            )
        depth = parent.depth + 1 if parent else 0
        _refuse_too_deep(row.key, depth)
        _move_subtree(row, f"{parent.path if parent else '/'}{row.pk}/", depth)
        Unit.objects.filter(pk=row.pk).update(parent=parent)
        audit.record("unit.moved", by=by, subject_uid=uid, under=parent_uid)
        announce(UnitsChanged(unit_ids=[row.pk]))
    return queries.unit(uid)


def _move_subtree(row: Unit, path: str, depth: int) -> None:
    Unit.objects.filter(path__startswith=row.path).update(
        path=Concat(Value(path), Substr("path", len(row.path) + 1)), depth=F("depth") + (depth - row.depth)
    )


def close_unit(uid: str, closed_on: date | None, *, by: Actor) -> UnitFacts:
    """Say since when a unit is closed; None opens it again. Its answers stay."""
    by.require(Permission.MANAGE_UNITS)
    with writing():
        row = _unit(uid)
        Unit.objects.filter(pk=row.pk).update(closed_on=closed_on)
        audit.record("unit.closed" if closed_on else "unit.opened", by=by, subject_uid=uid)
    return queries.unit(uid)


def grant_units(membership_id: int, unit_uids: Iterable[str], *, by: Actor) -> None:
    """Let a manager's membership see these units with everything below them, and no others."""
    by.require(Permission.MANAGE_MEMBERS)
    wanted = set(unit_uids)
    with writing():
        found = dict(Unit.objects.filter(uid__in=wanted).values_list("uid", "id"))
        if missing := sorted(wanted - found.keys()):
            raise NotFound(f"No unit {missing[0]}.")
        UnitGrant.objects.filter(membership_id=membership_id).delete()
        UnitGrant.objects.bulk_create(
            UnitGrant(membership_id=membership_id, unit_id=unit_id) for unit_id in found.values()
        )
        audit.record("units.granted", by=by, membership_id=membership_id, units=sorted(found))


def _unit(uid: str) -> Unit:
    row = Unit.objects.select_related("parent").filter(uid=uid).first()
    if row is None:
        raise NotFound(f"No unit {uid}.")
    return row
