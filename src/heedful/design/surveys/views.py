"""Pages of surveys: what is asked, by which version, and files in and out."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from heedful.design.surveys import queries, services
from heedful.design.surveys.editor.naming import kind_name
from heedful.design.surveys.editor.views.publishing import what_changes
from heedful.design.surveys.exchange import write_survey
from heedful.design.surveys.kind import text_in
from heedful.design.surveys.types import QuestionDefinition, SurveyDefinition, VersionFacts
from heedful.platform.core.errors import InvalidInput, NotFound, Problem
from heedful.platform.core.requests import HouseRequest, first_page_url, next_page_url
from heedful.platform.core.types import Permission

_ENDINGS = {"yaml": "yaml", "json": "json", "qsf": "qsf", "surveyjs": "surveyjs.json"}


@require_GET
def survey_list(request: HouseRequest) -> HttpResponse:
    request.actor.require(Permission.READ_SURVEYS)
    with_archived, search = "archived" in request.GET, request.GET.get("q", "").strip()
    page = queries.survey_page(
        search=search, include_archived=with_archived, cursor=request.GET.get("cursor") or None
    )
    context = {
        "surveys": page.items,
        "words": search,
        "next_url": next_page_url(request, page.next_cursor),
        "first_url": first_page_url(request),
        "with_archived": with_archived,
        "may_change": request.actor.may(Permission.WRITE_SURVEYS),
    }
    return render(request, "surveys/list.html", context)


@require_GET
def survey(request: HouseRequest, survey_uid: str) -> HttpResponse:
    request.actor.require(Permission.READ_SURVEYS)
    facts = queries.survey(survey_uid)
    versions = queries.versions(survey_uid)
    definition = versions[0].definition if versions else queries.draft(survey_uid)
    definition = definition or SurveyDefinition(facts.name, ())
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
        "kind": kind_name(question.kind),
        "options": [text_in(option.label, language) or option.key for option in question.options],
    }


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
        **what_changes(before.definition, after.definition),
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
def download(request: HouseRequest, survey_uid: str, number: int, format: str) -> HttpResponse:  # noqa: A002 - the word for it
    request.actor.require(Permission.READ_SURVEYS)
    if format not in _ENDINGS:
        raise NotFound(_("There is no such format of a survey."))
    found = queries.version(survey_uid, number)
    return HttpResponse(
        write_survey(found.definition, format).text,
        content_type=f"application/{'yaml' if format == 'yaml' else 'json'}; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{survey_uid}-{number}.{_ENDINGS[format]}"'},
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
