from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from tests.make import accounts, responses, surveys, words

from heedful.design.surveys.types import SurveyFacts
from heedful.listen.responses.types import ResponseFacts
from heedful.platform.core.outbox import deliver_due
from heedful.platform.core.scope import organization_scope
from heedful.understand.words.search import services

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
SAID = {
    "late": ("The delivery came two days late and nobody called", 2, "north-1"),
    "never": ("My delivery never arrived, I want a refund", 1, "north-2"),
    "kind": ("Friendly staff, quick delivery, thank you", 10, "north-1"),
    "dear": ("Too expensive for what it is", 7, None),
}


@dataclass
class Spoken:
    """Four comments, read and indexed."""

    cast: accounts.Cast
    survey: SurveyFacts
    said: dict[str, ResponseFacts] = field(default_factory=dict)

    def name(self, response_uid: str) -> str:
        return next(name for name, facts in self.said.items() if facts.uid == response_uid)


@pytest.fixture
def scoped(cast):
    with organization_scope(cast.organization.pk):
        yield cast


@pytest.fixture
def spoken(scoped) -> Spoken:
    found = Spoken(scoped, surveys.survey(name="Parcels"))
    for day, (name, (text, score, unit_key)) in enumerate(SAID.items()):
        found.said[name] = responses.response(
            found.survey,
            {"nps": score, "why": text},
            unit_key=unit_key,
            answered_at=NOON + timedelta(days=day),
        )
    edition = words.edition(words.taxonomy("service", "service/staff", "delivery", "price"))
    words.reading(found.said["late"], "-delivery", by=edition, sentiment=-1, types=" problem ")
    words.reading(found.said["never"], "-delivery", by=edition, sentiment=-1)
    words.reading(found.said["kind"], "+staff", "+delivery", by=edition, sentiment=1)
    words.reading(found.said["dear"], "-price", by=edition, sentiment=-1)
    take_up()
    return found


def take_up() -> None:
    """Do what the worker does: deliver events, bring the index up to date."""
    while deliver_due():
        pass
    while services.take_up_changes():
        pass


def direction(angle: float) -> np.ndarray:
    """A row of numbers of length 1 that points somewhere."""
    row = np.full(384, 0.02, np.float32)
    row[0], row[1] = np.cos(angle), np.sin(angle)
    return row / np.linalg.norm(row)
