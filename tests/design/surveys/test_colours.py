from __future__ import annotations

import pytest
from hypothesis import given, settings, strategies as st

from heedful.design.surveys.colours import AA_TEXT, contrast, ink_on, is_colour, readable

COLOURS = st.builds(lambda number: f"#{number:06x}", st.integers(0, 0xFFFFFF))


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [("#ffffff", "#000000", 21.0), ("#777777", "#ffffff", 4.48), ("#767676", "#ffffff", 4.54)],
)
def test_contrast_is_that_of_wcag(one, other, ratio):
    assert contrast(one, other) == pytest.approx(ratio, abs=0.01)
    assert contrast(other, one) == contrast(one, other)


@settings(max_examples=30)
@given(COLOURS, COLOURS)
def test_what_is_proposed_is_read_on_its_ground(colour, ground):
    best = max(contrast("#000000", ground), contrast("#ffffff", ground))
    assert contrast(readable(colour, ground), ground) >= min(AA_TEXT, best) - 0.05
    assert contrast(ink_on(ground), ground) >= AA_TEXT


@settings(max_examples=30)
@given(COLOURS)
def test_a_colour_that_is_read_stays(colour):
    if contrast(colour, "#ffffff") >= AA_TEXT:
        assert readable(colour, "#ffffff") == colour


def test_a_hue_is_kept():
    darker = readable("#ffcc00", "#ffffff")
    red, green, blue = (int(darker[at : at + 2], 16) for at in (1, 3, 5))
    assert red > green > blue
    assert contrast(darker, "#ffffff") < 5  # the nearest that passes, not black


@pytest.mark.parametrize("text", ["", "teal", "#fff", "#12345g", "url(x)", "#123456;"])
def test_what_is_no_colour_is_none(text):
    assert not is_colour(text)
