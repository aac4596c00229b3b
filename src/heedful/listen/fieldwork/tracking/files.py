"""Events of a file: a row as the API takes it, or flat as a table has it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from heedful.listen.audiences.types import IdentityKind, NewContact
from heedful.listen.fieldwork.types import NewEvent
from heedful.platform.core.errors import InvalidInput, Problem

_OWN = frozenset({"name", "occurred_at", "idempotency_key", "contact", "properties", "contact_name"})


def event_from(row: Any, number: int, now: datetime) -> NewEvent:
    """Read one row; columns that are neither the event's nor an identity are its properties."""
    if not isinstance(row, Mapping):
        raise InvalidInput(Problem("file", "is no object", row=number))
    given = {str(key).strip(): value for key, value in row.items() if key and value not in (None, "")}
    return NewEvent(
        name=str(given.get("name", "")),
        occurred_at=_moment(given.get("occurred_at"), number) or now,
        contact=_contact(given),
        properties=_properties(given),
        idempotency_key=str(given.get("idempotency_key", "")),
        source="file",
    )


def _moment(value: Any, number: int) -> datetime | None:
    if value is None:
        return None
    try:
        moment = datetime.fromisoformat(str(value))
    except ValueError:
        raise InvalidInput(
            Problem("occurred_at", f"{value!r} is no moment (2026-03-01T12:00:00Z)", row=number)
        ) from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _contact(given: Mapping[str, Any]) -> NewContact | None:
    nested = given.get("contact")
    if isinstance(nested, Mapping):
        listed = nested.get("identities") or ()
        told = [
            (str(one.get("kind")), str(one.get("value", ""))) for one in listed if isinstance(one, Mapping)
        ]
        return NewContact(tuple(told), name=str(nested.get("name", ""))) if told else None
    flat = tuple((str(kind), str(given[kind])) for kind in IdentityKind if kind in given)
    return NewContact(flat, name=str(given.get("contact_name", ""))) if flat else None


def _properties(given: Mapping[str, Any]) -> dict[str, Any]:
    nested = given.get("properties")
    if isinstance(nested, Mapping):
        return dict(nested)
    taken = _OWN | set(IdentityKind)
    return {name: value for name, value in given.items() if name not in taken}
