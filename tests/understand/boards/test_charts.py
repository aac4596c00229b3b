"""Charts as dicts: what they say, not how they look; one of each is drawn to see that it can be."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime

import pytest

from heedful.platform.ui.pictures import draw_all
from heedful.understand.boards import charts
from heedful.understand.boards.charts import (
    DotRow,
    Flag,
    HeatCell,
    LinePoint,
    Panel,
    Place,
    ShareBar,
    SlopeRow,
)
from heedful.understand.boards.charts.frame import extent, say, ticks
from heedful.understand.metrics.types import Unit
from heedful.understand.warehouse.types import Grain


def point(month: int, value: float | None, n: int = 100, half: float = 6.0) -> LinePoint:
    low, high = (None, None) if value is None else (value - half, value + half)
    return LinePoint(
        datetime(2026, month, 1, tzinfo=UTC), f"month {month}", value, low, high, n, f"/answers/?m={month}"
    )


POINTS = [point(1, 40), point(2, None, 0), point(3, 36)]
ROWS = [
    DotRow("Wien", 41, 33, 49, 266, is_near_best=True, href="/answers/?f=unit:wien"),
    DotRow("O'Hara \\ Söhne", 39, 30, 48, 200, is_near_best=True),
    DotRow("Graz", 35, -60, 95, 3, is_faded=True),
    DotRow("Site 114", 4, -11, 19, 96, stands_out=True),
]
EVERY = {
    "line": lambda place: charts.line(POINTS, Unit.POINTS, place, flags=[Flag(date(2026, 2, 9), "new menu")]),
    "line by hour": lambda place: charts.line(POINTS, Unit.SCALE, place, grain=Grain.HOUR),
    "empty line": lambda place: charts.line([], Unit.POINTS, place),
    "dots": lambda place: charts.dots(ROWS, Unit.POINTS, place, whole=36),
    "bars": lambda place: charts.share_bars(
        [ShareBar("Promoters", 52.0, 520, "good"), ShareBar("None", None, 0)], place
    ),
    "heat": lambda place: charts.heat_strip(
        [HeatCell(0, 12, 40, 9), HeatCell(6, 3, None, 0)], Unit.POINTS, place
    ),
    "slopes": lambda place: charts.slopes(
        [SlopeRow("Wien", 30, 41, True)], Unit.POINTS, place, before="Q1", after="Q2's"
    ),
    "multiples": lambda place: charts.small_multiples(
        [Panel("Wien", tuple(POINTS))], Unit.POINTS, place, grain=Grain.MONTH
    )[0][1],
}


def layers(chart, mark: str) -> list[dict]:
    return [layer for layer in chart["layer"] if layer["mark"]["type"] == mark]


@pytest.fixture(scope="module", autouse=True)
def instance_folder():
    from django.conf import settings

    settings.HEEDFUL_HOME.mkdir(exist_ok=True)


def test_every_chart_can_be_drawn_for_both_places():
    made = [make(place) for make in EVERY.values() for place in Place]
    for drawing in draw_all(made):
        assert drawing.startswith(b"<svg")
        assert b"NaN" not in drawing


@pytest.mark.parametrize("name", EVERY)
@pytest.mark.parametrize("place", Place)
def test_a_chart_is_json_and_names_colours_by_token_only(name, place):
    content = json.dumps(EVERY[name](place))
    assert '"#' not in content
    assert content.count("var(--") > 2


def test_the_line_has_its_band_a_gap_and_its_last_value_as_label():
    chart = charts.line(POINTS, Unit.POINTS, Place.WIDE)
    (band,) = layers(chart, "area")
    assert band["encoding"]["y"]["field"] == "low"
    assert band["encoding"]["y2"]["field"] == "high"
    assert [row["value"] for row in chart["data"]["values"]] == [40, None, 36]
    texts = [layer["mark"].get("text") for layer in layers(chart, "text")]
    assert "+36" in texts
    assert "±6" in texts


def test_marks_say_score_interval_and_n_and_lead_to_the_answers():
    first = charts.line(POINTS, Unit.POINTS, Place.WIDE)["data"]["values"][0]
    assert first["note"] == "month 1: +40\n+34 to +46\nn = 100"
    assert first["href"] == "/answers/?m=1"


def test_the_score_axis_shows_its_ends_and_a_zero_only_where_it_is():
    far = charts.line(POINTS, Unit.POINTS, Place.WIDE)
    near = charts.line([point(1, 4), point(2, 8)], Unit.POINTS, Place.WIDE)
    assert not any(layer["encoding"].get("y", {}).get("datum") == 0 for layer in far["layer"])
    assert any(layer["encoding"].get("y", {}).get("datum") == 0 for layer in near["layer"])
    y = layers(far, "line")[0]["encoding"]["y"]
    assert y["axis"]["values"][0] == y["scale"]["domain"][0]
    assert y["axis"]["values"][-1] == y["scale"]["domain"][1]


def test_flags_outside_the_line_are_not_drawn():
    flags = [Flag(date(2025, 6, 1), "before"), Flag(date(2026, 2, 1), "during")]
    content = json.dumps(charts.line(POINTS, Unit.POINTS, Place.WIDE, flags=flags))
    assert "during" in content
    assert "before" not in content


def test_long_flags_are_shortened_on_the_phone_and_whole_when_asked():
    flags = [Flag(date(2026, 2, 1), "the delivery partner changed")]
    narrow = json.dumps(charts.line(POINTS, Unit.POINTS, Place.NARROW, flags=flags), ensure_ascii=False)
    assert "the delivery pa…" in narrow
    assert '"note": "the delivery partner changed"' in narrow


def test_groups_that_cannot_be_told_from_the_best_share_a_bracket():
    chart = charts.dots(ROWS, Unit.POINTS, Place.WIDE, whole=36)
    assert [row["bracketed"] for row in chart["data"]["values"]] == [True, True, False, False]
    assert "tinguishable" in json.dumps(chart)
    alone = charts.dots([*ROWS[2:], ROWS[0]], Unit.POINTS, Place.WIDE)
    assert not any(row["bracketed"] for row in alone["data"]["values"])


def test_what_stands_out_has_a_shape_a_sign_and_a_colour_and_few_answers_fade():
    rows = charts.dots(ROWS, Unit.POINTS, Place.WIDE, whole=36)["data"]["values"]
    assert (rows[3]["shape"], rows[3]["tone"], rows[3]["says"]) == ("diamond", "var(--worse)", "▼ +4")
    assert (rows[0]["shape"], rows[0]["says"]) == ("circle", "+41")
    assert rows[2]["opacity"] < 1 == rows[0]["opacity"]


def test_an_interval_wider_than_the_axis_ends_at_its_edge_but_is_told_whole():
    chart = charts.dots(ROWS, Unit.POINTS, Place.WIDE)
    graz = chart["data"]["values"][2]
    domain = next(
        layer["encoding"]["x"]["scale"]["domain"]
        for layer in chart["layer"]
        if "scale" in layer["encoding"].get("x", {})
    )
    assert domain[0] <= graz["low"]
    assert graz["high"] <= domain[1]
    assert "−60 to +95" in graz["note"]


def test_names_of_groups_cannot_break_the_expression_that_shows_them():
    chart = charts.dots(ROWS, Unit.POINTS, Place.WIDE)
    axis = next(
        layer["encoding"]["y"]["axis"]
        for layer in chart["layer"]
        if layer["encoding"].get("y", {}).get("axis")
    )
    assert r"'O\'Hara \\ Söhne'" in axis["labelExpr"]


def test_on_the_phone_there_are_fewer_ticks_and_rows_are_cards():
    wide, narrow = (charts.dots(ROWS, Unit.POINTS, place) for place in Place)
    assert narrow["height"] > wide["height"]
    assert narrow["width"] < wide["width"]


@pytest.mark.parametrize(
    ("low", "high", "marks"),
    [(0, 10, [0, 2.5, 5, 7.5, 10]), (31, 52, [30, 40, 50, 60]), (-4, 4, [-4, -2, 0, 2, 4])],
)
def test_ticks_are_round_and_enclose(low, high, marks):
    assert ticks(low, high, 5) == marks


def test_one_wide_interval_does_not_flatten_the_others():
    values = [(40.0, 36.0, 44.0)] * 9 + [(38.0, -60.0, 98.0)]
    assert extent(values, Unit.POINTS, 5)[0] > 0


@pytest.mark.parametrize(
    ("value", "unit", "said"),
    [
        (35.6, Unit.POINTS, "+36"),
        (-6.0, Unit.POINTS, "−6"),
        (0.3, Unit.POINTS, "0"),
        (71.2, Unit.PERCENT, "71 %"),
        (4.064, Unit.SCALE, "4.06"),
        (None, Unit.POINTS, "–"),
    ],
)
def test_scores_are_said_by_their_unit(value, unit, said):
    assert say(value, unit) == said
