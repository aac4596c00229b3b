from __future__ import annotations

import pytest
from django.utils import timezone
from tests.make import responses, surveys

from heedful.platform.core.models import Beat
from heedful.platform.core.outbox import deliver_due
from heedful.understand.words.readings.line import read_waiting
from heedful.understand.words.readings.loaded import loaded


@pytest.fixture
def survey(organization):
    return surveys.survey()


@pytest.fixture
def say(survey):
    """Say something, which puts it in line."""

    def said(*texts: str, **fields):
        return [responses.response(survey, {"nps": 9, "why": text}, **fields) for text in texts]

    return said


@pytest.fixture
def read_all(installed):
    """Deliver events and read until nothing is left to do."""

    def read() -> int:
        turns = 0
        while deliver_due() or read_waiting():
            turns += 1
        return turns

    yield read
    loaded.forget_finders()


@pytest.fixture
def worker(db):
    """One that has just told of itself."""
    return Beat.objects.create(name="worker:here:1", at=timezone.now())
