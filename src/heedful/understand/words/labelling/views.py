"""Labelling: one comment at a time, by keyboard; and what the labels say."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from heedful.platform.core import queue
from heedful.platform.core.errors import Conflict, InvalidInput
from heedful.platform.core.requests import HouseRequest
from heedful.platform.core.types import Permission
from heedful.understand.words.labelling import queries, services
from heedful.understand.words.labelling.curve_showing import curve_picture, curve_sentence
from heedful.understand.words.labelling.showing import groups_of, quality_sentence, shown_themes, shown_weeks
from heedful.understand.words.labelling.types import TaskFacts
from heedful.understand.words.themes.queries import active_taxonomies, taxonomy
from heedful.understand.words.themes.types import TaxonomyFacts


@never_cache
@require_GET
def labelling(request: HouseRequest) -> HttpResponse:
    request.actor.require(Permission.WRITE_SURVEYS)
    chosen = _chosen(request)
    task = queries.next_task(chosen.uid, by=request.actor) if chosen else None
    return _page(request, chosen, task)


@never_cache
@require_http_methods(["GET", "POST"])
def label(request: HouseRequest, label_task_uid: str) -> HttpResponse:
    """Show a comment of the queue, or take what somebody says of it and go on to the next."""
    task = queries.task(label_task_uid, by=request.actor)
    chosen = taxonomy(task.taxonomy_uid)
    if request.method != "POST":
        return _page(request, chosen, task)
    themes = request.POST.getlist("themes")
    if not themes and "none" not in request.POST:
        return _page(request, chosen, task, problem=_("Choose a theme, or “none of these”."))
    try:
        services.label_comment(task.uid, themes, by=request.actor)
    except InvalidInput as error:
        return _page(request, chosen, task, problem=str(error))
    return redirect(_home(task.taxonomy_uid))


@require_POST
def skip(request: HouseRequest, label_task_uid: str) -> HttpResponse:
    task = queries.task(label_task_uid, by=request.actor)
    services.skip_task(task.uid, by=request.actor)
    return redirect(_home(task.taxonomy_uid))


@require_POST
def draw(request: HouseRequest, taxonomy_uid: str) -> HttpResponse:
    services.draw_tasks(taxonomy_uid, by=request.actor)
    messages.success(request, _("Comments are being chosen. They appear here in a moment."))
    return redirect(_home(taxonomy_uid))


@require_POST
def measure_curve(request: HouseRequest, taxonomy_uid: str) -> HttpResponse:
    try:
        services.measure_curve(taxonomy_uid, by=request.actor)
    except Conflict as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The learning curve is being measured. It appears here in some minutes."))
    return redirect(f"{reverse('words:labelling_quality')}?taxonomy={taxonomy_uid}")


@require_GET
def measured_quality(request: HouseRequest) -> HttpResponse:
    """Show how well themes are found on comments that people labelled, and how well people agree."""
    request.actor.require(Permission.READ_SCORES)
    chosen = _chosen(request)
    context: dict[str, Any] = {
        "taxonomies": active_taxonomies(),
        "taxonomy": chosen,
        "weeks": shown_weeks(queries.drift_weeks(by=request.actor)),
        "may_label": request.actor.may(Permission.WRITE_SURVEYS),
    }
    if chosen is not None:
        found = queries.quality(chosen.uid, by=request.actor)
        agreement = queries.agreement(chosen.uid, by=request.actor)
        context |= {
            "quality": found,
            "sentence": quality_sentence(found),
            "agreement": agreement,
            "themes": shown_themes(found, agreement),
            "curve": (curve := queries.learning_curve(chosen.uid, by=request.actor)),
            "curve_sentence": curve_sentence(curve),
            "chart": curve_picture(curve),
        }
    return render(request, "words/labelling/quality.html", context)


def _chosen(request: HouseRequest) -> TaxonomyFacts | None:
    wanted = request.GET.get("taxonomy")
    if wanted:
        return taxonomy(wanted)
    return next(iter(active_taxonomies()), None)


def _page(
    request: HouseRequest, chosen: TaxonomyFacts | None, task: TaskFacts | None, *, problem: str = ""
) -> HttpResponse:
    drawing = next(
        (
            job
            for job in queue.latest(services.DRAW, limit=3)
            if chosen and job.payload.get("taxonomy") == chosen.uid
        ),
        None,
    )
    context = {
        "taxonomies": active_taxonomies(),
        "taxonomy": chosen,
        "task": task,
        "groups": groups_of(chosen.document, task.mine) if chosen and task else (),
        "progress": queries.progress(chosen.uid, by=request.actor) if chosen else None,
        "drawing": drawing,
        "problem": problem,
    }
    status = 422 if problem else 200
    return render(request, "words/labelling/labelling.html", context, status=status)


def _home(taxonomy_uid: str) -> str:
    return f"{reverse('words:labelling')}?taxonomy={taxonomy_uid}"
