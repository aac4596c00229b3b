"""Flags of quality: set when a response is completed, kept beside it, never a reason to leave it out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db.models import Count

from heedful.design.surveys import queries as surveys
from heedful.listen.responses.models import Answer, Response
from heedful.listen.responses.quality import (
    BOT,
    SPEEDER,
    STRAIGHT_LINING,
    flagged,
    flags_of,
    grids_of,
    is_speeder,
    is_straight_lining,
)
from heedful.platform.core.transactions import writing
from heedful.platform.core.types import Actor, Permission

_COMPARED = 500  # newest durations of the survey


def flag_responses(response_ids: Sequence[int], *, by: Actor) -> int:
    """Look at completed responses anew; return how many got other flags than they had."""
    by.require(Permission.WRITE_ANSWERS)
    wanted = Response.objects.filter(id__in=list(response_ids), status=Response.Status.COMPLETED)
    rows = list(wanted.select_related("version").only("flags", "duration", "survey_id", "version__number"))
    seen = _Seen(rows)
    changed = [row for row in rows if seen.flags(row) != row.flags]
    for row in changed:
        row.flags = seen.flags(row)
    if changed:
        with writing():
            Response.objects.bulk_update(changed, ["flags"], batch_size=200)
    return len(changed)


class _Seen:
    """What is needed to judge some responses, read with few statements: imports bring thousands."""

    def __init__(self, rows: Sequence[Response]) -> None:
        self._matrices = {
            version: surveys.questionnaire(*version).matrices
            for version in {(row.survey_id, row.version.number) for row in rows}
        }
        self._scores = self._read_scores([row.pk for row in rows if self._grids(row)])
        timed = [row for row in rows if row.duration is not None]
        self._others = {survey_id: _durations(survey_id) for survey_id in {row.survey_id for row in timed}}
        answers = Answer.objects.filter(response_id__in=[row.pk for row in timed]).order_by()
        self._answered = dict(answers.values_list("response_id").annotate(count=Count("id")))

    def flags(self, row: Response) -> str:
        found = set(flags_of(row.flags)) & {BOT}
        others = self._others.get(row.survey_id, [])
        if is_speeder(row.duration, self._answered.get(row.pk, 0), others):
            found.add(SPEEDER)
        if is_straight_lining(grids_of(self._scores.get(row.pk, {}), self._grids(row))):
            found.add(STRAIGHT_LINING)
        return flagged(found)

    def _grids(self, row: Response) -> Mapping[str, tuple[str, ...]]:
        return self._matrices[row.survey_id, row.version.number]

    @staticmethod
    def _read_scores(ids: Sequence[int]) -> dict[int, dict[str, int]]:
        rows = Answer.objects.filter(response_id__in=list(ids), score__isnull=False, is_invalid=False)
        found: dict[int, dict[str, int]] = {}
        for response_id, key, score in rows.values_list("response_id", "question__key", "score"):
            if score is not None:
                found.setdefault(response_id, {})[key] = score
        return found


def _durations(survey_id: int) -> list[float]:
    """Return how long the newest respondents took, oneself among them: of many, that moves no median."""
    completed = Response.objects.filter(survey_id=survey_id, status=Response.Status.COMPLETED, is_test=False)
    newest = completed.filter(duration__isnull=False).order_by("-answered_at")
    return [
        duration for duration in newest.values_list("duration", flat=True)[:_COMPARED] if duration is not None
    ]
