"""Responses for tests."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from itertools import count

from heedful.design.surveys.types import SurveyFacts
from heedful.listen.responses import queries, services
from heedful.listen.responses.models import Response
from heedful.listen.responses.types import NewResponse, ResponseFacts, StoreState
from heedful.platform.core.scope import current_organization_id
from heedful.platform.core.types import Actor

_numbers = count(1)
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def new_response(survey: SurveyFacts, answers: Mapping[str, object] | None = None, **fields) -> NewResponse:
    fields.setdefault("idempotency_key", f"key-{next(_numbers)}")
    fields.setdefault("answered_at", NOON)
    return NewResponse(survey_id=survey.id, answers={"nps": 9} if answers is None else answers, **fields)


def response(survey: SurveyFacts, answers: Mapping[str, object] | None = None, **fields) -> ResponseFacts:
    """Store one response and return it as it is read."""
    by = Actor.system(current_organization_id())
    (outcome,) = services.store_responses([new_response(survey, answers, **fields)], by=by)
    assert outcome.state is StoreState.STORED, outcome.problems
    return queries.response(outcome.uid, by=by)


def stored(new: Sequence[NewResponse]) -> list[int]:
    """Store responses at once, which costs little more than one, and return their ids in the same order."""
    outcomes = services.store_responses(new, by=Actor.system(current_organization_id()))
    assert all(outcome.state is StoreState.STORED for outcome in outcomes), outcomes
    ids = dict(Response.objects.filter(uid__in=[one.uid for one in outcomes]).values_list("uid", "id"))
    return [ids[outcome.uid] for outcome in outcomes]


def scores(survey: SurveyFacts, *values: int, key: str = "nps", **fields) -> list[str]:
    """Store a response for each score and return their uids."""
    by = Actor.system(current_organization_id())
    new = [new_response(survey, {key: value}, **fields) for value in values]
    outcomes = services.store_responses(new, by=by)
    assert all(outcome.state is StoreState.STORED for outcome in outcomes), outcomes
    return [outcome.uid for outcome in outcomes]
