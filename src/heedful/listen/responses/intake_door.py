"""The door itself: from the bytes of a request to the bytes of its answer, whichever server stands before it.

``prepare`` checks, ``inbox.write`` makes durable, ``replied`` answers. The API operation runs them in one
thread (``receive``); the short way of both servers waits for the inbox without one (config/short_way.py).
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from operator import itemgetter
from threading import Lock
from typing import Any, NamedTuple

import orjson
from django.conf import settings

from heedful.design.surveys.types import Questionnaire
from heedful.listen.responses import inbox, intake
from heedful.listen.responses.inbox_rows import Receipt
from heedful.listen.responses.intake import NewAnswerSet, Wrong
from heedful.listen.responses.intake_glance import Glance
from heedful.listen.responses.intake_request import Sent, parse
from heedful.listen.responses.intake_surveys import attribute_kinds, glance, is_unit, questionnaire
from heedful.listen.responses.models import InboxEntry, Response
from heedful.platform.core.errors import InvalidInput, PermanentError, Problem, RateLimited
from heedful.platform.core.types import Actor, Permission

PATH = "/api/v1/responses"


class WrongMediaType(PermanentError):
    status = 415
    code = "wrong-media-type"


class Letter(NamedTuple):
    """A request as every server can tell it."""

    body: bytes
    content_type: str = "application/json"
    idempotency_key: str = ""  # the header
    is_partial_welcome: bool = False  # ?partial=1: take the good rows of a batch


class Reply(NamedTuple):
    status: int
    body: bytes


class Prepared(NamedTuple):
    """A checked request: what will be written, with places (from 0) in it, and what else must be said."""

    passed: Sequence[NewAnswerSet]
    is_single: bool = True
    places: Sequence[int] = (0,)
    problems: Sequence[Problem] = ()


def receive(letter: Letter, *, by: Actor) -> Reply:
    """Check, write and answer; what is wrong is raised, and then nothing was written."""
    prepared = prepare(letter, by=by)
    return replied(prepared, inbox.write(prepared.passed))


def prepare(letter: Letter, *, by: Actor) -> Prepared:
    """Check everything that can be checked before the answers are durable; raise what is wrong."""
    by.require(Permission.WRITE_ANSWERS)
    if not letter.content_type.startswith(("application/json", "text/json")):
        raise WrongMediaType("Send application/json.")
    request = parse(letter.body)
    _rates.take(by, len(request.rows), limit=settings.INTAKE_RATE)
    if not request.is_single:
        return _prepared_batch(request.rows, letter, by)
    found = _Reading(by).read(request.rows[0], letter.idempotency_key)
    if isinstance(found, NewAnswerSet):
        return Prepared((found,))
    raise InvalidInput(*(Problem(name, reason) for name, reason in found[: intake.MAX_PROBLEMS]))


def _prepared_batch(rows: Sequence[Sent], letter: Letter, by: Actor) -> Prepared:
    reading, header_key = _Reading(by), letter.idempotency_key
    passed: list[NewAnswerSet] = []
    places: list[int] = []
    problems: list[Problem] = []
    for place, sent in enumerate(rows):
        found = reading.read(sent, header_key and f"{header_key}:{place + 1}")
        if isinstance(found, NewAnswerSet):
            passed.append(found)
            places.append(place)
        else:
            problems += [Problem(name, reason, place + 1) for name, reason in found]
    if problems and not letter.is_partial_welcome:
        raise InvalidInput(*problems[: intake.MAX_PROBLEMS])
    return Prepared(passed, is_single=False, places=places, problems=problems)


class _Reading:
    """Reads the rows of a request, which nearly always answer one survey."""

    __slots__ = ("_by", "_glances", "_now")

    def __init__(self, by: Actor) -> None:
        self._by = by
        self._now = datetime.now(UTC).replace(tzinfo=None)
        self._glances: dict[tuple[str, int | None], Glance | None] = {}

    def read(self, sent: Sent, header_key: str) -> NewAnswerSet | Wrong:
        return self._at_a_glance(sent, header_key) or _read_row(sent, header_key, self._by)

    def _at_a_glance(self, sent: Sent, header_key: str) -> NewAnswerSet | None:
        """Return a row that is surely right; of any other, what is wrong is looked into."""
        row, by = sent.row, self._by
        if row is None:
            return None
        seen = self._glance((row.survey, row.version))
        if seen is None or not seen.passes(row, now=self._now):
            return None
        key = row.idempotency_key or header_key or None
        if key is not None and intake.key_problem(key):
            return None
        if row.unit and not is_unit(by.organization_id, row.unit):
            return None
        return intake.new_set(sent.raw, seen.questionnaire, key, by=by, is_partial=row.status == "partial")

    def _glance(self, wanted: tuple[str, int | None]) -> Glance | None:
        if wanted not in self._glances:
            self._glances[wanted] = glance(self._by.organization_id, *wanted)
        return self._glances[wanted]


def _read_row(sent: Sent, header_key: str, by: Actor) -> NewAnswerSet | Wrong:
    row = sent.content()
    if not isinstance(row, dict):
        return [("response", "is not an object")]
    survey, wrong = _checked(row, by.organization_id)
    key = row.get("idempotency_key")
    if key is None and header_key:
        key = header_key
        if reason := intake.key_problem(key):
            wrong.append(("Idempotency-Key", reason))
    if wrong or survey is None:
        return wrong
    if row.get("response"):
        return _continued(row, survey, by)
    missed = intake.missing_answers(row, survey)
    if missed and not _is_begun(key, by.organization_id):
        return missed
    return intake.answer_set(row, survey, key, by=by, raw=sent.raw)


def _checked(row: Mapping[str, Any], organization_id: int) -> tuple[Questionnaire | None, Wrong]:
    survey, wrong = _problems(row, organization_id)
    if wrong:  # what is remembered may be old: nothing is refused before looking again
        survey, wrong = _problems(row, organization_id, anew=True)
    return survey, wrong


def _problems(
    row: Mapping[str, Any], organization_id: int, *, anew: bool = False
) -> tuple[Questionnaire | None, Wrong]:
    survey = None
    has_attributes = row.get("attributes") or row.get("contact")
    kinds = attribute_kinds(organization_id, anew=anew) if has_attributes else {}
    reference, version, unit = row.get("survey"), row.get("version"), row.get("unit")
    if isinstance(reference, str) and reference and (version is None or isinstance(version, int)):
        survey = questionnaire(organization_id, reference, version, anew=anew)
    wrong = intake.row_problems(row, survey, kinds)
    if not reference:
        wrong.append(("survey", "is missing: name the survey by its id or its name"))
    elif survey is None and isinstance(reference, str):
        which = "published survey" if version is None else f"version {version} of a survey"
        wrong.append(("survey", f"there is no {which} {reference[:80]!r}"))
    if unit and isinstance(unit, str) and not is_unit(organization_id, unit, anew=anew):
        wrong.append(("unit", f"no unit has the key {unit[:120]!r}"))
    return survey, wrong


def _continued(row: dict[str, Any], survey: Questionnaire, by: Actor) -> NewAnswerSet | Wrong:
    """Return the next part of a response that was begun, which is named by its id."""
    key = _key_of(row["response"], by.organization_id)
    if key is None:
        return [("response", f"there is no response {row['response']}")]
    return intake.continued_set(row, survey, key, by=by)


def _is_begun(key: str | None, organization_id: int) -> bool:
    """Say whether a part with this key came in before: what this one lacks, that one may have."""
    if key is None:
        return False
    if Response.unscoped.filter(organization_id=organization_id, idempotency_key=key).exists():
        return True
    return any(content["key"] == key for content in _waiting(organization_id))


def _waiting(organization_id: int) -> Iterator[dict[str, Any]]:
    waiting = InboxEntry.unscoped.filter(organization_id=organization_id, settled_at__isnull=True)
    for body in waiting.order_by("-id").values_list("body", flat=True)[: intake.MAX_ROWS]:
        yield orjson.loads(body)


def _key_of(uid: str, organization_id: int) -> str | None:
    stored = Response.unscoped.filter(organization_id=organization_id, uid=uid)
    key = stored.values_list("idempotency_key", flat=True).first()
    if key is not None:
        return key
    return next((content["key"] for content in _waiting(organization_id) if content["uid"] == uid), None)


def replied(prepared: Prepared, receipts: list[Receipt]) -> Reply:
    """Answer a request whose rows are on the disk."""
    if prepared.is_single:
        receipt = receipts[0]
        return Reply(201 if receipt.state == "accepted" else 200, orjson.dumps(_told(receipt)))
    results: list[dict[str, Any]] = [
        {"row": place + 1, "state": state, "id": uid, "idempotency_key": key}
        for place, (uid, key, state) in zip(prepared.places, receipts, strict=True)
    ]
    return _batch_reply(_with_refused(results, prepared.problems) if prepared.problems else results)


def _with_refused(results: list[dict[str, Any]], problems: Iterable[Problem]) -> list[dict[str, Any]]:
    refused: dict[int | None, dict[str, Any]] = {}
    for problem in problems:
        one = refused.setdefault(problem.row, {"row": problem.row, "state": "refused", "errors": []})
        one["errors"].append({"field": problem.field, "reason": problem.reason})
    return sorted([*results, *refused.values()], key=itemgetter("row"))


def _batch_reply(results: list[dict[str, Any]]) -> Reply:
    counts = {"accepted": 0, "duplicate": 0, "refused": 0}
    for result in results:
        counts[result["state"]] += 1
    status = 201 if counts["accepted"] else 200 if counts["duplicate"] else 422
    return Reply(status, orjson.dumps({"counts": counts, "results": results}))


def _told(receipt: Receipt) -> dict[str, str]:
    return {"id": receipt.uid, "idempotency_key": receipt.key, "state": receipt.state}


class Rates:
    """Answers a second each key may send: a bucket that fills with time and holds one second's worth."""

    def __init__(self) -> None:
        self._buckets: dict[tuple[str, int | None], tuple[float, float]] = {}
        self._lock = Lock()

    def take(self, by: Actor, rows: int, *, limit: int) -> None:
        """Count rows; raise when there were too many. A limit of 0 is none."""
        if not limit:
            return
        now, who = time.monotonic(), (by.kind, by.id)
        with self._lock:
            left, at = self._buckets.get(who, (float(limit), now))
            left = min(limit, left + (now - at) * limit)
            # A batch larger than a second's worth passes when the bucket is full, and is paid off after.
            missing = min(rows, limit) - left
            if missing > 0:
                raise RateLimited(
                    f"At most {limit} answers a second are taken from this key.", retry_after=missing / limit
                )
            self._buckets[who] = (left - rows, now)


_rates = Rates()
