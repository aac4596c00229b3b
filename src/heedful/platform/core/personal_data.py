"""What each module holds about a person, how it is handed out and how it is erased.

A module's ``personal_data.py`` registers itself; nothing that asks for a person needs to know the modules.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from heedful.platform.core import audit
from heedful.platform.core.transactions import writing
from heedful.platform.core.types import Actor, Permission


@dataclass(frozen=True, slots=True)
class Erasure:
    """Who is to be forgotten. Scores stay without a name unless ``delete_answers`` is said."""

    contact_uid: str
    delete_answers: bool = False


type Export = Callable[[str, Actor], Any]  # uid of the contact -> JSON values
type Erase = Callable[[Erasure, Actor], None]


@dataclass(frozen=True, slots=True)
class Holding:
    module: str
    describe: str  # what is held, and why, in words
    export: Export
    erase: Erase


_holdings: dict[str, Holding] = {}


def register(module: str, *, describe: str, export: Export, erase: Erase) -> None:
    _holdings[module] = Holding(module, describe, export, erase)


def holdings() -> tuple[Holding, ...]:
    """Every module that holds personal data, from the ground up."""
    return tuple(_holdings.values())


def export(contact_uid: str, *, by: Actor) -> dict[str, Any]:
    """Return all that is known of a person, by module."""
    by.require(Permission.READ_CONTACTS)
    parts = {
        holding.module: {"what": holding.describe, "data": holding.export(contact_uid, by)}
        for holding in holdings()
    }
    with writing():
        audit.record("contact.exported", by=by, subject_uid=contact_uid)
    return {"contact": contact_uid, **parts}


def erase(erasure: Erasure, *, by: Actor) -> None:
    """Forget a person everywhere, in one transaction. The audit log keeps the deed, not the person."""
    by.require(Permission.WRITE_CONTACTS)
    with writing():
        # From the top down: what lies above finds its rows by the contact that lies below.
        for holding in reversed(holdings()):
            holding.erase(erasure, by)
        audit.record(
            "contact.erased", by=by, subject_uid=erasure.contact_uid, answers_deleted=erasure.delete_answers
        )
