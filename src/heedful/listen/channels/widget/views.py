"""Pages of the widget: sites with their snippets, where a survey is shown, and how it will look."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from heedful.design.surveys import queries as surveys
from heedful.design.surveys.languages import offered
from heedful.design.surveys.types import SurveyDefinition
from heedful.listen.channels.widget import preview as previewing, queries, script, services
from heedful.listen.channels.widget.forms import PlacementForm, SiteForm, SiteSettingsForm, initial, lines
from heedful.listen.channels.widget.snippets import snippets
from heedful.listen.channels.widget.types import PlacementFacts, Shape, SiteFacts, Untracked
from heedful.platform.core.forms import submitted
from heedful.platform.core.requests import HouseRequest
from heedful.platform.core.types import Permission


@never_cache
@require_http_methods(["GET", "POST"])
def sites(request: HouseRequest) -> HttpResponse:
    """List the sites; make one, whose secret is shown once."""
    request.actor.require(Permission.READ_SURVEYS)
    form = SiteForm(request.POST or None)

    def deed(data: dict[str, Any]) -> tuple[SiteFacts, str]:
        return services.create_site(by=request.actor, name=data["name"], origins=lines(data["origins"]))

    made = submitted(request, form, deed)
    if made:
        return _site_page(request, made[0], secret=made[1])
    context = {
        "sites": queries.sites(by=request.actor),
        "form": form,
        "may_change": request.actor.may(Permission.MANAGE_KEYS),
        "is_built": script.is_built(),
    }
    return render(request, "channels/widget/sites.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
def site(request: HouseRequest, site_uid: str) -> HttpResponse:
    facts = queries.site(site_uid, by=request.actor)
    form = SiteSettingsForm.of(facts, request.POST or None)

    def deed(data: dict[str, Any]) -> SiteFacts:
        return services.change_site(
            site_uid,
            by=request.actor,
            name=data["name"],
            origins=lines(data["origins"]),
            takes_unsigned=data["takes_unsigned"],
            untracked=Untracked(data["untracked"]),
        )

    if submitted(request, form, deed):
        messages.success(request, _("The site is changed."))
        return redirect("channels:site", site_uid)
    return _site_page(request, facts, form=form)


def _site_page(
    request: HouseRequest, facts: SiteFacts, *, form: SiteSettingsForm | None = None, secret: str = ""
) -> HttpResponse:
    context = {
        "site": facts,
        "form": form or SiteSettingsForm.of(facts, None),
        "secret": secret,
        "snippets": snippets(facts),
        "may_change": request.actor.may(Permission.MANAGE_KEYS),
        "is_built": script.is_built(),
        "placed": [(one, surveys.survey(one.survey_uid).name) for one in queries.placements_on(facts.uid)],
    }
    return render(request, "channels/widget/site.html", context)


@never_cache
@require_GET
def connection(request: HouseRequest, site_uid: str) -> HttpResponse:
    """Say whether the site has come by; the page asks until it has."""
    context = {"site": queries.site(site_uid, by=request.actor)}
    return render(request, "channels/widget/connection.html", context)


@require_POST
def new_key(request: HouseRequest, site_uid: str) -> HttpResponse:
    services.rotate_key(site_uid, by=request.actor)
    messages.success(request, _("The site has a new key. The old one works for two more weeks."))
    return redirect("channels:site", site_uid)


@never_cache
@require_POST
def new_secret(request: HouseRequest, site_uid: str) -> HttpResponse:
    facts, secret = services.rotate_secret(site_uid, by=request.actor)
    return _site_page(request, facts, secret=secret)


@require_POST
def remove(request: HouseRequest, site_uid: str) -> HttpResponse:
    services.remove_site(site_uid, by=request.actor)
    messages.success(request, _("The site is removed: its key shows nothing any more."))
    return redirect("channels:sites")


@require_http_methods(["GET", "POST"])
def placement(request: HouseRequest, survey_uid: str) -> HttpResponse:
    """Say where and when the widget shows a survey."""
    request.actor.require(Permission.READ_SURVEYS)
    survey, before = surveys.survey(survey_uid), queries.placement(survey_uid)
    sites = queries.sites(by=request.actor)
    definition = _definition(survey_uid)
    languages = list(offered(definition)) if definition else [survey.language]
    form = PlacementForm(
        request.POST or None, initial=initial(before, languages[0]), sites=sites, languages=languages
    )

    def deed(_data: dict[str, Any]) -> PlacementFacts:
        return services.place_survey(form.placement(before, languages[0]), by=request.actor)

    if submitted(request, form, deed):
        messages.success(request, _("Saved. Pages that are open already hear of it within a minute."))
        return redirect("channels:widget", survey_uid)
    context = {
        "survey": survey,
        "placement": before,
        "form": form,
        "sites": sites,
        "site": _site_of(before, sites),
        "snippets": snippets(_site_of(before, sites)) if sites else (),
        "shapes": list(Shape),
        "languages": languages,
        "may_change": request.actor.may(Permission.WRITE_SURVEYS),
        "is_built": script.is_built(),
        "preview_url": reverse("channels:widget_preview", args=[survey_uid]),
    }
    return render(request, "channels/widget/placement.html", context)


def _site_of(placement: PlacementFacts, sites: tuple[SiteFacts, ...]) -> SiteFacts:
    named = (one for one in sites if one.uid == placement.site_uid)
    return next(named, sites[0]) if sites else None  # type: ignore[return-value]  # asked for only where there are some


def _definition(survey_uid: str) -> SurveyDefinition | None:
    found = surveys.versions(survey_uid)
    return found[0].definition if found else surveys.draft(survey_uid)


@require_GET
@xframe_options_sameorigin
@csp_override(previewing.POLICY)
def preview(request: HouseRequest, survey_uid: str) -> HttpResponse:
    """Show a survey as the widget will: on a page of paragraphs, and nothing is stored."""
    request.actor.require(Permission.READ_SURVEYS)
    definition = _definition(survey_uid) or SurveyDefinition("", ())
    shown = previewing.preview_document(definition, queries.placement(survey_uid), request.GET)
    return render(request, "channels/widget/preview.html", {"shown": shown, "language": definition.language})
