from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from heedful.design.surveys.assets.services import store_asset
from heedful.design.surveys.colours import AA_TEXT, contrast, ink_on, is_colour, readable
from heedful.design.surveys.editor.changes import Change, write_look
from heedful.design.surveys.editor.queries import DraftState, draft_state
from heedful.design.surveys.editor.reading import look_from
from heedful.design.surveys.editor.views.desk import changed, desk, editing, saved
from heedful.design.surveys.types import Layout, Look, Picture, SurveyDefinition, Theme
from heedful.platform.core.requests import HouseRequest
from heedful.platform.ui.theme import colours


@editing
@require_http_methods(["GET", "POST"])
def look(request: HouseRequest, survey_uid: str) -> HttpResponse:
    if request.method == "GET":
        context = desk(request, survey_uid, "look")
        return render(request, "surveys/editor/look.html", context | _shown(context["definition"]))
    definition = draft_state(survey_uid).definition
    written = look_from(request.POST, definition.look, definition.language)
    return _answer(request, survey_uid, changed(request, survey_uid, write_look(written)))


@editing
@require_POST
def logo(request: HouseRequest, survey_uid: str) -> HttpResponse:
    """Put the brand's logo above the questions, or take it away."""
    file = request.FILES.get("file")
    made = Picture(store_asset(by=request.actor, content=file.read(), name=file.name or "")) if file else None
    change = Change("look", lambda each: replace(each, look=replace(each.look, logo=made)))
    return _answer(request, survey_uid, changed(request, survey_uid, change), redraw=True)


def _answer(
    request: HouseRequest, survey_uid: str, state: DraftState, *, redraw: bool = False
) -> HttpResponse:
    panel = "surveys/editor/look_form.html" if redraw else "surveys/editor/contrast.html"
    address = reverse("surveys:look", args=[survey_uid])
    return saved(
        request, survey_uid, state, tab="look", otherwise=address, panel=panel, **_shown(state.definition)
    )


def _shown(definition: SurveyDefinition) -> dict[str, Any]:
    shown = definition.look
    alternative = shown.logo.alternative.get(definition.language, "") if shown.logo else ""
    return {
        "look": shown,
        "alternative": alternative,
        "contrasts": _contrasts(shown),
        "themes": ((Theme.AUTO, _("as the device is")), (Theme.LIGHT, _("light")), (Theme.DARK, _("dark"))),
        "layouts": ((Layout.ONE_BY_ONE, _("one at a time")), (Layout.ALL, _("all on one page"))),
    }


def _contrasts(look: Look) -> list[dict[str, Any]]:
    """How the colour stands out on light and on dark, and what will be shown where it does not."""
    if not is_colour(look.accent):
        return []
    shown = {"auto": ("light", "dark")}.get(look.theme, (look.theme,))
    return [_contrast(look.accent, theme) for theme in shown]


def _contrast(accent: str, theme: str) -> dict[str, Any]:
    paper = colours("dark" if theme == "dark" else "light")["--card"]
    ratio = contrast(accent, paper)
    seen = readable(accent, paper)
    return {
        "theme": theme,
        "paper": paper,
        "ratio": f"{int(ratio * 10) / 10}",
        "passes": ratio >= AA_TEXT,
        "seen": seen,
        "ink": ink_on(seen),
        "accent": accent,
    }
