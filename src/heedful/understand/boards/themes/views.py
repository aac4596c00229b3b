from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from heedful.listen.responses.queries import latest_mark
from heedful.platform.core.errors import InvalidInput, NotFound, Problem
from heedful.platform.core.requests import HouseRequest
from heedful.platform.core.types import Permission
from heedful.platform.ui import filters
from heedful.platform.ui.pictures import draw
from heedful.understand.boards import queries
from heedful.understand.boards.charts import Picture
from heedful.understand.boards.kind import Table
from heedful.understand.boards.queries.choices import address, choices, period_label
from heedful.understand.boards.reading import Reading
from heedful.understand.boards.themes import wording
from heedful.understand.boards.themes.poster import theme_poster, themes_poster
from heedful.understand.boards.themes.showing import show_theme, show_themes
from heedful.understand.boards.views.exports import send_file, send_sheets
from heedful.understand.boards.views.looking import read_request
from heedful.understand.metrics.naming import Names
from heedful.understand.words.labelling.services import correct_mention
from heedful.understand.words.readings.queries.state import status, unread_responses
from heedful.understand.words.readings.showing import time_left


@require_GET
def themes(request: HouseRequest) -> HttpResponse:
    """Show every theme: how much it is spoken of, how, and what that does to the score."""
    mark = latest_mark()  # before reading: an answer in between is then news
    reading = read_request(request)
    if reading is None:
        return render(request, "boards/themes/empty.html", {"state": "no_survey"})
    shown = show_themes(reading)
    context = _context(request, reading) | {"shown": shown, "mark": mark, "links": _links()}
    if shown.state == "not_read":
        context |= _standing(request)
    return _rendered(request, "board", context)


@require_GET
def theme(request: HouseRequest, theme_key: str) -> HttpResponse:
    """Show one theme: its definition, course, impact, where it is spoken of, and the evidence."""
    mark = latest_mark()
    reading = _reading(request)
    shown = show_theme(theme_key, reading)
    context = _context(request, reading) | {
        "shown": shown,
        "mark": mark,
        "links": _links(),
        "may_read": request.actor.may(Permission.READ_ANSWERS),
        "may_label": request.actor.may(Permission.WRITE_SURVEYS),
        "impact": wording.signed_impact(shown.figures, shown.found) if shown.figures and shown.found else "",
        "tag": wording.change_tag(shown.figures.change) if shown.figures else None,
    }
    return _rendered(request, "theme", context)


@require_POST
def wrong(request: HouseRequest, theme_key: str) -> HttpResponse:
    """Take down that a comment does not speak of a theme: a label to learn from."""
    if theme_key not in Names().theme_definitions:
        raise NotFound(f"No theme {theme_key}.")
    correct_mention(
        by=request.actor,
        response_uid=request.POST.get("response_uid", ""),
        question_id=_whole(request, "question_id"),
        theme=theme_key,
        is_present=request.POST.get("is_present") == "1",
        start=_whole(request, "start"),
        end=_whole(request, "end"),
    )
    messages.success(request, _("Noted. It is learnt from the next time the themes are fitted."))
    wanted = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(wanted, allowed_hosts=None):
        return redirect(wanted)
    return redirect("boards:theme", theme_key)


@require_GET
def export_themes(request: HouseRequest, kind: str) -> HttpResponse:
    """Send the themes board: numbers (CSV, XLSX), the picture (PNG, SVG) or all of it (PDF)."""
    reading = read_request(request)
    shown = show_themes(reading) if reading else None
    if reading is None or shown is None or shown.table is None:
        messages.info(request, _("There is nothing to send yet."))
        return redirect("boards:themes")
    name = slugify(f"{request.organization.name} themes")
    if kind == "pdf":
        drawn = themes_poster(shown, organization=request.organization.name, period=period_label(reading))
        return send_file(drawn.pdf(), name, kind)
    return _send([(_("Themes"), shown.table)], shown.picture, name, kind)


@require_GET
def export_theme(request: HouseRequest, theme_key: str, kind: str) -> HttpResponse:
    """Send the page of a theme."""
    reading = _reading(request)
    shown = show_theme(theme_key, reading)
    name = slugify(f"{request.organization.name} {shown.label}")
    if kind == "pdf":
        drawn = theme_poster(shown, organization=request.organization.name, period=period_label(reading))
        return send_file(drawn.pdf(), name, kind)
    titles = (_("Over time"), _("Classes of answers"))
    return _send(list(zip(titles, shown.tables, strict=False)), shown.share, name, kind)


def _send(tables: list[tuple[str, Table]], drawn: Picture | None, name: str, kind: str) -> HttpResponse:
    if kind in {"csv", "xlsx"} and tables:
        return send_sheets([(title, table.header, table.rows) for title, table in tables], name, kind)
    if kind == "png" and drawn is not None:
        return send_file(draw(drawn.wide, "png"), name, kind)
    if kind == "svg" and drawn is not None:
        return send_file(draw(drawn.wide, "svg"), name, kind)
    raise Http404


def _reading(request: HouseRequest) -> Reading:
    reading = read_request(request)
    if reading is None:
        raise Http404
    return reading


def _whole(request: HouseRequest, name: str) -> int:
    given = request.POST.get(name, "")
    if not given.isdecimal():
        raise InvalidInput(Problem(name, f"{given!r} is no whole number from 0 up"))
    return int(given)


def _context(request: HouseRequest, reading: Reading) -> dict[str, Any]:
    waiting = unread_responses()
    return (_standing(request) if waiting else {}) | {
        "choices": choices(reading),
        "query": address(reading, reading.chosen),
        "filter_query": filters.format_query(reading.chosen),
        "segments": queries.segments(by=request.actor),
        "may_change": request.actor.may(Permission.WRITE_BOARDS),
        "waiting": waiting,
    }


def _standing(request: HouseRequest) -> dict[str, Any]:
    """Return how far reading is; worked out only where something waits, for it looks at what is installed."""
    found = status(by=request.actor)
    return {"reading_status": found, "time_left": time_left(found.seconds_left)}


def _rendered(request: HouseRequest, page: str, context: dict[str, Any]) -> HttpResponse:
    part = "page"
    if request.htmx and not request.htmx.history_restore_request:
        part = "content" if request.htmx.target == "board-content" else "shown"
    response = render(request, f"boards/themes/{page}_{part}.html", context)
    patch_vary_headers(response, ["HX-Request", "HX-Target"])
    return response


def _links() -> dict[str, str]:
    """Return pages of the words module that lead on."""
    return {
        "reading": reverse("words:reading"),
        "define": reverse("words:themes_define"),
        "topics": reverse("words:topics"),
        "comments": reverse("words:comments"),
    }
