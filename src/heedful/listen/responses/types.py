from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Literal

from heedful.listen.audiences.types import AttributeValue, NewContact
from heedful.listen.fieldwork.types import Channel
from heedful.platform.core.errors import Problem

type OnInvalid = Literal["refuse", "keep"]
type ProjectedAnswer = int | float | str | tuple[str, ...]


class Status(StrEnum):
    PARTIAL = "partial"
    COMPLETED = "completed"


class StoreState(StrEnum):
    STORED = "stored"
    UPDATED = "updated"  # a partial one that went on
    DUPLICATE = "duplicate"  # known already; nothing changed
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class NewResponse:
    """One response as it comes in. ``version`` None means the published one."""

    idempotency_key: str
    survey_id: int
    answers: Mapping[str, object]  # by question key; a matrix by its rows or as an object of rows
    answered_at: datetime
    contact: NewContact | None = None
    contact_id: int | None = None  # instead of ``contact``, where it is known already
    unit_key: str | None = None
    channel: str = Channel.API
    touchpoint: str = ""
    language: str = ""
    weight: float | None = None
    attributes: Mapping[str, object] = field(default_factory=dict)
    is_test: bool = False
    status: str = Status.COMPLETED
    source: str = "api"
    raw: Any = None
    row: int | None = None  # line of the file it came from
    version: int | None = None
    uid: str = ""  # promised at the door; empty: made when stored
    duration: float | None = None  # seconds from the first question to the end
    is_bot: bool = False  # a trap that people do not see was stepped into
    unit_id: int | None = None  # instead of ``unit_key``
    is_whole: bool = False  # what was answered before and is not repeated here is withdrawn


@dataclass(frozen=True, slots=True)
class StoreOutcome:
    """What became of one new response; ``problems`` say why it was refused."""

    key: str
    state: StoreState
    uid: str | None = None
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class AnswerFacts:
    question_id: int
    question_uid: str
    question_key: str
    question_text: str
    kind: str
    score: int | None
    number: float | None
    text: str
    choices: tuple[str, ...]
    is_invalid: bool

    @property
    def value(self) -> ProjectedAnswer | None:
        """The answer as one value, None for an empty one."""
        if self.score is not None:
            return self.score
        if self.number is not None:
            return self.number
        return self.choices or self.text or None


@dataclass(frozen=True, slots=True)
class ResponseFacts:
    id: int
    uid: str
    survey_id: int
    survey_uid: str
    survey_name: str
    version: int
    status: Status
    contact_id: int | None
    contact_uid: str | None
    contact_name: str
    unit_id: int | None
    unit_uid: str | None
    unit_name: str
    channel: Channel
    touchpoint: str
    language: str
    answered_at: datetime
    received_at: datetime
    weight: float | None
    attributes: Mapping[str, AttributeValue]
    is_test: bool
    is_late: bool
    excluded_at: datetime | None
    excluded_reason: str
    source: str
    idempotency_key: str
    answers: tuple[AnswerFacts, ...]
    duration: float | None = None
    flags: tuple[str, ...] = ()

    @property
    def score_answer(self) -> AnswerFacts | None:
        """The first answer on a scale: what a list shows beside the words."""
        return next((answer for answer in self.answers if answer.score is not None), None)

    @property
    def comments(self) -> tuple[AnswerFacts, ...]:
        return tuple(a for a in self.answers if a.kind in {"short_text", "long_text"} and not a.is_invalid)


@dataclass(frozen=True, slots=True)
class AnswersSoFar:
    """What came in under a key, stored or still waiting in the inbox."""

    response_uid: str
    survey_id: int
    version: int
    answers: Mapping[str, object]  # by question key, a matrix by its rows
    is_completed: bool
    language: str


class Comparison(StrEnum):
    ANY_OF = ":"
    NONE_OF = "!:"
    AT_LEAST = ">="
    AT_MOST = "<="
    KNOWN = ":*"
    UNKNOWN = "!:*"


@dataclass(frozen=True, slots=True)
class ResponseCondition:
    """One field against values. Fields: survey, version, channel, touchpoint, language, unit, unit.LEVEL,
    group, status, flag, attribute.KEY, answer.QUESTION_UID, and those that modules above have registered.
    """

    field: str
    comparison: Comparison
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ResponseFilter:
    """Which responses a list shows. Days are of the organisation's time zone, both included."""

    survey_uid: str | None = None
    from_on: date | None = None
    to_on: date | None = None
    conditions: tuple[ResponseCondition, ...] = ()
    search: str = ""  # words of the answers, each of which must occur
    contact_uid: str | None = None
    question_uid: str | None = None  # together with ``scores``: answers of this question
    question_kind: str | None = None  # instead of one question: every question of a kind
    scores: tuple[int, ...] = ()
    status: Status | None = None
    is_excluded: bool | None = None  # None: both
    is_test: bool | None = None
    response_ids: tuple[int, ...] | None = None  # what a query of the warehouse found


@dataclass(frozen=True, slots=True)
class ProjectionRow:
    """A response as the warehouse keeps it: all that numbers are made of, and no words."""

    id: int
    survey_id: int
    version: int
    status: Status
    answered_at: datetime  # UTC
    contact_id: int | None
    unit_id: int | None
    unit_path: tuple[int, ...]  # unit ids from the root down to the response's own
    group: str
    channel: Channel
    touchpoint: str
    language: str
    weight: float | None
    is_test: bool
    excluded: str | None  # the reason, None when it counts
    attributes: Mapping[str, AttributeValue]  # by attribute key
    answers: Mapping[int, ProjectedAnswer]  # by question id: score, number, or the keys of options
    invalid: tuple[int, ...] = ()  # ids of questions whose answer is kept as no value of the scale


@dataclass(frozen=True, slots=True)
class WrittenAnswer:
    """What somebody wrote as an answer; ``language`` is the expected one: said, or the survey's."""

    response_id: int
    question_id: int
    text: str
    response_uid: str
    survey_id: int
    unit_id: int | None
    answered_at: datetime
    language: str = ""
    contact_name: str = ""


@dataclass(frozen=True, slots=True)
class Batch:
    """Changes a projector has taken. The same number comes again until the batch is forgotten."""

    number: int
    response_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class RefusalFacts:
    id: int
    source: str
    row: int | None
    field: str
    reason: str
    body: Any
    idempotency_key: str
    refused_at: datetime
