from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST
from django_htmx.http import HttpResponseClientRefresh

from heedful.platform.core.errors import Conflict, InvalidInput
from heedful.platform.core.forms import submitted
from heedful.platform.core.requests import HouseRequest
from heedful.platform.core.types import Permission
from heedful.understand.boards import queries, services
from heedful.understand.boards.forms import AnnotationForm, SegmentForm, first_error


@require_POST
def save_segment(request: HouseRequest) -> HttpResponse:
    form = SegmentForm(request.POST)
    try:
        if form.is_valid():
            saved = services.save_segment(by=request.actor, **form.cleaned_data)
            messages.success(request, _("Saved as “%(name)s”.") % {"name": saved.name})
        else:
            messages.error(request, first_error(form))
    except (Conflict, InvalidInput) as error:
        messages.error(request, str(error))
    return redirect(_next(request))


@require_POST
def delete_segment(request: HouseRequest, segment_uid: str) -> HttpResponse:
    services.delete_segment(segment_uid, by=request.actor)
    return HttpResponseClientRefresh() if request.htmx else redirect(_next(request))


@require_http_methods(["GET", "POST"])
def annotation_page(request: HouseRequest) -> HttpResponse:
    """List what happened; add to it."""
    form = AnnotationForm(request.POST or None)
    added = submitted(request, form, lambda data: services.add_annotation(by=request.actor, **data))
    if added:
        messages.success(request, _("Noted: %(text)s") % {"text": added.text})
        return redirect(_next(request, "/annotations/"))
    context = {
        "annotations": tuple(reversed(queries.known_annotations(by=request.actor))),
        "form": form,
        "may_change": request.actor.may(Permission.WRITE_BOARDS),
    }
    return render(request, "boards/annotations.html", context)


@require_POST
def remove_annotation(request: HouseRequest, annotation_uid: str) -> HttpResponse:
    services.remove_annotation(annotation_uid, by=request.actor)
    messages.success(request, _("The note is removed."))
    return redirect(_next(request, "/annotations/"))


def _next(request: HttpRequest, otherwise: str = "/") -> str:
    wanted = request.POST.get("next", "")
    return wanted if wanted and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) else otherwise
