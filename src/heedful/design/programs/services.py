"""Writes of programmes and goals."""

from __future__ import annotations

from django.utils import timezone

from heedful.design.programs import queries
from heedful.design.programs.models import Goal, Program, ProgramSurvey
from heedful.design.programs.rules import goal_problems, program_problems
from heedful.design.programs.types import GoalDefinition, ProgramDefinition, ProgramFacts
from heedful.design.surveys import queries as surveys
from heedful.platform.core import audit
from heedful.platform.core.errors import InvalidInput, NotFound, Problem
from heedful.platform.core.transactions import writing
from heedful.platform.core.types import Actor, Permission


def create_program(definition: ProgramDefinition, *, by: Actor) -> ProgramFacts:
    by.require(Permission.WRITE_PROGRAMS)
    _check(definition, besides=None)
    with writing():
        row = Program.objects.create(
            name=definition.name.strip(), business_question=definition.business_question
        )
        _fill(row, definition)
        audit.record("program.created", by=by, subject_uid=row.uid, name=row.name)
    return queries.program(row.uid)


def change_program(uid: str, definition: ProgramDefinition, *, by: Actor) -> ProgramFacts:
    by.require(Permission.WRITE_PROGRAMS)
    with writing():
        row = _program(uid)
        _check(definition, besides=row.pk)
        _fill(row, definition)
        audit.record("program.changed", by=by, subject_uid=uid)
    return queries.program(uid)


def archive_program(uid: str, *, by: Actor) -> None:
    by.require(Permission.WRITE_PROGRAMS)
    with writing():
        row = _program(uid)
        Program.objects.filter(pk=row.pk).update(archived_at=timezone.now())
        audit.record("program.archived", by=by, subject_uid=uid)


def set_goal(program_uid: str, goal: GoalDefinition, *, by: Actor) -> ProgramFacts:
    """Add a goal to a programme."""
    by.require(Permission.WRITE_PROGRAMS)
    problems = list(goal_problems(goal, queries.goal_metrics()))
    if problems:
        raise InvalidInput(*problems)
    with writing():
        row = _program(program_uid)
        made = Goal.objects.create(
            program=row,
            metric=goal.metric,
            survey_id=surveys.survey(goal.survey_uid).id if goal.survey_uid else None,
            segment=goal.segment,
            baseline=goal.baseline,
            target=goal.target,
            due_on=goal.due_on,
            owner=goal.owner,
            pillar=goal.pillar,
        )
        audit.record("goal.set", by=by, subject_uid=made.uid, program=program_uid, target=goal.target)
    return queries.program(program_uid)


def drop_goal(goal_uid: str, *, by: Actor) -> None:
    by.require(Permission.WRITE_PROGRAMS)
    with writing():
        if not Goal.objects.filter(uid=goal_uid).delete()[0]:
            raise NotFound(f"No goal {goal_uid}.")
        audit.record("goal.dropped", by=by, subject_uid=goal_uid)


def _program(uid: str) -> Program:
    row = Program.objects.filter(uid=uid).first()
    if row is None:
        raise NotFound(f"No programme {uid}.")
    return row


def _check(definition: ProgramDefinition, *, besides: int | None) -> None:
    problems = list(program_problems(definition))
    if (
        Program.objects.filter(name=definition.name.strip())
        .exclude(pk__in=[besides] if besides else [])
        .exists()
    ):
        problems.append(Problem("name", "another programme has this name"))
    if problems:
        raise InvalidInput(*problems)


def _fill(row: Program, definition: ProgramDefinition) -> None:
    row.name, row.business_question = definition.name.strip(), definition.business_question.strip()
    row.audiences, row.stakeholders = list(definition.audiences), list(definition.stakeholders)
    row.save()
    ProgramSurvey.objects.filter(program=row).delete()
    ProgramSurvey.objects.bulk_create(
        ProgramSurvey(program=row, survey_id=surveys.survey(uid).id)
        for uid in dict.fromkeys(definition.survey_uids)
    )
