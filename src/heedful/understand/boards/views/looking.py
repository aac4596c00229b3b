from __future__ import annotations

from typing import Any

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from heedful.listen.responses.queries import latest_mark
from heedful.platform.core.requests import HouseRequest
from heedful.platform.core.types import Permission
from heedful.platform.ui import filters
from heedful.understand.boards import queries
from heedful.understand.boards.queries.choices import address, choices, values
from heedful.understand.boards.queries.showing import open_reading, show_board
from heedful.understand.boards.reading import Reading
from heedful.understand.boards.types import HOME, BoardFacts
from heedful.understand.boards.views.addresses import answers_url


@require_GET
def home(request: HouseRequest) -> HttpResponse:
    return _show(request, queries.home_board(by=request.actor))


@require_GET
def board(request: HouseRequest, board_uid: str) -> HttpResponse:
    return _show(request, queries.board(board_uid, by=request.actor))


@require_GET
def boards(request: HouseRequest) -> HttpResponse:
    """List the boards there are."""
    context = {"boards": queries.boards(by=request.actor), "home": queries.home_board(by=request.actor)}
    return render(request, "boards/list.html", context)


@require_GET
@never_cache
def live(request: HouseRequest) -> HttpResponse:
    """Say whether answers came in since ``mark``: 204 when not. Asked every second, so it does one query."""
    request.actor.require(Permission.READ_SCORES)
    mark = str(latest_mark())
    if mark == request.GET.get("mark"):
        return HttpResponse(status=204)
    return JsonResponse({"mark": mark})


@require_GET
def filter_values(request: HouseRequest) -> HttpResponse:
    """Offer the values of one field, with their n."""
    reading = read_request(request)
    field = request.GET.get("field", "")
    offered = values(reading, reading.names.field(field)) if reading and field else ()
    label = reading.names.label(reading.names.field(field)) if reading and field else ""
    context = {"values": offered, "label": label, "board_url": request.GET.get("page", "/")}
    return render(request, "boards/parts/values.html", context)


def read_request(request: HouseRequest) -> Reading | None:
    query = {name: [str(value) for value in values_] for name, values_ in request.GET.lists()}
    return open_reading(query, by=request.actor, answers_url=answers_url())


def _show(request: HouseRequest, shown: BoardFacts) -> HttpResponse:
    mark = latest_mark()  # before reading: an answer in between is then news
    reading = read_request(request)
    if reading is None:
        return render(request, "boards/empty.html", {"board": shown})
    context = _context(request, shown, reading) | {"mark": mark}
    response = render(request, _template(request), context)
    patch_vary_headers(response, ["HX-Request", "HX-Target"])
    return response


def _template(request: HouseRequest) -> str:
    if not request.htmx or request.htmx.history_restore_request:
        return "boards/board.html"
    return "boards/content.html" if request.htmx.target == "board-content" else "boards/shown.html"


def _context(request: HouseRequest, shown: BoardFacts, reading: Reading) -> dict[str, Any]:
    board_page = show_board(shown, reading)
    return {
        "shown": board_page,
        "board": shown,
        "board_uid": shown.uid if not shown.is_home else HOME,
        "answer": board_page.answer,
        "choices": choices(reading),
        "query": address(reading, reading.chosen),
        "filter_query": filters.format_query(reading.chosen),
        "answers_url": reading.answers_url,
        "segments": queries.segments(by=request.actor),
        "may_change": request.actor.may(Permission.WRITE_BOARDS),
        "today": reading.today,
    }
