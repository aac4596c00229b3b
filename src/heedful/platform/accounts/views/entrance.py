"""Pages for people who are not signed in yet: the first admin's link and invitations."""

from __future__ import annotations

from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.contrib.auth import authenticate, login
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from heedful.platform.accounts.forms import JoinForm, WelcomeForm
from heedful.platform.accounts.queries.invitations import open_invitation
from heedful.platform.accounts.queries.links import link_user
from heedful.platform.accounts.queries.profile import has_user
from heedful.platform.accounts.services.invitations import accept_invitation
from heedful.platform.accounts.services.links import open_link
from heedful.platform.accounts.types import CHOSEN_ORGANIZATION, MemberFacts, Newcomer
from heedful.platform.core.forms import submitted


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def welcome(request: HttpRequest, token: str) -> HttpResponse:
    """Set a password by a one-time link; opening the page alone uses nothing up."""
    email, name, is_first = link_user(token)
    form = WelcomeForm(request.POST or None, is_first=is_first, initial={"name": name})

    def deed(data: dict[str, str]) -> str:
        newcomer = Newcomer(data["name"], data["password"], data.get("email", ""))
        return open_link(token, newcomer, organization_name=data.get("organization_name", ""))

    if address := submitted(request, form, deed):
        return _enter(request, address, form.cleaned_data["password"])
    return render(request, "accounts/welcome.html", {"form": form, "email": email, "is_first": is_first})


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def join(request: HttpRequest, token: str) -> HttpResponse:
    """Accept an invitation: new people choose a password, known ones sign in and say yes."""
    invitation = open_invitation(token)
    if has_user(invitation.email):
        return _join_known(request, token, invitation.email)
    form = JoinForm(request.POST or None)

    def deed(data: dict[str, str]) -> MemberFacts:
        return accept_invitation(token, newcomer=Newcomer(data["name"], data["password"]))

    if submitted(request, form, deed):
        return _enter(request, invitation.email, form.cleaned_data["password"])
    return render(request, "accounts/join.html", {"form": form, "invitation": invitation})


def _join_known(request: HttpRequest, token: str, email: str) -> HttpResponse:
    invitation = open_invitation(token)
    is_theirs = request.user.is_authenticated and request.user.email.lower() == email.lower()
    if request.method == "POST" and is_theirs:
        member = accept_invitation(token, user_id=request.user.pk)
        request.session[CHOSEN_ORGANIZATION] = member.organization.uid
        return redirect("/")
    context = {"invitation": invitation, "is_known": True, "is_theirs": is_theirs}
    return render(request, "accounts/join.html", context)


def _enter(request: HttpRequest, email: str, password: str) -> HttpResponse:
    user = authenticate(request, email=email, password=password)
    if user is None or is_mfa_enabled(user):
        # The link proves who gave it, not the second factor.
        messages.success(request, _("The password is set. Sign in with it."))
        return redirect("account_login")
    login(request, user)
    return redirect("/")
