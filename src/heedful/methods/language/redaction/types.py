"""What is found, and what stands in its place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from heedful.methods.language.spans import Span


class Kind(StrEnum):
    """What personal data is; the value is the placeholder's word."""

    NAME = "NAME"
    EMAIL = "EMAIL"
    PHONE = "PHONE"
    CARD = "CARD"
    IBAN = "IBAN"
    ID = "ID"
    LINK = "LINK"
    ADDRESS = "ADDRESS"


@dataclass(frozen=True, slots=True)
class PersonalData:
    """Where personal data stands in a text, and what it is."""

    span: Span
    kind: Kind


@dataclass(frozen=True, slots=True)
class Placeholder:
    """``original`` characters of the text became ``redacted`` characters of the new one."""

    kind: Kind
    number: int  # the same within a text for the same words
    original: Span
    redacted: Span


@dataclass(frozen=True, slots=True)
class Redacted:
    """A text without personal data, and how its positions lie in the original."""

    text: str
    placeholders: tuple[Placeholder, ...] = ()
    counts: Mapping[Kind, int] = field(default_factory=dict)

    def original_span(self, span: Span) -> Span:
        """Return the part of the original that a part of the redacted text came from."""
        return Span(self._original(span.start, is_end=False), self._original(span.end, is_end=True))

    def _original(self, position: int, *, is_end: bool) -> int:
        shift = 0
        for one in self.placeholders:
            inside = one.redacted.start < position < one.redacted.end
            if inside:
                return one.original.end if is_end else one.original.start
            if position < one.redacted.end or position == one.redacted.start:
                break
            shift = one.original.end - one.redacted.end
        return position + shift
