"""A profile as JSON."""

from __future__ import annotations

from typing import Any

from heedful.listen.responses.people.types import Decided, Noted, Profile, ScoreLine


def profile_document(found: Profile) -> dict[str, Any]:
    contact = found.contact
    return {
        "uid": contact.uid,
        "name": contact.name,
        "language": contact.language,
        "time_zone": contact.time_zone,
        "identities": [{"kind": kind, "value": value} for kind, value in contact.identities],
        "known_since": contact.created_at.isoformat(),
        "erased_at": contact.erased_at and contact.erased_at.isoformat(),
        "attributes": [_noted(one) for one in found.attributes],
        "asks": [_decided(one) for one in found.asks],
        "answers": [
            {
                "uid": facts.uid,
                "survey": facts.survey_uid,
                "answered_at": facts.answered_at.isoformat(),
                "channel": facts.channel,
                "score": facts.score_answer.score if facts.score_answer else None,
                "words": " · ".join(comment.text for comment in facts.comments),
            }
            for facts in found.answers
        ],
        "scores": [_line(line) for line in found.lines],
        **_allowed(found),
        "events": [
            {
                "name": event.name,
                "occurred_at": event.occurred_at.isoformat(),
                "properties": dict(event.properties),
                "source": event.source,
            }
            for event in found.events
        ],
    }


def _noted(one: Noted) -> dict[str, Any]:
    return {
        "key": one.key,
        "label": one.label,
        "value": one.value,
        "is_personal": one.is_personal,
        "changes": [
            {"before": each.before, "after": each.after, "at": each.at.isoformat(), "by": each.by}
            for each in one.changes
        ],
    }


def _decided(one: Decided) -> dict[str, Any]:
    ask = one.ask
    return {
        "uid": ask.uid,
        "survey": one.survey_uid,
        "survey_name": one.survey_name,
        "asked_at": ask.asked_at.isoformat(),
        "channel": str(ask.channel),
        "disposition": str(ask.disposition),
        "gate": ask.gate or None,
        "reason": one.reason,
        "due_at": ask.due_at and ask.due_at.isoformat(),
        "is_test": ask.is_test,
    }


def _line(line: ScoreLine) -> dict[str, Any]:
    points = [
        {"at": each.at.isoformat(), "score": each.score, "class": each.css_class} for each in line.points
    ]
    return {"survey": line.survey_uid, "question": line.question, "points": points}


def _allowed(found: Profile) -> dict[str, Any]:
    return {
        "consents": [
            {"channel": one.channel, "given": one.is_given, "source": one.source, "at": one.at.isoformat()}
            for one in found.consents
        ],
        "opted_out_of": [
            {"channel": one.channel, "topic": one.topic, "source": one.source, "at": one.at.isoformat()}
            for one in found.opt_outs
        ],
        "do_not_contact": found.permissions.forbidden or None,
    }
