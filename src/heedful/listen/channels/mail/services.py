"""Writes of letters and senders."""

from __future__ import annotations

from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone

from heedful.design.surveys import queries as surveys
from heedful.design.surveys.languages import normal
from heedful.listen.channels.models import Letter, Sender
from heedful.platform.core import audit
from heedful.platform.core.errors import InvalidInput, Problem
from heedful.platform.core.transactions import writing
from heedful.platform.core.types import Actor, Permission


def change_texts(
    survey_uid: str,
    occasion: str,
    language: str,
    texts: Mapping[str, str],
    *,
    by: Actor,
    usual: Mapping[str, str],
) -> None:
    """Write what a message of a survey says in one language; what is as usual is not kept."""
    by.require(Permission.WRITE_SURVEYS)
    survey = surveys.survey(survey_uid)
    own = {
        part: text.strip() for part, text in texts.items() if text.strip() and text.strip() != usual.get(part)
    }
    with writing():
        row, _made = Letter.objects.select_for_update().get_or_create(survey_id=survey.id)
        by_language = dict(row.texts.get(occasion, {}))
        by_language[normal(language)] = own
        kept = {code: each for code, each in by_language.items() if each}
        row.texts = {**row.texts, occasion: kept}
        row.changed_at, row.changed_by = timezone.now(), by.label
        row.save()
        audit.record("letter.changed", by=by, subject_uid=survey_uid, occasion=occasion, language=language)


def change_sender(
    *,
    by: Actor,
    name: str = "",
    address: str = "",
    reply_to: str = "",
    postal_address: str = "",
    sms_sender: str = "",
) -> None:
    """Set who invitations of the organisation are from."""
    by.require(Permission.MANAGE_ORGANIZATION)
    wanted = {
        "name": " ".join(name.split()),
        "address": address.strip(),
        "reply_to": reply_to.strip(),
        "postal_address": " ".join(postal_address.split()),
        "sms_sender": sms_sender.replace(" ", ""),
    }
    _check(wanted)
    with writing():
        Sender.objects.update_or_create(defaults=wanted)
        audit.record("sender.changed", by=by, **wanted)


def _check(wanted: Mapping[str, str]) -> None:
    problems = []
    for field in ("address", "reply_to"):
        try:
            if wanted[field]:
                validate_email(wanted[field])
        except ValidationError:
            problems.append(Problem(field, f"{wanted[field]!r} is no e-mail address."))
    number = wanted["sms_sender"].removeprefix("+")
    if number and not (number.isascii() and number.isalnum() and len(number) <= 15):
        problems.append(Problem("sms_sender", "Give a number (+49…) or a name of letters and digits."))
    if problems:
        raise InvalidInput(*problems)
