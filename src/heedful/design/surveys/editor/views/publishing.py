from __future__ import annotations

from contextlib import suppress
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _, gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from heedful.design.surveys import queries, services
from heedful.design.surveys.editor.changes import replace_all
from heedful.design.surveys.editor.naming import in_words, kind_name
from heedful.design.surveys.editor.queries import draft_state
from heedful.design.surveys.editor.views.desk import changed, desk
from heedful.design.surveys.files import write_definition
from heedful.design.surveys.forms import DefinitionForm
from heedful.design.surveys.languages import default_language_text
from heedful.design.surveys.rules import complete, differences, expand, frame_differences, refuse_incomparable
from heedful.design.surveys.types import QuestionDefinition, SurveyDefinition, VersionDifference
from heedful.platform.core.errors import InvalidInput, Problem
from heedful.platform.core.forms import submitted
from heedful.platform.core.requests import HouseRequest


@require_http_methods(["GET", "POST"])
def publish(request: HouseRequest, survey_uid: str) -> HttpResponse:
    """Show what a new version would change and what could be better; publish it."""
    context = desk(request, survey_uid, "publish")
    facts, definition = context["survey"], context["definition"]
    refused = _refused(survey_uid, definition)
    if request.method == "POST" and not refused:
        published = services.publish_survey(by=request.actor, survey_uid=survey_uid, definition=definition)
        if published.version_number == facts.version_number:
            messages.info(request, _("Nothing has changed, so there is no new version."))
        else:
            messages.success(request, _("Version %(n)s is published.") % {"n": published.version_number})
        return redirect("surveys:detail", survey_uid)
    context |= {
        "refused": refused,
        "next_number": (facts.version_number or 0) + 1,
        **what_changes(_published(survey_uid, facts.version_number), definition),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "surveys/editor/publish.html", context, status=status)


def _published(survey_uid: str, number: int | None) -> SurveyDefinition | None:
    return queries.version(survey_uid, number).definition if number else None


def _refused(survey_uid: str, definition: SurveyDefinition) -> list[dict[str, Any]]:
    """Say what keeps the draft from being published, each beside the question it is about."""
    try:
        completed = complete(definition)
        known = {question.key: question for question in queries.survey(survey_uid).questions}
        refuse_incomparable(known, expand(completed))
    except InvalidInput as error:
        return [{"reason": each.reason, "question": _question(each, definition)} for each in error.problems]
    return []


def _question(problem: Problem, definition: SurveyDefinition) -> str:
    head, _bracket, rest = problem.field.partition("[")
    if head == "questions" and rest:
        return definition.questions[int(rest.partition("]")[0])].key
    key = problem.field.removeprefix("questions.")
    return key if definition.question(key) else ""


def what_changes(before: SurveyDefinition | None, after: SurveyDefinition) -> dict[str, Any]:
    """Return the differences of two definitions as tables show them."""
    if before is None:
        return {"is_first": True, "changes": [], "frame": []}
    with suppress(InvalidInput):  # what cannot be published yet is compared as it is
        after = complete(after)
    return {
        "is_first": False,
        "changes": [change_of(each, before, after) for each in differences(before, after)],
        "frame": [
            {"place": each.place, "before": lines_of(each.before), "after": lines_of(each.after)}
            for each in frame_differences(before, after)
        ],
    }


def lines_of(value: object, name: str = "") -> list[str]:
    """Say plain data as lines: ``text.de: Danke``."""
    if isinstance(value, dict):
        return [line for key, each in value.items() for line in lines_of(each, f"{name}.{key}".lstrip("."))]
    if isinstance(value, list | tuple):
        return [line for each in value for line in lines_of(each, name)]
    if value in (None, ""):
        return []
    if name.endswith("uid"):
        return [_("a picture")]
    return [f"{name}: {value}" if name else f"{value}"]


_FIELDS = {
    "text": gettext_lazy("wording"),
    "help": gettext_lazy("line beneath"),
    "required": gettext_lazy("required"),
    "scale": gettext_lazy("scale"),
    "options": gettext_lazy("options"),
    "show_if": gettext_lazy("condition"),
    "known_as": gettext_lazy("known attribute"),
    "picture": gettext_lazy("picture"),
    "settings": gettext_lazy("settings"),
    "position": gettext_lazy("place"),
    "kind": gettext_lazy("kind"),
}


def change_of(found: VersionDifference, before: SurveyDefinition, after: SurveyDefinition) -> dict[str, Any]:
    return {
        "key": found.key,
        "change": found.change,
        "fields": [_FIELDS.get(name, name) for name in found.fields],
        "before": _told(found.before, found, before, found.after),
        "after": _told(found.after, found, after, found.before),
    }


def _told(
    question: QuestionDefinition | None,
    found: VersionDifference,
    of: SurveyDefinition,
    other: QuestionDefinition | None,
) -> list[str]:
    """Say of a question what differs: its wording in the languages that changed, and whatever else did."""
    if question is None:
        return []
    same = {code for code, text in question.text.items() if other and other.text.get(code) == text}
    kept = question.text if same == question.text.keys() else question.text.keys() - same
    told = [
        text if code == of.language else f"{code}: {text}"
        for code, text in question.text.items()
        if code in kept
    ]
    if found.change != "changed":
        return [*told, str(kind_name(question.kind))]
    parts = {
        "text": told,
        "help": list(question.help.values()),
        "required": [_("required") if question.required else _("may be left out")],
        "scale": [f"{question.scale.low}–{question.scale.high}"] if question.scale else [],
        "options": [default_language_text(each.label, of.language, of.language) for each in question.options],
        "show_if": [in_words(each, of) for each in question.show_if] or [_("always")],
        "known_as": [question.known_as or "–"],
        "settings": [f"{name}: {value}" for name, value in question.settings.items()] or ["–"],
        "picture": [_("a picture") if question.picture else _("no picture")],
    }
    return [line for name in found.fields for line in parts.get(name, ())] or told[:1]


@require_POST
def discard(request: HouseRequest, survey_uid: str) -> HttpResponse:
    """Go back to what is published."""
    services.discard_draft(by=request.actor, survey_uid=survey_uid)
    messages.success(request, _("The draft is gone; the published version is as it was."))
    return redirect("surveys:detail", survey_uid)


@require_http_methods(["GET", "POST"])
def file(request: HouseRequest, survey_uid: str) -> HttpResponse:
    """Show the draft as a text, and take one back."""
    context = desk(request, survey_uid, "file")
    initial = {"text": write_definition(draft_state(survey_uid).definition)}
    form = DefinitionForm(request.POST or None, request.FILES or None, initial=initial)
    kept = submitted(
        request, form, lambda _data: changed(request, survey_uid, replace_all(form.definition()))
    )
    if kept:
        messages.success(request, _("The draft is what the file says."))
        return redirect("surveys:file", survey_uid)
    return render(request, "surveys/editor/file.html", {**context, "form": form})
