from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.utils import timezone
from tests.make import responses, surveys

from heedful.listen.audiences.services import ensure_attributes
from heedful.listen.responses.services import store_responses
from heedful.platform.core.types import Actor
from heedful.understand.boards.queries.showing import open_reading


def noon(days_ago: int) -> datetime:
    return timezone.localtime().replace(hour=12, minute=0) - timedelta(days=days_ago)


@pytest.fixture
def stay(cast, organization):
    """A survey whose score fell: 40 promoters of 50 before, 25 promoters and 25 detractors of 50 since."""
    by = Actor.system(organization.pk)
    ensure_attributes({"country": "text"}, by=by)
    survey = surveys.survey(name="Stay")
    new = []
    for number in range(50):
        before, now = (9 if number < 40 else 7), (10 if number % 2 else 3)
        place = (cast.branch if number % 2 else cast.next_branch).key
        for days, score in ((130, before), (10, now)):
            said = {"nps": score} | ({"why": f"Cold soup {number}"} if score == 3 and number < 20 else {})
            new.append(
                responses.new_response(
                    survey,
                    said,
                    answered_at=noon(days) - timedelta(minutes=number),
                    unit_key=place,
                    channel="email" if number % 5 else "sms",
                    attributes={"country": "DE" if number % 3 else "AT"},
                )
            )
    new.append(responses.new_response(survey, {"nps": 0}, answered_at=noon(5), is_test=True))
    store_responses(new, by=by)
    return survey


@pytest.fixture
def reading(stay, alice):
    found = open_reading({}, by=alice, answers_url="/answers/")
    assert found is not None
    return found
