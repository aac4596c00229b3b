"""What came of an experiment, from the ledger and the answers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone

from heedful.design.surveys import queries as surveys
from heedful.design.surveys.types import QuestionFacts
from heedful.listen.fieldwork.experiments import Experiment, Outcome
from heedful.listen.fieldwork.experiments.queries import asks_in_arms, experiment as experiment_of
from heedful.listen.fieldwork.experiments.types import AskInArm
from heedful.listen.fieldwork.types import SENT_CHANNELS, Disposition
from heedful.listen.responses.experiments.comparing import BROKEN_SPLIT, arm_results, compare, split_check
from heedful.listen.responses.experiments.types import ArmDay, ExperimentResult, OutcomeResult, Unit
from heedful.listen.responses.models import Answer, Response
from heedful.platform.core.errors import NotPermitted
from heedful.platform.core.organizations import organization
from heedful.platform.core.types import Actor, Permission

# Answers to a mail come for days: counted too early, the faster arm would look like the better one.
PATIENCE = timedelta(days=3)
_NPS = frozenset({"nps", "enps"})
_ANSWERED = frozenset({Disposition.ANSWERED, Disposition.PARTIAL})


@dataclass(frozen=True, slots=True)
class _Reply:
    is_complete: bool
    score: float | None


def experiment_result(uid: str, *, by: Actor, now: datetime | None = None) -> ExperimentResult:
    """Compare the arms of an experiment by everything that can be told of them."""
    by.require(Permission.READ_ANSWERS)
    if by.unit_ids is not None:
        raise NotPermitted("An experiment is split over all people, and you see those of some units only.")
    found, moment = experiment_of(uid), now or timezone.now()
    survey = surveys.survey(found.survey_uid)
    asks = asks_in_arms(found) if found.started_at else ()
    question = next((one for one in survey.questions if one.is_asked and one.scale is not None), None)
    replies = _replies(found, asks, question)
    people = [sum(ask.variant == arm.key for ask in asks) for arm in found.arms]
    split = split_check(people, [arm.share for arm in found.arms])
    is_broken = split.p_value is not None and split.p_value < BROKEN_SPLIT
    ripe = [ask for ask in asks if _is_ripe(ask, moment)]
    results = {
        Outcome.RESPONSE: _result(
            found, Outcome.RESPONSE, Unit.PERCENT, _responses(ripe, replies), 100, is_broken
        ),
        Outcome.COMPLETION: _result(
            found, Outcome.COMPLETION, Unit.PERCENT, _completions(asks, replies), 100, is_broken
        ),
        Outcome.SCORE: _result(
            found, Outcome.SCORE, _unit(question), _scores(asks, replies), _span(question), is_broken
        ),
    }
    shares = sum(arm.share for arm in found.arms)
    return ExperimentResult(
        experiment=found,
        survey_name=survey.name,
        people=tuple((arm.key, n, arm.share / shares) for arm, n in zip(found.arms, people, strict=True)),
        split_p=split.p_value,
        is_split_broken=is_broken,
        main=results.pop(found.outcome),
        others=tuple(results.values()),
        waiting=len(asks) - len(ripe),
    )


def _is_ripe(ask: AskInArm, now: datetime) -> bool:
    return ask.channel not in SENT_CHANNELS or now - ask.asked_at >= PATIENCE


def _replies(
    found: Experiment, asks: Iterable[AskInArm], question: QuestionFacts | None
) -> Mapping[str, _Reply]:
    """Return what was answered, by the uid of the ask."""
    wanted = {ask.uid for ask in asks}
    rows = Response.objects.filter(
        survey_id=found.survey_id,
        is_test=False,
        excluded_at__isnull=True,
        received_at__gte=found.started_at or timezone.now(),
    )
    known = {
        id_: (key, status == Response.Status.COMPLETED)
        for id_, key, status in rows.values_list("id", "idempotency_key", "status").iterator(20_000)
        if key in wanted
    }
    scores = _answers(question, known)
    return {key: _Reply(is_complete, scores.get(id_)) for id_, (key, is_complete) in known.items()}


def _answers(question: QuestionFacts | None, response_ids: Iterable[int]) -> dict[int, float]:
    if question is None:
        return {}
    wanted = set(response_ids)
    rows = Answer.objects.filter(question_id=question.id, is_invalid=False, score__isnull=False)
    if wanted:
        rows = rows.filter(response_id__gte=min(wanted), response_id__lte=max(wanted))
    return {
        id_: _points(score, question)
        for id_, score in rows.values_list("response_id", "score").iterator(20_000)
        if score is not None and id_ in wanted
    }


def _points(score: int, question: QuestionFacts) -> float:
    if question.kind not in _NPS:
        return float(score)
    return 100.0 if score >= 9 else -100.0 if score <= 6 else 0.0


def _unit(question: QuestionFacts | None) -> Unit:
    return Unit.POINTS if question is not None and question.kind in _NPS else Unit.SCALE


def _span(question: QuestionFacts | None) -> float:
    if question is None or question.scale is None:
        return 1.0
    return 200.0 if question.kind in _NPS else float(question.scale.high - question.scale.low)


type _Values = Iterable[tuple[AskInArm, float]]


def _responses(asks: Iterable[AskInArm], replies: Mapping[str, _Reply]) -> _Values:
    for ask in asks:
        yield ask, 100.0 * (ask.uid in replies or ask.disposition in _ANSWERED)


def _completions(asks: Iterable[AskInArm], replies: Mapping[str, _Reply]) -> _Values:
    for ask in asks:
        if ask.uid in replies:
            yield ask, 100.0 * replies[ask.uid].is_complete


def _scores(asks: Iterable[AskInArm], replies: Mapping[str, _Reply]) -> _Values:
    for ask in asks:
        reply = replies.get(ask.uid)
        if reply is not None and reply.score is not None:
            yield ask, reply.score


def _result(
    found: Experiment, outcome: Outcome, unit: Unit, values: _Values, span: float, is_broken: bool
) -> OutcomeResult:
    arms = [arm.key for arm in found.arms]
    days = _by_day(values)
    return OutcomeResult(
        outcome, unit, arm_results(arms, days), compare(arms, days, span=span, is_broken=is_broken)
    )


def _by_day(values: _Values) -> list[ArmDay]:
    zone = organization().zone
    sums: dict[tuple[date, str], list[float]] = {}
    for ask, value in values:
        one = sums.setdefault((ask.asked_at.astimezone(zone).date(), ask.variant), [0, 0.0, 0.0])
        one[0] += 1
        one[1] += value
        one[2] += value**2
    return [
        ArmDay(arm, day, int(n), total, squares) for (day, arm), (n, total, squares) in sorted(sums.items())
    ]
