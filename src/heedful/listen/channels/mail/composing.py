"""A letter from its texts: one HTML part that mail programs show alike, one of plain text."""

from __future__ import annotations

import re
from dataclasses import fields, replace
from typing import Any

from django.template.loader import render_to_string

from heedful.design.surveys.colours import ink_on, is_colour, readable
from heedful.design.surveys.flow import Surroundings, piped
from heedful.design.surveys.presenting import PresentedQuestion, PresentedSurvey, presented
from heedful.design.surveys.types import SurveyDefinition
from heedful.listen.channels.mail.scores import faces, first_score
from heedful.listen.channels.mail.types import (
    Addresses,
    ComposedLetter,
    LetterTexts,
    ScoreLink,
    SenderFacts,
)
from heedful.listen.channels.mail.usual_texts import fixed_words

_ACCENTS = ("#0b6e68", "#5cc7bd")  # the house's, light and dark
_DARK_RATIO = 6.0  # thin lines on a dark ground need more than letters do
LIGHT = {"page": "#f3f5f6", "card": "#ffffff", "ink": "#1d2327", "muted": "#57626a", "rule": "#d8dee2"}
DARK = {"page": "#12171a", "card": "#1c2327", "ink": "#edf1f3", "muted": "#a7b3ba", "rule": "#38434a"}
_LONELY_SIGN = re.compile(r"\s+(?=[,،:!]\s*$)")  # what is left of a greeting when a name is not known


def compose(
    definition: SurveyDefinition,
    texts: LetterTexts,
    around: Surroundings,
    addresses: Addresses,
    *,
    sender: SenderFacts,
    logo_url: str = "",
    is_test: bool = False,
    theme: str = "auto",
) -> ComposedLetter:
    """Return the letter for one person; ``theme`` light or dark shows one look whatever the reader's is."""
    survey = presented(definition, around)
    words = _filled(texts, replace(around, language=survey.language))
    question = first_score(survey)
    context = {
        "survey": survey,
        "words": words,
        "paragraphs": _paragraphs(words.body),
        "footers": _paragraphs(words.footer),
        "fixed": fixed_words(survey.language),
        "question": question,
        "scores": _scores(question, addresses) if question else (),
        "addresses": addresses,
        "sender": sender,
        "logo_url": logo_url if survey.look.logo else "",
        "logo_words": survey.look.logo.alternative if survey.look.logo else "",
        "is_test": is_test,
        "theme": theme,
        **_colours(survey, theme),
    }
    return ComposedLetter(
        subject=words.subject,
        html=render_to_string("channels/mail/letter.html", context),
        text=_tidy(render_to_string("channels/mail/letter.txt", context)),
        language=survey.language,
    )


def _filled(texts: LetterTexts, around: Surroundings) -> LetterTexts:
    filled = {one.name: piped(getattr(texts, one.name), {}, around) for one in fields(texts)}
    filled["greeting"] = _LONELY_SIGN.sub("", filled["greeting"])
    return LetterTexts(**filled)


def _paragraphs(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in re.split(r"\n\s*\n", text) if part.strip())


def _scores(question: PresentedQuestion, addresses: Addresses) -> tuple[ScoreLink, ...]:
    return tuple(
        ScoreLink(step.value, face, step.label, addresses.score(question.key, step.value))
        for step, face in zip(question.steps, faces(question), strict=True)
    )


def _colours(survey: PresentedSurvey, theme: str) -> dict[str, Any]:
    brand = survey.look.accent
    light_accent, dark_accent = (brand, brand) if is_colour(brand) else _ACCENTS
    light = _with_accent(LIGHT, readable(light_accent, LIGHT["card"]))
    dark = _with_accent(DARK, readable(dark_accent, DARK["card"], _DARK_RATIO))
    return {"light": dark if theme == "dark" else light, "dark": None if theme in {"light", "dark"} else dark}


def _with_accent(tones: dict[str, str], accent: str) -> dict[str, str]:
    return tones | {"accent": accent, "on_accent": ink_on(accent)}


def _tidy(text: str) -> str:
    return re.sub(r"\n{3,}", "\n\n", "\n".join(line.rstrip() for line in text.splitlines())).strip() + "\n"
