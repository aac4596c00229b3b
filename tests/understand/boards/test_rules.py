from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from heedful.platform.core.errors import InvalidInput
from heedful.understand.boards.rules import SHIPPED_TILES, banded, check_tiles, grain_for, moved, next_mail_at
from heedful.understand.boards.types import TileSpec

A, B, C = (TileSpec(kind, "third") for kind in "abc")
BERLIN = ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    ("place", "by", "order"), [(0, 1, "bac"), (2, -1, "acb"), (0, -1, "abc"), (2, 1, "abc")]
)
def test_tiles_move_by_one_and_stay_at_the_ends(place, by, order):
    assert "".join(tile.kind for tile in moved((A, B, C), place, by)) == order


def test_faults_name_the_tile_and_the_field():
    with pytest.raises(InvalidInput) as caught:
        check_tiles([TileSpec("trend", "third"), TileSpec("pie", "wide", grain="moon")], {"trend"}, {"nps"})
    assert [problem.field for problem in caught.value.problems] == [
        "tiles.1.kind",
        "tiles.1.width",
        "tiles.1.grain",
    ]


def test_too_many_tiles_are_refused():
    with pytest.raises(InvalidInput, match="up to"):
        check_tiles([TileSpec("trend", "third")] * 25, {"trend"}, {"nps"})


def test_wide_tiles_stack_beside_narrow_ones_without_holes():
    bands = banded(SHIPPED_TILES, lambda tile: tile.width)
    laid = [[(width, [tile.kind for tile in tiles]) for width, tiles in band.columns] for band in bands]
    assert laid == [
        [("two-thirds", ["trend", "breakdown"]), ("third", ["classes", "comments"])],
        [("full", ["counts"])],
    ]


@pytest.mark.parametrize(("width", "columns"), [("third", 3), ("half", 2)])
def test_tiles_of_one_width_share_the_row(width, columns):
    (band,) = banded([TileSpec("score", width)] * 6, lambda tile: tile.width)
    assert [len(tiles) for _width, tiles in band.columns] == [6 // columns] * columns


def test_a_mail_is_due_at_its_hour_in_the_organisations_time_zone():
    friday = datetime(2026, 3, 27, 7, 30, tzinfo=UTC)  # 8:30 in Berlin
    assert next_mail_at(friday, weekday=None, hour=9, zone=BERLIN) == datetime(2026, 3, 27, 9, tzinfo=BERLIN)
    assert next_mail_at(friday, weekday=None, hour=8, zone=BERLIN) == datetime(2026, 3, 28, 8, tzinfo=BERLIN)


def test_a_weekly_mail_keeps_its_hour_when_the_clocks_change():
    before = datetime(2026, 3, 27, 12, 0, tzinfo=UTC)
    monday = next_mail_at(before, weekday=0, hour=8, zone=BERLIN)
    assert (monday.isoformat(), monday.astimezone(UTC).hour) == ("2026-03-30T08:00:00+02:00", 6)


@pytest.mark.parametrize(
    ("days", "grain"), [(1, "hour"), (7, "day"), (90, "week"), (365, "month"), (None, "month")]
)
def test_a_trend_gets_a_readable_number_of_points(days, grain):
    assert grain_for(days) == grain
