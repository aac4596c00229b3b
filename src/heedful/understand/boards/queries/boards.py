from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from heedful.platform.accounts.queries.members import memberships_of
from heedful.platform.core.errors import NotFound
from heedful.platform.core.types import Actor, Permission
from heedful.understand.boards.models import Board
from heedful.understand.boards.rules import shipped_tiles
from heedful.understand.boards.types import HOME, Audience, BoardFacts, TileSpec
from heedful.understand.words.readings.queries import current_edition


def boards(*, by: Actor) -> tuple[BoardFacts, ...]:
    """Return the boards somebody may open: theirs, their role's, everyone's; by name."""
    by.require(Permission.READ_SCORES)
    return tuple(board_facts(row, by) for row in visible_boards(by).order_by("name", "id"))


def board(uid: str, *, by: Actor) -> BoardFacts:
    """Return one board; ``home`` is the one that opens first."""
    by.require(Permission.READ_SCORES)
    return home_board(by=by) if uid == HOME else board_facts(board_row(uid, by), by)


def home_board(*, by: Actor) -> BoardFacts:
    """Return the home of somebody: their own, else their role's, else everyone's, else the one we ship."""
    by.require(Permission.READ_SCORES)
    found = visible_boards(by).filter(is_home=True)
    rows = sorted(found, key=lambda row: (row.owner_id is None, not row.role))
    if not rows:
        edition = current_edition()
        tiles = shipped_tiles(has_readings=edition is not None and bool(edition.taxonomy_versions))
        return BoardFacts(HOME, _("Home"), Audience.EVERYONE, "", is_home=True, tiles=tiles)
    return board_facts(rows[0], by)


def visible_boards(by: Actor) -> QuerySet[Board]:
    shared = Q(owner__isnull=True)
    if by.kind == "user":
        return Board.objects.filter(Q(owner_id=by.id) | (shared & Q(role__in=["", role_of(by)])))
    return Board.objects.filter(shared)


def role_of(by: Actor) -> str:
    """Return the actor's role in the organisation, empty for keys and the system."""
    if by.kind != "user" or by.id is None:
        return ""
    mine = (one.role for one in memberships_of(by.id) if one.organization.id == by.organization_id)
    return next(mine, "")


def board_row(uid: str, by: Actor) -> Board:
    row = visible_boards(by).filter(uid=uid).first()
    if row is None:
        raise NotFound(f"No board {uid}.")
    return row


def board_facts(row: Board, by: Actor) -> BoardFacts:
    is_owned = row.owner_id is not None
    audience = Audience.MINE if is_owned else Audience.ROLE if row.role else Audience.EVERYONE
    return BoardFacts(
        uid=row.uid,
        name=row.name,
        audience=audience,
        role=row.role,
        is_home=row.is_home,
        tiles=tuple(TileSpec(**tile) for tile in row.tiles),
        is_mine=is_owned and row.owner_id == by.id,
    )


def tile_document(tile: TileSpec) -> dict[str, Any]:
    return asdict(tile)
