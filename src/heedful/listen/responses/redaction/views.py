from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from heedful.listen.responses.redaction.applying import redacted_text
from heedful.listen.responses.redaction.forms import RedactionForm
from heedful.listen.responses.redaction.history import JOB, redact_history
from heedful.listen.responses.redaction.policy import change_redaction, redaction_policy
from heedful.listen.responses.redaction.types import RedactionPolicy
from heedful.platform.core import queue
from heedful.platform.core.forms import submitted
from heedful.platform.core.requests import HouseRequest
from heedful.platform.core.types import Permission

LONGEST_TRIAL = 5_000


@never_cache
@require_http_methods(["GET", "POST"])
def redaction(request: HouseRequest) -> HttpResponse:
    request.actor.require(Permission.MANAGE_ORGANIZATION)
    now = redaction_policy()
    form = RedactionForm(
        request.POST or None, initial={"is_on": now.is_on, "keeps_original": now.keeps_original}
    )

    def deed(data: dict[str, Any]) -> RedactionPolicy:
        return change_redaction(RedactionPolicy(data["is_on"], data["keeps_original"]), by=request.actor)

    if submitted(request, form, deed):
        messages.success(request, _("Saved. It holds for every answer that comes in from now on."))
        return redirect("responses:redaction")
    return _page(request, form)


@never_cache
@require_POST
def try_redaction(request: HouseRequest) -> HttpResponse:
    """Show what would be stored of a text; nothing of it is kept."""
    request.actor.require(Permission.MANAGE_ORGANIZATION)
    text = request.POST.get("text", "")[:LONGEST_TRIAL]
    now = redaction_policy()
    form = RedactionForm(initial={"is_on": now.is_on, "keeps_original": now.keeps_original})
    return _page(request, form, trial=text, found=redacted_text(text, ()))


@require_POST
def redact_stored(request: HouseRequest) -> HttpResponse:
    redact_history(by=request.actor)
    messages.success(request, _("Comments that are stored are being redacted."))
    return redirect("responses:redaction")


def _page(
    request: HouseRequest, form: RedactionForm, *, trial: str = "", found: str | None = None
) -> HttpResponse:
    context = {
        "form": form,
        "policy": redaction_policy(),
        "trial": trial,
        "found": found,
        "job": next(iter(queue.latest(JOB, limit=1)), None),
    }
    return render(request, "responses/redaction/redaction.html", context)
