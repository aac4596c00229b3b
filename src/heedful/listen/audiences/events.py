"""What audiences announce."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class UnitsChanged:
    """The place of these units in the tree, or their group, is another; so it is for all below them."""

    name: ClassVar[str] = "units.changed"

    unit_ids: Sequence[int]


@dataclass(frozen=True, slots=True)
class ContactsMerged:
    """What belonged to one contact belongs to another from now on."""

    name: ClassVar[str] = "contacts.merged"

    kept_id: int
    gone_id: int


@dataclass(frozen=True, slots=True)
class OptedOut:
    """A contact does not want to be asked: by a channel, about a topic; empty means all of them."""

    name: ClassVar[str] = "contact.opted_out"

    contact_id: int
    channel: str
    topic: str
