"""What responses announce."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class ResponsesReceived:
    """These responses are new, or partial ones went on."""

    name: ClassVar[str] = "responses.received"

    response_ids: Sequence[int]


@dataclass(frozen=True, slots=True)
class ResponsesChanged:
    """These responses went into the feed: whatever is kept of them elsewhere is to be made anew."""

    name: ClassVar[str] = "responses.changed"

    response_ids: Sequence[int]


@dataclass(frozen=True, slots=True)
class ResponsesDeleted:
    name: ClassVar[str] = "responses.deleted"

    response_ids: Sequence[int]


@dataclass(frozen=True, slots=True)
class ContactErased:
    """A person is forgotten: whatever was made of these responses must be made anew, bytes and all."""

    name: ClassVar[str] = "contact.erased"

    response_ids: Sequence[int]
    contact_ids: Sequence[int]


@dataclass(frozen=True, slots=True)
class AnswersWithdrawn:
    """Somebody took back what they had answered under this key."""

    name: ClassVar[str] = "answers.withdrawn"

    key: str
