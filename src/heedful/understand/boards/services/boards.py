from __future__ import annotations

from collections.abc import Sequence

from django.utils import timezone

from heedful.platform.accounts.types import Role
from heedful.platform.core import audit
from heedful.platform.core.errors import Conflict, InvalidInput, NotPermitted, Problem
from heedful.platform.core.transactions import writing
from heedful.platform.core.types import Actor, Permission
from heedful.understand.boards.kind import kinds
from heedful.understand.boards.models import Board
from heedful.understand.boards.queries.boards import board_facts, board_row, tile_document
from heedful.understand.boards.rules import check_tiles
from heedful.understand.boards.types import Audience, BoardFacts, TileSpec
from heedful.understand.metrics.kind import metrics


def save_board(
    *,
    by: Actor,
    name: str,
    tiles: Sequence[TileSpec],
    audience: Audience = Audience.MINE,
    role: str = "",
    board_uid: str | None = None,
) -> BoardFacts:
    """Make a board, or change one; its audience stays what it was made for."""
    _check(name, tiles)
    if board_uid is not None:
        return _change(board_uid, name, tiles, by=by)
    owner_id, role = _holder(audience, role, by)
    with writing():
        row = Board.objects.create(
            name=name.strip(),
            owner_id=owner_id,
            role=role,
            tiles=[tile_document(tile) for tile in tiles],
            created_by=by.label,
        )
        audit.record("board.created", by=by, subject_uid=row.uid, name=row.name, audience=audience)
    return board_facts(row, by)


def save_home(
    *, by: Actor, tiles: Sequence[TileSpec], audience: Audience = Audience.MINE, role: str = ""
) -> BoardFacts:
    """Make these tiles the home of oneself, of a role or of everyone."""
    _check("Home", tiles)
    owner_id, role = _holder(audience, role, by)
    with writing():
        row, _made = Board.objects.update_or_create(
            owner_id=owner_id,
            role=role,
            is_home=True,
            defaults={
                "name": "Home",
                "tiles": [tile_document(tile) for tile in tiles],
                "created_by": by.label,
                "changed_at": timezone.now(),
            },
        )
        audit.record("board.home_saved", by=by, subject_uid=row.uid, audience=audience, role=role)
    return board_facts(row, by)


def delete_board(board_uid: str, *, by: Actor) -> None:
    """Remove a board; removing a home brings back the next one: the role's, everyone's, the shipped one."""
    row = board_row(board_uid, by)
    _require_change(row, by)
    with writing():
        audit.record("board.deleted", by=by, subject_uid=row.uid, name=row.name)
        row.delete()


def _change(board_uid: str, name: str, tiles: Sequence[TileSpec], *, by: Actor) -> BoardFacts:
    row = board_row(board_uid, by)
    _require_change(row, by)
    row.name, row.tiles, row.changed_at = (
        name.strip(),
        [tile_document(tile) for tile in tiles],
        timezone.now(),
    )
    with writing():
        row.save(update_fields=["name", "tiles", "changed_at"])
        audit.record("board.changed", by=by, subject_uid=row.uid, name=row.name)
    return board_facts(row, by)


def _holder(audience: Audience, role: str, by: Actor) -> tuple[int | None, str]:
    """Return owner and role of a new board, if the actor may make one for them."""
    if audience is Audience.MINE:
        if by.kind != "user":
            raise Conflict("A key owns no board; say whose it is with audience: role or everyone.")
        by.require(Permission.READ_SCORES)
        return by.id, ""
    by.require(Permission.WRITE_BOARDS)
    if audience is Audience.ROLE and role not in set(Role):
        raise InvalidInput(Problem("role", f"{role!r} is none of {', '.join(Role)}."))
    return None, role if audience is Audience.ROLE else ""


def _require_change(row: Board, by: Actor) -> None:
    if row.owner_id is None:
        by.require(Permission.WRITE_BOARDS)
    elif row.owner_id != by.id:
        raise NotPermitted("Only its owner changes this board.")


def _check(name: str, tiles: Sequence[TileSpec]) -> None:
    if not name.strip() or len(name) > 120:
        raise InvalidInput(Problem("name", "Give a name of 1 to 120 characters."))
    check_tiles(tiles, kinds().keys(), metrics().keys())
