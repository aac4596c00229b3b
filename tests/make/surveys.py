"""Surveys for tests: published, in the organisation in scope."""

from __future__ import annotations

from itertools import count

from heedful.design.surveys import services
from heedful.design.surveys.types import Option, QuestionDefinition, Scale, SurveyDefinition, SurveyFacts
from heedful.platform.core.scope import current_organization_id
from heedful.platform.core.types import Actor

_numbers = count(1)


def question(key: str = "nps", kind: str = "nps", text: str = "", **fields) -> QuestionDefinition:
    options = tuple(Option(one, {"en": one.title()}) for one in fields.pop("options", ()))
    return QuestionDefinition(
        key=key, kind=kind, text={"en": text or f"Question {key}?"}, options=options, **fields
    )


def scale(low: int, high: int, **fields) -> Scale:
    return Scale(low, high, **fields)


def definition(*questions: QuestionDefinition, name: str = "", language: str = "en") -> SurveyDefinition:
    asked = questions or (question(), question("why", "long_text"))
    return SurveyDefinition(name or f"Survey {next(_numbers)}", asked, language)


def survey(*questions: QuestionDefinition, name: str = "", by: Actor | None = None) -> SurveyFacts:
    """Publish a survey; by default with an NPS question ``nps`` and its ``why``."""
    who = by or Actor.system(current_organization_id())
    return services.create_survey(by=who, definition=definition(*questions, name=name))
