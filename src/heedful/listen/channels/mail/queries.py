"""Reads of letters and senders."""

from __future__ import annotations

from typing import Any

from heedful.design.surveys.languages import default_language_text, normal
from heedful.listen.channels.mail.types import PARTS, LetterTexts, Occasion, SenderFacts
from heedful.listen.channels.mail.usual_texts import usual_texts
from heedful.listen.channels.models import Letter, Sender
from heedful.platform.core.organizations import organization


def own_sender() -> SenderFacts:
    """Return what the organisation has set, nothing filled in."""
    row = Sender.objects.first()
    if row is None:
        return SenderFacts("")
    return SenderFacts(row.name, row.address, row.reply_to, row.postal_address, row.sms_sender)


def sender() -> SenderFacts:
    """Return who invitations are from."""
    own = own_sender()
    return SenderFacts(
        own.name or organization().name, own.address, own.reply_to, own.postal_address, own.sms_sender
    )


def letter_texts(survey_id: int, occasion: Occasion, language: str) -> LetterTexts:
    """Return a letter in a language: what was written for it, else what is usual, part by part."""
    return _letter(own_texts(survey_id), occasion, language)


def own_texts(survey_id: int) -> dict[str, dict[str, dict[str, str]]]:
    """Return what was written for a survey: by occasion, language and part."""
    row = Letter.objects.filter(survey_id=survey_id).values_list("texts", flat=True).first()
    texts: dict[str, dict[str, dict[str, str]]] = row or {}
    return texts


def _letter(texts: dict[str, Any], occasion: Occasion, language: str) -> LetterTexts:
    usual = usual_texts(occasion, language)
    own = texts.get(occasion, {})
    written = own.get(normal(language)) or own.get(normal(language).partition("-")[0]) or {}
    return LetterTexts(**{part: written.get(part) or getattr(usual, part) for part in PARTS})


def subject_of(changes: dict[str, str], language: str, otherwise: str) -> str:
    """Return the subject of an experiment's arm in a language, else the letter's."""
    return default_language_text(changes, language, language) if changes else otherwise


def surveys_with_texts() -> frozenset[int]:
    """Return the surveys whose messages are not all as usual."""
    rows = Letter.objects.values_list("survey_id", "texts")
    return frozenset(survey_id for survey_id, texts in rows if any(texts.values()))
