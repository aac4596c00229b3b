"""Which tiles are allowed, where tiles go, when a mail is due: decisions without a database."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import cast
from zoneinfo import ZoneInfo

from heedful.platform.core.errors import InvalidInput, Problem
from heedful.understand.boards.types import MAX_TILES, WIDTHS, TileSpec, Width
from heedful.understand.warehouse.types import Grain

THEMES = TileSpec("themes", "two-thirds")
SHIPPED_TILES = (
    TileSpec("trend", "two-thirds"),
    TileSpec("classes", "third"),
    TileSpec("breakdown", "two-thirds"),
    TileSpec("comments", "third"),
    TileSpec("counts", "full"),
)


def shipped_tiles(*, has_readings: bool) -> tuple[TileSpec, ...]:
    """Return the tiles of a home nobody arranged; with themes where comments are read for them."""
    return (*SHIPPED_TILES[:2], THEMES, *SHIPPED_TILES[2:]) if has_readings else SHIPPED_TILES


def check_tiles(tiles: Sequence[TileSpec], kinds: Collection[str], metrics: Collection[str]) -> None:
    """Refuse tiles nobody could show, naming each by its place."""
    problems = [
        Problem(f"tiles.{place}.{field}", reason)
        for place, tile in enumerate(tiles)
        for field, reason in _faults(tile, kinds, metrics)
    ]
    if len(tiles) > MAX_TILES:
        problems.append(Problem("tiles", f"{len(tiles)} tiles; a board has up to {MAX_TILES}."))
    if problems:
        raise InvalidInput(*problems)


def _faults(tile: TileSpec, kinds: Collection[str], metrics: Collection[str]) -> list[tuple[str, str]]:
    faults = []
    if tile.kind not in kinds:
        faults.append(("kind", f"{tile.kind!r} is none of {', '.join(sorted(kinds))}."))
    if tile.width not in WIDTHS:
        faults.append(("width", f"{tile.width!r} is none of {', '.join(WIDTHS)}."))
    if tile.grain and tile.grain not in set(Grain):
        faults.append(("grain", f"{tile.grain!r} is none of {', '.join(Grain)}."))
    if tile.metric and tile.metric not in metrics:
        faults.append(("metric", f"{tile.metric!r} is none of {', '.join(sorted(metrics))}."))
    return faults


def moved(tiles: Sequence[TileSpec], place: int, by: int) -> tuple[TileSpec, ...]:
    """Return the tiles with one moved by some places; at the ends it stays."""
    order = list(tiles)
    target = min(max(place + by, 0), len(order) - 1)
    order.insert(target, order.pop(place))
    return tuple(order)


def next_mail_at(after: datetime, *, weekday: int | None, hour: int, zone: ZoneInfo) -> datetime:
    """Return the next time after ``after`` that it is ``hour`` o'clock (on that weekday) in the time zone."""
    local = after.astimezone(zone)
    candidate = datetime.combine(local.date(), time(hour), zone)
    while candidate <= after or (weekday is not None and candidate.weekday() != weekday):
        candidate = datetime.combine(candidate.date() + timedelta(days=1), time(hour), zone)
    return candidate


def grain_for(days: int | None) -> Grain:
    """Return the period of a trend that gives a readable number of points."""
    if days is None or days > 200:
        return Grain.MONTH
    if days > 40:
        return Grain.WEEK
    return Grain.DAY if days > 2 else Grain.HOUR


@dataclass(frozen=True, slots=True)
class Band[T]:
    """Tiles side by side: columns with their width, each a stack."""

    columns: tuple[tuple[Width, tuple[T, ...]], ...]


def banded[T](tiles: Sequence[T], width_of: Callable[[T], Width]) -> tuple[Band[T], ...]:
    """Lay tiles out without holes: between full-width tiles, wide ones stack beside narrow ones."""
    bands: list[Band[T]] = []
    run: list[T] = []
    for tile in tiles:
        if width_of(tile) != "full":
            run.append(tile)
            continue
        bands += [*_band(run, width_of), Band((("full", (tile,)),))]
        run = []
    return (*bands, *_band(run, width_of))


def _band[T](run: list[T], width_of: Callable[[T], Width]) -> list[Band[T]]:
    widths = {width_of(tile) for tile in run}
    if not run:
        return []
    if len(widths) == 1 and (ways := {"third": 3, "half": 2}.get(next(iter(widths)))):
        return [Band(tuple((width_of(run[0]), tuple(run[place::ways])) for place in range(ways)))]
    if "two-thirds" not in widths:
        wide, narrow = "half", "half"
    else:
        wide, narrow = "two-thirds", "third"
    left = tuple(tile for tile in run if width_of(tile) == wide)
    right = tuple(tile for tile in run if width_of(tile) != wide)
    return [Band(((cast("Width", wide), left), (cast("Width", narrow), right)))]
