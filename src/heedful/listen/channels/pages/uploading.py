"""Files that come with a form: kept at once, and then answered by their uid like anything else."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from heedful.design.surveys import queries as surveys
from heedful.design.surveys.types import QuestionDefinition
from heedful.listen.channels.pages.limits import client_address, uploads
from heedful.listen.channels.pages.reading import field_name
from heedful.listen.channels.pages.visiting import Here
from heedful.listen.responses.uploads.accepting import most_megabytes
from heedful.listen.responses.uploads.queries import file_names
from heedful.listen.responses.uploads.services import NewUpload, keep_upload
from heedful.platform.core.errors import InvalidInput, PermanentError
from heedful.platform.core.types import Actor
from heedful.platform.core.uploads import MEGABYTE

UPLOADED = frozenset({"file", "audio", "video"})
_MOST_BYTES = 110 * MEGABYTE


class TooLarge(PermanentError):
    status = 413
    code = "too-large"


@dataclass(slots=True)
class Sent:
    """A form with its files kept, and why some were not, by question."""

    form: QueryDict
    refused: dict[str, str] = field(default_factory=dict)


def refuse_too_large(request: HttpRequest) -> None:
    """Refuse a body before it is read; no answer of ours is as large."""
    length = request.headers.get("Content-Length", "0")
    if not length.isdecimal() or int(length) > _MOST_BYTES:
        raise TooLarge(_("This is too large to be sent."))


def keep_files(here: Here, request: HttpRequest, *, by: Actor) -> Sent:
    """Keep the files of a form; whose uid it names otherwise must have been given in this visit."""
    refuse_too_large(request)
    sent = Sent(request.POST.copy())
    wanted = [question for question in here.definition.questions if question.kind in UPLOADED]
    known = file_names(here.visit.key) if wanted else {}
    for question in wanted:
        name = field_name(question.key)
        if sent.form.get(name) and sent.form[name] not in known:
            sent.form[name] = ""
        file = request.FILES.get(f"{name}.file")
        if isinstance(file, UploadedFile):
            uploads.take(client_address(request))
            _keep(here, file, question, sent, by)
    return sent


def _keep(here: Here, file: UploadedFile[Any], question: QuestionDefinition, sent: Sent, by: Actor) -> None:
    most = most_megabytes(question)
    if (file.size or 0) > most * MEGABYTE:
        sent.refused[question.key] = _("This file is larger than %(size)s MB.") % {"size": most}
        return
    survey = surveys.survey(here.visit.survey_uid)
    new = NewUpload(survey.id, question, here.visit.key, file.name or "", file.read())
    try:
        sent.form[field_name(question.key)] = keep_upload(new, by=by)
    except InvalidInput:
        sent.refused[question.key] = _("This kind of file cannot be taken. Please choose another one.")
