from __future__ import annotations

import csv
import io
from typing import Any

from django.conf.locale import LANG_INFO
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from heedful.design.surveys.editor.changes import Change, write_languages
from heedful.design.surveys.editor.naming import short_text
from heedful.design.surveys.editor.queries import draft_state
from heedful.design.surveys.editor.views.desk import changed, desk, editing, saved
from heedful.design.surveys.languages import direction, language_name, texts_of, translated
from heedful.design.surveys.types import SurveyDefinition
from heedful.platform.core.errors import InvalidInput, NotFound, Problem
from heedful.platform.core.requests import HouseRequest
from heedful.platform.core.types import Permission

MAX_FILE = 2 * 1024 * 1024
_FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what spreadsheets would run


@editing
@require_http_methods(["GET", "POST"])
def languages(request: HouseRequest, survey_uid: str) -> HttpResponse:
    """Show which languages are how complete; add one or take one away."""
    if request.method == "GET":
        context = desk(request, survey_uid, "languages")
        return render(request, "surveys/editor/languages.html", context | _offered(context["definition"]))
    definition = draft_state(survey_uid).definition
    wanted = request.POST.get("add") or request.POST.get("remove", "")
    if not _is_language(wanted):
        raise InvalidInput(Problem("language", _("is no language")))
    rest = tuple(each for each in definition.languages if each != wanted)
    chosen = (*rest, wanted) if request.POST.get("add") else rest
    changed(request, survey_uid, write_languages(chosen))
    if request.POST.get("add"):
        return redirect("surveys:translation", survey_uid, wanted)
    return redirect("surveys:languages", survey_uid)


def _is_language(code: str) -> bool:
    return 2 <= len(code) <= 12 and code.replace("-", "").isalnum() and code.isascii()


def _offered(definition: SurveyDefinition) -> dict[str, Any]:
    texts = list(texts_of(definition))
    others = (each for each in definition.languages)
    taken = {definition.language, *definition.languages}
    return {
        "default": language_name(definition.language),
        "total": len(texts),
        "offered": [
            {
                "code": code,
                "name": language_name(code),
                "done": sum(bool(text.get(code, "").strip()) for _place, text in texts),
            }
            for code in others
        ],
        "addable": sorted(
            (
                (code, language_name(code))
                for code in LANG_INFO
                if "name_local" in LANG_INFO[code] and code not in taken
            ),
            key=lambda pair: pair[1].casefold(),
        ),
    }


@editing
@require_http_methods(["GET", "POST"])
def translation(request: HouseRequest, survey_uid: str, language: str) -> HttpResponse:
    """Show every text beside its translation; save those that were posted."""
    request.actor.require(Permission.WRITE_SURVEYS)
    definition = draft_state(survey_uid).definition
    if language not in definition.languages:
        raise NotFound(_("The survey is not offered in %(language)s.") % {"language": language})
    if request.method == "GET":
        context = desk(request, survey_uid, "languages")
        return render(
            request, "surveys/editor/translation.html", context | _rows(context["definition"], language)
        )
    texts = {
        name.removeprefix("text."): request.POST.get(name, "")
        for name in request.POST
        if name.startswith("text.")
    }
    state = changed(request, survey_uid, _translate(language, texts))
    address = reverse("surveys:translation", args=[survey_uid, language])
    return saved(
        request, survey_uid, state, tab="languages", otherwise=address,
        panel="surveys/editor/completeness.html", **_rows(state.definition, language),
    )  # fmt: skip


def _translate(language: str, texts: dict[str, str]) -> Change:
    def touched(definition: SurveyDefinition) -> object:
        return {place: found.get(language) for place, found in texts_of(definition) if place in texts}

    return Change(f"languages.{language}", lambda each: translated(each, language, texts), touched)


def _rows(definition: SurveyDefinition, language: str) -> dict[str, Any]:
    rows = [
        {
            "place": place,
            "about": _about(place, definition),
            "source": texts.get(definition.language) or next(iter(texts.values())),
            "target": texts.get(language, ""),
        }
        for place, texts in texts_of(definition)
    ]
    return {
        "rows": rows,
        "done": sum(bool(row["target"].strip()) for row in rows),
        "total": len(rows),
        "written_in": language,
        "language_label": language_name(language),
        "direction": direction(language),
        "source_language": definition.language,
        "source_label": language_name(definition.language),
        "source_direction": direction(definition.language),
    }


_PARTS = {
    "text": gettext_lazy("Question %(n)s"),
    "help": gettext_lazy("Question %(n)s, line beneath"),
    "options": gettext_lazy("Question %(n)s, option"),
    "scale": gettext_lazy("Question %(n)s, scale"),
    "picture": gettext_lazy("Question %(n)s, picture"),
    "settings": gettext_lazy("Question %(n)s, text"),
}


def _about(place: str, definition: SurveyDefinition) -> str:
    """Say where a text stands."""
    for number, question in enumerate(definition.questions, 1):
        if place.startswith(f"questions.{question.key}."):
            part = place.removeprefix(f"questions.{question.key}.").split(".")[0]
            return str(_PARTS.get(part, short_text(question, definition))) % {"n": number}
    if place.startswith("endings."):
        return _("Ending")
    return {"title": _("Title"), "intro": _("Greeting")}.get(place, _("Logo"))


@editing
@require_http_methods(["GET", "POST"])
def translation_file(request: HouseRequest, survey_uid: str, language: str) -> HttpResponse:
    """Hand out the texts as CSV for a translator; take them back."""
    request.actor.require(Permission.WRITE_SURVEYS)
    definition = draft_state(survey_uid).definition
    if language not in definition.languages:
        raise NotFound(_("The survey is not offered in %(language)s.") % {"language": language})
    if request.method == "GET":
        return _csv(definition, language, f"{survey_uid}-{language}.csv")
    file = request.FILES.get("file")
    if file is None or (file.size or 0) > MAX_FILE:
        raise InvalidInput(Problem("file", _("is missing, or larger than 2 MB")))
    texts = _texts_of_file(file.read())
    known = {place for place, _texts in texts_of(definition)}
    changed(
        request, survey_uid, _translate(language, {place: texts[place] for place in known & texts.keys()})
    )
    count = len(known & texts.keys())
    messages.success(
        request, ngettext("%(n)s text was read.", "%(n)s texts were read.", count) % {"n": count}
    )
    return redirect("surveys:translation", survey_uid, language)


def _csv(definition: SurveyDefinition, language: str, name: str) -> HttpResponse:
    response = HttpResponse(
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
    response.write("\ufeff")  # so that spreadsheets read it as UTF-8
    writer = csv.writer(response)
    writer.writerow(["place", definition.language, language])
    for place, texts in texts_of(definition):
        cells = (place, texts.get(definition.language, ""), texts.get(language, ""))
        writer.writerow([f"'{cell}" if cell.startswith(_FORMULA) else cell for cell in cells])
    return response


def _texts_of_file(content: bytes) -> dict[str, str]:
    try:
        text = content.decode("utf-8-sig")
        rows = list(
            csv.reader(
                io.StringIO(text), delimiter=";" if text[:200].count(";") > text[:200].count(",") else ","
            )
        )
    except (UnicodeDecodeError, csv.Error):
        raise InvalidInput(Problem("file", _("is no CSV in UTF-8"))) from None
    return {
        row[0]: row[2].removeprefix("'") if row[2][1:2] in _FORMULA else row[2]
        for row in rows[1:]
        if len(row) >= 3
    }
