"""The organisation's own settings, its audit log, and which one a user looks at."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from heedful.platform.accounts.forms import AuditFilterForm, OrganizationForm, ProfileForm
from heedful.platform.accounts.queries.members import memberships_of
from heedful.platform.accounts.queries.profile import language_of
from heedful.platform.accounts.services.profile import change_profile
from heedful.platform.accounts.types import CHOSEN_ORGANIZATION
from heedful.platform.core import audit
from heedful.platform.core.errors import NotFound
from heedful.platform.core.forms import submitted
from heedful.platform.core.organizations import change_organization
from heedful.platform.core.requests import HouseRequest, first_page_url, next_page_url
from heedful.platform.core.types import OrganizationFacts, Permission


@require_http_methods(["GET", "POST"])
def organization(request: HouseRequest) -> HttpResponse:
    request.actor.require(Permission.MANAGE_ORGANIZATION)
    current = request.organization
    initial = {"name": current.name, "time_zone": current.time_zone, "language": current.language}
    form = OrganizationForm(request.POST or None, initial=initial)

    def deed(data: dict[str, str]) -> OrganizationFacts:
        return change_organization(by=request.actor, **data)

    if submitted(request, form, deed):
        messages.success(request, _("Saved."))
        return redirect("accounts:organization")
    return render(request, "accounts/organization.html", {"form": form})


@require_http_methods(["GET", "POST"])
def profile(request: HouseRequest) -> HttpResponse:
    user_id = request.actor.id or 0
    initial = {"name": request.actor.label, "language": language_of(user_id)}
    form = ProfileForm(request.POST or None, initial=initial)

    def deed(data: dict[str, str]) -> bool:
        change_profile(by=request.actor, name=data["name"], language=data["language"])
        return True

    if submitted(request, form, deed):
        messages.success(request, _("Saved."))
        return redirect("accounts:profile")
    return render(request, "accounts/profile.html", {"form": form})


@require_POST
def switch_organization(request: HouseRequest) -> HttpResponse:
    """Look at another organisation the user belongs to."""
    wanted = request.POST.get("organization", "")
    mine = memberships_of(request.actor.id or 0)
    if wanted not in {one.organization.uid for one in mine}:
        raise NotFound(_("You belong to no such organisation."))
    request.session[CHOSEN_ORGANIZATION] = wanted
    return redirect("/")


@require_GET
def audit_log(request: HouseRequest) -> HttpResponse:
    form = AuditFilterForm(request.GET)
    chosen = {name: value for name, value in form.cleaned_data.items() if value} if form.is_valid() else {}
    page = audit.entries(by=request.actor, cursor=request.GET.get("cursor"), **chosen)
    context = {
        "page": page,
        "form": form,
        "first_url": first_page_url(request),
        "next_url": next_page_url(request, page.next_cursor),
    }
    return render(request, "accounts/audit.html", context)
