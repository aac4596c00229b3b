"""Members, their roles, and invitations."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from heedful.platform.accounts.forms import InviteForm, RoleForm
from heedful.platform.accounts.queries import invitations as invitation_queries, members as member_queries
from heedful.platform.accounts.services import invitations as invitation_services, members as member_services
from heedful.platform.accounts.types import InvitationFacts, MemberFacts, Role
from heedful.platform.core.forms import submitted
from heedful.platform.core.requests import HouseRequest


@require_http_methods(["GET", "POST"])
def members(request: HouseRequest) -> HttpResponse:
    form = InviteForm(request.POST or None)

    def deed(data: dict[str, str]) -> tuple[InvitationFacts, str]:
        return invitation_services.invite(by=request.actor, email=data["email"], role=Role(data["role"]))

    invited = submitted(request, form, deed)
    context = {
        "members": member_queries.members(by=request.actor),
        "invitations": invitation_queries.invitations(by=request.actor),
        "form": InviteForm() if invited else form,
        "invited": invited[0] if invited else None,
        "link": invited[1] if invited else "",
    }
    return render(request, "accounts/members.html", context)


@require_http_methods(["GET", "POST"])
def member(request: HouseRequest, member_uid: str) -> HttpResponse:
    found = member_queries.member(member_uid, by=request.actor)
    form = RoleForm(request.POST or None, initial={"role": found.role})

    def deed(data: dict[str, str]) -> MemberFacts:
        return member_services.change_role(member_uid, Role(data["role"]), by=request.actor)

    if changed := submitted(request, form, deed):
        messages.success(
            request, _("%(name)s is now %(role)s.") % {"name": changed.label, "role": changed.role}
        )
        return redirect("accounts:member", member_uid)
    return render(request, "accounts/member.html", {"member": found, "form": form})


@require_POST
def remove_member(request: HouseRequest, member_uid: str) -> HttpResponse:
    member_services.remove_member(member_uid, by=request.actor)
    messages.success(request, _("The member was removed. What they did stays in the audit log."))
    return redirect("accounts:members")


@require_POST
def revoke_invitation(request: HouseRequest, invitation_uid: str) -> HttpResponse:
    invitation_services.revoke_invitation(invitation_uid, by=request.actor)
    messages.success(request, _("The invitation was withdrawn; its link opens nothing any more."))
    return redirect("accounts:members")
