"""Which units a manager, or somebody invited as one, sees.

Members live below units, so neither room may know the other; this page knows both.
"""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from heedful.listen.audiences import queries as audiences
from heedful.listen.audiences.services import grant_units
from heedful.platform.accounts.queries import invitations, members
from heedful.platform.accounts.services.invitations import change_invited_units
from heedful.platform.core.requests import HouseRequest


@require_http_methods(["GET", "POST"])
def member_units(request: HouseRequest, member_uid: str) -> HttpResponse:
    member = members.member(member_uid, by=request.actor)
    if request.method == "POST":
        grant_units(member.id, request.POST.getlist("units"), by=request.actor)
        return _saved(request)
    granted = audiences.granted_unit_ids(member.id)
    chosen = {unit.uid for unit in audiences.units(by=request.actor).values() if unit.id in granted}
    return _page(request, member.label, chosen)


@require_http_methods(["GET", "POST"])
def invitation_units(request: HouseRequest, invitation_uid: str) -> HttpResponse:
    invitation = invitations.invitation(invitation_uid, by=request.actor)
    if request.method == "POST":
        known = {unit.uid for unit in audiences.units(by=request.actor).values()}
        chosen = [uid for uid in request.POST.getlist("units") if uid in known]
        change_invited_units(invitation_uid, chosen, by=request.actor)
        return _saved(request)
    return _page(request, invitation.email, set(invitation.unit_uids))


def _page(request: HouseRequest, name: str, chosen: set[str]) -> HttpResponse:
    units = sorted(audiences.units(by=request.actor).values(), key=lambda unit: unit.path)
    return render(request, "accounts/units.html", {"name": name, "units": units, "chosen": chosen})


def _saved(request: HouseRequest) -> HttpResponse:
    messages.success(request, _("Saved."))
    return redirect("accounts:members")
