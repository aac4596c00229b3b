"""An outlook as JSON: what the job keeps, the API answers and the page shows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from heedful.listen.fieldwork.simulator.outlook import Outlook, Range, StreamOutlook

# Uid and day of the last ask: a name would stay in the result when the person is erased.
type Listed = Mapping[int, tuple[str, str]]


def outlook_document(outlook: Outlook, people: Listed) -> dict[str, Any]:
    return {
        "name": outlook.name,
        "people": outlook.people,
        "decisions": outlook.decisions,
        "asks": outlook.asks,
        "answers": _range(outlook.answers),
        "reached": outlook.reached,
        "most_asks_of_one": outlook.most,
        "by_day": [
            {"day": day.isoformat(), "channel": channel, "asks": n} for day, channel, n in outlook.by_day
        ],
        "plans": [_stream(stream) for stream in outlook.streams],
        "load": [{"asks": asks, "people": people} for asks, people in outlook.load.items()],
        "never_reached": [{"why": why, "people": people} for why, people in outlook.never.items()],
        "segments": [
            {
                "segment": one.label,
                "people": one.people,
                "asks": one.asks,
                "answers": round(one.answers, 2),
                "margin": None if one.margin is None else round(one.margin, 2),
            }
            for one in outlook.segments
        ],
        "tomorrow": {
            "asks": outlook.tomorrow_asks,
            "listed": [
                {
                    "contact": people[one.row][0],
                    "last_asked": people[one.row][1] or None,
                    "plan": one.stream,
                    "in_hours": one.hour,
                }
                for one in outlook.tomorrow
                if one.row in people
            ],
        },
    }


def _stream(stream: StreamOutlook) -> dict[str, Any]:
    return {
        "plan": stream.key,
        "name": stream.name,
        "survey": stream.survey_uid,
        "survey_name": stream.survey_name,
        "channel": stream.channel,
        "asks": stream.asks,
        "answers": _range(stream.answers),
        "response_rate": round(stream.rate, 4),
        "known_asks": stream.known_asks,
        "is_certain": stream.is_certain,
        "kept_unasked_by": dict(sorted(stream.closed.items(), key=lambda item: -item[1])),
    }


def _range(range_: Range) -> dict[str, float]:
    return {"expected": round(range_.expected, 2), "low": range_.low, "high": range_.high}
