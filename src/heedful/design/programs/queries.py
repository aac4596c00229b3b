"""Reads of programmes and goals."""

from __future__ import annotations

from django.db.models import Prefetch, QuerySet

from heedful.design.programs.models import Goal, Program, ProgramSurvey
from heedful.design.programs.rules import answers_needed
from heedful.design.programs.types import GoalDefinition, GoalFacts, Pillar, ProgramFacts
from heedful.design.surveys.kind import kinds
from heedful.platform.core.errors import NotFound

_RATES = ("response_rate", "completion_rate", "decline_rate")


def programs(*, include_archived: bool = False) -> tuple[ProgramFacts, ...]:
    rows = Program.objects.all() if include_archived else Program.objects.filter(archived_at__isnull=True)
    return tuple(_facts(row) for row in _with_goals(rows.order_by("name", "id")))


def program(uid: str) -> ProgramFacts:
    row = _with_goals(Program.objects.filter(uid=uid)).first()
    if row is None:
        raise NotFound(f"No programme {uid}.")
    return _facts(row)


def goal_metrics() -> tuple[str, ...]:
    """Metrics a goal can be set in: what questions are read by, and rates."""
    of_questions = {key for kind in kinds().values() for key in kind.metric_keys}
    return (*sorted(of_questions), *_RATES)


def _with_goals(rows: QuerySet[Program]) -> QuerySet[Program]:
    goals = Goal.objects.select_related("survey").order_by("due_on", "id")
    surveys = ProgramSurvey.objects.select_related("survey").order_by("survey__name")
    return rows.prefetch_related(Prefetch("goals", goals), Prefetch("program_surveys", surveys))


def _facts(row: Program) -> ProgramFacts:
    return ProgramFacts(
        uid=row.uid,
        name=row.name,
        business_question=row.business_question,
        audiences=tuple(row.audiences),
        stakeholders=tuple(row.stakeholders),
        surveys=tuple((link.survey.uid, link.survey.name) for link in row.program_surveys.all()),
        goals=tuple(_goal(goal) for goal in row.goals.all()),
        created_at=row.created_at,
        archived_at=row.archived_at,
    )


def _goal(row: Goal) -> GoalFacts:
    definition = GoalDefinition(
        row.metric, row.target, row.due_on, Pillar(row.pillar), row.baseline, row.segment, owner=row.owner
    )
    return GoalFacts(
        uid=row.uid,
        metric=row.metric,
        target=row.target,
        due_on=row.due_on,
        pillar=Pillar(row.pillar),
        baseline=row.baseline,
        segment=row.segment,
        survey_uid=row.survey.uid if row.survey else None,
        survey_name=row.survey.name if row.survey else "",
        owner=row.owner,
        answers_needed=answers_needed(definition),
    )
