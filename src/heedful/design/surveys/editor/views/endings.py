from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from heedful.design.surveys.editor.changes import (
    Change,
    add_ending,
    ending_of,
    move_ending,
    remove_ending,
    write_ending,
)
from heedful.design.surveys.editor.naming import COMPARISONS, Choice, in_words
from heedful.design.surveys.editor.panels import conditions, fields, language_choices
from heedful.design.surveys.editor.queries import DraftState
from heedful.design.surveys.editor.reading import ending_from
from heedful.design.surveys.editor.views.desk import changed, desk, editing, saved
from heedful.design.surveys.languages import default_language_text, direction
from heedful.design.surveys.types import Ending, SurveyDefinition
from heedful.platform.core.requests import HouseRequest


@require_GET
def endings(request: HouseRequest, survey_uid: str) -> HttpResponse:
    context = desk(request, survey_uid, "endings")
    return render(request, "surveys/editor/endings.html", context | _shown(request, context["definition"]))


def _shown(request: HouseRequest, definition: SurveyDefinition) -> dict[str, Any]:
    language = request.POST.get("language") or request.GET.get("language") or definition.language
    return {
        "endings": [_ending(each, definition, language) for each in definition.endings],
        "fields": fields(definition),
        "comparisons": [Choice(key, label) for key, label in COMPARISONS.items()],
        "written_in": language,
        "direction": direction(language),
        "languages": language_choices(definition, language),
        "is_for_everybody": any(not each.show_if for each in definition.endings),
    }


def _ending(ending: Ending, definition: SurveyDefinition, language: str) -> dict[str, Any]:
    return {
        "key": ending.key,
        "text": ending.text.get(language, ""),
        "detail": ending.detail.get(language, ""),
        "button": ending.button.get(language, ""),
        "url": ending.url,
        "shown_instead": default_language_text(ending.text, definition.language, definition.language),
        "conditions": conditions(ending.show_if, definition),
        "words": [in_words(each, definition) for each in ending.show_if],
    }


@editing
@require_POST
def add(request: HouseRequest, survey_uid: str) -> HttpResponse:
    return _answer(request, survey_uid, changed(request, survey_uid, add_ending()))


@editing
@require_http_methods(["POST"])
def ending(request: HouseRequest, survey_uid: str, ending_key: str) -> HttpResponse:
    def apply(definition: SurveyDefinition) -> SurveyDefinition:
        made = ending_from(request.POST, ending_of(definition, ending_key), definition)
        return write_ending(ending_key, made).apply(definition)

    touched = write_ending(ending_key, Ending(ending_key, {})).touched
    state = changed(request, survey_uid, Change(f"endings.{ending_key}", apply, touched))
    return _answer(request, survey_uid, state, redraw="redraw" in request.POST)


@editing
@require_POST
def move(request: HouseRequest, survey_uid: str, ending_key: str) -> HttpResponse:
    by = 1 if request.POST.get("to") == "later" else -1
    return _answer(request, survey_uid, changed(request, survey_uid, move_ending(ending_key, by)))


@editing
@require_POST
def remove(request: HouseRequest, survey_uid: str, ending_key: str) -> HttpResponse:
    return _answer(request, survey_uid, changed(request, survey_uid, remove_ending(ending_key)))


def _answer(
    request: HouseRequest, survey_uid: str, state: DraftState, *, redraw: bool = True
) -> HttpResponse:
    more = _shown(request, state.definition) if redraw else {}
    panel = "surveys/editor/ending_list.html" if redraw else ""
    address = reverse("surveys:endings", args=[survey_uid])
    return saved(request, survey_uid, state, tab="endings", otherwise=address, panel=panel, **more)
