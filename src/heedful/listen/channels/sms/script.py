"""What is said by SMS in the course of a talk."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace

from heedful.design.surveys.flow import Surroundings, asked, ending, piped
from heedful.design.surveys.languages import default_language_text, normal
from heedful.design.surveys.presenting import presented
from heedful.design.surveys.types import QuestionDefinition, SurveyDefinition
from heedful.listen.channels.mail.queries import own_texts
from heedful.listen.channels.sms.texts import Script, usual_script
from heedful.platform.messaging.rules import plain_signs

OCCASION = "sms"
MOST_QUESTIONS = 3  # by SMS: the score, the why, and one more
MOST_OPTIONS = 9
_TYPED = frozenset({"short_text", "long_text", "single_choice"})


def script_for(survey_id: int, language: str) -> Script:
    """Return what is said for a survey in a language: what was written, else what is usual."""
    usual = usual_script(language)
    own = own_texts(survey_id).get(OCCASION, {})
    written = own.get(normal(language)) or own.get(normal(language).partition("-")[0]) or {}
    return Script(**{one.name: written.get(one.name) or getattr(usual, one.name) for one in fields(Script)})


def is_repliable(question: QuestionDefinition) -> bool:
    """Say whether a question can be answered by typing."""
    if question.kind in _TYPED:
        return len(question.options) <= MOST_OPTIONS
    return question.scale is not None and question.kind not in {"matrix", "number"}


def next_question(
    definition: SurveyDefinition, answers: Mapping[str, object], around: Surroundings
) -> QuestionDefinition | None:
    """Return what is asked next by SMS; None when that was all."""
    if len(answers) >= MOST_QUESTIONS:
        return None
    waiting = (question for question in asked(definition, answers, around) if question.key not in answers)
    return next((question for question in waiting if is_repliable(question)), None)


def replied_first(
    definition: SurveyDefinition, around: Surroundings, *, is_anonymous: bool = False
) -> QuestionDefinition | None:
    """Return the question that the first SMS carries; None where it can only carry a link.

    A reply comes from a number, so whoever was promised anonymity answers on a page.
    """
    begins = next((each for each in asked(definition, {}, around) if each.kind != "statement"), None)
    if is_anonymous or begins is None or not is_repliable(begins):
        return None
    return begins if begins.scale or begins.options else None


def invitation(
    definition: SurveyDefinition,
    first: QuestionDefinition | None,
    around: Surroundings,
    script: Script,
    link: str,
    *,
    is_reminder: bool = False,
) -> str:
    """Return the first SMS of a talk: the question itself where a reply can answer it, else a link."""
    text, words = script.link, {"link": link}
    if first is not None:
        text = script.score if first.scale else script.choice
        words |= _words(definition, first, around)
    return _said((script.reminder if is_reminder else "") + text, around, words)


def question_text(
    definition: SurveyDefinition,
    question: QuestionDefinition,
    answers: Mapping[str, object],
    around: Surroundings,
) -> str:
    """Return a later question, with what to reply where it is not free text."""
    shown = presented(definition, around, answers).question(question.key)
    text = shown.text if shown else ""
    words = _words(definition, question, around)
    if question.scale is not None:
        return plain_signs(f"{text} ({words['low']}-{words['high']})")
    return plain_signs(f"{text} {words['options']}".strip())


def again_text(
    definition: SurveyDefinition, question: QuestionDefinition, around: Surroundings, script: Script
) -> str:
    """Return the wish for a reply that can be read."""
    words = _words(definition, question, around)
    if question.options:
        words |= {"low": "1", "high": str(len(question.options))}
    return _said(script.again, around, words)


def thanks_text(definition: SurveyDefinition, answers: Mapping[str, object], around: Surroundings) -> str:
    """Return the ending that the survey has for these answers."""
    text = default_language_text(
        ending(definition, answers, around).text, around.language, definition.language
    )
    return plain_signs(piped(text, answers, around, definition))


def house_text(text: str, around: Surroundings) -> str:
    """Return a text that has no question in it."""
    return _said(text, around, {})


def _words(
    definition: SurveyDefinition, question: QuestionDefinition, around: Surroundings
) -> dict[str, str]:
    """Return what fills the gaps of a script for a question."""
    shown = presented(definition, around).question(question.key)
    words = {"question": shown.text if shown else ""}
    if question.scale is not None:
        words |= {"low": str(question.scale.low), "high": str(question.scale.high)}
    labels = [each.label for each in shown.options] if shown else []
    words["options"] = ", ".join(f"{number} {label}" for number, label in enumerate(labels, start=1))
    return words


def _said(text: str, around: Surroundings, words: Mapping[str, str]) -> str:
    return plain_signs(piped(text, {}, replace(around, names={**around.names, **words})))
