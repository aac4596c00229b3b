"""The pages of the simulator."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from heedful.listen.audiences.queries import contact_labels
from heedful.listen.fieldwork.queries import contact_rules
from heedful.listen.fieldwork.queries.plans import plans
from heedful.listen.fieldwork.simulator import charts, wording
from heedful.listen.fieldwork.simulator.forms import TrialForm
from heedful.listen.fieldwork.simulator.permission import check_permitted
from heedful.listen.fieldwork.simulator.services import start_simulation
from heedful.listen.fieldwork.simulator.work import KIND
from heedful.platform.core import queue
from heedful.platform.core.forms import submitted
from heedful.platform.core.requests import HouseRequest
from heedful.platform.core.types import Actor, JobFacts

_OPEN = frozenset({"waiting", "running"})


@require_http_methods(["GET", "POST"])
def simulations(request: HouseRequest) -> HttpResponse:
    """Ask for a simulation; list the last ones."""
    check_permitted(request.actor)
    form = TrialForm(request.POST or None, plans=plans(by=request.actor), rules=contact_rules())
    started = submitted(request, form, lambda _data: start_simulation(form.trial(), by=request.actor))
    if started:
        return redirect("fieldwork:simulation", started.uid)
    context = {"form": form, "latest": [(one, _summary(one)) for one in queue.latest(KIND)]}
    return render(request, "fieldwork/simulator/list.html", context, status=422 if form.errors else 200)


@require_GET
def simulation(request: HouseRequest, simulation_uid: str) -> HttpResponse:
    """Show one simulation: its progress, or what came of it."""
    check_permitted(request.actor)
    job = queue.find(simulation_uid, kind=KIND)
    if request.htmx and job.state in _OPEN:
        return render(request, "ui/parts/progress.html", {"job": job, "url": request.path})
    context: dict[str, Any] = {"job": job, "is_open": job.state in _OPEN}
    if job.state == "done":
        context |= _shown(job.result, request.actor)
    response = render(request, "fieldwork/simulator/simulation.html", context)
    if request.htmx:
        response["HX-Refresh"] = "true"
    return response


def _summary(job: JobFacts) -> str:
    return wording.headline(job.result) if job.state == "done" else job.error


def _shown(result: dict[str, Any], by: Actor) -> dict[str, Any]:
    scenarios = result["scenarios"]
    first = scenarios[0]
    labels = contact_labels((one["contact"] for one in first["tomorrow"]["listed"]), by=by)
    plan_names = {one["plan"]: one for one in first["plans"]}
    return {
        "result": result,
        "start": datetime.fromisoformat(result["start"]),
        "headline": wording.headline(result),
        "because": wording.because(result),
        "charts": charts.pictures(result),
        "margins": charts.margins(result),
        "scenarios": scenarios,
        "first": first,
        "never": [
            (wording.why_label(why), people)
            for why, people in _side_by_side(scenarios, "never_reached", "why")
        ],
        "load": _side_by_side(scenarios, "load", "asks"),
        "segments": _side_by_side(scenarios, "segments", "segment", whole=True),
        "plans": _side_by_side(scenarios, "plans", "plan", whole=True),
        "tomorrow": [
            (one, labels[one["contact"]], plan_names[one["plan"]], _day(one["last_asked"]))
            for one in first["tomorrow"]["listed"]
            if one["contact"] in labels
        ],
    }


def _day(told: str | None) -> date | None:
    return date.fromisoformat(told) if told else None


def _side_by_side(
    scenarios: list[dict[str, Any]], part: str, key: str, *, whole: bool = False
) -> list[tuple[Any, list[Any]]]:
    """Return a row a key, with what each scenario says of it."""
    tables = [{row[key]: row for row in scenario[part]} for scenario in scenarios]
    keys = list(dict.fromkeys(name for table in tables for name in table))
    if part == "load":
        keys.sort()
    return [
        (name, [table.get(name) if whole else table.get(name, {}).get("people", 0) for table in tables])
        for name in keys
    ]
