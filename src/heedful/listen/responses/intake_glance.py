"""Whether a row is right beyond doubt, as nearly every row is, found out in a fraction of the time.

A glance refuses nothing and words nothing. What it is not sure of goes through ``intake.row_problems``, whose
rules these are: whatever passes here passes there.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from heedful.design.surveys.kind import InvalidAnswer, ScaleKind, TextKind, kinds as question_kinds
from heedful.design.surveys.types import QuestionDefinition, Questionnaire, Scale
from heedful.listen.audiences.types import MAX_ATTRIBUTES, AttributeKind
from heedful.listen.responses import intake
from heedful.listen.responses.intake import Kinds
from heedful.listen.responses.intake_request import Contact, Plain, Row

type Look = Callable[[Any], bool]

MOST_KNOWN = 500  # answers of one question
LONGEST_KNOWN = 80
MOST_NEW = 500  # keys of attributes that nobody has sent before
_NONE = type(None)
_ANY: frozenset[type[Any]] = frozenset((str, int, float, bool, _NONE))
_TYPES = {
    AttributeKind.TEXT: _ANY,
    AttributeKind.NUMBER: frozenset((int, float, _NONE)),
    AttributeKind.BOOLEAN: frozenset((bool, _NONE)),
    AttributeKind.DATE: frozenset((_NONE,)),
}
_IDENTITY_CHECKS = [intake.CONTACT_CHECKS[kind] for kind in ("email", "phone", "external_id", "device")]


class Glance:
    """A questionnaire and the kinds of attributes, made ready for thousands of rows."""

    __slots__ = ("_looks", "_most_types", "_required", "_types", "questionnaire")

    def __init__(self, questionnaire: Questionnaire, kinds: Kinds) -> None:
        self.questionnaire = questionnaire
        asked = questionnaire.questions
        self._looks = {key: _look(one.definition) for key, one in asked.items()}
        self._required = frozenset(key for key, one in asked.items() if one.definition.required)
        self._types = {key: _TYPES[kind] for key, kind in kinds.items() if intake.is_attribute_key(key)}
        self._most_types = len(self._types) + MOST_NEW

    def passes(self, row: Row, *, now: datetime) -> bool:
        """Say whether all of a row but its key and its unit is surely right; ``now`` is UTC without zone."""
        attributes, at, contact = row.attributes, row.answered_at, row.contact
        return (
            self._are_right(row.answers, row.status == "partial")
            and (attributes is None or self._are_facts(attributes))
            and (at is None or _is_moment(at, now))
            and (contact is None or self._is_contact(contact))
        )

    def _is_contact(self, contact: Contact) -> bool:
        attributes = contact.attributes
        if attributes is not None and not self._are_facts(attributes):
            return False
        given = (contact.email, contact.phone, contact.external_id, contact.device)
        return all(
            value is None or check(value) is None
            for value, check in zip(given, _IDENTITY_CHECKS, strict=True)
        )

    def _are_right(self, answers: dict[str, Any], is_partial: bool) -> bool:
        looks = self._looks
        for key, value in answers.items():
            if value is None:
                continue
            look = looks.get(key)
            if look is None or not look(value):
                return False
        if is_partial or not self._required:
            return True
        return all(answers.get(key) is not None for key in self._required)

    def _are_facts(self, attributes: dict[str, Plain]) -> bool:
        if len(attributes) > MAX_ATTRIBUTES:
            return False
        types = self._types
        for key, value in attributes.items():
            fitting = types.get(key) or self._of_new_key(key)
            if value.__class__ not in fitting or (value.__class__ is str and len(value) > intake.MAX_FACT):
                return False
        return True

    def _of_new_key(self, key: str) -> frozenset[type[Any]]:
        if not intake.is_attribute_key(key):
            return frozenset()
        if len(self._types) < self._most_types:
            self._types[key] = _ANY
        return _ANY


def _is_moment(value: str, now: datetime) -> bool:
    try:
        moment = datetime.fromisoformat(value)
    except (ValueError, OverflowError):
        return False
    if moment.year < intake.FIRST_YEAR:
        return False
    # Zones lie less than a day apart, and so far a clock may be wrong: without them comparing takes a third.
    if moment.replace(tzinfo=None) <= now:
        return True
    return intake.read_time(value) <= now.replace(tzinfo=UTC) + intake.CLOCK_SKEW


def _look(question: QuestionDefinition) -> Look:
    """Return what says that a value surely answers a question; a required one, that it says something."""
    kind, otherwise = question_kinds()[question.kind], _by_kind(question)
    if isinstance(kind, ScaleKind):
        return _on_scale(question.scale or kind.default_scale, otherwise)
    if isinstance(kind, TextKind) and not question.required:
        return _in_words(question.settings.get("longest", kind.longest), otherwise)
    return otherwise


def _on_scale(scale: Scale, otherwise: Look) -> Look:
    low, high = scale.low, scale.high
    return lambda value: low <= value <= high if value.__class__ is int else otherwise(value)


def _in_words(longest: int, otherwise: Look) -> Look:
    return lambda value: (value.__class__ is str and len(value) <= longest) or otherwise(value)


def _by_kind(question: QuestionDefinition) -> Look:
    """Ask the kind; of options, what was right once is remembered by its text."""
    check = question_kinds()[question.kind].check
    known: set[str] = set()

    def look(value: Any) -> bool:
        is_text = value.__class__ is str
        if is_text and value in known:
            return True
        try:
            checked = check(question, value)
        except InvalidAnswer:
            return False
        if checked is None:
            return not question.required
        if is_text and question.options and len(value) <= LONGEST_KNOWN and len(known) < MOST_KNOWN:
            known.add(value)
        return True

    return look
