"""Whose link it is: the person of an ask, or, where the ask must forget its person, the contact alone."""

from __future__ import annotations

from dataclasses import dataclass

from heedful.listen.audiences import queries as audiences
from heedful.listen.audiences.types import ContactFacts
from heedful.listen.fieldwork import queries as fieldwork
from heedful.listen.fieldwork.types import AskFacts
from heedful.platform.core.errors import NotFound
from heedful.platform.core.scope import current_organization_id
from heedful.platform.core.types import Actor


@dataclass(frozen=True, slots=True)
class Person:
    ask: AskFacts | None
    contact: ContactFacts | None  # none: gone, erased

    @property
    def uid(self) -> str:
        """What a token of theirs names."""
        if self.ask is not None:
            return self.ask.uid
        assert self.contact is not None
        return self.contact.uid


def person_of(uid: str) -> Person:
    """Return whom a link names; raise :class:`NotFound` when nothing is left of it."""
    if uid.startswith("con_"):
        return Person(None, _contact(next(iter(audiences.contact_ids_of(uid)), None), or_raise=True))
    ask = fieldwork.ask(uid)
    if ask is None:
        raise NotFound("This link is not valid any more.")
    return Person(ask, _contact(ask.contact_id))


def link_uid(ask: AskFacts, contact: ContactFacts | None) -> str:
    """Return what the links of a letter name. An anonymous ask lets its person go, the way out stays."""
    return contact.uid if ask.is_anonymous and contact is not None else ask.uid


def _contact(contact_id: int | None, *, or_raise: bool = False) -> ContactFacts | None:
    by = Actor.system(current_organization_id())
    found = audiences.contact_facts([contact_id], by=by).get(contact_id) if contact_id else None
    if found is None and or_raise:
        raise NotFound("This link is not valid any more.")
    return found if found is not None and found.erased_at is None else None
