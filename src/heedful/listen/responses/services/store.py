"""Stores responses in bulk: a few statements for a batch, whatever its size."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import batched

from django.utils import timezone

from heedful.design.surveys.rules import missing
from heedful.listen.audiences.services import note_meetings
from heedful.listen.responses.events import ResponsesReceived
from heedful.listen.responses.models import Answer, Refusal, Response
from heedful.listen.responses.rules import Known, Verdict, is_late, verdict, waves
from heedful.listen.responses.services.check import Checked, Fault, check_all, storable
from heedful.listen.responses.services.feed import mark_changed
from heedful.listen.responses.types import NewResponse, OnInvalid, Status, StoreOutcome, StoreState
from heedful.platform.core import audit
from heedful.platform.core.ids import new_uid
from heedful.platform.core.outbox import announce
from heedful.platform.core.transactions import writing
from heedful.platform.core.types import Actor, Permission

_PER_QUERY = 5_000
_FAULTS_KEPT = 20  # of one response
_UPDATED = [
    "version", "status", "contact", "unit", "channel", "touchpoint", "language", "answered_at", "weight",
    "attributes", "is_late", "checksum", "raw",
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
    checked = check_all(new, by=by, keep_invalid=on_invalid == "keep")
    outcomes: dict[int, StoreOutcome] = {}
    with writing():
        for positions in waves(new):
            wave = _Wave([checked[position] for position in positions], keep_raw=keep_raw)
            outcomes |= dict(zip(positions, wave.store(by), strict=True))
    return [outcomes[position] for position in range(len(new))]


@dataclass
class _Wave:
    """Responses with a key each, on their way into the tables."""

    checked: list[Checked]
    keep_raw: bool
    now: datetime = field(default_factory=timezone.now)
    made: list[tuple[Checked, Response]] = field(default_factory=list)
    went_on: list[tuple[Checked, Response]] = field(default_factory=list)

    def store(self, by: Actor) -> list[StoreOutcome]:
        known = _known(one.new.idempotency_key for one in self.checked)
        outcomes = [self._place(one, known.get(one.new.idempotency_key)) for one in self.checked]
        self._write_responses()
        self._write_answers()
        self._write_refusals()
        self._tell(by, outcomes)
        return outcomes

    def _place(self, one: Checked, row: Response | None) -> StoreOutcome:
        decided = verdict(_as_known(row), one.new, one.checksum)
        if row is not None and decided is Verdict.DUPLICATE:
            return StoreOutcome(one.new.idempotency_key, StoreState.DUPLICATE, row.uid)
        if decided is Verdict.CONFLICT:
            one.faults.append(Fault("idempotency_key", "is taken by a completed response with other content"))
        if not one.faults:
            one.faults += _missing(one, row)
        if one.faults:
            return StoreOutcome(one.new.idempotency_key, StoreState.REFUSED, None, one.problems)
        if row is None:
            row = Response(uid=one.new.uid or new_uid("rsp"), idempotency_key=one.new.idempotency_key)
            self.made.append((one, row))
            state = StoreState.STORED
        else:
            self.went_on.append((one, row))
            state = StoreState.UPDATED
        self._fill(row, one)
        return StoreOutcome(one.new.idempotency_key, state, row.uid)

    def _fill(self, row: Response, one: Checked) -> None:
        new = one.new
        assert one.questionnaire is not None
        row.survey_id, row.version_id = new.survey_id, one.questionnaire.version_id
        row.contact_id = one.contact_id if one.contact_id is not None else row.contact_id
        row.unit_id = one.unit_id if one.unit_id is not None else row.unit_id
        row.status, row.channel, row.source = new.status, new.channel, row.source or new.source
        row.touchpoint, row.language = new.touchpoint or row.touchpoint, new.language or row.language
        row.answered_at = new.answered_at
        row.weight = new.weight if new.weight is not None else row.weight
        row.attributes = {**row.attributes, **one.attributes} if row.pk else one.attributes
        row.is_test = new.is_test
        row.is_late = is_late(new.answered_at, self.now, new.source)
        row.checksum = one.checksum
        row.raw = storable(new.raw) if self.keep_raw else None

    def _write_responses(self) -> None:
        Response.objects.bulk_create([row for _, row in self.made])
        Response.objects.bulk_update([row for _, row in self.went_on], _UPDATED, batch_size=100)

    def _write_answers(self) -> None:
        Answer.objects.bulk_create(_answers(self.made))
        # An answer given anew replaces the one before; answers that are not repeated stay.
        Answer.objects.bulk_create(
            _answers(self.went_on),
            update_conflicts=True,
            unique_fields=["response", "question"],
            update_fields=["score", "number", "text", "choices", "is_invalid"],
        )

    def _write_refusals(self) -> None:
        keys = [one.new.idempotency_key for one in self.checked if one.new.idempotency_key]
        for some in batched(keys, _PER_QUERY, strict=False):
            # What is accepted now, or refused again, was not refused before.
            Refusal.objects.filter(idempotency_key__in=some).delete()
        Refusal.objects.bulk_create(
            refusal for one in self.checked if one.faults for refusal in _refusals(one)
        )

    def _tell(self, by: Actor, outcomes: Sequence[StoreOutcome]) -> None:
        changed = [row.pk for _, row in (*self.made, *self.went_on)]
        mark_changed(changed)
        note_meetings(
            (row.contact_id, row.unit_id)
            for _, row in (*self.made, *self.went_on)
            if row.contact_id is not None and row.unit_id is not None
        )
        counts = {state.value: sum(one.state is state for one in outcomes) for state in StoreState}
        audit.record("responses.received", by=by, **counts)
        if changed:
            announce(ResponsesReceived(response_ids=changed))


def _known(keys: Iterable[str]) -> dict[str, Response]:
    return {
        row.idempotency_key: row
        for some in batched(keys, _PER_QUERY, strict=False)
        for row in Response.objects.filter(idempotency_key__in=some).defer("raw")
    }


def _as_known(row: Response | None) -> Known | None:
    return Known(row.survey_id, row.status, row.answered_at, row.checksum) if row is not None else None


def _missing(one: Checked, row: Response | None) -> list[Fault]:
    if one.new.status != Status.COMPLETED or one.questionnaire is None or not one.questionnaire.has_required:
        return []
    answered = {answer.key for answer in one.answers}
    if row is not None:
        answered |= set(Answer.objects.filter(response=row).values_list("question__key", flat=True))
    return [
        Fault(f"answers.{problem.key}", problem.reason, problem.question_id)
        for problem in missing(one.questionnaire, answered)
    ]


def _answers(rows: Sequence[tuple[Checked, Response]]) -> Iterator[Answer]:
    for one, row in rows:
        for answer in one.answers:
            value = answer.value
            yield Answer(
                response_id=row.pk,
                question_id=answer.question_id,
                score=value.score,
                number=value.number,
                text=value.text,
                choices=list(value.choices) or None,
                is_invalid=answer.is_invalid,
            )


def _refusals(one: Checked) -> Iterator[Refusal]:
    new = one.new
    for number, fault in enumerate(one.faults[:_FAULTS_KEPT]):
        yield Refusal(
            source=new.source[:120],
            row=new.row,
            field=fault.field[:120],
            reason=fault.reason[:300],
            body=storable(new.raw) if number == 0 else None,
            idempotency_key=new.idempotency_key[:200].replace("\x00", ""),
            survey_id=one.questionnaire.survey_id if one.questionnaire else None,
            question_id=fault.question_id,
            answered_at=new.answered_at if new.answered_at.tzinfo else None,
        )
