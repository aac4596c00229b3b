"""Drift: seen when it is there, quiet when it is not."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest
from tests.make import responses, surveys, words

from heedful.understand.words.labelling import queries
from heedful.understand.words.labelling.jobs import last_monday
from heedful.understand.words.labelling.watching import watch_week
from heedful.understand.words.models import Edition
from heedful.understand.words.vectors.places import store_of
from heedful.understand.words.vectors.store import TextKey

MONDAY = date(2026, 3, 2)
BEGAN = datetime(2026, 3, 1, tzinfo=UTC)


@pytest.fixture
def edition(organization):
    made = words.edition(words.taxonomy("staff", "price"))
    Edition.objects.filter(pk=made.pk).update(current_from=BEGAN)
    return made


@pytest.fixture
def survey(organization):
    return surveys.survey(surveys.question("nps", "nps"), surveys.question("why", "long_text"))


def comments(survey, edition, n, *, at, sentiment, themes=(), around=None, seed=0):
    rng = np.random.default_rng(seed)
    told = [
        words.Said(
            responses.new_response(survey, {"nps": 9, "why": f"Words {number}"}, answered_at=at),
            themes,
            {"sentiment": sentiment[number % len(sentiment)]},
        )
        for number in range(n)
    ]
    why = survey.questions[1].id
    keys = [TextKey(response_id, why) for response_id in words.tell(told, by=edition)]
    if around is not None:
        rows = rng.normal(around, 1, (n, 384)).astype(np.float32)
        store_of("bge-small-en").put(keys, rows / np.linalg.norm(rows, axis=1, keepdims=True))


def before(survey, edition, **more):
    comments(survey, edition, 60, at=BEGAN - timedelta(days=9), sentiment=(1, 0, -1), seed=1, **more)


def test_a_week_like_the_others_is_quiet(survey, edition, alice):
    before(survey, edition, around=0.0)
    comments(survey, edition, 60, at=BEGAN + timedelta(days=2), sentiment=(1, 0, -1), around=0.0, seed=2)
    found = watch_week(edition.uid, MONDAY, by=alice)
    assert found is not None
    assert not found.is_alarm
    assert set(found.facts) == {"sentiment", "meaning"}  # one language, no theme: no mix to compare


@pytest.mark.parametrize(
    ("change", "measure"),
    [
        ({"sentiment": (-1, -1, -1, 0)}, "sentiment"),
        ({"sentiment": (1, 0, -1), "themes": ("-staff",)}, "themes"),
        ({"sentiment": (1, 0, -1), "around": 0.5}, "meaning"),
    ],
)
def test_a_change_is_named(survey, edition, alice, change, measure):
    before(survey, edition, around=0.0)
    change = {"around": 0.0, **change}
    comments(survey, edition, 60, at=BEGAN + timedelta(days=2), seed=3, **change)
    found = watch_week(edition.uid, MONDAY, by=alice)
    assert found is not None
    assert found.is_alarm
    moved = [key for key, one in found.facts.items() if one["adjusted_p"] <= 0.01]
    assert moved == [measure]
    assert watch_week(edition.uid, MONDAY, by=alice) == found  # once a week
    assert len(queries.drift_weeks(by=alice)) == 1


def test_few_comments_tell_nothing(survey, edition, alice):
    before(survey, edition)
    comments(survey, edition, 20, at=BEGAN + timedelta(days=2), sentiment=(-1,))
    assert watch_week(edition.uid, MONDAY, by=alice) is None


@pytest.mark.parametrize(("today", "monday"), [(date(2026, 3, 9), MONDAY), (date(2026, 3, 15), MONDAY)])
def test_the_last_whole_week(today, monday):
    assert last_monday(today) == monday
