"""Pages of programmes: the business question, the goals, and how many answers each needs."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from heedful.design.programs import queries, services
from heedful.design.programs.forms import PILLARS, GoalForm, ProgramForm, initial_of
from heedful.platform.core.forms import submitted
from heedful.platform.core.requests import HouseRequest
from heedful.platform.core.types import Permission


@require_GET
def program_list(request: HouseRequest) -> HttpResponse:
    request.actor.require(Permission.READ_SURVEYS)
    context = {"programs": queries.programs(), "may_change": request.actor.may(Permission.WRITE_PROGRAMS)}
    return render(request, "programs/list.html", context)


@require_http_methods(["GET", "POST"])
def new_program(request: HouseRequest) -> HttpResponse:
    request.actor.require(Permission.WRITE_PROGRAMS)
    form = ProgramForm(request.POST or None)
    made = submitted(
        request, form, lambda _data: services.create_program(form.definition(), by=request.actor)
    )
    if made:
        messages.success(request, _("The programme stands. Give it a goal: a number, by a day."))
        return redirect("programs:detail", made.uid)
    return render(request, "programs/edit.html", {"form": form})


@require_http_methods(["GET", "POST"])
def program(request: HouseRequest, program_uid: str) -> HttpResponse:
    """One programme with its goals; a posted goal is added."""
    request.actor.require(Permission.READ_SURVEYS)
    facts = queries.program(program_uid)
    form = GoalForm(request.POST or None)
    added = submitted(
        request, form, lambda _data: services.set_goal(program_uid, form.definition(), by=request.actor)
    )
    if added:
        messages.success(request, _("The goal is set."))
        return redirect("programs:detail", program_uid)
    context = {
        "program": facts,
        "goals": [(goal, PILLARS[goal.pillar]) for goal in facts.goals],
        "form": form,
        "may_change": request.actor.may(Permission.WRITE_PROGRAMS),
    }
    return render(request, "programs/detail.html", context)


@require_http_methods(["GET", "POST"])
def edit_program(request: HouseRequest, program_uid: str) -> HttpResponse:
    request.actor.require(Permission.WRITE_PROGRAMS)
    facts = queries.program(program_uid)
    form = ProgramForm(request.POST or None, initial=initial_of(facts))
    changed = submitted(
        request, form, lambda _data: services.change_program(program_uid, form.definition(), by=request.actor)
    )
    if changed:
        messages.success(request, _("Saved."))
        return redirect("programs:detail", program_uid)
    return render(request, "programs/edit.html", {"form": form, "program": facts})


@require_POST
def archive_program(request: HouseRequest, program_uid: str) -> HttpResponse:
    services.archive_program(program_uid, by=request.actor)
    messages.success(request, _("The programme is archived."))
    return redirect("programs:list")


@require_POST
def drop_goal(request: HouseRequest, program_uid: str, goal_uid: str) -> HttpResponse:
    services.drop_goal(goal_uid, by=request.actor)
    messages.success(request, _("The goal is dropped."))
    return redirect("programs:detail", program_uid)
