from __future__ import annotations

from typing import Any

from heedful.listen.responses import queries as responses
from heedful.platform.core.personal_data import Erasure, register
from heedful.platform.core.types import Actor
from heedful.understand.words.summaries import personal_data as summaries

__all__ = ["summaries"]


def _export(contact_uid: str, by: Actor) -> list[dict[str, Any]]:
    from heedful.understand.words.readings.queries import readings_of

    ids = {one.id: one.uid for one in responses.all_responses_of(contact_uid, by=by)}
    return [
        {
            "response": ids[reading.response_id],
            "language": reading.language,
            "sentiment": reading.sentiment,
            "emotion": reading.emotion,
            "types": list(reading.types),
            "themes": [{"theme": one.theme, "polarity": one.polarity} for one in reading.mentions],
        }
        for reading in readings_of(list(ids))
    ]


def _erase(erasure: Erasure, by: Actor) -> None:
    from heedful.understand.words.readings.services import forget_readings

    # Whoever may erase a person need not be allowed to read what they said.
    system = Actor.system(by.organization_id, by.label)
    forget_readings([one.id for one in responses.all_responses_of(erasure.contact_uid, by=system)])


register(
    "words",
    describe="What was read in the comments of somebody: language, how they are meant, what they speak of.",
    export=_export,
    erase=_erase,
)
