from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum


class Occasion(StrEnum):
    INVITATION = "invitation"
    REMINDER = "reminder"


@dataclass(frozen=True, slots=True)
class LetterTexts:
    """The parts of a letter in one language; gaps like {contact.first_name|there} are filled later."""

    subject: str = ""
    preheader: str = ""  # what mail programs show beside the subject
    greeting: str = ""
    body: str = ""  # an empty line begins a paragraph
    button: str = ""
    footer: str = ""


PARTS = ("subject", "preheader", "greeting", "body", "button", "footer")
LONGEST = {"subject": 200, "preheader": 200, "greeting": 200, "body": 4_000, "button": 60, "footer": 1_000}


@dataclass(frozen=True, slots=True)
class FixedWords:
    """Words of every letter that nobody edits."""

    unsubscribe: str
    preferences: str
    one_click: str  # above the scores of the plain-text part
    or_open: str
    test: str


@dataclass(frozen=True, slots=True)
class ScoreLink:
    """One button: clicking it opens the survey with this score chosen."""

    value: int
    face: str  # what stands on the button
    label: str  # what the step is called, may be empty
    url: str


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where a letter leads; all are personal. ``score`` takes the key of a question and a step."""

    start: str
    unsubscribe: str
    preferences: str
    score: Callable[[str, int], str]


@dataclass(frozen=True, slots=True)
class ComposedLetter:
    """A letter as one person gets it."""

    subject: str
    html: str
    text: str
    language: str


@dataclass(frozen=True, slots=True)
class SenderFacts:
    """Who invitations are from, after the instance's settings filled what the organisation left empty."""

    name: str
    address: str = ""
    reply_to: str = ""
    postal_address: str = ""
    sms_sender: str = ""
