"""Reads new responses against surveys, attributes, units and contacts, before anything is written."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import orjson
from django.utils import timezone

from heedful.design.surveys import queries as surveys
from heedful.design.surveys.rules import read_answers
from heedful.design.surveys.types import Questionnaire, ReadAnswer
from heedful.listen.audiences import queries as audiences
from heedful.listen.audiences.rules import normal_identity
from heedful.listen.audiences.services import ensure_contacts, read_attributes
from heedful.listen.audiences.types import MAX_ATTRIBUTES, AttributeValue
from heedful.listen.responses.redaction.applying import redact_all
from heedful.listen.responses.rules import field_problems
from heedful.listen.responses.types import NewResponse
from heedful.platform.core.errors import Conflict, InvalidInput, NotFound, Problem
from heedful.platform.core.types import Actor


@dataclass(frozen=True, slots=True)
class Fault:
    """One reason to refuse a response."""

    field: str
    reason: str
    question_id: int | None = None


@dataclass(slots=True)
class Checked:
    """A new response with all that it refers to found, or the faults that forbid it."""

    new: NewResponse
    uid: str = ""
    checksum: str = ""
    questionnaire: Questionnaire | None = None
    answers: tuple[ReadAnswer, ...] = ()
    attributes: dict[str, AttributeValue] = field(default_factory=dict)
    contact_id: int | None = None
    unit_id: int | None = None
    faults: list[Fault] = field(default_factory=list)
    raw: Any = None  # as received, without personal data in comments
    originals: dict[int, str] = field(default_factory=dict)  # by question, where they are to be kept
    is_repeated: bool = False  # stored already just like this: nothing in it was read

    @property
    def problems(self) -> tuple[Problem, ...]:
        return tuple(Problem(fault.field, fault.reason, row=self.new.row) for fault in self.faults)


def check_all(new: Sequence[NewResponse], *, by: Actor, keep_invalid: bool = False) -> list[Checked]:
    """Check every response on its own; what is wrong with one says nothing about the others."""
    checked = [Checked(one, raw=one.raw) for one in new]
    _read_fields(checked)
    _read_answers(checked, keep_invalid=keep_invalid)
    _find_units(checked, by=by)
    contact_attributes = _read_attributes(checked, by=by)
    _find_contacts(checked, contact_attributes, by=by)
    redact_all(checked)
    return checked


def _read_fields(checked: Iterable[Checked]) -> None:
    now = timezone.now()
    for one in checked:
        one.faults += [Fault(problem.field, problem.reason) for problem in field_problems(one.new, now)]
        one.checksum = checksum_of(one.new)


def checksum_of(new: NewResponse) -> str:
    """Return what two sendings of the same response have in common."""
    # Not the times: a retry may be stamped anew. Not what was received beside the answers.
    content = (
        new.survey_id,
        new.answers,
        new.contact_id or (new.contact and [list(new.contact.identities), new.contact.name]),
        new.unit_key,
        new.channel,
        new.touchpoint,
        new.language,
        new.weight,
        new.attributes,
        new.is_test,
        new.status,
    )
    packed = orjson.dumps(content, default=str, option=orjson.OPT_SORT_KEYS | orjson.OPT_NON_STR_KEYS)
    return hashlib.blake2b(packed, digest_size=16).hexdigest()


def _read_answers(checked: Iterable[Checked], *, keep_invalid: bool) -> None:
    asked: dict[tuple[int, int | None], Questionnaire | Fault] = {}
    for one in checked:
        wanted = (one.new.survey_id, one.new.version)
        if wanted not in asked:
            asked[wanted] = _questionnaire(*wanted)
        found = asked[wanted]
        if isinstance(found, Fault):
            one.faults.append(found)
            continue
        one.questionnaire = found
        # Required ones are looked at when it is known what was answered before.
        read = read_answers(found, one.new.answers, is_completed=False, keep_invalid=keep_invalid)
        one.answers = read.answers
        one.faults += [
            Fault(f"answers.{problem.key}", problem.reason, problem.question_id) for problem in read.problems
        ]


def _questionnaire(survey_id: int, version: int | None) -> Questionnaire | Fault:
    try:
        return surveys.questionnaire(survey_id, version)
    except (NotFound, Conflict) as error:
        return Fault("survey" if version is None else "version", str(error))


def _find_units(checked: Sequence[Checked], *, by: Actor) -> None:
    keys = {one.new.unit_key for one in checked if one.new.unit_key}
    known = audiences.unit_ids_by_key(keys)
    allowed = None if by.unit_ids is None else audiences.unit_ids_within(by.unit_ids)
    for one in checked:
        if not one.new.unit_key:
            one.unit_id = one.new.unit_id
            continue
        one.unit_id = known.get(one.new.unit_key)
        if one.unit_id is None or (allowed is not None and one.unit_id not in allowed):
            one.faults.append(Fault("unit", f"no unit has the key {one.new.unit_key[:120]!r}"))


def _read_attributes(checked: Sequence[Checked], *, by: Actor) -> dict[int, dict[str, AttributeValue]]:
    """Read the attributes of responses and of their contacts; return the latter by position."""
    given = [(number, one.new.attributes, "") for number, one in enumerate(checked) if one.new.attributes]
    given += [
        (number, one.new.contact.attributes, "contact.")
        for number, one in enumerate(checked)
        if one.new.contact and one.new.contact.attributes
    ]
    of_contacts: dict[int, dict[str, AttributeValue]] = {}
    if not given:
        return of_contacts
    read = read_attributes([attributes for _, attributes, _ in given], by=by)
    for (number, _, prefix), found in zip(given, read, strict=True):
        checked[number].faults += [Fault(f"{prefix}{place}", reason) for place, reason in found.problems]
        if prefix:
            of_contacts[number] = found.values
        else:
            checked[number].attributes = found.values
    return of_contacts


def _find_contacts(
    checked: Sequence[Checked], attributes: Mapping[int, dict[str, AttributeValue]], *, by: Actor
) -> None:
    named = [number for number, one in enumerate(checked) if _has_contact(one)]
    new = [
        replace(contact, attributes=attributes.get(number, {}))
        for number in named
        if (contact := checked[number].new.contact) is not None
    ]
    for number, contact_id in zip(named, ensure_contacts(new, by=by), strict=True):
        checked[number].contact_id = contact_id
    given = [one for one in checked if one.new.contact_id is not None and not one.faults]
    for one in given:
        one.contact_id = one.new.contact_id
    _snapshot(checked, attributes)


def _has_contact(one: Checked) -> bool:
    contact = one.new.contact
    if contact is None or one.new.contact_id is not None or not contact.identities:
        return False
    for kind, value in contact.identities:
        try:
            normal_identity(kind, value)
        except InvalidInput as error:
            one.faults += [Fault(f"contact.{problem.field}", problem.reason) for problem in error.problems]
    return not one.faults


def _snapshot(checked: Sequence[Checked], of_contacts: Mapping[int, dict[str, AttributeValue]]) -> None:
    """Keep with each response what is known of its contact now; what came with the response wins."""
    ids = {one.contact_id for one in checked if one.contact_id is not None}
    stored = audiences.contact_attributes(ids) if ids else {}
    for number, one in enumerate(checked):
        if one.contact_id is None:
            continue
        if one.contact_id not in stored:
            one.faults.append(Fault("contact_id", "no such contact"))
            continue
        one.attributes = {**stored[one.contact_id], **of_contacts.get(number, {}), **one.attributes}
        if len(one.attributes) > MAX_ATTRIBUTES:
            one.faults.append(
                Fault(
                    "attributes",
                    f"with the contact's own they are {len(one.attributes)}; {MAX_ATTRIBUTES} can be kept",
                )
            )


def storable(raw: Any) -> Any:
    """Return JSON that every database stores: without NUL characters, which PostgreSQL refuses."""
    if raw is None:
        return None
    packed = orjson.dumps(raw, default=str, option=orjson.OPT_NON_STR_KEYS)
    if b"\\u0000" in packed:
        return _without_nul(orjson.loads(packed))
    return raw if isinstance(raw, dict | list | str | int | float) else orjson.loads(packed)


def _without_nul(value: Any) -> Any:
    if isinstance(value, str):
        return value.replace("\x00", "�")
    if isinstance(value, list):
        return [_without_nul(item) for item in value]
    if isinstance(value, dict):
        return {_without_nul(key): _without_nul(item) for key, item in value.items()}
    return value
