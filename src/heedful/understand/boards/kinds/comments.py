from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _, gettext_lazy

from heedful.design.surveys.types import QuestionFacts
from heedful.listen.responses import queries as responses
from heedful.listen.responses.types import (
    AnswerFacts,
    Comparison,
    ResponseCondition,
    ResponseFacts,
    ResponseFilter,
)
from heedful.platform.core.types import Permission
from heedful.platform.ui.filters import ANY, FieldCondition
from heedful.understand.boards.kind import Table, Tile
from heedful.understand.boards.reading import Reading
from heedful.understand.boards.types import TileSpec, Width
from heedful.understand.metrics.kind import metrics
from heedful.understand.metrics.types import ScoreRequest

SHOWN = 6
LOOKED_THROUGH = 4  # pages of the newest answers, when few people write


@dataclass(frozen=True, slots=True)
class Voice:
    """What somebody said, with what they scored."""

    uid: str
    text: str
    score: int | None
    answer_class: str
    place: str
    said_at: datetime


class CommentsTile:
    """The newest comments."""

    key: str = "comments"
    label: str | Promise = gettext_lazy("Newest comments")
    width: Width = "third"
    template: str = "boards/tiles/comments.html"

    def foresees(self, spec: TileSpec, reading: Reading) -> Sequence[tuple[ScoreRequest, str]]:
        del spec, reading
        return ()

    def read(self, spec: TileSpec, place: int, reading: Reading) -> Tile:
        del place
        if not reading.by.may(Permission.READ_ANSWERS):
            return Tile(title=_("What people say"), data={"is_closed": True})
        voices = _voices(spec, reading)
        rows = tuple((each.said_at.isoformat(), each.score, each.place, each.text) for each in voices)
        return Tile(
            title=_("What people say"),
            note=_("newest"),
            data={"voices": voices, "url": reading.answers(spec)},
            table=Table((_("Time"), _("Score"), _("Unit"), _("Comment")), rows),
            lines=tuple(f"“{each.text}” ({each.score})" for each in voices),
        )


def _voices(spec: TileSpec, reading: Reading) -> list[Voice]:
    wanted, cursor = _filter(spec, reading), None
    found: list[Voice] = []
    for _page in range(LOOKED_THROUGH):
        page = responses.responses(wanted, cursor, 25, by=reading.by)
        found += [voice for each in page.items if (voice := _voice(each, spec, reading))]
        cursor = page.next_cursor
        if len(found) >= SHOWN or cursor is None:
            break
    return found[:SHOWN]


def _filter(spec: TileSpec, reading: Reading) -> ResponseFilter:
    request = reading.request(spec)
    return ResponseFilter(
        survey_uid=request.survey_uid,
        from_on=request.filter.from_on,
        to_on=request.filter.to_on,
        conditions=tuple(_condition(each, reading) for each in reading.chosen.conditions),
        is_excluded=False,
        is_test=False,
    )


def _condition(each: FieldCondition, reading: Reading) -> ResponseCondition:
    field = reading.names.field(each.field)
    if each.values == (ANY,):
        return ResponseCondition(field, Comparison.UNKNOWN if each.operator == "!:" else Comparison.KNOWN)
    return ResponseCondition(field, Comparison(each.operator), each.values)


def _voice(response: ResponseFacts, spec: TileSpec, reading: Reading) -> Voice | None:
    text = next((answer.text for answer in response.comments if answer.text.strip()), "")
    if not text:
        return None
    scored = _scored(response, spec, reading)
    return Voice(
        uid=response.uid,
        text=text,
        score=scored.score if scored else None,
        answer_class=_class_of(scored, spec, reading) if scored else "",
        place=response.unit_name,
        said_at=response.answered_at,
    )


def _scored(response: ResponseFacts, spec: TileSpec, reading: Reading) -> AnswerFacts | None:
    kinds = reading.metric(reading.request(spec)).question_kinds
    scored = (answer for answer in response.answers if answer.score is not None and answer.kind in kinds)
    return next(scored, response.score_answer)


def _class_of(answer: AnswerFacts, spec: TileSpec, reading: Reading) -> str:
    metric = metrics()[reading.request(spec).metric]
    question = _question(answer.question_id, reading)
    if question is None or metric.why_not(question) is not None:
        return ""
    return next((each.key for each in metric.classes(question) if answer.score in each.values), "")


def _question(question_id: int, reading: Reading) -> QuestionFacts | None:
    questions = (question for survey in reading.names.surveys for question in survey.questions)
    return next((question for question in questions if question.id == question_id), None)


KIND = CommentsTile()
