"""The pages of members: links, QR codes and kiosks of a survey, and the votes that were set aside."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from heedful.design.surveys import queries as surveys
from heedful.design.surveys.types import SurveyFacts
from heedful.listen.channels.links import kiosk_url, public_url, signed
from heedful.listen.channels.pages import codes, queries, services
from heedful.listen.channels.pages.forms import PublicLinkForm, initial_of
from heedful.listen.channels.pages.openings import TEST
from heedful.platform.core.forms import submitted
from heedful.platform.core.requests import HouseRequest, first_page_url, next_page_url
from heedful.platform.core.types import Permission

_IN_LINKS = ("unit", "touchpoint", "lang")


@require_GET
def link_list(request: HouseRequest) -> HttpResponse:
    """Every survey that can be answered by a link."""
    request.actor.require(Permission.READ_SURVEYS)
    found = [(facts, queries.public_link(facts.id)) for facts in surveys.surveys() if facts.version_number]
    return render(request, "channels/pages/links.html", {"surveys": found})


@require_http_methods(["GET", "POST"])
def survey_links(request: HouseRequest, survey_uid: str) -> HttpResponse:
    """The links of a survey, and how long they are open."""
    request.actor.require(Permission.READ_SURVEYS)
    facts = surveys.survey(survey_uid)
    link = queries.public_link(facts.id)
    form = PublicLinkForm(request.POST or None, initial=initial_of(link, facts.language))
    if _is_changed(request, facts, form):
        messages.success(request, _("Saved."))
        return redirect("channels:links", survey_uid)
    context = {
        "survey": facts,
        "link": link,
        "form": form,
        "may_change": request.actor.may(Permission.WRITE_SURVEYS),
        "url": _url(request, facts),
        "query": _query(request),
        "qr_query": urlencode(_query(request)),
        "kiosk_url": kiosk_url(survey_uid, **_query(request)),
        "test_url": test_url(survey_uid),
        "qr": codes.svg(_url(request, facts, via="qr")),
        "test_qr": codes.svg(test_url(survey_uid)),
    }
    return render(request, "channels/pages/survey_links.html", context)


def _is_changed(request: HouseRequest, facts: SurveyFacts, form: PublicLinkForm) -> bool:
    def change(_data: dict[str, object]) -> bool:
        services.set_public_link(by=request.actor, survey_uid=facts.uid, **form.values(facts.language))
        return True

    return bool(submitted(request, form, change))


def test_url(survey_uid: str) -> str:
    """Return a link whose answers are marked as a test and never count."""
    return public_url(survey_uid, test=signed(TEST, survey_uid))


@require_GET
def qr_svg(request: HouseRequest, survey_uid: str) -> HttpResponse:
    return _code(request, survey_uid, "svg")


@require_GET
def qr_png(request: HouseRequest, survey_uid: str) -> HttpResponse:
    return _code(request, survey_uid, "png")


def _code(request: HouseRequest, survey_uid: str, format_: str) -> HttpResponse:
    request.actor.require(Permission.READ_SURVEYS)
    url = _url(request, surveys.survey(survey_uid), via="qr")
    content = codes.svg(url).encode() if format_ == "svg" else codes.png(url)
    response = HttpResponse(content, content_type="image/svg+xml" if format_ == "svg" else "image/png")
    response["Content-Disposition"] = f'attachment; filename="{survey_uid}.{format_}"'
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    return response


def _query(request: HttpRequest) -> dict[str, str]:
    return {name: value for name in _IN_LINKS if (value := request.GET.get(name, "").strip())}


def _url(request: HttpRequest, facts: SurveyFacts, **more: str) -> str:
    return public_url(facts.uid, **_query(request), **more)


@require_GET
def votes(request: HouseRequest) -> HttpResponse:
    """Scores that were opened and never confirmed by a person: not counted, and not hidden."""
    page = queries.votes_set_aside(by=request.actor, cursor=request.GET.get("cursor") or None)
    context = {
        "page": page,
        "counts": queries.vote_counts(by=request.actor),
        "next_url": next_page_url(request, page.next_cursor),
        "first_url": first_page_url(request),
    }
    return render(request, "channels/pages/votes.html", context)
