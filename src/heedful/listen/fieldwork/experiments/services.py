"""Writes of experiments: define, start, stop."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils import timezone

from heedful.design.surveys import queries as surveys
from heedful.design.surveys.types import SurveyDefinition
from heedful.listen.fieldwork.experiments import queries
from heedful.listen.fieldwork.experiments.documents import arm_problems, arms_document
from heedful.listen.fieldwork.experiments.models import ExperimentRow
from heedful.listen.fieldwork.experiments.types import Arm, Experiment, Outcome, State
from heedful.platform.core import audit
from heedful.platform.core.errors import Conflict, InvalidInput, NotFound, Problem
from heedful.platform.core.transactions import writing
from heedful.platform.core.types import Actor, Permission

MOST_HELD_OUT = 0.9


def define_experiment(
    *,
    by: Actor,
    survey_uid: str,
    name: str,
    arms: Sequence[Arm],
    outcome: Outcome = Outcome.RESPONSE,
    hold_out: float = 0.0,
) -> Experiment:
    """Write down an experiment; nobody is assigned before it starts."""
    by.require(Permission.WRITE_SURVEYS)
    survey = surveys.survey(survey_uid)
    with writing():
        _check(survey_uid, name, arms, hold_out)
        row = ExperimentRow.objects.create(
            survey_id=survey.id,
            name=name.strip(),
            arms=arms_document(arms),
            outcome=outcome,
            hold_out=hold_out,
            created_by=by.label,
        )
        audit.record("experiment.defined", by=by, subject_uid=row.uid, survey=survey_uid, name=row.name)
    return queries.experiment(row.uid)


def start_experiment(uid: str, *, by: Actor, now: datetime | None = None) -> Experiment:
    """From now on whoever is asked gets the words of their arm; the arms cannot be changed any more."""
    by.require(Permission.WRITE_SURVEYS)
    with writing():
        row = _locked(uid)
        if row.state != State.DRAFT:
            raise Conflict("This experiment has been started before; define another one.")
        if ExperimentRow.objects.filter(survey_id=row.survey_id, state=State.RUNNING).exists():
            raise Conflict("Another experiment runs on this survey; stop it first.")
        ExperimentRow.objects.filter(pk=row.pk).update(state=State.RUNNING, started_at=now or timezone.now())
        audit.record("experiment.started", by=by, subject_uid=uid)
    return queries.experiment(uid)


def stop_experiment(uid: str, *, by: Actor) -> Experiment:
    """From now on everybody gets the survey as it stands; links sent before keep their words."""
    by.require(Permission.WRITE_SURVEYS)
    with writing():
        row = _locked(uid)
        if row.state != State.RUNNING:
            raise Conflict("This experiment does not run.")
        ExperimentRow.objects.filter(pk=row.pk).update(state=State.STOPPED, stopped_at=timezone.now())
        audit.record("experiment.stopped", by=by, subject_uid=uid)
    return queries.experiment(uid)


def drop_experiment(uid: str, *, by: Actor) -> None:
    """Forget an experiment that never ran."""
    by.require(Permission.WRITE_SURVEYS)
    with writing():
        row = _locked(uid)
        if row.state != State.DRAFT:
            raise Conflict("An experiment that ran is kept: its asks and answers belong to it.")
        row.delete()
        audit.record("experiment.dropped", by=by, subject_uid=uid, name=row.name)


def _locked(uid: str) -> ExperimentRow:
    row = ExperimentRow.objects.select_for_update().filter(uid=uid).first()
    if row is None:
        raise NotFound(f"No experiment {uid}.")
    return row


def _check(survey_uid: str, name: str, arms: Sequence[Arm], hold_out: float) -> None:
    problems = arm_problems(arms, _definition(survey_uid))
    if not 0 <= hold_out <= MOST_HELD_OUT:
        problems.append(Problem("hold_out", f"must be a share from 0 to {MOST_HELD_OUT:g}"))
    if not 1 <= len(name.strip()) <= 120:
        problems.append(Problem("name", "must have 1 to 120 characters"))
    elif ExperimentRow.objects.filter(name=name.strip()).exists():
        problems.append(Problem("name", "another experiment has this name"))
    if problems:
        raise InvalidInput(*problems)


def _definition(survey_uid: str) -> SurveyDefinition | None:
    published = surveys.versions(survey_uid)
    return published[0].definition if published else surveys.draft(survey_uid)
