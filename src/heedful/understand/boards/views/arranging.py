from __future__ import annotations

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST
from django_htmx.http import HttpResponseClientRedirect

from heedful.platform.accounts.types import Role
from heedful.platform.core.errors import InvalidInput
from heedful.platform.core.requests import HouseRequest
from heedful.platform.core.types import Permission
from heedful.understand.boards import queries, services
from heedful.understand.boards.kind import kind_labels, kinds
from heedful.understand.boards.queries.choices import dimensions
from heedful.understand.boards.rules import SHIPPED_TILES, moved
from heedful.understand.boards.types import HOME, WIDTHS, Audience, BoardFacts, TileSpec
from heedful.understand.metrics.naming import Names
from heedful.understand.metrics.queries import metrics_on_offer
from heedful.understand.warehouse.types import Grain

FIELDS = ("kind", "width", "by", "grain", "metric", "survey")


@require_http_methods(["GET", "POST"])
def arrange(request: HouseRequest, board_uid: str) -> HttpResponse:
    """Move, widen, add and remove tiles; save them for oneself, a role or everyone."""
    board = queries.board(board_uid, by=request.actor)
    if request.method != "POST":
        return _form(request, board, board.tiles)
    tiles = _changed(request, _posted(request))
    if "save" not in request.POST:
        return _form(request, board, tiles)
    try:
        saved = _save(request, board, tiles)
    except InvalidInput as error:
        messages.error(request, str(error))
        return _form(request, board, tiles)
    messages.success(request, _("The board is saved."))
    address = reverse("boards:home") if saved.is_home else reverse("boards:board", args=[saved.uid])
    return HttpResponseClientRedirect(address) if request.htmx else redirect(address)


@require_POST
def new_board(request: HouseRequest) -> HttpResponse:
    """Make a board with the tiles of the home we ship, to arrange."""
    try:
        made = services.save_board(by=request.actor, name=request.POST.get("name", ""), tiles=SHIPPED_TILES)
    except InvalidInput as error:
        messages.error(request, str(error))
        return redirect("boards:list")
    return redirect("boards:arrange", made.uid)


@require_POST
def delete(request: HouseRequest, board_uid: str) -> HttpResponse:
    board = queries.board(board_uid, by=request.actor)
    if not board.is_shipped:
        services.delete_board(board.uid, by=request.actor)
    messages.success(
        request, _("The home is as we ship it.") if board.is_home else _("The board is deleted.")
    )
    return redirect("boards:list")


def _posted(request: HttpRequest) -> tuple[TileSpec, ...]:
    columns = [request.POST.getlist(field) for field in FIELDS]
    return tuple(TileSpec(*row) for row in zip(*columns, strict=False))


def _changed(request: HttpRequest, tiles: Sequence[TileSpec]) -> tuple[TileSpec, ...]:
    """Do what the pressed button says: ``move`` 3,-1; ``without`` 2; ``add`` a kind."""
    order = tuple(tiles)
    if move := request.POST.get("move"):
        place, _comma, by = move.partition(",")
        return moved(order, _number(place, len(order)), -1 if by == "-1" else 1) if order else order
    if (without := request.POST.get("without")) is not None and order:
        place_ = _number(without, len(order))
        return order[:place_] + order[place_ + 1 :]
    if "add" in request.POST and (kind := kinds().get(request.POST.get("new_kind", ""))):
        return (*order, TileSpec(kind.key, kind.width))
    return order


def _number(text: str, length: int) -> int:
    return min(int(text), length - 1) if text.isdigit() else 0


def _save(request: HouseRequest, board: BoardFacts, tiles: Sequence[TileSpec]) -> BoardFacts:
    if not board.is_home:
        name = request.POST.get("name", board.name)
        return services.save_board(by=request.actor, name=name, tiles=tiles, board_uid=board.uid)
    audience, _colon, role = request.POST.get("audience", Audience.MINE).partition(":")
    known = Audience(audience) if audience in set(Audience) else Audience.MINE
    return services.save_home(by=request.actor, tiles=tiles, audience=known, role=role)


def _form(request: HouseRequest, board: BoardFacts, tiles: Sequence[TileSpec]) -> HttpResponse:
    names = Names()
    context = {
        "board": board,
        "board_uid": HOME if board.is_home else board.uid,
        "tiles": tiles,
        "kinds": kind_labels(),
        "widths": WIDTHS,
        "grains": list(Grain),
        "dimensions": dimensions(names),
        "metrics": [
            facts for facts in metrics_on_offer() if facts.question_kinds and not facts.needs_question
        ],
        "surveys": names.surveys,
        "roles": list(Role) if request.actor.may(Permission.WRITE_BOARDS) else [],
    }
    template = "boards/parts/arrangement.html" if request.htmx else "boards/arrange.html"
    return render(request, template, context)
