"""The model page: what reads, how well, how far it is, what it did not read and why; editions."""

from __future__ import annotations

import re
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from heedful.platform.core.errors import Conflict
from heedful.platform.core.requests import HouseRequest
from heedful.platform.core.types import Actor, Permission
from heedful.understand.words.model_files import models
from heedful.understand.words.model_files.here import models_folder
from heedful.understand.words.readings import services
from heedful.understand.words.readings.queries import edition, editions as all_editions, skip_counts
from heedful.understand.words.readings.queries.counts import language_counts
from heedful.understand.words.readings.queries.skipped import SHOWN, skipped_answers
from heedful.understand.words.readings.queries.state import reader_states, status
from heedful.understand.words.readings.showing import reader_label, shown_editions, shown_languages, time_left
from heedful.understand.words.readings.skip_reasons import reason_words

_READER = re.compile(r"[a-z][a-z_]{0,40}")
LANGUAGES = 12


@require_GET
def reading(request: HouseRequest) -> HttpResponse:
    context = _state(request.actor) | {
        "readers": reader_states(by=request.actor),
        "models": [(model, models_folder().has(model)) for model in models().values()],
        "editions": shown_editions(all_editions(by=request.actor)),
        "may_read_answers": request.actor.may(Permission.READ_ANSWERS),
    }
    current = context["status"].edition
    if current is not None:
        context["languages"] = shown_languages(language_counts(current.uid, by=request.actor)[:LANGUAGES])
        context["skipped"] = [
            {"reader": reader, "label": reader_label(reader), "reason": reason, "n": n}
            | {"words": reason_words(reason)}
            for reader, reason, n in skip_counts(current.uid, by=request.actor)
        ]
    return render(request, "words/readings/page.html", context)


@require_GET
def reading_state(request: HouseRequest) -> HttpResponse:
    """Answer with how far it is, for the page that is open."""
    return render(request, "words/readings/state.html", _state(request.actor))


@require_GET
def reading_says(request: HouseRequest) -> HttpResponse:
    """Answer with one sentence on how far it is, for pages that show what was read."""
    return render(request, "words/readings/says.html", _state(request.actor))


def _state(by: Actor) -> dict[str, Any]:
    now = status(by=by)
    return {
        "status": now,
        "is_under_way": now.state in {"no_worker", "learning", "waiting", "reading"},
        "left": now.left,
        "total": now.read + now.left,
        "time_left": time_left(now.seconds_left),
        "may_change": by.may(Permission.WRITE_SURVEYS),
    }


@require_GET
def skipped(request: HouseRequest, edition_uid: str) -> HttpResponse:
    reader, reason = request.GET.get("reader", "language"), request.GET.get("reason", "")
    if not _READER.fullmatch(reader):
        raise Http404
    context = {
        "answers": skipped_answers(edition(edition_uid).uid, reader, reason, by=request.actor),
        "label": reader_label(reader),
        "reason": reason_words(reason),
        "most": SHOWN,
    }
    return render(request, "words/readings/skipped.html", context)


@require_POST
def start_edition(request: HouseRequest) -> HttpResponse:
    services.start_edition(
        by=request.actor, tier=request.POST.get("tier") or None, then_current="then_current" in request.POST
    )
    messages.success(request, _("The history is being read anew; what is shown stays until it is done."))
    return redirect("words:reading")


@require_POST
def resume_edition(request: HouseRequest, edition_uid: str) -> HttpResponse:
    return _changed(request, lambda: services.resume_edition(edition_uid, by=request.actor), _("It goes on."))


@require_POST
def make_current(request: HouseRequest, edition_uid: str) -> HttpResponse:
    said = _("This edition counts now; charts follow in a moment.")
    return _changed(request, lambda: services.make_current(edition_uid, by=request.actor), said)


@require_POST
def drop_edition(request: HouseRequest, edition_uid: str) -> HttpResponse:
    said = _("The edition is being deleted.")
    return _changed(request, lambda: services.drop_edition(edition_uid, by=request.actor), said)


def _changed(request: HouseRequest, change: Any, said: str) -> HttpResponse:
    try:
        change()
    except Conflict as error:
        messages.error(request, str(error))
    else:
        messages.success(request, said)
    return redirect("words:reading")
