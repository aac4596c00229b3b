"""What respondents would see, for those who make the survey: draft or version, nothing is stored."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from heedful.design.surveys import queries as surveys
from heedful.design.surveys.types import SurveyDefinition
from heedful.listen.channels.links import sealed, unsealed
from heedful.listen.channels.pages.answering import Outcome, take
from heedful.listen.channels.pages.showing import ending_context, step_context
from heedful.listen.channels.pages.views.serving import page
from heedful.listen.channels.pages.visiting import previewing
from heedful.listen.channels.pages.visits import Visit
from heedful.platform.core.errors import InvalidInput, Problem
from heedful.platform.core.requests import HouseRequest
from heedful.platform.core.types import Permission

_STATE = "preview"


@csrf_exempt  # changes nothing: what is chosen travels along in the form, sealed
@require_http_methods(["GET", "POST"])
def preview(request: HouseRequest, survey_uid: str) -> HttpResponse:
    """Show a survey as it would be answered: ``?version=``, else the draft, else what is published."""
    request.actor.require(Permission.READ_SURVEYS)
    definition = _definition(survey_uid, request.GET.get("version", ""))
    theme = request.GET.get("theme", "")
    visit = Visit(survey_uid, "preview", 0, request.GET.get("channel", "link"), theme=theme, is_embedded=True)
    with previewing(request, visit, definition) as here:
        if request.method == "GET":
            return _shown(request, Outcome(here, request.GET.get("at", "")))
        before = here.with_answers(_answers(request.POST.get("state", "")))
        return _shown(request, take(before, request.POST))


def _definition(survey_uid: str, version: str) -> SurveyDefinition:
    if not version:
        return surveys.definition(survey_uid)
    if not version.isdecimal() or len(version) > 9:
        raise InvalidInput(Problem("version", _("is not the number of a version")))
    return surveys.version(survey_uid, int(version)).definition


def _answers(state: str) -> dict[str, object]:
    if not state:
        return {}
    _organization_id, answers = unsealed(_STATE, state)
    return answers if isinstance(answers, dict) else {}


def _shown(request: HttpRequest, outcome: Outcome) -> HttpResponse:
    here = outcome.here
    if outcome.is_completed:
        return _framed(request, "channels/pages/ending.html", ending_context(request, here))
    context = step_context(request, here, action=request.get_full_path(), at=outcome.at, given=outcome.given)
    context["state"] = sealed(_STATE, dict(here.answers))
    return _framed(request, "channels/pages/step.html", context)


def _framed(request: HttpRequest, template: str, context: dict[str, object]) -> HttpResponse:
    return page(request, template, context, frame_origins=())
