"""The published surveys as the door knows them: kept a moment, and looked up again before a refusal.

A row is never refused because of what was remembered. So what is remembered needs no invalidation to be
right: it can only let an answer to the version before pass, and that answer was given to that version.
"""

from __future__ import annotations

import time
from functools import partial

from heedful.design.surveys import queries as surveys
from heedful.design.surveys.kind import InvalidAnswer, QuestionKind, kinds
from heedful.design.surveys.types import QuestionDefinition, QuestionFacts, SurveyFacts
from heedful.listen.audiences import queries as audiences
from heedful.listen.audiences.types import AttributeKind
from heedful.listen.responses.intake import AnswerCheck, SurveyShape
from heedful.platform.core.errors import NotFound
from heedful.platform.core.scope import organization_scope

REMEMBERED_SECONDS = 5.0
MAX_REMEMBERED = 10_000

type _Kept[T] = tuple[float, T]
_surveys: dict[tuple[int, str], _Kept[SurveyShape | None]] = {}
_attributes: dict[int, _Kept[dict[str, AttributeKind]]] = {}


def survey_shape(organization_id: int, reference: str, *, anew: bool = False) -> SurveyShape | None:
    """Return a survey by uid or name; none when there is no such survey or it is not published."""
    known = _surveys.get((organization_id, reference))
    if known and not anew and known[0] > time.monotonic():
        return known[1]
    with organization_scope(organization_id):
        facts = _find(reference)
    shape = _shape(facts) if facts and facts.version_number is not None else None
    if len(_surveys) >= MAX_REMEMBERED:
        _surveys.clear()
    _surveys[organization_id, reference] = (time.monotonic() + REMEMBERED_SECONDS, shape)
    return shape


def attribute_kinds(organization_id: int, *, anew: bool = False) -> dict[str, AttributeKind]:
    """Return the kind of every attribute of an organisation by key."""
    known = _attributes.get(organization_id)
    if known and not anew and known[0] > time.monotonic():
        return known[1]
    with organization_scope(organization_id):
        found = {key: facts.kind for key, facts in audiences.attributes().items()}
    _attributes[organization_id] = (time.monotonic() + REMEMBERED_SECONDS, found)
    return found


def forget() -> None:
    """Look everything up again at the next request."""
    _surveys.clear()
    _attributes.clear()


def _find(reference: str) -> SurveyFacts | None:
    if reference.startswith("svy_"):
        try:
            return surveys.survey(reference)
        except NotFound:
            pass  # a survey may well be named svy_…
    return surveys.survey_by_name(reference)


def _shape(facts: SurveyFacts) -> SurveyShape:
    assert facts.version_number is not None
    checks = {question.key: _check(question) for question in facts.questions}
    return SurveyShape(facts.id, facts.uid, facts.version_number, checks)


def _check(question: QuestionFacts) -> AnswerCheck:
    kind: QuestionKind = kinds()[question.kind]
    definition = QuestionDefinition(
        question.key, question.kind, {}, scale=question.scale, options=question.options
    )
    return partial(_checked, kind, definition)


def _checked(kind: QuestionKind, definition: QuestionDefinition, value: object) -> None:
    try:
        kind.check(definition, value)
    except InvalidAnswer as error:
        raise ValueError(str(error)) from None
