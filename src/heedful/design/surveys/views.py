"""Pages of surveys: what is asked, by which version, and files in and out."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from heedful.design.surveys import queries, services
from heedful.design.surveys.files import Format, write_definition
from heedful.design.surveys.forms import EXAMPLE, DefinitionForm
from heedful.design.surveys.kind import kinds, text_in
from heedful.design.surveys.rules import differences
from heedful.design.surveys.types import QuestionDefinition, SurveyDefinition, VersionFacts
from heedful.platform.core.errors import InvalidInput, NotFound, Problem
from heedful.platform.core.forms import submitted
from heedful.platform.core.requests import HouseRequest
from heedful.platform.core.types import Permission

_MEDIA = {"yaml": "application/yaml", "json": "application/json"}


@require_GET
def survey_list(request: HouseRequest) -> HttpResponse:
    request.actor.require(Permission.READ_SURVEYS)
    context = {
        "surveys": queries.surveys(include_archived="archived" in request.GET),
        "with_archived": "archived" in request.GET,
        "may_change": request.actor.may(Permission.WRITE_SURVEYS),
    }
    return render(request, "surveys/list.html", context)


@require_http_methods(["GET", "POST"])
def new_survey(request: HouseRequest) -> HttpResponse:
    request.actor.require(Permission.WRITE_SURVEYS)
    form = DefinitionForm(request.POST or None, request.FILES or None, initial={"text": EXAMPLE})
    made = submitted(
        request, form, lambda _data: services.create_survey(by=request.actor, definition=form.definition())
    )
    if made:
        messages.success(request, _("“%(name)s” is published as version 1.") % {"name": made.name})
        return redirect("surveys:detail", made.uid)
    return render(
        request,
        "surveys/new.html",
        {"form": form, "kinds": sorted(kinds().values(), key=lambda one: one.key)},
    )


@require_GET
def survey(request: HouseRequest, survey_uid: str) -> HttpResponse:
    request.actor.require(Permission.READ_SURVEYS)
    facts = queries.survey(survey_uid)
    versions = queries.versions(survey_uid)
    definition = versions[0].definition if versions else SurveyDefinition(facts.name, ())
    context = {
        "survey": facts,
        "versions": versions,
        "questions": [_shown(question, definition.language) for question in definition.questions],
        "retired": [question for question in facts.questions if not question.is_asked],
        "may_change": request.actor.may(Permission.WRITE_SURVEYS),
    }
    return render(request, "surveys/detail.html", context)


def _shown(question: QuestionDefinition, language: str) -> dict[str, object]:
    return {
        "definition": question,
        "text": text_in(question.text, language),
        "languages": sorted(question.text),
        "kind": kinds()[question.kind].label,
        "options": [text_in(option.label, language) or option.key for option in question.options],
    }


@require_http_methods(["GET", "POST"])
def publish(request: HouseRequest, survey_uid: str) -> HttpResponse:
    """Publish a new version from a file or from the text of the newest one."""
    request.actor.require(Permission.WRITE_SURVEYS)
    facts = queries.survey(survey_uid)
    newest = queries.published(survey_uid)
    initial = {"text": write_definition(newest.definition)}
    form = DefinitionForm(request.POST or None, request.FILES or None, initial=initial)
    published = submitted(
        request,
        form,
        lambda _data: services.publish_survey(
            by=request.actor, survey_uid=survey_uid, definition=form.definition()
        ),
    )
    if published:
        if published.version_number == newest.number:
            messages.info(request, _("Nothing has changed, so there is no new version."))
        else:
            messages.success(request, _("Version %(n)s is published.") % {"n": published.version_number})
        return redirect("surveys:detail", survey_uid)
    return render(request, "surveys/publish.html", {"survey": facts, "newest": newest, "form": form})


@require_GET
def compare(request: HouseRequest, survey_uid: str) -> HttpResponse:
    """Show what changed between two versions (``?from=1&to=2``; else the last two)."""
    request.actor.require(Permission.READ_SURVEYS)
    newest = queries.published(survey_uid).number
    versions = {version.number: version for version in queries.versions(survey_uid)}
    before = _chosen(request, "from", versions, max(1, newest - 1))
    after = _chosen(request, "to", versions, newest)
    context = {
        "survey": queries.survey(survey_uid),
        "numbers": sorted(versions),
        "before": before,
        "after": after,
        "differences": differences(before.definition, after.definition),
    }
    return render(request, "surveys/compare.html", context)


def _chosen(
    request: HouseRequest, name: str, versions: dict[int, VersionFacts], otherwise: int
) -> VersionFacts:
    asked = request.GET.get(name, "")
    number = int(asked) if asked.isdecimal() and len(asked) < 6 else otherwise
    if asked and not asked.isdecimal():
        raise InvalidInput(Problem(name, _("is not the number of a version")))
    if number not in versions:
        raise NotFound(_("There is no version %(n)s.") % {"n": number})
    return versions[number]


@require_GET
def download(request: HouseRequest, survey_uid: str, number: int, format: Format) -> HttpResponse:  # noqa: A002 - the word for it
    request.actor.require(Permission.READ_SURVEYS)
    if format not in _MEDIA:
        raise NotFound(_("Versions are files of the kind yaml or json."))
    found = queries.version(survey_uid, number)
    return HttpResponse(
        write_definition(found.definition, format),
        content_type=f"{_MEDIA[format]}; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{survey_uid}-{number}.{format}"'},
    )


@require_POST
def archive(request: HouseRequest, survey_uid: str) -> HttpResponse:
    services.archive_survey(by=request.actor, survey_uid=survey_uid)
    messages.success(request, _("The survey is archived; its answers stay and count."))
    return redirect("surveys:list")


@require_POST
def restore(request: HouseRequest, survey_uid: str) -> HttpResponse:
    services.restore_survey(by=request.actor, survey_uid=survey_uid)
    messages.success(request, _("The survey is back."))
    return redirect("surveys:detail", survey_uid)
