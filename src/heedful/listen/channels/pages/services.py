"""Writes of the respondent pages: answers, votes, the public link, and withdrawing what one said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F, QuerySet
from django.utils import timezone

from heedful.design.surveys import queries as surveys
from heedful.listen.channels import answers
from heedful.listen.channels.answers import Circumstances
from heedful.listen.channels.models import PublicLink, Vote
from heedful.listen.channels.pages.rules import checked_origins
from heedful.listen.channels.pages.visiting import Here
from heedful.listen.responses.services import withdraw_answers
from heedful.platform.core import audit
from heedful.platform.core.errors import InvalidInput, Problem
from heedful.platform.core.transactions import writing
from heedful.platform.core.types import Actor, Permission

_MOST_VOTES = 2_000  # of one survey in a day: a flood must not fill the disk


def save(
    here: Here,
    *,
    completed: bool,
    is_bot: bool = False,
    answered_at: datetime | None = None,
    duration: float | None = None,
    by: Actor,
) -> str:
    """Keep the answers of a visit as they are now; return the response's uid.

    ``answered_at`` and ``duration`` are told by devices that send later.
    """
    by.require(Permission.WRITE_ANSWERS)
    visit = here.visit
    return answers.save(
        visit.survey_uid,
        visit.key,
        here.answers,
        completed=completed,
        ask_uid=visit.ask_uid,
        channel=visit.channel,
        language=here.around.language,
        attributes=visit.attributes,
        is_test=visit.is_test,
        more=Circumstances(
            touchpoint=visit.touchpoint,
            unit_key=visit.unit_key,
            contact=visit.contact,
            answered_at=answered_at,
            duration=visit.seconds() if duration is None else duration,
            is_bot=is_bot,
            version=visit.version,
        ),
    )


def set_vote_aside(
    here: Here, question_key: str, value: str, *, method: str, user_agent: str, by: Actor
) -> None:
    """Note that a link with a score was opened. Nothing is counted: whoever opened it may be a machine."""
    by.require(Permission.WRITE_ANSWERS)
    survey = surveys.survey(here.visit.survey_uid)
    now = timezone.now()
    told = {"key": here.visit.key, "question_key": question_key, "value": value[:20], "method": method[:8]}
    with writing():
        known = Vote.objects.filter(**told, user_agent=user_agent)
        if known.update(times=F("times") + 1, last_at=now) or _is_flooded(survey.id, now):
            return
        Vote.objects.create(survey_id=survey.id, **told, user_agent=user_agent, opened_at=now, last_at=now)


def _is_flooded(survey_id: int, now: datetime) -> bool:
    since = now - timedelta(days=1)
    return Vote.objects.filter(survey_id=survey_id, opened_at__gte=since).count() >= _MOST_VOTES


def confirm_votes(
    here: Here, user_agent: str, signals: Mapping[str, Any], *, by: Actor, vote: tuple[str, str] | None = None
) -> None:
    """Take the votes that this browser opened as a person's: all of them, or the one named."""
    by.require(Permission.WRITE_ANSWERS)
    with writing():
        _waiting_votes(here, user_agent, vote).update(confirmed_at=timezone.now(), signals=dict(signals))


def note_signals(here: Here, user_agent: str, signals: Mapping[str, Any], *, by: Actor) -> None:
    """Keep what a page noticed of whoever opened it, short of a sign of life."""
    by.require(Permission.WRITE_ANSWERS)
    with writing():
        _waiting_votes(here, user_agent, None).update(signals=dict(signals))


def _waiting_votes(here: Here, user_agent: str, vote: tuple[str, str] | None) -> QuerySet[Vote]:
    rows = Vote.objects.filter(key=here.visit.key, user_agent=user_agent, confirmed_at__isnull=True)
    return rows.filter(question_key=vote[0], value=vote[1]) if vote else rows


def set_public_link(
    *,
    by: Actor,
    survey_uid: str,
    is_open: bool,
    closes_at: datetime | None = None,
    max_answers: int | None = None,
    closed_text: Mapping[str, str] | None = None,
    frame_origins: Sequence[str] = (),
    kiosk_seconds: int = 20,
) -> None:
    """Say how a survey may be answered by those whom nobody asked by name, and who may frame it."""
    by.require(Permission.WRITE_SURVEYS)
    if max_answers is not None and max_answers < 1:
        raise InvalidInput(Problem("max_answers", "must be at least 1, or empty"))
    if not 5 <= kiosk_seconds <= 600:
        raise InvalidInput(Problem("kiosk_seconds", "must be from 5 to 600"))
    values = {
        "is_open": is_open,
        "closes_at": closes_at,
        "max_answers": max_answers,
        "closed_text": dict(closed_text or {}),
        "frame_origins": checked_origins(frame_origins),
        "kiosk_seconds": kiosk_seconds,
    }
    survey = surveys.survey(survey_uid)
    with writing():
        PublicLink.objects.update_or_create(survey_id=survey.id, defaults=values)
        audit.record("survey.public_link_changed", by=by, subject_uid=survey_uid, is_open=is_open)


def forget_votes(keys: Sequence[str], *, by: Actor) -> None:
    """Delete the votes under the keys of a person who is erased, confirmed or not."""
    by.require(Permission.WRITE_ANSWERS)
    with writing():
        Vote.objects.filter(key__in=list(keys)).delete()


def withdraw(key: str, *, by: Actor) -> int:
    """Delete what was answered under a key, everywhere, with its votes; return how many responses."""
    by.require(Permission.WRITE_ANSWERS)
    with writing():
        Vote.objects.filter(key=key).delete()
        return withdraw_answers(key, by=by)
