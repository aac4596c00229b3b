"""From a request to the one query it needs: which metric, which questions, which counts."""

from __future__ import annotations

from dataclasses import dataclass, replace

from heedful.design.surveys import queries as surveys
from heedful.design.surveys.types import QuestionFacts, SurveyFacts
from heedful.platform.core.errors import InvalidInput, Problem
from heedful.understand.metrics.kind import Metric, metrics
from heedful.understand.metrics.types import Repeats, ScoreRequest
from heedful.understand.warehouse import types as warehouse


@dataclass(frozen=True, slots=True)
class Plan:
    """A request made definite. ``question`` stands for all of them: they share kind and scale."""

    request: ScoreRequest
    metric: Metric
    questions: tuple[QuestionFacts, ...]
    interval: str

    @property
    def question(self) -> QuestionFacts:
        return self.questions[0]

    def query(self, *by: str, filter_: warehouse.Filter | None = None) -> warehouse.Query:
        request = self.request
        is_last = request.repeats is Repeats.LAST
        chosen = request.filter if filter_ is None else filter_
        measure = self.metric.measure(request.theme)
        return warehouse.Query(
            question_ids=() if measure else tuple(question.id for question in self.questions),
            measure=measure,
            by=by,
            filter=self._of_surveys(chosen) if measure else chosen,
            repeats=warehouse.Repeats.LAST if is_last else warehouse.Repeats.ALL,
            clustered=request.repeats is Repeats.CLUSTERED,
            value_scores=self._value_scores() if request.repeats is Repeats.CLUSTERED else (),
        )

    def _of_surveys(self, chosen: warehouse.Filter) -> warehouse.Filter:
        # Words are measured of a response, so its survey is said here and not by a question.
        uids = tuple(question.survey_uid for question in self.questions)
        only = warehouse.Condition("survey", warehouse.Operator.IS, uids)
        return replace(chosen, conditions=(*chosen.conditions, only))

    def _value_scores(self) -> tuple[tuple[float, float], ...]:
        scale = self.question.scale
        if scale is None and not self.metric.of_words:
            return ()  # a number adds itself
        steps = range(scale.low, scale.high + 1) if scale else range(-1, 2)
        return tuple((float(step), self.metric.contribution(step, self.question)) for step in steps)


def metric_named(key: str) -> Metric:
    found = metrics().get(key)
    if found is None:
        raise InvalidInput(Problem("metric", f"{key!r} is none of {', '.join(sorted(metrics()))}"))
    return found


def plan(request: ScoreRequest) -> Plan:
    """Find the questions a score is of; refuse what cannot be compared."""
    metric = metric_named(request.metric)
    questions = _questions(request, metric)
    if not metric.of_words:
        _refuse_unlike(questions)
    return Plan(request, metric, questions, interval_named(request, metric))


def interval_named(request: ScoreRequest, metric: Metric) -> str:
    interval = request.interval or metric.intervals[0]
    if interval not in metric.intervals:
        raise InvalidInput(Problem("interval", f"{interval!r} is none of {', '.join(metric.intervals)}"))
    return interval


def _questions(request: ScoreRequest, metric: Metric) -> tuple[QuestionFacts, ...]:
    asked = _surveys(request)
    if request.question_key is None and metric.needs_question:
        known = _keys(asked, metric)
        raise InvalidInput(Problem("question", f"{metric.label} needs the key of a question: {known}"))
    found = [question for survey in asked for question in _of_survey(survey, request, metric)]
    if not found:
        raise InvalidInput(_nothing(request, metric, asked))
    return tuple(found)


def _surveys(request: ScoreRequest) -> tuple[SurveyFacts, ...]:
    if request.survey_uid is None:
        return surveys.surveys()
    return (surveys.survey(request.survey_uid),)


def _of_survey(survey: SurveyFacts, request: ScoreRequest, metric: Metric) -> list[QuestionFacts]:
    if request.question_key is None:
        # A survey's first question of the kind is its score; a second one has to be named.
        return [question for question in survey.questions if metric.why_not(question) is None][:1]
    named = [question for question in survey.questions if question.key == request.question_key]
    for question in named:
        if reason := metric.why_not(question):
            raise InvalidInput(Problem("question", reason))
    return named


def _keys(asked: tuple[SurveyFacts, ...], metric: Metric) -> str:
    keys = [q.key for survey in asked for q in survey.questions if metric.why_not(q) is None]
    return ", ".join(dict.fromkeys(keys)) or "no question has a scale"


def _nothing(request: ScoreRequest, metric: Metric, asked: tuple[SurveyFacts, ...]) -> Problem:
    if request.question_key is not None:
        return Problem("question", f"no question {request.question_key!r}; known are {_keys(asked, metric)}")
    kinds = " or ".join(metric.question_kinds)
    return Problem("metric", f"{metric.label} needs a question of the kind {kinds}; none is asked")


def _refuse_unlike(questions: tuple[QuestionFacts, ...]) -> None:
    first = questions[0]
    for other in questions[1:]:
        if other.scale != first.scale or other.kind != first.kind:
            raise InvalidInput(
                Problem(
                    "question",
                    f"{first.key} and {other.key} are not on the same scale, so they have no score together; "
                    "name a survey or a question",
                )
            )
