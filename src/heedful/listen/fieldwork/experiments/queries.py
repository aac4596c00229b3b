"""Reads of experiments."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q, QuerySet

from heedful.design.surveys.types import SurveyDefinition
from heedful.listen.fieldwork.experiments.assignment import response_attributes
from heedful.listen.fieldwork.experiments.changes import with_changes
from heedful.listen.fieldwork.experiments.documents import arms_from
from heedful.listen.fieldwork.experiments.models import ExperimentRow
from heedful.listen.fieldwork.experiments.types import Arm, AskInArm, Experiment, Outcome, State
from heedful.listen.fieldwork.types import NOT_ASKED
from heedful.platform.core.errors import NotFound
from heedful.platform.core.memory import made_of, remembered


def experiment(uid: str) -> Experiment:
    row = _rows().filter(uid=uid).first()
    if row is None:
        raise NotFound(f"No experiment {uid}.")
    return _facts(row)


def experiments(survey_uid: str | None = None) -> tuple[Experiment, ...]:
    """Experiments, newest first; of one survey, if it is named."""
    rows = _rows().order_by("-id")
    return tuple(_facts(row) for row in (rows.filter(survey__uid=survey_uid) if survey_uid else rows))


def _running(survey_id: int) -> QuerySet[ExperimentRow]:
    return _rows().filter(survey_id=survey_id, state=State.RUNNING)


@remembered
@made_of(_running)
def running_experiment(survey_id: int) -> Experiment | None:
    """Return the experiment that runs on a survey now: whoever asks, asks by it."""
    row = _running(survey_id).first()
    return _facts(row) if row else None


def experiment_at(survey_id: int, at: datetime) -> Experiment | None:
    """Return the experiment that ran on a survey at a moment: a link of that time keeps its words."""
    rows = _rows().filter(survey_id=survey_id, started_at__lte=at)
    row = rows.filter(Q(stopped_at__isnull=True) | Q(stopped_at__gt=at)).order_by("-id").first()
    return _facts(row) if row else None


def arm_of_ask(survey_id: int, variant: str, asked_at: datetime) -> Arm | None:
    """Return the arm that an ask was made in; None without one."""
    if not variant:
        return None
    found = experiment_at(survey_id, asked_at)
    return found.arm(variant) if found else None


def attributes_of_ask(survey_id: int, variant: str, asked_at: datetime) -> dict[str, str]:
    """Return what a response to an ask carries, so that boards can break down by its arm."""
    if not variant:
        return {}
    found = experiment_at(survey_id, asked_at)
    return response_attributes(found, variant) if found and found.arm(variant) else {}


def definition_for_ask(
    definition: SurveyDefinition, survey_id: int, variant: str, asked_at: datetime
) -> SurveyDefinition:
    """Return the survey in the words that an ask promised."""
    return with_changes(definition, arm_of_ask(survey_id, variant, asked_at))


def asks_in_arms(experiment: Experiment) -> tuple[AskInArm, ...]:
    """Return everybody who was asked while it ran, with their arm; tests of our own are left out."""
    from heedful.listen.fieldwork.models import Ask  # which knows the table of experiments

    rows = Ask.objects.filter(
        survey_id=experiment.survey_id,
        variant__in=[arm.key for arm in experiment.arms],
        asked_at__gte=experiment.started_at,
        is_test=False,
    ).exclude(disposition__in=NOT_ASKED)
    if experiment.stopped_at is not None:
        rows = rows.filter(asked_at__lte=experiment.stopped_at)
    fields = rows.order_by("asked_at", "id").values_list(
        "uid", "variant", "channel", "disposition", "asked_at"
    )
    return tuple(AskInArm(*row) for row in fields.iterator(20_000))


def _rows() -> QuerySet[ExperimentRow]:
    return ExperimentRow.objects.select_related("survey")


def _facts(row: ExperimentRow) -> Experiment:
    return Experiment(
        id=row.pk,
        uid=row.uid,
        survey_id=row.survey_id,
        survey_uid=row.survey.uid,
        name=row.name,
        arms=arms_from(row.arms),
        outcome=Outcome(row.outcome),
        state=State(row.state),
        hold_out=row.hold_out,
        started_at=row.started_at,
        stopped_at=row.stopped_at,
    )
