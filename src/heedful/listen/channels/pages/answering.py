"""What a sent form does to a visit: the answers it gives, where it leads, and what is wrong with it. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.http import QueryDict

from heedful.design.surveys.types import Layout, QuestionDefinition
from heedful.listen.channels.pages import steps
from heedful.listen.channels.pages.complaints import MISSING
from heedful.listen.channels.pages.reading import Given, read_question
from heedful.listen.channels.pages.visiting import Here


@dataclass(frozen=True, slots=True)
class Outcome:
    """``at`` is the question to show next; with complaints, ``given`` is shown again."""

    here: Here
    at: str = ""
    given: Given | None = None
    is_completed: bool = False
    is_changed: bool = False

    @property
    def has_complaints(self) -> bool:
        return self.given is not None and bool(self.given.complaints)


def take(here: Here, form: QueryDict, refused: Mapping[str, str] | None = None) -> Outcome:
    """Take the answers of a form: to the next question, back, or only to keep them.

    ``refused`` says by question why a file was not taken.
    """
    given, shown = _read(here, form), _shown(here, form)
    given.complaints.update(refused or {})
    now = here.with_answers(given.onto(here.answers))
    now = now.with_answers(steps.kept(now.asked, now.answers))
    went, at = form.get("go", "next"), form.get("at", "")
    outcome = Outcome(now, at, is_changed=now.answers != here.answers)
    if went.startswith("drop:"):
        return _without(outcome, went.removeprefix("drop:"))
    if went == "back":
        return replace(outcome, at=_key(steps.before(now.asked, now.order, at)))
    if went == "save":
        return outcome
    _miss(now, shown, given)
    if given.complaints:
        return replace(outcome, given=given)
    return _onwards(outcome, shown)


def _shown(here: Here, form: QueryDict) -> list[QuestionDefinition]:
    keys = set(form.get("shown", "").split())
    # Not only what is asked so far: a kiosk sends all answers at once, and they decide on one another.
    return [question for question in here.definition.questions if question.key in keys]


def _read(here: Here, form: QueryDict) -> Given:
    given, survey = Given(), here.survey
    for question in _shown(here, form):
        drawn = survey.question(question.key)
        if drawn is not None and drawn.input != "text":
            read_question(given, question, drawn, form)
    return given


def _miss(now: Here, shown: list[QuestionDefinition], given: Given) -> None:
    asked = {question.key for question in now.asked}
    for question in shown:
        keys = steps.answer_keys(question)
        is_missing = question.required and any(key not in now.answers for key in keys)
        if is_missing and question.key in asked:
            given.complaints.setdefault(question.key, MISSING)


def _onwards(outcome: Outcome, shown: list[QuestionDefinition]) -> Outcome:
    now = outcome.here
    if now.definition.look.layout is Layout.ALL:
        seen = {question.key for question in shown}
        further = next((question for question in now.asked if question.key not in seen), None)
    else:
        further = steps.following(now.asked, now.order, outcome.at)
    missed = further or steps.first_missing(now.asked, now.answers)
    if missed is None:
        return replace(outcome, is_completed=True, at="")
    if further is not None:
        return replace(outcome, at=further.key)
    return replace(outcome, at=missed.key, given=Given(complaints={missed.key: MISSING}))


def _without(outcome: Outcome, key: str) -> Outcome:
    left = {name: value for name, value in outcome.here.answers.items() if name != key}
    return replace(outcome, here=outcome.here.with_answers(left), is_changed=True)


def _key(question: QuestionDefinition | None) -> str:
    return question.key if question else ""
