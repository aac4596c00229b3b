from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from heedful.design.surveys import queries
from heedful.design.surveys.assets.services import store_asset
from heedful.design.surveys.editor.advice import repair
from heedful.design.surveys.editor.changes import (
    Change,
    add_question,
    duplicate_question,
    move_question,
    question_of,
    remove_question,
    write_frame,
    write_question,
)
from heedful.design.surveys.editor.naming import kind_groups
from heedful.design.surveys.editor.panels import language_choices, question_panel
from heedful.design.surveys.editor.queries import DraftState, draft_state
from heedful.design.surveys.editor.reading import question_from, said
from heedful.design.surveys.editor.services import redo as redo_draft, undo as undo_draft
from heedful.design.surveys.editor.views.desk import changed, desk, editing, saved
from heedful.design.surveys.languages import direction
from heedful.design.surveys.linter import findings
from heedful.design.surveys.types import Picture, SurveyDefinition
from heedful.platform.core.errors import Conflict, InvalidInput, Problem
from heedful.platform.core.requests import HouseRequest
from heedful.platform.core.types import Permission

ABOUT = ""  # in the place of a question: what stands around the questions


@require_GET
def edit(request: HouseRequest, survey_uid: str) -> HttpResponse:
    """Show the questions, one of them open."""
    context = desk(request, survey_uid, "questions")
    definition: SurveyDefinition = context["definition"]
    first = definition.questions[0].key if definition.questions else ABOUT
    chosen = request.GET.get("question", first)
    if definition.question(chosen) is None:
        chosen = ABOUT
    context |= _panel(request, survey_uid, definition, chosen) | {"groups": kind_groups()}
    return render(request, "surveys/editor/questions.html", context)


def _panel(request: HouseRequest, survey_uid: str, definition: SurveyDefinition, key: str) -> dict[str, Any]:
    language = request.POST.get("language") or request.GET.get("language") or definition.language
    if language not in (definition.language, *definition.languages):
        language = definition.language
    if key == ABOUT:
        return _about(definition, language)
    known = [question.key for question in queries.survey(survey_uid).questions]
    question = question_of(definition, key)
    # The rows of a grid are known by its key and theirs.
    is_published = any(each == key or each.startswith(f"{key}.") for each in known)
    panel = question_panel(definition, question, language, is_published=is_published)
    return {"chosen": key, "kind_groups": kind_groups(), **panel}


def _about(definition: SurveyDefinition, language: str) -> dict[str, Any]:
    return {
        "chosen": ABOUT,
        "title": definition.title.get(language, ""),
        "intro": definition.intro.get(language, ""),
        "written_in": language,
        "direction": direction(language),
        "languages": language_choices(definition, language),
    }


def _answer(
    request: HouseRequest, survey_uid: str, state: DraftState, key: str, *, panel: bool
) -> HttpResponse:
    """Answer with the list and the findings, and the panel of a question where it must be drawn anew."""
    address = f"{reverse('surveys:edit', args=[survey_uid])}?{urlencode({'question': key})}"
    more = _panel(request, survey_uid, state.definition, key) if panel else {"chosen": key}
    name = ("surveys/editor/question.html" if key else "surveys/editor/about.html") if panel else ""
    response = saved(request, survey_uid, state, otherwise=address, panel=name, **more)
    if panel and request.htmx:
        response["HX-Push-Url"] = address
    return response


def _opened(request: HouseRequest, survey_uid: str, context: dict[str, Any], panel: str) -> HttpResponse:
    address = f"{reverse('surveys:edit', args=[survey_uid])}?{urlencode({'question': context['chosen']})}"
    if not request.htmx:
        return redirect(address)
    response = render(request, "surveys/editor/opened.html", {**context, "panel": panel})
    response["HX-Push-Url"] = address
    return response


@editing
@require_http_methods(["GET", "POST"])
def question(request: HouseRequest, survey_uid: str, question_key: str) -> HttpResponse:
    """Show the panel of a question, or save it."""
    if request.method == "GET":
        context = desk(request, survey_uid, "questions")
        context |= _panel(request, survey_uid, context["definition"], question_key)
        return _opened(request, survey_uid, context, "surveys/editor/question.html")
    before = question_of(draft_state(survey_uid).definition, question_key)
    written: list[str] = []

    def apply(definition: SurveyDefinition) -> SurveyDefinition:
        made = question_from(request.POST, question_of(definition, question_key), definition)
        written.append(made.key)
        return write_question(question_key, made).apply(definition)

    change = Change(f"questions.{question_key}", apply, lambda definition: definition.question(question_key))
    state = changed(request, survey_uid, change)
    key = written[-1]
    redraw = (
        "redraw" in request.POST
        or key != question_key
        or request.POST.get("kind", before.kind) != before.kind
    )
    return _answer(request, survey_uid, state, key, panel=redraw)


@editing
@require_http_methods(["GET", "POST"])
def about(request: HouseRequest, survey_uid: str) -> HttpResponse:
    """Show or save what stands around the questions: name, title, greeting, topic."""
    if request.method == "GET":
        context = desk(request, survey_uid, "questions")
        context |= _panel(request, survey_uid, context["definition"], ABOUT)
        return _opened(request, survey_uid, context, "surveys/editor/about.html")
    definition = draft_state(survey_uid).definition
    language = request.POST.get("language") or definition.language
    name = request.POST.get("name", "").strip()
    if not 1 <= len(name) <= 200:
        raise InvalidInput(Problem("name", _("The name has 1 to 200 characters.")))
    change = write_frame(
        name=name,
        title=said(definition.title, language, request.POST.get("title", ""), "title"),
        intro=said(definition.intro, language, request.POST.get("intro", ""), "intro"),
        topic=request.POST.get("topic", "").strip()[:80],
    )
    return _answer(request, survey_uid, changed(request, survey_uid, change), ABOUT, panel=False)


@editing
@require_POST
def add(request: HouseRequest, survey_uid: str) -> HttpResponse:
    known = frozenset(question.key for question in queries.survey(survey_uid).questions)
    after = request.POST.get("after", "")
    change, key_of = add_question(request.POST.get("kind", "long_text"), after=after, known=known)
    key = key_of(draft_state(survey_uid).definition)
    state = changed(request, survey_uid, change)
    return _answer(request, survey_uid, state, key, panel=True)


@editing
@require_POST
def move(request: HouseRequest, survey_uid: str, question_key: str) -> HttpResponse:
    state = changed(request, survey_uid, move_question(question_key, request.POST.get("before", "")))
    return _answer(request, survey_uid, state, question_key, panel=True)


@editing
@require_POST
def duplicate(request: HouseRequest, survey_uid: str, question_key: str) -> HttpResponse:
    state = changed(request, survey_uid, duplicate_question(question_key))
    keys = [each.key for each in state.definition.questions]
    return _answer(request, survey_uid, state, keys[keys.index(question_key) + 1], panel=True)


@editing
@require_POST
def remove(request: HouseRequest, survey_uid: str, question_key: str) -> HttpResponse:
    before = [each.key for each in draft_state(survey_uid).definition.questions]
    state = changed(request, survey_uid, remove_question(question_key))
    left = [each.key for each in state.definition.questions]
    at = min(before.index(question_key), len(left) - 1)
    return _answer(request, survey_uid, state, left[at] if left else ABOUT, panel=True)


@editing
@require_POST
def picture(request: HouseRequest, survey_uid: str, question_key: str) -> HttpResponse:
    """Put a picture to a question, or take it away."""
    file = request.FILES.get("file")
    made = Picture(store_asset(by=request.actor, content=file.read(), name=file.name or "")) if file else None

    def apply(definition: SurveyDefinition) -> SurveyDefinition:
        shown = replace(question_of(definition, question_key), picture=made)
        return write_question(question_key, shown).apply(definition)

    state = changed(request, survey_uid, Change(f"questions.{question_key}", apply))
    return _answer(request, survey_uid, state, question_key, panel=True)


@editing
@require_POST
def undo(request: HouseRequest, survey_uid: str) -> HttpResponse:
    return _walked(request, survey_uid, undo_draft(by=request.actor, survey_uid=survey_uid))


@editing
@require_POST
def redo(request: HouseRequest, survey_uid: str) -> HttpResponse:
    return _walked(request, survey_uid, redo_draft(by=request.actor, survey_uid=survey_uid))


def _walked(request: HouseRequest, survey_uid: str, state: DraftState) -> HttpResponse:
    if request.htmx:
        return HttpResponse(headers={"HX-Refresh": "true"})  # any part of the page may have changed
    return saved(request, survey_uid, state)


@editing
@require_POST
def heed(request: HouseRequest, survey_uid: str) -> HttpResponse:
    """Do what a finding proposes, if it is still found."""
    request.actor.require(Permission.WRITE_SURVEYS)
    definition = draft_state(survey_uid).definition
    wanted = (request.POST.get("rule"), request.POST.get("place"))
    found = next((each for each in findings(definition) if (each.rule, each.place) == wanted), None)
    change = repair(found, definition) if found else None
    if found is None or change is None:
        raise Conflict(_("That is not found any more."))
    state = changed(request, survey_uid, change)
    number = found.question_number
    if found.place.startswith("look"):
        return _walked(request, survey_uid, state)
    key = state.definition.questions[number].key if number is not None else ABOUT
    return _answer(request, survey_uid, state, key, panel=True)
