"""The colours can be read: contrasts of the tokens, in both themes."""

from __future__ import annotations

from itertools import product

import pytest

from heedful.platform.ui.theme import colours, paint

GROUNDS = ("--paper", "--card", "--sunk")
TEXTS = ("--ink", "--ink-2", "--ink-3", "--accent", "--better", "--worse", "--caution")
TRIPLE = ("--promoter", "--passive", "--detractor")
WASHED = (("--better", "--better-wash"), ("--worse", "--worse-wash"), ("--caution", "--caution-wash"),
          ("--accent-strong", "--accent-wash"), ("--ink", "--accent-wash"), ("--ink", "--caution-wash"),
          ("--ink", "--worse-wash"), ("--ink", "--better-wash"), ("--ink", "--highlight"),
          ("--promoter", "--accent-wash"), ("--detractor", "--worse-wash"), ("--accent-ink", "--accent"),
          ("--paper", "--ink"))  # fmt: skip


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    r, g, b = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_text_stands_out_from_every_ground(theme):
    known = colours(theme)
    pairs = [*product(TEXTS + TRIPLE, GROUNDS), *WASHED]
    weak = {pair: contrast(known[pair[0]], known[pair[1]]) for pair in pairs}
    assert {pair: round(ratio, 2) for pair, ratio in weak.items() if ratio < 4.5} == {}


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_edges_of_controls_stand_out(theme):
    known = colours(theme)
    assert all(contrast(known["--rule-strong"], known[ground]) >= 3 for ground in ("--card", "--paper"))


def test_painting_replaces_tokens_wherever_they_are():
    chart = {
        "mark": {"color": "var(--accent)"},
        "layer": [{"fill": "var(--card)"}],
        "text": "a var(--accent) b",
        "n": 3,
    }
    assert paint(chart) == {
        "mark": {"color": colours("light")["--accent"]},
        "layer": [{"fill": "#ffffff"}],
        "text": "a var(--accent) b",
        "n": 3,
    }


def test_a_token_nobody_defined_is_an_error():
    with pytest.raises(KeyError):
        paint("var(--nothing)")
