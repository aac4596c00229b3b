"""API keys."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from heedful.platform.accounts.forms import KeyForm
from heedful.platform.accounts.queries import keys as queries
from heedful.platform.accounts.services import keys as services
from heedful.platform.accounts.types import KeyFacts
from heedful.platform.core.forms import submitted
from heedful.platform.core.requests import HouseRequest


@never_cache
@require_http_methods(["GET", "POST"])
def keys(request: HouseRequest) -> HttpResponse:
    form = KeyForm(request.POST or None)

    def deed(data: dict[str, Any]) -> tuple[KeyFacts, str]:
        return services.create_key(by=request.actor, name=data["name"], scopes=data["scopes"])

    made = submitted(request, form, deed)
    context = {
        "page": queries.keys(by=request.actor, cursor=request.GET.get("cursor")),
        "form": KeyForm() if made else form,
        "made": made[0] if made else None,
        "secret": made[1] if made else "",
    }
    return render(request, "accounts/keys.html", context)


@require_POST
def revoke_key(request: HouseRequest, key_uid: str) -> HttpResponse:
    services.revoke_key(key_uid, by=request.actor)
    messages.success(request, _("The key was revoked."))
    return redirect("accounts:keys")
