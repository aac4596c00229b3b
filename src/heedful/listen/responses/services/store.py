"""Stores responses in bulk: a few statements for a batch, whatever its size."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import batched
from typing import Any, NamedTuple

from django.db import IntegrityError, connection
from django.utils import timezone

from heedful.design.surveys.flow import Surroundings
from heedful.design.surveys.rules import missing
from heedful.design.surveys.types import AnswerValue
from heedful.listen.audiences.services import note_meetings
from heedful.listen.responses.events import ResponsesReceived
from heedful.listen.responses.models import Answer, Refusal, Response
from heedful.listen.responses.quality import BOT, flagged
from heedful.listen.responses.redaction.originals import keep_originals
from heedful.listen.responses.rules import Known, Verdict, is_late, verdict, waves
from heedful.listen.responses.services.check import Checked, Fault, check_all, checksum_of, storable
from heedful.listen.responses.services.feed import mark_changed
from heedful.listen.responses.types import NewResponse, OnInvalid, Status, StoreOutcome, StoreState
from heedful.platform.core import audit
from heedful.platform.core.bulk import adapted_rows, insert_adapted, insert_rows, update_rows
from heedful.platform.core.errors import TryLater
from heedful.platform.core.ids import new_uid
from heedful.platform.core.outbox import announce
from heedful.platform.core.scope import current_organization_id
from heedful.platform.core.transactions import writing
from heedful.platform.core.types import Actor, Permission

# ruff: noqa: S608 - names are the models' own, values are parameters
_RESPONSES, _REFUSALS = Response._meta.db_table, Refusal._meta.db_table
_PER_QUERY = 5_000
_ATTEMPTS = 3
_FAULTS_KEPT = 20  # of one response
_FIELDS = [
    "uid", "survey", "version", "contact", "unit", "status", "channel", "touchpoint", "language",
    "answered_at", "received_at", "weight", "attributes", "is_test", "is_late", "excluded_reason", "source",
    "idempotency_key", "checksum", "duration", "flags", "raw",
]  # fmt: skip
_ANSWER_FIELDS = ["response", "question", "score", "number", "text", "choices", "is_invalid"]
_ANSWER_COLUMNS = ["response_id", "question_id", *_ANSWER_FIELDS[2:]]
_UPDATED = [
    "version", "status", "contact", "unit", "channel", "touchpoint", "language", "answered_at", "weight",
    "attributes", "is_late", "checksum", "duration", "flags", "raw",
]  # fmt: skip


def store_responses(
    new: Sequence[NewResponse], *, by: Actor, on_invalid: OnInvalid = "refuse", keep_raw: bool = True
) -> list[StoreOutcome]:
    """Store a batch and say what became of each, in order.

    Whoever comes again under a known key changes nothing; a partial response goes on. A response with a
    fault is refused as a whole, with a record of every fault. ``on_invalid="keep"`` stores answers that
    are no value of their scale as invalid ones instead. The rest of the batch is stored in any case.
    """
    by.require(Permission.WRITE_ANSWERS)
    for _ in range(_ATTEMPTS):
        try:
            return _store(new, by=by, on_invalid=on_invalid, keep_raw=keep_raw)
        except (IntegrityError, _Overtaken):
            # Another process stored or deleted the same meanwhile: now it is seen.
            continue
    raise TryLater("Others are storing the same responses; nothing of this batch was stored.")


def _store(
    new: Sequence[NewResponse], *, by: Actor, on_invalid: OnInvalid, keep_raw: bool
) -> list[StoreOutcome]:
    repeated = _repeated(new)
    fresh = [one for one in new if one.idempotency_key not in repeated]
    read = iter(check_all(fresh, by=by, keep_invalid=on_invalid == "keep"))
    checked = [repeated.get(one.idempotency_key) or next(read) for one in new]
    return store_checked(checked, by=by, keep_raw=keep_raw)


def _repeated(new: Sequence[NewResponse]) -> dict[str, Checked]:
    """Find what is stored already just as it comes, by key. Nothing has to be read in it once more."""
    known = _known(one.idempotency_key for one in new)
    if not known:
        return {}
    # What comes twice in one batch may go on in between.
    times = Counter(one.idempotency_key for one in new)
    return {
        one.idempotency_key: Checked(one, checksum=checksum, is_repeated=True)
        for one in new
        if (row := known.get(one.idempotency_key)) is not None
        and times[one.idempotency_key] == 1
        and verdict(row.facts, one, checksum := checksum_of(one)) is Verdict.DUPLICATE
    }


class _Overtaken(Exception):
    """What was stored just now is not any more."""


def store_checked(checked: Sequence[Checked], *, by: Actor, keep_raw: bool = True) -> list[StoreOutcome]:
    """Store what :func:`check_all` has read. It is for one try: what fails is to be checked again."""
    by.require(Permission.WRITE_ANSWERS)
    outcomes: dict[int, StoreOutcome] = {}
    following = [
        (positions, _Wave([checked[position] for position in positions], keep_raw=keep_raw))
        for positions in waves([one.new for one in checked])
    ]
    with writing():
        for positions, wave in following:
            outcomes |= dict(zip(positions, wave.store(by), strict=True))
    return [outcomes[position] for position in range(len(checked))]


@dataclass
class _Wave:
    """Responses with a key each, on their way into the tables."""

    checked: list[Checked]
    keep_raw: bool
    now: datetime = field(default_factory=timezone.now)
    made: list[Checked] = field(default_factory=list)
    updated: list[tuple[Checked, int]] = field(default_factory=list)  # with the ids of their rows
    went_on: list[tuple[Checked, Response]] = field(default_factory=list)
    ids: dict[str, int] = field(default_factory=dict)  # of what was written, by key
    rows: dict[str, Sequence[Any]] = field(default_factory=dict)  # of those that may be new, by key

    def __post_init__(self) -> None:
        """Make the rows now: where one writes at a time, others wait for whoever writes."""
        some = [one for one in self.checked if not one.faults and not one.is_repeated]
        for one in some:
            one.uid = one.new.uid or new_uid("rsp")
        rows = adapted_rows(Response, _FIELDS, map(self._values, some))
        self.rows = {one.new.idempotency_key: row for one, row in zip(some, rows, strict=True)}

    def store(self, by: Actor) -> list[StoreOutcome]:
        known = _known(one.new.idempotency_key for one in self.checked)
        outcomes = [self._place(one, known.get(one.new.idempotency_key)) for one in self.checked]
        rows = Response.objects.defer("raw").in_bulk([row_id for _, row_id in self.updated])
        self.went_on = [(one, rows[row_id]) for one, row_id in self.updated]
        self._write_responses()
        self._write_answers()
        self._keep_originals()
        self._write_refusals()
        self._tell(by, outcomes)
        return outcomes

    @property
    def _written(self) -> tuple[Checked, ...]:
        return (*self.made, *(one for one, _ in self.went_on))

    def _place(self, one: Checked, row: _Stored | None) -> StoreOutcome:
        decided = verdict(row.facts if row is not None else None, one.new, one.checksum)
        if row is not None and decided is Verdict.DUPLICATE:
            return StoreOutcome(one.new.idempotency_key, StoreState.DUPLICATE, row.uid)
        if one.is_repeated:
            raise _Overtaken
        if decided is Verdict.CONFLICT:
            one.faults.append(Fault("idempotency_key", "is taken by a completed response with other content"))
        if not one.faults:
            one.faults += _missing(one, row.id if row is not None else None)
        if one.faults:
            return StoreOutcome(one.new.idempotency_key, StoreState.REFUSED, None, one.problems)
        if row is not None:
            self.updated.append((one, row.id))
            return StoreOutcome(one.new.idempotency_key, StoreState.UPDATED, row.uid)
        self.made.append(one)
        return StoreOutcome(one.new.idempotency_key, StoreState.STORED, one.uid)

    def _write_responses(self) -> None:
        keys = [one.new.idempotency_key for one in self.made]
        insert_adapted(Response, _FIELDS, [self.rows[key] for key in keys])
        self.ids |= _ids(keys)
        for one, row in self.went_on:
            self._go_on(row, one)
            self.ids[row.idempotency_key] = row.pk
        columns: list[Any] = [Response._meta.get_field(name) for name in _UPDATED]
        now = [(row.pk, *(getattr(row, field.attname) for field in columns)) for _, row in self.went_on]
        update_rows(Response, _UPDATED, now)

    def _values(self, one: Checked) -> tuple[Any, ...]:
        new = one.new
        assert one.questionnaire is not None
        return (
            one.uid, new.survey_id, one.questionnaire.version_id, one.contact_id, one.unit_id, new.status,
            new.channel, new.touchpoint, new.language, new.answered_at, self.now, new.weight, one.attributes,
            new.is_test, is_late(new.answered_at, self.now, new.source), "", new.source, new.idempotency_key,
            one.checksum, new.duration, flagged([BOT] if new.is_bot else []),
            storable(one.raw) if self.keep_raw else None,
        )  # fmt: skip

    def _go_on(self, row: Response, one: Checked) -> None:
        new = one.new
        assert one.questionnaire is not None
        row.version_id = one.questionnaire.version_id
        row.contact_id = one.contact_id if one.contact_id is not None else row.contact_id
        row.unit_id = one.unit_id if one.unit_id is not None else row.unit_id
        row.status, row.channel = new.status, new.channel
        row.touchpoint, row.language = new.touchpoint or row.touchpoint, new.language or row.language
        row.answered_at = new.answered_at
        row.weight = new.weight if new.weight is not None else row.weight
        row.attributes = {**row.attributes, **one.attributes}
        row.is_late = is_late(new.answered_at, self.now, new.source)
        row.checksum = one.checksum
        row.duration = new.duration if new.duration is not None else row.duration
        row.flags = flagged([BOT] if new.is_bot or BOT in row.flags else [])
        row.raw = storable(one.raw) if self.keep_raw else None

    def _write_answers(self) -> None:
        insert_rows(Answer, _ANSWER_FIELDS, _answers(self.made, self.ids))
        for one, row in self.went_on:
            if one.new.is_whole:
                repeated = [answer.question_id for answer in one.answers]
                Answer.objects.filter(response=row).exclude(question_id__in=repeated).delete()
        again = [one for one, _ in self.went_on]
        # An answer given anew replaces the one before; answers that are not repeated stay.
        Answer.objects.bulk_create(
            (Answer(**dict(zip(_ANSWER_COLUMNS, row, strict=True))) for row in _answers(again, self.ids)),
            update_conflicts=True,
            unique_fields=["response", "question"],
            update_fields=_ANSWER_FIELDS[2:],
        )

    def _keep_originals(self) -> None:
        keep_originals(
            {self.ids[one.new.idempotency_key]: one.originals for one in self._written if one.originals},
            again={row.pk: {answer.question_id for answer in one.answers} for one, row in self.went_on},
        )

    def _write_refusals(self) -> None:
        keys = [one.new.idempotency_key for one in self.checked if one.new.idempotency_key]
        # What is accepted now, or refused again, was not refused before.
        _run_by_key(f"DELETE FROM {_REFUSALS}", keys)
        Refusal.objects.bulk_create(
            refusal for one in self.checked if one.faults for refusal in _refusals(one)
        )

    def _tell(self, by: Actor, outcomes: Sequence[StoreOutcome]) -> None:
        changed = list(self.ids.values())
        mark_changed(changed)
        note_meetings(
            (one.contact_id, one.unit_id)
            for one in self._written
            if one.contact_id is not None and one.unit_id is not None
        )
        counts: dict[str, Any] = {
            state.value: sum(one.state is state for one in outcomes) for state in StoreState
        }
        audit.record("responses.received", by=by, **counts)
        if changed:
            announce(ResponsesReceived(response_ids=changed))


class _Stored(NamedTuple):
    """What is to be known of a stored response to decide about one under the same key."""

    id: int
    uid: str
    facts: Known


_STORED = ("idempotency_key", "id", "uid", "survey_id", "status", "answered_at", "checksum")


def _known(keys: Iterable[str]) -> dict[str, _Stored]:
    return {
        key: _Stored(row_id, uid, Known(*facts))
        for some in batched(_ids(keys).values(), _PER_QUERY, strict=False)  # nearly always none
        for key, row_id, uid, *facts in Response.objects.filter(id__in=some).values_list(*_STORED)
    }


def _ids(keys: Iterable[str]) -> dict[str, int]:
    """Return the ids of stored responses by key."""
    return dict(_run_by_key(f"SELECT idempotency_key, id FROM {_RESPONSES}", keys))


def _run_by_key(statement: str, keys: Iterable[str]) -> list[Any]:
    """Run a statement on rows with these keys, many at a time; return what it gives.

    Written by hand: composing it takes ten times as long, and whoever wants to write waits meanwhile.
    """
    organization_id = current_organization_id()
    found: list[Any] = []
    with connection.cursor() as cursor:
        for some in batched(keys, _PER_QUERY, strict=False):
            gaps = ", ".join(["%s"] * len(some))
            where = f" WHERE organization_id = %s AND idempotency_key IN ({gaps})"
            cursor.execute(statement + where, [organization_id, *some])
            if cursor.description:
                found += cursor.fetchall()
    return found


def _missing(one: Checked, row_id: int | None) -> list[Fault]:
    if one.new.status != Status.COMPLETED or one.questionnaire is None or not one.questionnaire.has_required:
        return []
    said = (_said(row_id) if row_id is not None else {}) | {
        answer.key: answer.value for answer in one.answers
    }
    around = Surroundings(one.new.language, one.new.channel, one.attributes)
    return [
        Fault(f"answers.{problem.key}", problem.reason, problem.question_id)
        for problem in missing(one.questionnaire, said, said=said, around=around)
    ]


def _said(row_id: int) -> dict[str, AnswerValue]:
    """Return what was answered before, by key."""
    answers = Answer.objects.filter(response_id=row_id)
    return {
        key: AnswerValue(score, number, text, tuple(choices or ()))
        for key, score, number, text, choices in answers.values_list(
            "question__key", "score", "number", "text", "choices"
        )
    }


def _answers(rows: Iterable[Checked], ids: Mapping[str, int]) -> Iterator[tuple[Any, ...]]:
    for one in rows:
        response_id = ids[one.new.idempotency_key]
        for answer in one.answers:
            value = answer.value
            yield (
                response_id,
                answer.question_id,
                value.score,
                value.number,
                value.text,
                list(value.choices) or None,
                answer.is_invalid,
            )


def _refusals(one: Checked) -> Iterator[Refusal]:
    new = one.new
    for number, fault in enumerate(one.faults[:_FAULTS_KEPT]):
        yield Refusal(
            source=new.source[:120],
            row=new.row,
            field=fault.field[:120],
            reason=fault.reason[:300],
            body=storable(one.raw) if number == 0 else None,
            idempotency_key=new.idempotency_key[:200].replace("\x00", ""),
            survey_id=one.questionnaire.survey_id if one.questionnaire else None,
            question_id=fault.question_id,
            answered_at=new.answered_at if new.answered_at.tzinfo else None,
        )
