"""The preview of a draft, applying and discarding it; versions and what lies between them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from heedful.platform.core.errors import Conflict, InvalidInput
from heedful.platform.core.requests import HouseRequest
from heedful.platform.core.types import Permission
from heedful.understand.words.themes import queries, services
from heedful.understand.words.themes.changes import replace_all
from heedful.understand.words.themes.comparing import ThemeChange
from heedful.understand.words.themes.previews import Preview, Shown, preview
from heedful.understand.words.themes.wording import FATES, changes_in_words, preview_headline, shown_name

_OPEN = frozenset({"waiting", "running"})


@dataclass(frozen=True, slots=True)
class Line:
    """A theme in the preview, ready to be shown."""

    theme: ThemeChange
    name: str
    fate: str | Promise
    points: float | None
    low: float | None
    high: float | None
    gained: tuple[Shown, ...]
    lost: tuple[Shown, ...]


@require_http_methods(["GET", "POST"])
def preview_page(request: HouseRequest, taxonomy_uid: str) -> HttpResponse:
    """Ask for a preview; show the newest one, or how far it is."""
    by = request.actor
    by.require(Permission.WRITE_SURVEYS)
    if request.method == "POST":
        services.start_preview(taxonomy_uid, by=by)
        return redirect("words:themes_preview", taxonomy_uid)
    shown = preview(taxonomy_uid, by=by)
    is_open = shown is not None and shown.job.state in _OPEN
    if request.htmx and shown and is_open:
        return render(request, "ui/parts/progress.html", {"job": shown.job, "url": request.path})
    response = render(request, "words/themes/preview.html", _preview(taxonomy_uid, shown, is_open=is_open))
    if request.htmx:
        response["HX-Refresh"] = "true"
    return response


@require_POST
def apply(request: HouseRequest, taxonomy_uid: str) -> HttpResponse:
    digest = request.POST.get("digest") or None
    try:
        applied = services.apply_draft(taxonomy_uid, by=request.actor, digest=digest)
    except Conflict as error:
        messages.error(request, str(error))
        return redirect("words:themes_preview", taxonomy_uid)
    except InvalidInput as error:
        messages.error(request, error.problems[0].reason)
        return redirect("words:themes_tree", taxonomy_uid)
    says = _("Version %(number)s holds. Comments are read with it; what was shown before stays as it was.")
    messages.success(request, says % {"number": applied.number})
    return redirect("words:themes_tree", taxonomy_uid)


@require_POST
def discard(request: HouseRequest, taxonomy_uid: str) -> HttpResponse:
    try:
        services.discard_draft(taxonomy_uid, by=request.actor)
        messages.success(request, _("The draft is thrown away."))
    except Conflict as error:
        messages.error(request, str(error))
    return redirect("words:themes_tree", taxonomy_uid)


@require_GET
def versions(request: HouseRequest, taxonomy_uid: str) -> HttpResponse:
    """List versions; compare two."""
    request.actor.require(Permission.READ_SURVEYS)
    found = queries.versions(taxonomy_uid)
    by_number = {str(one.number): one for one in found}
    old, new = by_number.get(request.GET.get("from", "")), by_number.get(request.GET.get("to", ""))
    differences = None
    if old and new:
        edited = replace_all(old.document, new.document)
        differences = changes_in_words(edited.changes, new.document)
    context = {
        "taxonomy": queries.taxonomy(taxonomy_uid),
        "versions": [
            (one, changes_in_words(one.changes, one.document), sum(one.labels.values())) for one in found
        ],
        "old": old,
        "new": new,
        "differences": differences,
    }
    return render(request, "words/themes/versions.html", context)


def _preview(uid: str, shown: Preview | None, *, is_open: bool) -> dict[str, Any]:
    context: dict[str, Any] = {
        "taxonomy": queries.taxonomy(uid),
        "draft": queries.draft(uid),
        "preview": shown,
        "is_open": is_open,
    }
    if draft := context["draft"]:
        context["changes"] = changes_in_words(draft.changes, draft.document)
    if shown and shown.job.state == "done":
        names = {theme.key: shown_name(theme) for theme in draft.document.themes} if draft else {}
        lines = [_line(one, names.get(one.key, one.name), shown) for one in shown.themes]
        context |= {
            "headline": preview_headline(shown),
            "lines": [one for one in lines if one.theme.is_changed],
        }
        context["same"] = len(lines) - len(context["lines"])
    return context


def _line(change: ThemeChange, name: str, shown: Preview) -> Line:
    points, low, high = (
        None if one is None else 100 * one for one in (change.change, change.low, change.high)
    )
    gained, lost = (
        tuple(
            found
            for one in some
            if (found := shown.examples.get((one.comment, one.start, one.end))) is not None
        )
        for some in (change.gained, change.lost)
    )
    return Line(change, name, FATES[change.fate], points, low, high, gained, lost)
