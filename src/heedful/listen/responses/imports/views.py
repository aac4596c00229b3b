"""The pages of imports: upload, say what the columns are, try, run, fetch what was refused."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from heedful.listen.responses.imports import queries, services
from heedful.listen.responses.imports.api import refused_file
from heedful.listen.responses.imports.choices import choice_groups, column_rows, with_choices
from heedful.listen.responses.imports.mapping import Mapping, mapping_content
from heedful.listen.responses.imports.mapping_reader import mapping_from, read_mapping
from heedful.listen.responses.imports.types import ImportFacts
from heedful.platform.core import queue
from heedful.platform.core.errors import Conflict, InvalidInput
from heedful.platform.core.requests import HouseRequest

SHOWN = 30


@require_http_methods(["GET", "POST"])
def imports(request: HouseRequest) -> HttpResponse:
    """List imports; take a file."""
    reasons: list[str] = []
    if request.method == "POST":
        file = request.FILES.get("file")
        if file is None:
            reasons = [_("Choose a file first.")]
        else:
            try:
                facts = services.receive_file(file.chunks(), file.name or "", by=request.actor)
                return redirect("responses:import", uid=facts.uid)
            except InvalidInput as error:
                reasons = [problem.reason for problem in error.problems]
    known = queries.import_runs(by=request.actor, limit=SHOWN)
    context = {
        "imports": known,
        "reasons": reasons,
        "file_name": getattr(request.FILES.get("file"), "name", ""),
    }
    return render(request, "responses/imports/list.html", context, status=422 if reasons else 200)


@require_GET
def import_page(request: HouseRequest, uid: str) -> HttpResponse:
    facts = queries.import_run(uid, by=request.actor)
    return render(request, "responses/imports/import.html", _context(request, facts))


def _context(
    request: HouseRequest,
    facts: ImportFacts,
    *,
    mapping: Mapping | None = None,
    error: InvalidInput | None = None,
) -> dict[str, Any]:
    columns, notes = queries.import_columns(facts.uid, by=request.actor)
    mapping = mapping or queries.import_mapping(facts.uid, by=request.actor)
    by_column, others = _places(error)
    return {
        "facts": facts,
        "mapping": mapping,
        "notes": notes,
        "rows": column_rows(mapping, columns, by_column),
        "groups": choice_groups(),
        "reasons": others,
        "job": queue.find(facts.job_uid) if facts.job_uid else None,
    }


def _places(error: InvalidInput | None) -> tuple[dict[str, tuple[str, ...]], list[str]]:
    """Part problems into those of a column, to be shown beside it, and others."""
    by_column: dict[str, tuple[str, ...]] = {}
    others: list[str] = []
    for problem in error.problems if error else ():
        if not problem.field.startswith("columns."):
            others.append(f"{problem.field}: {problem.reason}")
            continue
        place = problem.field.removeprefix("columns.")
        name = place.rsplit(".", 1)[0] if place.rsplit(".", 1)[-1] in _SETTINGS else place
        by_column[name] = (*by_column.get(name, ()), problem.reason)
    return by_column, others


_SETTINGS = {
    "role",
    "key",
    "kind",
    "scale",
    "missing",
    "values",
    "format",
    "direction",
    "top_box",
    "level",
    "depth",
}


@require_POST
def change_mapping(request: HouseRequest, uid: str) -> HttpResponse:
    """Keep the mapping of the form, or of its YAML; then try it, when asked to."""
    facts = queries.import_run(uid, by=request.actor)
    columns, _notes = queries.import_columns(uid, by=request.actor)
    before = queries.import_mapping(uid, by=request.actor)
    try:
        if "use-yaml" in request.POST:
            changed = read_mapping(request.POST.get("yaml", ""))
        else:
            changed = mapping_from(with_choices(mapping_content(before), columns, request.POST.dict()))
        services.change_mapping(uid, mapping_content(changed), by=request.actor)
    except InvalidInput as error:
        context = _context(request, facts, error=error) | {"yaml": request.POST.get("yaml")}
        return render(request, "responses/imports/import.html", context, status=422)
    return redirect("responses:import_trial" if "try" in request.POST else "responses:import", uid=uid)


@require_GET
def trial(request: HouseRequest, uid: str) -> HttpResponse:
    """Show what running the import would do."""
    facts = queries.import_run(uid, by=request.actor)
    try:
        tried = queries.trial(uid, by=request.actor)
    except InvalidInput as error:
        context = _context(request, facts, error=error)
        return render(request, "responses/imports/import.html", context, status=422)
    context = {"facts": facts, "trial": tried, "most": _most(tried.shapes)}
    return render(request, "responses/imports/trial.html", context)


def _most(shapes: Any) -> int:
    return max((count for shape in shapes for count in shape.counts.values()), default=1)


@require_POST
def start(request: HouseRequest, uid: str) -> HttpResponse:
    try:
        services.start_import(uid, by=request.actor)
    except InvalidInput as error:
        messages.error(request, str(error))
    return redirect("responses:import", uid=uid)


@require_GET
def progress(request: HouseRequest, uid: str) -> HttpResponse:
    """Answer with the progress while it runs; with the whole result when it has ended."""
    facts = queries.import_run(uid, by=request.actor)
    context = {"facts": facts, "job": queue.find(facts.job_uid) if facts.job_uid else None}
    return render(request, "responses/imports/result.html", context)


@require_POST
def cancel(request: HouseRequest, uid: str) -> HttpResponse:
    try:
        services.cancel_import(uid, by=request.actor)
    except Conflict as error:
        messages.error(request, str(error))
    return redirect("responses:import", uid=uid)


@require_POST
def forget(request: HouseRequest, uid: str) -> HttpResponse:
    services.forget_import(uid, by=request.actor)
    return redirect("responses:imports")


@require_GET
def refused(request: HouseRequest, uid: str) -> HttpResponseBase:
    return refused_file(queries.refused_rows(uid, by=request.actor), uid)
