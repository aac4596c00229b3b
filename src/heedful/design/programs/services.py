from __future__ import annotations

from collections.abc import Sequence

from django.utils import timezone

from heedful.design.programs import queries
from heedful.design.programs.models import Goal, Program, ProgramSurvey
from heedful.design.programs.rules import problems_of
from heedful.design.programs.types import NewGoal, NewProgram, ProgramFacts
from heedful.design.surveys import queries as surveys
from heedful.platform.core import audit
from heedful.platform.core.errors import InvalidInput, NotFound, Problem
from heedful.platform.core.transactions import writing
from heedful.platform.core.types import Actor, Permission


def create_program(*, by: Actor, program: NewProgram, survey_uids: Sequence[str] = ()) -> ProgramFacts:
    """Make a programme with its goals and the surveys that listen for it."""
    by.require(Permission.WRITE_PROGRAMS)
    _check(program)
    with writing():
        row = Program(name=program.name.strip(), business_question=program.business_question.strip())
        _fill(row, program, survey_uids)
        audit.record("program.created", by=by, subject_uid=row.uid, name=row.name)
    return queries.program(row.uid, by=by)


def change_program(uid: str, *, by: Actor, program: NewProgram, survey_uids: Sequence[str]) -> ProgramFacts:
    """Replace everything a programme says; its goals are those given."""
    by.require(Permission.WRITE_PROGRAMS)
    _check(program, but=uid)
    with writing():
        row = _row(uid)
        row.name, row.business_question = program.name.strip(), program.business_question.strip()
        row.goals.all().delete()
        row.program_surveys.all().delete()
        _fill(row, program, survey_uids)
        audit.record("program.changed", by=by, subject_uid=uid, name=row.name, goals=len(program.goals))
    return queries.program(uid, by=by)


def archive_program(uid: str, *, by: Actor) -> None:
    by.require(Permission.WRITE_PROGRAMS)
    with writing():
        row = _row(uid)
        row.archived_at = timezone.now()
        row.save(update_fields=["archived_at"])
        audit.record("program.archived", by=by, subject_uid=uid)


def restore_program(uid: str, *, by: Actor) -> None:
    """Take a programme out of the archive."""
    by.require(Permission.WRITE_PROGRAMS)
    with writing():
        row = _row(uid)
        row.archived_at = None
        row.save(update_fields=["archived_at"])
        audit.record("program.restored", by=by, subject_uid=uid)


def _check(program: NewProgram, *, but: str | None = None) -> None:
    problems = list(problems_of(program))
    if Program.objects.filter(name=program.name.strip()).exclude(uid=but or "").exists():
        problems.append(Problem("name", "There is a programme of this name."))
    if problems:
        raise InvalidInput(*problems)


def _fill(row: Program, program: NewProgram, survey_uids: Sequence[str]) -> None:
    row.audiences, row.stakeholders = list(program.audiences), list(program.stakeholders)
    row.save()
    listening = [surveys.survey(uid).id for uid in dict.fromkeys(survey_uids)]
    ProgramSurvey.objects.bulk_create(ProgramSurvey(program=row, survey_id=id_) for id_ in listening)
    for goal in program.goals:
        _goal(row, goal).save()


def _goal(row: Program, goal: NewGoal) -> Goal:
    return Goal(
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


def _row(uid: str) -> Program:
    row = Program.objects.filter(uid=uid).first()
    if row is None:
        raise NotFound(f"No programme {uid}.")
    return row
