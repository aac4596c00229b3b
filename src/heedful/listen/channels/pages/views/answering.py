"""The pages on which respondents answer: opened by a public or personal link, then step by step."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from heedful.design.surveys import queries as surveys
from heedful.design.surveys.kind import InvalidAnswer, kinds
from heedful.design.surveys.languages import default_language_text, direction
from heedful.design.surveys.types import Layout, SurveyFacts
from heedful.listen.channels.links import ask_of, sealed
from heedful.listen.channels.pages import queries, services
from heedful.listen.channels.pages.answering import Outcome, take
from heedful.listen.channels.pages.openings import personal_visit, public_visit
from heedful.listen.channels.pages.rules import why_closed
from heedful.listen.channels.pages.showing import PageFacts, address, ending_context, step_context
from heedful.listen.channels.pages.types import Closed, PublicLinkFacts
from heedful.listen.channels.pages.uploading import keep_files
from heedful.listen.channels.pages.views.serving import for_respondents, page
from heedful.listen.channels.pages.visiting import Here, visiting
from heedful.listen.channels.pages.visits import Visit, visit_of
from heedful.listen.fieldwork import queries as fieldwork
from heedful.platform.core.errors import NotFound
from heedful.platform.core.organizations import organization
from heedful.platform.core.scope import current_organization_id, organization_scope
from heedful.platform.core.types import Actor

KEPT_IN_QUERY = ("lang",)


def respondent() -> Actor:
    """Return who writes what respondents do."""
    return Actor.system(current_organization_id(), "Respondent")


def agent_of(request: HttpRequest) -> str:
    return request.headers.get("User-Agent", "")[:300]


@for_respondents("GET", "HEAD")
def public(request: HttpRequest, survey_uid: str) -> HttpResponse:
    """Begin by the public link."""
    with organization_scope(surveys.organization_of(survey_uid)):
        survey = surveys.survey(survey_uid)
        link = queries.public_link(survey.id)
        if why := why_link_is_closed(survey, link):
            return closed(request, survey, link, why)
        visit = public_visit(survey, request.GET)
    return _begun_in_public(request, visit)


@for_respondents("GET", "HEAD")
def personal(request: HttpRequest, token: str) -> HttpResponse:
    """Begin, or go on, by the link of a person who was asked."""
    organization_id, ask_uid = ask_of(token)
    with organization_scope(organization_id):
        ask = fieldwork.ask(ask_uid)
        if ask is None:
            raise NotFound(_("This link is not valid any more."))
        survey = surveys.survey_by_id(ask.survey_id)
        if survey.version_number is None or survey.is_archived:
            return closed(request, survey, PublicLinkFacts(), Closed.NOT_PUBLISHED)
        visit = personal_visit(survey, ask, request.GET)
    return _begun(request, organization_id, visit)


@for_respondents("GET", "HEAD", "POST")
def step(request: HttpRequest, visit_token: str) -> HttpResponse:
    """Go on with a visit: show where one is, or take what was sent."""
    organization_id, visit = visit_of(visit_token)
    with visiting(organization_id, request, visit) as here:
        if request.method == "POST":
            return _answered(request, here)
        vote = _vote(request, here)
        if vote is not None and vote[0] not in here.answers:
            return _with_vote(request, here, vote)
        return shown(request, here, at=request.GET.get("at", ""))


def why_link_is_closed(survey: SurveyFacts, link: PublicLinkFacts) -> Closed | None:
    if survey.version_number is None or survey.is_archived:
        return Closed.NOT_PUBLISHED
    return why_closed(link, queries.answered(survey.id, link), timezone.now())


def _begun_in_public(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Lead to the address of the visit, so that going back in the browser does not begin another one."""
    with visiting(surveys.organization_of(visit.survey_uid), request, visit) as here:
        vote = _set_aside(request, here)
        query = {name: request.GET.get(name, "") for name in (*KEPT_IN_QUERY, *(("q", "v") if vote else ()))}
        return HttpResponseRedirect(address("channels:step", visit.token, **query))


def _begun(request: HttpRequest, organization_id: int, visit: Visit) -> HttpResponse:
    with visiting(organization_id, request, visit) as here:
        vote = _set_aside(request, here)
        return _with_vote(request, here, vote) if vote else shown(request, here)


def _set_aside(request: HttpRequest, here: Here) -> tuple[str, str] | None:
    """Note the score that the address carries: whoever opens a link may be a machine."""
    vote = _vote(request, here)
    if vote is not None:
        method, agent = str(request.method), agent_of(request)
        services.set_vote_aside(here, *vote, method=method, user_agent=agent, by=respondent())
    return vote


def _with_vote(request: HttpRequest, here: Here, vote: tuple[str, str]) -> HttpResponse:
    """Show the score selected; it is no answer yet."""
    chosen = here.with_answers({**here.answers, vote[0]: vote[1]})
    return shown(request, chosen, at=vote[0], vote=vote)


def _vote(request: HttpRequest, here: Here) -> tuple[str, str] | None:
    """Return the score that the address carries, where it is one of a question that is asked."""
    question = here.question(request.GET.get("q", ""))
    value = request.GET.get("v", "")
    if here.is_completed or question is None or question.scale is None or question.kind == "matrix":
        return None
    try:
        kinds()[question.kind].check(question, value)
    except InvalidAnswer:
        return None
    return question.key, value


def shown(
    request: HttpRequest,
    here: Here,
    *,
    at: str = "",
    vote: tuple[str, str] | None = None,
    outcome: Outcome | None = None,
) -> HttpResponse:
    """Show where a visit is: a question, all of them, or the end."""
    origins = frame_origins(here)
    if here.is_completed:
        named = sealed("delete", [here.visit.survey_uid, here.visit.key])
        delete_url = "" if here.is_preview else address("channels:delete", named)
        context = ending_context(request, here, delete_url=delete_url)
        return page(request, "channels/pages/ending.html", context, frame_origins=origins)
    token = here.visit.token
    query = {name: request.GET.get(name, "") for name in KEPT_IN_QUERY}
    action = address("channels:step", token, **query)
    given = outcome.given if outcome else None
    context = step_context(request, here, action=action, at=at, given=given)
    context["human_url"] = address("channels:human", token)

    context["decline_url"] = address("channels:decline", token, **query) if here.visit.is_app else ""
    context["vote"] = vote
    status = 422 if outcome is not None else 200
    return page(request, "channels/pages/step.html", context, status=status, frame_origins=origins)


def frame_origins(here: Here) -> Sequence[str] | None:
    """Return who may frame this visit; None where it was not opened for a frame."""
    if not here.visit.is_embedded:
        return None
    return queries.public_link(surveys.survey(here.visit.survey_uid).id).frame_origins


def _answered(request: HttpRequest, here: Here) -> HttpResponse:
    if here.is_completed:
        return _to(request, here)
    by, is_bot = respondent(), bool(request.POST.get("homepage"))
    sent = keep_files(here, request, by=by)
    outcome = take(here, sent.form, sent.refused)
    services.confirm_votes(here, agent_of(request), {"sent": True}, by=by)
    if outcome.is_completed or outcome.is_changed or is_bot:
        services.save(outcome.here, completed=outcome.is_completed, is_bot=is_bot, by=by)
    if request.POST.get("go") == "save":
        return _kept(request, outcome)
    if outcome.has_complaints:
        return shown(request, outcome.here, at=outcome.at, outcome=outcome)
    return _to(request, outcome.here, at=outcome.at)


def _kept(request: HttpRequest, outcome: Outcome) -> HttpResponse:
    """Answer a page that has saved by itself: where all is on one page, other questions may be asked now."""
    if outcome.here.definition.look.layout is Layout.ALL:
        return shown(request, outcome.here, at=outcome.at)
    return HttpResponse(status=204)


def _to(request: HttpRequest, here: Here, *, at: str = "") -> HttpResponse:
    query = {name: request.GET.get(name, "") for name in KEPT_IN_QUERY}
    # Always the address of the visit: going back, reloading and coming again later all work with it.
    return HttpResponseRedirect(address("channels:step", here.visit.token, at=at, **query), status=303)


def closed(request: HttpRequest, survey: SurveyFacts, link: PublicLinkFacts, why: Closed) -> HttpResponse:
    texts = link.closed_text
    accepted = translation.get_language_from_request(request)
    language = accepted if accepted in texts or not texts else survey.language
    with translation.override(language):
        text = default_language_text(texts, language, survey.language) if texts else _usual(why)
        facts = PageFacts(
            language=language, direction=direction(language), theme="", title=organization().name, heading="",
            intro="", language_name="", languages=(), colours=None, logo=None,
        )  # fmt: skip
        context = {"page": facts, "text": text}
        status = 404 if why is Closed.NOT_PUBLISHED else 410
        return page(request, "channels/pages/closed.html", context, status=status)


def _usual(why: Closed) -> str:
    if why is Closed.NOT_PUBLISHED:
        return _("This survey cannot be answered.")
    return _("This survey has ended. Thank you for your interest.")
