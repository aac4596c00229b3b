"""Answers on their way from any channel into the inbox that the API uses: durable when ``save`` returns.

A response is known by its key: the ask's uid, or a random one for those whom nobody asked by name. Parts may
come in any number under one key; the completed response is the last.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils import timezone

from heedful.design.surveys import queries as surveys
from heedful.design.surveys.types import Questionnaire
from heedful.listen.audiences import queries as audiences
from heedful.listen.fieldwork import queries as fieldwork
from heedful.listen.fieldwork.experiments.queries import attributes_of_ask
from heedful.listen.responses import inbox, intake, queries as responses
from heedful.listen.responses.types import AnswersSoFar
from heedful.platform.core.errors import Conflict, InvalidInput, Problem
from heedful.platform.core.scope import current_organization_id
from heedful.platform.core.types import Actor

SOURCE = "page"


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What is known about a response beside its answers."""

    touchpoint: str = ""
    unit_key: str = ""
    contact: Mapping[str, Any] = field(default_factory=dict)  # identities by kind, name, language
    answered_at: datetime | None = None  # empty: now
    duration: float | None = None  # seconds from the first question
    is_bot: bool = False
    is_whole: bool = True  # answers given before and not repeated are withdrawn
    version: int | None = None  # empty: the published one


def new_session_key() -> str:
    """Return a key for a response that no ask was made for."""
    return f"ses_{secrets.token_urlsafe(16)}"


def save(
    survey_uid: str,
    session_key: str,
    answers: Mapping[str, object],
    *,
    completed: bool,
    channel: str,
    ask_uid: str | None = None,
    language: str = "",
    attributes: Mapping[str, object] | None = None,
    is_test: bool = False,
    more: Circumstances | None = None,
) -> str:
    """Make answers durable and return the uid of the response; raise :class:`InvalidInput` for bad ones.

    With an ask, its uid is the key, and its contact and unit are the response's.
    """
    about = more or Circumstances()
    survey = surveys.survey(survey_uid)
    questionnaire = surveys.questionnaire(survey.id, about.version)
    row = {
        "survey": survey_uid,
        "version": questionnaire.number,
        "answers": dict(answers),
        "status": "completed" if completed else "partial",
        "channel": channel,
        "language": language,
        "attributes": {**(attributes or {}), **_of_experiment(ask_uid)},
        "is_test": is_test,
        **_told(about),
    }
    _refuse_bad(row, questionnaire)
    by = Actor.system(current_organization_id(), "Respondent")
    known = {"source": SOURCE, "is_bot": about.is_bot, "is_whole": about.is_whole} | _of_ask(ask_uid)
    (receipt,) = inbox.write(
        [intake.answer_set(row, questionnaire, _key_of(ask_uid or session_key), by=by, known=known)]
    )
    return receipt.uid


def _told(about: Circumstances) -> dict[str, Any]:
    # The time makes every part another one: an answer changed and changed back must not pass for a repeat.
    told = {
        "touchpoint": about.touchpoint,
        "unit": about.unit_key,
        "contact": dict(about.contact),
        "duration": about.duration,
        "answered_at": (about.answered_at or timezone.now()).isoformat(),
    }
    return {name: value for name, value in told.items() if value not in (None, "", {})}


def _refuse_bad(row: Mapping[str, Any], questionnaire: Questionnaire) -> None:
    has_attributes = row["attributes"] or row.get("contact")
    kinds = {key: facts.kind for key, facts in audiences.attributes().items()} if has_attributes else {}
    if wrong := intake.row_problems(row, questionnaire, kinds):
        raise InvalidInput(*(Problem(name, reason) for name, reason in wrong))


def _of_experiment(ask_uid: str | None) -> dict[str, str]:
    ask = fieldwork.ask(ask_uid) if ask_uid else None
    return attributes_of_ask(ask.survey_id, ask.variant, ask.asked_at) if ask else {}


def _of_ask(ask_uid: str | None) -> dict[str, Any]:
    ask = fieldwork.ask(ask_uid) if ask_uid else None
    if ask is None:
        return {}
    found = {"contact_id": None if ask.is_anonymous else ask.contact_id, "unit_id": ask.unit_id}
    return {name: value for name, value in found.items() if value is not None}


def _key_of(key: str) -> str:
    """Return the key of a response: of an anonymous ask one that does not lead back to it."""
    ask = fieldwork.ask(key) if key.startswith("ask_") else None
    if ask is None:
        return key
    if not ask.answer_key:
        raise Conflict("This anonymous survey has been answered; nothing leads to the answer any more.")
    return ask.answer_key


def saved(key: str) -> AnswersSoFar | None:
    """Return what came in under a key so far, stored or still waiting in the inbox."""
    try:
        return responses.answers_so_far(_key_of(key))
    except Conflict:
        return None
