"""Pages of the do-not-contact list."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from heedful.listen.audiences import queries, services
from heedful.listen.audiences.forms import SuppressionFileForm, SuppressionForm
from heedful.listen.audiences.types import NewSuppression
from heedful.platform.core.forms import submitted
from heedful.platform.core.requests import HouseRequest, first_page_url, next_page_url
from heedful.platform.core.types import Permission


@require_http_methods(["GET", "POST"])
def suppression_list(request: HouseRequest) -> HttpResponse:
    """Who is not to be contacted; add one line, or a file of them."""
    by = request.actor
    by.require(Permission.READ_CONTACTS)
    is_file = "file" in request.FILES
    form = SuppressionForm(None if is_file else request.POST or None)
    file_form = SuppressionFileForm(request.POST, request.FILES) if is_file else SuppressionFileForm()
    added = (
        submitted(request, file_form, lambda _data: services.forbid_all(file_form.lines(), by=by))
        if is_file
        else submitted(request, form, lambda data: services.forbid_all([NewSuppression(**data)], by=by))
    )
    if added is not None:
        told = ngettext("%(n)d line is new on the list.", "%(n)d lines are new on the list.", added)
        messages.success(request, told % {"n": added})
        return redirect("audiences:suppressions")
    search = request.GET.get("q", "").strip()
    page = queries.suppressions(by=by, search=search, cursor=request.GET.get("cursor") or None)
    context = {
        "lines": page.items,
        "words": search,
        "total": queries.suppression_count(by=by),
        "form": form,
        "file_form": file_form,
        "next_url": next_page_url(request, page.next_cursor),
        "first_url": first_page_url(request),
        "may_change": by.may(Permission.WRITE_CONTACTS),
    }
    return render(request, "audiences/suppressions.html", context)


@require_POST
def remove_suppression(request: HouseRequest, suppression_uid: str) -> HttpResponse:
    services.allow_again(suppression_uid, by=request.actor)
    messages.success(request, _("The line is gone: they may be contacted again."))
    return redirect("audiences:suppressions")
