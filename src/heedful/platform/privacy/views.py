from __future__ import annotations

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from heedful.platform.core import queue
from heedful.platform.core.errors import Conflict, InvalidInput, NotFound
from heedful.platform.core.requests import HouseRequest
from heedful.platform.core.types import Permission
from heedful.platform.privacy import services
from heedful.platform.privacy.files import archive_path

EXPORT = "organization.export"


@require_GET
def data(request: HouseRequest) -> HttpResponse:
    request.actor.require(Permission.MANAGE_ORGANIZATION)
    return render(request, "privacy/data.html", {"exports": queue.latest(EXPORT)})


@require_POST
def start_export(request: HouseRequest) -> HttpResponse:
    request.actor.require(Permission.MANAGE_ORGANIZATION)
    queue.enqueue(EXPORT, {"asked_by": request.actor.label}, by=request.actor)
    return redirect("privacy:data")


@require_GET
def export_progress(request: HouseRequest, job_uid: str) -> HttpResponse:
    request.actor.require(Permission.MANAGE_ORGANIZATION)
    return render(request, "privacy/export.html", {"job": queue.find(job_uid, kind=EXPORT)})


@require_GET
def download(request: HouseRequest, job_uid: str) -> FileResponse:
    request.actor.require(Permission.MANAGE_ORGANIZATION)
    job = queue.find(job_uid, kind=EXPORT)
    if job.state != "done" or not archive_path(job.uid).exists():
        raise NotFound(_("This export is not there any more."))
    name = f"heedful-{job.created_at:%Y-%m-%d}.zip"
    return FileResponse(archive_path(job.uid).open("rb"), as_attachment=True, filename=name)


@require_POST
def delete(request: HouseRequest) -> HttpResponse:
    """Delete the organisation; its name has to be typed."""
    try:
        services.delete_organization(by=request.actor, typed_name=request.POST.get("name", ""))
    except InvalidInput as error:
        messages.error(request, str(error))
        return redirect("privacy:data")
    return redirect("/")


@require_POST
def remove_demo(request: HouseRequest) -> HttpResponse:
    """Remove the demo organisation in one click: nothing in it is anybody's."""
    if not request.organization.is_demo:
        raise Conflict(_("This is not the demo."))
    services.delete_organization(by=request.actor, typed_name=request.organization.name)
    return redirect("/")
