"""Comments with their places, two of them subjects that are new, for the browser to look at."""

from __future__ import annotations

import os
import random
from datetime import UTC, datetime, timedelta

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "heedful.config.settings"
django.setup()

import numpy as np  # noqa: E402 - Django comes first

from heedful.design.surveys.queries import survey_by_name  # noqa: E402
from heedful.listen.responses import queries, services as responses  # noqa: E402
from heedful.listen.responses.models import Response  # noqa: E402
from heedful.listen.responses.types import NewResponse  # noqa: E402
from heedful.platform.core import queue  # noqa: E402
from heedful.platform.core.organizations import organizations  # noqa: E402
from heedful.platform.core.scope import organization_scope  # noqa: E402
from heedful.platform.core.types import Actor  # noqa: E402
from heedful.understand.words.topics import jobs  # noqa: E402
from heedful.understand.words.vectors.places import store_of  # noqa: E402
from heedful.understand.words.vectors.store import TextKey  # noqa: E402

# What is said, how often, and within how many days.
SAID = [
    (("The staff were kind.", "Friendly people at the desk."), 120, 300),
    (("The room was small.", "A small room, but clean."), 90, 300),
    (("Breakfast was plain.", "Breakfast could be better."), 90, 300),
    (("Parking was hard to find.", "Nowhere to park in the evening."), 12, 300),
    (("Parking costs too much now.", "Since May parking is not free."), 11, 20),
    (
        (
            "The QR menu does not open.",
            "QR menu did not load on my phone.",
            "A paper menu, please: QR fails.",
        ),
        16,
        20,
    ),
]


def fill() -> None:
    organization = organizations()[0]
    by, chance, now = Actor.system(organization.id), random.Random(3), datetime.now(UTC)
    with organization_scope(organization.id):
        survey = survey_by_name("Stay")
        assert survey is not None
        said = [
            (place, chance.choice(texts), days)
            for place, (texts, n, days) in enumerate(SAID)
            for _ in range(n)
        ]
        new = [
            NewResponse(
                idempotency_key=f"topics-{number}",
                survey_id=survey.id,
                answers={"nps": chance.randint(3, 10), "why": text},
                answered_at=now - timedelta(days=chance.randint(1, days)),
            )
            for number, (_place, text, days) in enumerate(said)
        ]
        outcomes = responses.store_responses(new, by=by)
        ids = dict(Response.objects.values_list("uid", "id"))
        _place({ids[one.uid]: place for one, (place, _text, _days) in zip(outcomes, said, strict=True)})
        queue.run_now(queue.enqueue(jobs.KIND, {"to_on": now.date().isoformat()}, by=by))


def _place(subjects: dict[int, int]) -> None:
    """Lay comments of one subject near to each other."""
    draw = np.random.default_rng(4)
    centres = draw.normal(size=(len(SAID), 384))
    written = list(queries.written_answers(list(subjects)))
    rows = np.array([centres[subjects[one.response_id]] for one in written])
    rows += 0.6 * draw.normal(size=rows.shape)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    keys = [TextKey(one.response_id, one.question_id) for one in written]
    store_of("bge-small-en").put(keys, rows.astype(np.float32))


fill()
