from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from heedful.design.surveys import queries, services
from heedful.design.surveys.editor.naming import kind_name
from heedful.design.surveys.exchange import Note, recognised
from heedful.design.surveys.forms import EXAMPLE, BeginningForm
from heedful.design.surveys.kind import kinds
from heedful.design.surveys.languages import default_language_text, language_name
from heedful.design.surveys.library import Template, survey_from, template, templates
from heedful.design.surveys.linter import measures
from heedful.design.surveys.types import SurveyDefinition, SurveyFacts
from heedful.platform.core.forms import submitted
from heedful.platform.core.requests import HouseRequest
from heedful.platform.core.types import Permission


@require_GET
def gallery(request: HouseRequest) -> HttpResponse:
    """Show what a survey can begin with."""
    request.actor.require(Permission.WRITE_SURVEYS)
    context = {"templates": [_card(each) for each in templates()]}
    return render(request, "surveys/editor/gallery.html", context)


def _card(found: Template) -> dict[str, Any]:
    language = get_language() or "en"
    definition = found.definition
    return {
        "key": found.key,
        "label": default_language_text(found.label, language, "en"),
        "summary": default_language_text(found.summary, language, "en"),
        "questions": [
            {
                "text": default_language_text(question.text, language, definition.language),
                "kind": kind_name(question.kind),
                "is_conditional": bool(question.show_if),
            }
            for question in definition.questions
        ],
        "minutes": max(1, round(measures(definition).minutes)),
        "languages": [language_name(code) for code in found.languages],
        "audience": found.audience,
    }


@require_POST
def begin(request: HouseRequest) -> HttpResponse:
    """Make a draft from a template, or an empty one, and open it in the editor."""
    language = (get_language() or "en").split("-")[0]
    key = request.POST.get("template", "")
    if key:
        chosen = template(key)
        default = language if language in chosen.languages else ""
        definition = survey_from(chosen, name=_free(default_name(chosen, language)), language=default)
    else:
        definition = SurveyDefinition(_free(_("New survey")), (), language)
    made = services.create_draft(by=request.actor, definition=definition)
    return redirect("surveys:edit", made.uid)


def default_name(chosen: Template, language: str) -> str:
    return default_language_text(chosen.label, language, "en")


def _free(name: str) -> str:
    """Return the name, numbered where another survey has it."""
    taken = {each for _uid, each in queries.survey_names().values()}
    candidates = (name, *(f"{name} {number}" for number in range(2, 10_000)))
    return next(candidate for candidate in candidates if candidate not in taken)


@require_http_methods(["GET", "POST"])
def from_file(request: HouseRequest) -> HttpResponse:
    """Publish version 1 of a survey that is a text; one of another system becomes a draft, with a report."""
    request.actor.require(Permission.WRITE_SURVEYS)
    form = BeginningForm(request.POST or None, request.FILES or None, initial={"text": EXAMPLE})
    taken = submitted(request, form, lambda _data: _take(request, form))
    if taken:
        made, left_out = taken
        if made.version_number is None:
            return render(request, "surveys/imported.html", {"survey": made, "left_out": left_out})
        messages.success(request, _("“%(name)s” is published as version 1.") % {"name": made.name})
        return redirect("surveys:detail", made.uid)
    known = sorted(kinds().values(), key=lambda one: one.key)
    shown = [{"key": kind.key, "label": kind_name(kind.key), "scale": kind.default_scale} for kind in known]
    return render(request, "surveys/new.html", {"form": form, "kinds": shown})


def _take(request: HouseRequest, form: BeginningForm) -> tuple[SurveyFacts, tuple[Note, ...]]:
    text = form.words()
    if recognised(text):
        return services.import_survey(by=request.actor, text=text)
    return services.create_survey(by=request.actor, definition=form.definition()), ()
