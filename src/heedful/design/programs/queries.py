from __future__ import annotations

from django.db import models
from django.db.models import Prefetch

from heedful.design.programs.models import Goal, Program, ProgramSurvey
from heedful.design.programs.types import GoalFacts, Pillar, ProgramFacts
from heedful.platform.core.errors import NotFound
from heedful.platform.core.types import Actor, Permission


def programs(*, by: Actor, archived: bool = False) -> tuple[ProgramFacts, ...]:
    """Return the programmes, by name."""
    by.require(Permission.READ_SURVEYS)
    rows = _with_parts().filter(archived_at__isnull=not archived).order_by("name")
    return tuple(_facts(row) for row in rows)


def program(uid: str, *, by: Actor) -> ProgramFacts:
    by.require(Permission.READ_SURVEYS)
    row = _with_parts().filter(uid=uid).first()
    if row is None:
        raise NotFound(f"No programme {uid}.")
    return _facts(row)


def _with_parts() -> models.QuerySet[Program]:
    goals = Goal.objects.select_related("survey").order_by("due_on", "id")
    surveys = ProgramSurvey.objects.select_related("survey").order_by("survey__name")
    return Program.objects.prefetch_related(Prefetch("goals", goals), Prefetch("program_surveys", surveys))


def _facts(row: Program) -> ProgramFacts:
    return ProgramFacts(
        row.uid,
        row.name,
        row.business_question,
        tuple(row.audiences),
        tuple(row.stakeholders),
        tuple(_goal(goal) for goal in row.goals.all()),
        tuple(link.survey.uid for link in row.program_surveys.all()),
        row.archived_at is not None,
    )


def _goal(row: Goal) -> GoalFacts:
    return GoalFacts(
        row.uid,
        row.metric,
        row.survey.uid if row.survey else None,
        row.survey.name if row.survey else "",
        row.segment,
        row.baseline,
        row.target,
        row.due_on,
        row.owner,
        Pillar(row.pillar),
    )
