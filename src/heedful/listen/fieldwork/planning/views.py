"""Pages of plans: who is asked, and when."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _, gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from heedful.design.surveys import queries as surveys
from heedful.listen.audiences import queries as audiences
from heedful.listen.fieldwork import queries, services
from heedful.listen.fieldwork.planning.forms import MembersForm, PlanForm, in_form, initial_of
from heedful.listen.fieldwork.planning.showing import STATES, shown_counts, shown_plan, silent_people
from heedful.listen.fieldwork.sentences import rules_sentences
from heedful.listen.fieldwork.types import AudienceKind, PlanDefinition, PlanFacts, PlanState
from heedful.platform.core.errors import InvalidInput, Problem
from heedful.platform.core.forms import submitted
from heedful.platform.core.requests import HouseRequest, first_page_url, next_page_url
from heedful.platform.core.types import Actor, Permission

UNITS_OFFERED = 1_000


@require_GET
def plan_list(request: HouseRequest) -> HttpResponse:
    """Plans of all surveys."""
    return _list(request, None)


@require_GET
def survey_plans(request: HouseRequest, survey_uid: str) -> HttpResponse:
    """Who is asked this survey, and when: its plans and the rules that hold for it."""
    return _list(request, survey_uid)


def _list(request: HouseRequest, survey_uid: str | None) -> HttpResponse:
    found = surveys.survey(survey_uid) if survey_uid else None
    plans = queries.plans(by=request.actor, survey_id=found.id if found else None)
    counts = queries.plan_counts(plan.id for plan in plans)
    rules = queries.contact_rules(found.id if found else None)
    context = {
        "survey": found,
        "plans": [shown_plan(plan, counts.get(plan.id, {})) for plan in plans],
        "surveys": surveys.surveys() if found is None else (),
        "rules": rules_sentences(rules, queries.followed_name(rules)),
        "may_change": request.actor.may(Permission.WRITE_SURVEYS),
    }
    return render(request, "fieldwork/planning/list.html", context)


@require_http_methods(["GET", "POST"])
def new_plan(request: HouseRequest, survey_uid: str) -> HttpResponse:
    request.actor.require(Permission.WRITE_SURVEYS)
    survey = surveys.survey(survey_uid)
    usual = initial_of(PlanDefinition(name=""))
    form = PlanForm(request.POST or None, initial=usual, units=_units(request))
    by = request.actor
    made = submitted(request, form, lambda _data: _saved(form, survey_uid=survey_uid, by=by))
    if made is not None:
        messages.success(
            request,
            _("“%(name)s” is written down; nobody is asked before you start it.")
            % {"name": made.definition.name},
        )
        return redirect("fieldwork:plan", made.uid)
    context = {"form": form, "survey": survey, "plan": None}
    return render(request, "fieldwork/planning/edit.html", context)


@require_http_methods(["GET", "POST"])
def edit_plan(request: HouseRequest, plan_uid: str) -> HttpResponse:
    plan = queries.plan(plan_uid, by=request.actor)
    request.actor.require(Permission.WRITE_SURVEYS)
    form = PlanForm(request.POST or None, initial=initial_of(plan.definition), units=_units(request))
    by = request.actor
    changed = submitted(request, form, lambda _data: _saved(form, plan_uid=plan_uid, by=by))
    if changed is not None:
        messages.success(request, _("Saved."))
        return redirect("fieldwork:plan", plan_uid)
    context = {"form": form, "survey": surveys.survey(plan.survey_uid), "plan": plan}
    return render(request, "fieldwork/planning/edit.html", context)


def _saved(form: PlanForm, *, by: Actor, survey_uid: str = "", plan_uid: str = "") -> PlanFacts:
    try:
        document = form.document()
        if plan_uid:
            return services.change_plan(plan_uid, by=by, document=document)
        return services.define_plan(by=by, survey_uid=survey_uid, document=document)
    except InvalidInput as error:
        raise in_form(error) from None


def _units(request: HouseRequest) -> list[tuple[str, str]]:
    seen = list(audiences.units(by=request.actor).values())[:UNITS_OFFERED]
    return [(unit.uid, f"{unit.name} ({unit.key})") for unit in seen]


@require_http_methods(["GET", "POST"])
def plan(request: HouseRequest, plan_uid: str) -> HttpResponse:
    """One plan: what it does, what came of it, who is silent; people added to its list."""
    facts = queries.plan(plan_uid, by=request.actor)
    form = MembersForm(request.POST or None, request.FILES or None)
    by = request.actor
    added = submitted(request, form, lambda _data: services.add_members(plan_uid, form.contacts(), by=by))
    if added is not None:
        told = ngettext("%(n)d person is new on the list.", "%(n)d people are new on the list.", added)
        messages.success(request, told % {"n": added})
        return redirect("fieldwork:plan", plan_uid)
    return render(request, "fieldwork/planning/plan.html", _plan_context(request, facts, form))


def _plan_context(request: HouseRequest, facts: PlanFacts, form: MembersForm) -> Mapping[str, Any]:
    may_see = request.actor.may(Permission.READ_CONTACTS) and request.actor.may(Permission.READ_ANSWERS)
    page = None
    if may_see:
        cursor = request.GET.get("cursor") or None
        page = queries.silent_asks(facts.id, by=request.actor, cursor=cursor)
    counts = queries.plan_counts([facts.id]).get(facts.id, {})
    is_list = facts.definition.audience.kind is AudienceKind.LIST
    return {
        "plan": facts,
        "shown": shown_plan(facts, counts),
        "counts": shown_counts(counts),
        "silent": silent_people(page.items, by=request.actor) if page else None,
        "next_url": next_page_url(request, page.next_cursor) if page else "",
        "first_url": first_page_url(request),
        "form": form if is_list and facts.state is not PlanState.ENDED else None,
        "people": None if is_list else _size(request, facts),
        "may_change": request.actor.may(Permission.WRITE_SURVEYS),
        "states": STATES,
    }


def _size(request: HouseRequest, facts: PlanFacts) -> int | None:
    # Counting a segment reads every contact, so the page tells only what is counted cheaply.
    may = request.actor.may(Permission.READ_CONTACTS)
    is_all = facts.definition.audience.kind is AudienceKind.ALL
    return audiences.contact_count(by=request.actor) if may and is_all else None


_DEEDS = {
    "start": (services.start_plan, gettext_lazy("The plan runs.")),
    "pause": (services.pause_plan, gettext_lazy("The plan rests; what waits, waits on.")),
    "end": (services.end_plan, gettext_lazy("The plan has ended: nobody is asked or reminded any more.")),
}


@require_POST
def set_state(request: HouseRequest, plan_uid: str) -> HttpResponse:
    """Start, pause or end a plan, by the button pressed."""
    facts = queries.plan(plan_uid, by=request.actor)
    wanted = request.POST.get("deed", "")
    if wanted not in _DEEDS:
        raise InvalidInput(Problem("deed", f"must be one of {', '.join(_DEEDS)}"))
    deed, told = _DEEDS[wanted]
    deed(plan_uid, by=request.actor)
    messages.success(request, told)
    return redirect("fieldwork:plan", facts.uid)


@require_POST
def drop_plan(request: HouseRequest, plan_uid: str) -> HttpResponse:
    facts = queries.plan(plan_uid, by=request.actor)
    services.drop_plan(plan_uid, by=request.actor)
    messages.success(request, _("“%(name)s” is gone.") % {"name": facts.definition.name})
    return redirect("fieldwork:survey_plans", facts.survey_uid)


@require_POST
def remind(request: HouseRequest, plan_uid: str) -> HttpResponse:
    """Remind everybody who is silent, today."""
    facts = queries.plan(plan_uid, by=request.actor)
    sent = services.remind_now(facts, by=request.actor, now=timezone.now())
    told = ngettext("%(n)d person is reminded.", "%(n)d people are reminded.", sent)
    if sent:
        messages.success(request, told % {"n": sent})
    else:
        messages.info(
            request, _("Nobody is reminded: all were written to less than a day ago, or may not be.")
        )
    return redirect("fieldwork:plan", facts.uid)
