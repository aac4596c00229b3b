"""Experiments for tests."""

from __future__ import annotations

from datetime import datetime
from itertools import count

from heedful.design.surveys.types import SurveyFacts
from heedful.listen.fieldwork.experiments import Arm, Changes, Experiment, Outcome
from heedful.listen.fieldwork.experiments.models import ExperimentRow
from heedful.listen.fieldwork.experiments.queries import experiment
from heedful.listen.fieldwork.experiments.services import define_experiment, start_experiment
from heedful.platform.core.scope import current_organization_id
from heedful.platform.core.types import Actor

_numbers = count(1)
SHORTER = Changes(questions={"nps": {"en": "Would you recommend us?"}}, subject={"en": "One question"})


def drafted(
    survey: SurveyFacts, name: str = "", outcome: Outcome = Outcome.RESPONSE, hold_out: float = 0.0
) -> Experiment:
    """Two arms: as the survey stands, and shorter."""
    return define_experiment(
        by=Actor.system(current_organization_id()),
        survey_uid=survey.uid,
        name=name or f"Experiment {next(_numbers)}",
        arms=[Arm("A"), Arm("B", changes=SHORTER)],
        outcome=outcome,
        hold_out=hold_out,
    )


def running(survey: SurveyFacts, *, since: datetime | None = None, **fields) -> Experiment:
    made = start_experiment(drafted(survey, **fields).uid, by=Actor.system(current_organization_id()))
    if since is not None:
        ExperimentRow.objects.filter(pk=made.id).update(started_at=since)
    return experiment(made.uid)
