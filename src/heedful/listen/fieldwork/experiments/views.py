"""Pages on which experiments are defined, started and stopped; what came of one is shown by responses."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from heedful.design.surveys import queries as surveys
from heedful.listen.fieldwork.experiments import queries, services
from heedful.listen.fieldwork.experiments.forms import OUTCOMES, ExperimentForm
from heedful.listen.fieldwork.experiments.types import Experiment, Outcome
from heedful.platform.core.errors import Conflict
from heedful.platform.core.forms import submitted
from heedful.platform.core.requests import HouseRequest
from heedful.platform.core.types import Actor, Permission


@require_GET
def experiment_list(request: HouseRequest) -> HttpResponse:
    request.actor.require(Permission.READ_SURVEYS)
    names = surveys.survey_names()
    context = {
        "experiments": [(one, names[one.survey_id][1]) for one in queries.experiments()],
        "surveys": [(one.uid, one.name) for one in surveys.surveys() if one.version_id],
        "may_change": request.actor.may(Permission.WRITE_SURVEYS),
    }
    return render(request, "fieldwork/experiments/list.html", context)


@require_http_methods(["GET", "POST"])
def new_experiment(request: HouseRequest, survey_uid: str) -> HttpResponse:
    request.actor.require(Permission.WRITE_SURVEYS)
    survey, versions = surveys.survey(survey_uid), surveys.versions(survey_uid)
    if not versions:
        raise Conflict("The survey has no published version yet; publish it first.")
    form = ExperimentForm(request.POST or None, definition=versions[0].definition)
    made = submitted(
        request,
        form,
        lambda given: services.define_experiment(
            by=request.actor,
            survey_uid=survey_uid,
            name=given["name"],
            arms=form.arms(),
            outcome=Outcome(given["outcome"]),
            hold_out=(given["hold_out"] or 0) / 100,
        ),
    )
    if made:
        messages.success(request, _("The experiment is written down. Start it when you are ready."))
        return redirect("responses:experiment", made.uid)
    context = {"form": form, "survey": survey, "outcomes": OUTCOMES}
    return render(request, "fieldwork/experiments/new.html", context, status=422 if form.errors else 200)


@require_POST
def start(request: HouseRequest, experiment_uid: str) -> HttpResponse:
    return _done(
        request, experiment_uid, services.start_experiment, _("It runs: whoever is asked gets an arm.")
    )


@require_POST
def stop(request: HouseRequest, experiment_uid: str) -> HttpResponse:
    return _done(
        request,
        experiment_uid,
        services.stop_experiment,
        _("It is stopped: everybody gets the survey as it stands."),
    )


@require_POST
def drop(request: HouseRequest, experiment_uid: str) -> HttpResponse:
    try:
        services.drop_experiment(experiment_uid, by=request.actor)
    except Conflict as error:
        messages.error(request, str(error))
        return redirect("responses:experiment", experiment_uid)
    messages.success(request, _("The experiment is gone."))
    return redirect("fieldwork:experiments")


def _done(request: HouseRequest, uid: str, deed: Callable[..., Experiment], says: str) -> HttpResponse:
    by: Actor = request.actor
    try:
        deed(uid, by=by)
    except Conflict as error:
        messages.error(request, str(error))
    else:
        messages.success(request, says)
    return redirect("responses:experiment", uid)
