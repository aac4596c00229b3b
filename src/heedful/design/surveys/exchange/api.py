"""Surveys of other systems over HTTP: in with a report of what was left out, out likewise."""

from __future__ import annotations

from typing import Literal
from urllib.parse import quote

from django.http import HttpResponse
from ninja import Router, Schema, Status

from heedful.design.surveys import queries, services
from heedful.design.surveys.exchange import InFormat, Note, OutFormat, write_survey
from heedful.design.surveys.schemas import SurveyOut, survey_out
from heedful.platform.core.errors import InvalidInput, Problem
from heedful.platform.core.requests import HouseRequest
from heedful.platform.core.types import Permission

router = Router(tags=["surveys"])
_MEDIA = {"yaml": "application/yaml"}
MOST_BYTES = 12 * 1024 * 1024


class NoteOut(Schema):
    question: str
    what: str
    why: str


class ImportedOut(Schema):
    survey: SurveyOut
    left_out: list[NoteOut]


class ExportedOut(Schema):
    text: str
    left_out: list[NoteOut]


@router.post("/survey-imports", response={201: ImportedOut}, summary="A survey of another system, as a draft")
def import_survey(
    request: HouseRequest,
    format: InFormat | Literal[""] = "",  # noqa: A002 - the word for it
) -> Status[ImportedOut]:
    """The file is the body. Without ``format`` it is recognised. What could not be taken over is listed."""
    if len(request.body) > MOST_BYTES:
        raise InvalidInput(Problem("file", f"is larger than {MOST_BYTES // 1024 // 1024} MB"))
    try:
        text = request.body.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InvalidInput(Problem("file", "is not UTF-8 text")) from None
    facts, notes = services.import_survey(by=request.actor, text=text, format=format)
    return Status(201, ImportedOut(survey=survey_out(facts), left_out=_out(notes)))


@router.get("/surveys/{uid}/export", response=ExportedOut, summary="A survey for another system")
def export_survey(request: HouseRequest, uid: str, format: OutFormat = "yaml") -> ExportedOut:  # noqa: A002 - likewise
    """The draft if there is one, else what is published, with a list of what the format cannot say."""
    request.actor.require(Permission.READ_SURVEYS)
    written = write_survey(queries.definition(uid), format)
    return ExportedOut(text=written.text, left_out=_out(written.notes))


@router.get("/surveys/{uid}/file", summary="The published version as a file", include_in_schema=True)
def get_file(request: HouseRequest, uid: str, format: OutFormat = "yaml") -> HttpResponse:  # noqa: A002 - likewise
    request.actor.require(Permission.READ_SURVEYS)
    version = queries.published(uid)
    ending = "json" if format == "surveyjs" else format
    name = quote(f"{version.definition.name}.{ending}")
    return HttpResponse(
        write_survey(version.definition, format).text,
        content_type=f"{_MEDIA.get(format, 'application/json')}; charset=utf-8",
        headers={"Content-Disposition": f"attachment; filename*=UTF-8''{name}"},
    )


def _out(notes: tuple[Note, ...]) -> list[NoteOut]:
    return [NoteOut(question=note.question, what=note.what, why=note.why) for note in notes]
