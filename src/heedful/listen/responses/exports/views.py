from __future__ import annotations

from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from heedful.listen.responses import queries
from heedful.listen.responses.addresses import read_address
from heedful.listen.responses.exports.kind import format_named, formats
from heedful.listen.responses.exports.run import ask_for_export, export_file, own_export, own_exports
from heedful.platform.core.requests import HouseRequest
from heedful.platform.ui import filters


@require_GET
def exports(request: HouseRequest) -> HttpResponse:
    """Choose a format for the answers of a filter; fetch what was written before."""
    page_filter, wanted = read_address(dict(request.GET.lists()))
    context = {
        "jobs": own_exports(by=request.actor),
        "query": filters.format_query(page_filter),
        "count": queries.count_responses(wanted, by=request.actor),
        "formats": formats().values(),
    }
    return render(request, "responses/exports/page.html", context)


@require_POST
def start_export(request: HouseRequest) -> HttpResponse:
    """Queue an export of the filter in the address."""
    page_filter, _wanted = read_address(dict(request.GET.lists()))
    ask_for_export(page_filter, format_named(request.POST.get("format", "")), by=request.actor)
    return redirect(f"{reverse('responses:exports')}?{filters.format_query(page_filter)}")


@require_GET
def export_progress(request: HouseRequest, job_uid: str) -> HttpResponse:
    return render(request, "responses/exports/job.html", {"job": own_export(job_uid, by=request.actor)})


@require_GET
def download_export(request: HouseRequest, job_uid: str) -> FileResponse:
    return export_file(job_uid, by=request.actor)
