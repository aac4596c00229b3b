"""A letter as nobody in particular gets it: for those who write it."""

from __future__ import annotations

from heedful.design.surveys.types import SurveyDefinition
from heedful.listen.channels.addressee import surroundings
from heedful.listen.channels.mail.composing import compose
from heedful.listen.channels.mail.logo import logo_url
from heedful.listen.channels.mail.queries import sender
from heedful.listen.channels.mail.types import Addresses, ComposedLetter, LetterTexts

_NOWHERE = Addresses("#start", "#unsubscribe", "#preferences", lambda _key, value: f"#score-{value}")


def shown_letter(
    definition: SurveyDefinition, texts: LetterTexts, language: str, *, theme: str = "auto"
) -> ComposedLetter:
    """Return a letter whose links lead nowhere."""
    return compose(
        definition,
        texts,
        surroundings(definition, None, channel="email", language=language),
        _NOWHERE,
        sender=sender(),
        logo_url=logo_url(definition),
        theme=theme,
    )
