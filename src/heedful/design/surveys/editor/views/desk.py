"""What every page of the editor stands in, and what every change answers with."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy

from heedful.design.surveys import queries
from heedful.design.surveys.editor.advice import advised
from heedful.design.surveys.editor.changes import Change
from heedful.design.surveys.editor.panels import items
from heedful.design.surveys.editor.queries import DraftState, draft_state
from heedful.design.surveys.editor.services import EditConflict, change_draft
from heedful.design.surveys.languages import language_name
from heedful.design.surveys.linter import findings, measures
from heedful.design.surveys.linter.grades import MEASURED
from heedful.design.surveys.types import SurveyDefinition
from heedful.platform.core.errors import Conflict, InvalidInput, NotFound
from heedful.platform.core.requests import HouseRequest
from heedful.platform.core.types import Permission

TABS = (
    ("questions", "surveys:edit", gettext_lazy("Questions")),
    ("endings", "surveys:endings", gettext_lazy("Endings")),
    ("look", "surveys:look", gettext_lazy("Look")),
    ("languages", "surveys:languages", gettext_lazy("Languages")),
    ("file", "surveys:file", gettext_lazy("As a file")),
)


def desk(request: HouseRequest, survey_uid: str, tab: str, state: DraftState | None = None) -> dict[str, Any]:
    """Return what the frame of the editor shows."""
    request.actor.require(Permission.WRITE_SURVEYS)
    facts = queries.survey(survey_uid)
    state = state or draft_state(survey_uid)
    return {
        "survey": facts,
        "tab": tab,
        "tabs": [(key, reverse(name, args=[survey_uid]), label) for key, name, label in TABS],
        "preview_url": preview_url(survey_uid),
        **_read(state),
    }


def _read(state: DraftState) -> dict[str, Any]:
    definition = state.definition
    found = findings(definition)
    advice = advised(found, definition)
    return {
        "state": state,
        "definition": definition,
        "items": items(definition, advice),
        "advice": advice,
        "measured": _measured(definition),
        "problems": sum(finding.severity == "problem" for finding in found),
    }


def _measured(definition: SurveyDefinition) -> dict[str, Any]:
    taken = measures(definition)
    return {
        "minutes": max(1, round(taken.minutes)) if definition.questions else 0,
        "grades": [
            {
                "language": language_name(grade.language),
                "years": round(grade.years) if grade.years is not None and grade.words >= 25 else None,
                "is_measured": grade.language.split("-")[0] in MEASURED,
            }
            for grade in taken.grades
        ],
    }


def preview_url(survey_uid: str) -> str:
    """Return where the draft is shown as respondents see it; empty where no channel shows it."""
    try:
        return reverse("channels:preview", args=[survey_uid])
    except NoReverseMatch:
        return ""


def revision_of(request: HttpRequest) -> int | None:
    given = request.POST.get("revision", "")
    return int(given) if given.isdecimal() and len(given) < 9 else None


def changed(request: HouseRequest, survey_uid: str, change: Change) -> DraftState:
    return change_draft(
        by=request.actor,
        survey_uid=survey_uid,
        change=change,
        revision=revision_of(request),
        overwrite=request.POST.get("overwrite") == "1",
    )


def saved(
    request: HouseRequest, survey_uid: str, state: DraftState, *, tab: str = "questions", otherwise: str = "",
    panel: str = "", **more: Any,
) -> HttpResponse:  # fmt: skip
    """Answer a change: with the parts of the page that differ now, or without a script with the page."""
    if not request.htmx:
        return redirect(otherwise or reverse("surveys:edit", args=[survey_uid]))
    context = {
        **desk(request, survey_uid, tab, state),
        "chosen": "",
        **more,
        "panel": panel,
        "is_fragment": True,
    }
    response = render(request, "surveys/editor/saved.html", context)
    response["HX-Trigger-After-Settle"] = "draft-saved"
    return response


def editing[**P](view: Callable[P, HttpResponse]) -> Callable[P, HttpResponse]:
    """Say beside the state of saving what kept a change from being saved."""

    @wraps(view)
    def answering(*args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        request: Any = args[0]
        try:
            return view(*args, **kwargs)
        except EditConflict as error:
            if not request.htmx:
                raise
            return _refused(request, 409, error=error)
        except (InvalidInput, Conflict, NotFound) as error:
            if not request.htmx or isinstance(error, NotFound):
                raise
            reasons = [problem.reason for problem in getattr(error, "problems", ())] or [str(error)]
            return _refused(request, error.status, reasons=reasons)

    return answering


def _refused(request: HttpRequest, status: int, **context: Any) -> HttpResponse:
    return render(
        request,
        "surveys/editor/refused.html",
        {**context, "revision": request.POST.get("revision")},
        status=status,
    )
