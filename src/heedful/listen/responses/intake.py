"""What may come in at the door: the shape of answers, checked without touching a table.

Everything wrong with a request is named at once (row, field, reason), so that it is repaired in one go.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from hashlib import blake2b
from typing import Any

import msgspec
import orjson

from heedful.design.surveys.kind import InvalidAnswer, kinds as question_kinds
from heedful.design.surveys.rules import read_answers
from heedful.design.surveys.types import Questionnaire
from heedful.listen.audiences.rules import attribute_value, kind_of, normal_identity
from heedful.listen.audiences.types import MAX_ATTRIBUTES, AttributeKind, IdentityKind
from heedful.listen.fieldwork.types import Channel
from heedful.platform.core.errors import InvalidInput, PermanentError
from heedful.platform.core.ids import new_uid
from heedful.platform.core.types import Actor

MAX_BYTES = 10 * 1024 * 1024
MAX_ROWS = 1_000
MAX_KEY = 160
MAX_TOUCHPOINT = 80
MAX_UNIT_KEY = 120
MAX_SURVEY = 200  # of its id or name
MAX_NAME = 200
MAX_LANGUAGE = 12
MAX_WEIGHT = 1e6
MAX_PROBLEMS = 1_000
MAX_FACT = 2_000
FIRST_YEAR = 1970
MAX_SECONDS = 90 * 24 * 3600  # somebody may come back after weeks
CLOCK_SKEW = timedelta(hours=24)  # clocks of tills and telephones are wrong, not a day wrong
UID_LENGTH = len("rsp_") + 26

type FieldCheck = Callable[[Any], str | None]
type Bytes = bytes | msgspec.Raw


class TooLarge(PermanentError):
    status = 413
    code = "too-large"


class NewAnswerSet(msgspec.Struct, frozen=True, gc=False):
    """A row that passed: durable as ``body``, found again by ``key``, and called ``uid`` ever after."""

    organization_id: int
    key: str
    uid: str
    body: bytes
    actor_label: str
    is_partial: bool = False
    is_given_key: bool = True  # made by the client: it may have been sent before

    @property
    def inbox_key(self) -> str:
        """Return the key of its line in the inbox: the same partial is one line, a changed one another."""
        if not self.is_partial:
            return self.key
        return f"{self.key}\x1f{blake2b(self.body, digest_size=12).hexdigest()}"


def uid_for(organization_id: int, key: str) -> str:
    """Return the response's id that a client's key always leads to, so that a repeat hears the same id."""
    hashed = _begun(organization_id).copy()
    hashed.update(key.encode())
    return "rsp_" + hashed.hexdigest()


@lru_cache
def _begun(organization_id: int) -> blake2b:
    return blake2b(f"{organization_id}:".encode(), digest_size=13)


def key_problem(key: object) -> str | None:
    if not isinstance(key, str) or not key:
        return "is not a text of at least one character"
    if len(key) > MAX_KEY:
        return f"is longer than {MAX_KEY} characters"
    return None if key.isprintable() else "has characters that cannot be printed"


type Wrong = list[tuple[str, str]]  # field and reason
type Kinds = Mapping[str, AttributeKind]


def row_problems(row: Mapping[str, Any], survey: Questionnaire | None, kinds: Kinds) -> Wrong:
    """Return everything wrong with a row, its survey being known or not."""
    wrong: Wrong = []
    for name, value in row.items():
        check = FIELD_CHECKS.get(name)
        if check is None:
            wrong.append((name, "is not a field of a response"))
        elif value is not None and (reason := check(value)):
            wrong.append((name, reason))
    answers = row.get("answers")
    if answers is None:
        wrong.append(("answers", "is missing: an object of question keys and values"))
    elif survey is not None and isinstance(answers, dict):
        odd = {key: value for key, value in answers.items() if not _is_right(survey, key, value)}
        if odd:
            read = read_answers(survey, odd, is_completed=False)
            wrong += [(f"answers.{problem.key}", problem.reason) for problem in read.problems]
    if attributes := row.get("attributes"):
        _add_attribute_problems(wrong, "attributes", attributes, kinds)
    if contact := row.get("contact"):
        _add_contact_problems(wrong, contact, kinds)
    return wrong


def _is_right(survey: Questionnaire, key: str, value: object) -> bool:
    """Say whether a value answers its question, as nearly all do; what is wrong is looked into afterwards."""
    asked = survey.questions.get(key)
    if asked is None:
        return False
    definition = asked.definition
    scale = definition.scale
    if scale is not None and type(value) is int:
        return scale.low <= value <= scale.high
    try:
        question_kinds()[definition.kind].check(definition, value)
    except InvalidAnswer:
        return False
    return True


def missing_answers(row: Mapping[str, Any], survey: Questionnaire) -> Wrong:
    """Return what a completed response must answer and does not."""
    if not survey.has_required or row.get("status") == "partial":
        return []
    read = read_answers(survey, row["answers"], is_completed=True)
    return [(f"answers.{problem.key}", problem.reason) for problem in read.problems]


def _add_contact_problems(wrong: Wrong, contact: Any, kinds: Kinds) -> None:
    if not isinstance(contact, dict):
        return
    for name, value in contact.items():
        check = CONTACT_CHECKS.get(name)
        if check is None:
            wrong.append((f"contact.{name}", "is not a field of a contact"))
        elif value is not None and (reason := check(value)):
            wrong.append((f"contact.{name}", reason))
    if attributes := contact.get("attributes"):
        _add_attribute_problems(wrong, "contact.attributes", attributes, kinds)


def _add_attribute_problems(wrong: Wrong, where: str, attributes: Any, kinds: Kinds) -> None:
    if not isinstance(attributes, dict):
        return
    if len(attributes) > MAX_ATTRIBUTES:
        wrong.append((where, f"has {len(attributes)} entries; at most {MAX_ATTRIBUTES} are taken"))
    for key, value in attributes.items():
        kind = kinds.get(key)
        if not is_attribute_key(key):
            wrong.append((where, f"{key[:80]!r} is not a key of 1 to 80 characters"))
            continue
        plain = _PLAIN.get(type(value))
        if (
            plain is not None
            and (kind is plain or kind is None)
            and (plain is not _TEXT or len(value) <= MAX_FACT)
        ):
            continue  # nearly all of them; the rules below cost five times as much
        try:
            attribute_value(kind or kind_of(value), value)
        except ValueError as error:
            wrong.append((f"{where}.{key}", str(error)))


def is_attribute_key(key: str) -> bool:
    return 0 < len(key) <= 80 and key.isprintable()


_TEXT = AttributeKind.TEXT
_PLAIN: dict[type, AttributeKind] = {
    str: _TEXT,
    int: AttributeKind.NUMBER,
    float: AttributeKind.NUMBER,
    bool: AttributeKind.BOOLEAN,
}


def read_time(text: str) -> datetime:
    """Read ISO 8601; a time without a zone is UTC."""
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _text(longest: int) -> FieldCheck:
    def check(value: Any) -> str | None:
        if not isinstance(value, str):
            return "is not a text"
        return f"is longer than {longest} characters" if len(value) > longest else None

    return check


def _one_of(*allowed: str) -> FieldCheck:
    choices = frozenset(allowed)
    reason = f"is none of {', '.join(allowed)}"
    return lambda value: None if isinstance(value, str) and value in choices else reason


def _mapping(value: Any) -> str | None:
    return None if isinstance(value, dict) else "is not an object"


def _flag(value: Any) -> str | None:
    return None if isinstance(value, bool) else "is neither true nor false"


def _weight(value: Any) -> str | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return "is not a number"
    return None if 0 <= value <= MAX_WEIGHT else "is not between 0 and 1,000,000"


def _duration(value: Any) -> str | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return "is not a number of seconds"
    return None if 0 <= value <= MAX_SECONDS else f"is not between 0 and {MAX_SECONDS:,} seconds"


def _version(value: Any) -> str | None:
    return None if isinstance(value, int) and not isinstance(value, bool) else "is not a whole number"


def _moment(value: Any) -> str | None:
    try:
        moment = read_time(value)
        ahead = moment - datetime.now(UTC)
    except (TypeError, ValueError, OverflowError):
        return "is not a time as in 2026-03-29T12:30:00+02:00"
    if ahead > CLOCK_SKEW:
        return "lies in the future"
    return None if moment.year >= FIRST_YEAR else "lies before 1970"


def _response_uid(value: Any) -> str | None:
    fits = isinstance(value, str) and value.startswith("rsp_") and len(value) == UID_LENGTH
    return None if fits else "is not the id of a response (rsp_…)"


def _identity(kind: str) -> FieldCheck:
    def check(value: Any) -> str | None:
        if not isinstance(value, str):
            return "is not a text"
        try:
            normal_identity(kind, value)
        except InvalidInput as error:
            return error.problems[0].reason
        return None

    return check


FIELD_CHECKS: dict[str, FieldCheck] = {
    "survey": _text(MAX_SURVEY),
    "answers": _mapping,
    "idempotency_key": key_problem,
    "response": _response_uid,
    "answered_at": _moment,
    "contact": _mapping,
    "unit": _text(MAX_UNIT_KEY),
    "channel": _one_of(*Channel),
    "touchpoint": _text(MAX_TOUCHPOINT),
    "language": _text(MAX_LANGUAGE),
    "weight": _weight,
    "attributes": _mapping,
    "status": _one_of("partial", "completed"),
    "is_test": _flag,
    "version": _version,
    "duration": _duration,
}
CONTACT_CHECKS: dict[str, FieldCheck] = {
    **{kind.value: _identity(kind) for kind in IdentityKind},
    "name": _text(MAX_NAME),
    "language": _text(MAX_LANGUAGE),
    "attributes": _mapping,
}


def answer_set(
    row: Mapping[str, Any],
    survey: Questionnaire,
    key: str | None,
    *,
    by: Actor,
    raw: Bytes | None = None,
    known: Mapping[str, Any] | None = None,
) -> NewAnswerSet:
    """Give a row that passed its key and its id. ``raw`` is the row as it came, where that is known.

    ``known`` is what we know beside the row and no sender may say: see ``inbox_processing``.
    """
    is_partial = row.get("status") == "partial"
    return new_set(raw or orjson.dumps(row), survey, key, by=by, is_partial=is_partial, known=known)


def new_set(
    raw: Bytes,
    survey: Questionnaire,
    key: str | None,
    *,
    by: Actor,
    is_partial: bool,
    known: Mapping[str, Any] | None = None,
) -> NewAnswerSet:
    """Do the same for a row of which only the bytes are at hand."""
    if key is None:
        uid = new_uid("rsp")
        return _bound(raw, survey, uid, uid, by, known, is_partial=is_partial, is_given_key=False)
    uid = uid_for(by.organization_id, key)
    return _bound(raw, survey, key, uid, by, known, is_partial=is_partial)


def continued_set(row: Mapping[str, Any], survey: Questionnaire, key: str, *, by: Actor) -> NewAnswerSet:
    """Return a further part of the response that ``row["response"]`` names and ``key`` identifies."""
    is_partial = row.get("status") == "partial"
    return _bound(orjson.dumps(row), survey, key, row["response"], by, None, is_partial=is_partial)


def _bound(
    raw: Bytes,
    survey: Questionnaire,
    key: str,
    uid: str,
    by: Actor,
    known: Mapping[str, Any] | None,
    *,
    is_partial: bool,
    is_given_key: bool = True,
) -> NewAnswerSet:
    body = b"".join(
        (
            b'{"uid":"',
            uid.encode(),  # made by us
            b'","key":',
            orjson.dumps(key),
            _answered(survey.survey_id, survey.number),
            b',"known":' + orjson.dumps(known) if known else b"",
            b',"row":',
            raw,
            b"}",
        )
    )
    return NewAnswerSet(by.organization_id, key, uid, body, by.label, is_partial, is_given_key)


@lru_cache
def _answered(survey_id: int, version: int) -> bytes:
    return b',"survey":%d,"version":%d' % (survey_id, version)
