"""Two layers fitted by hand: they learn what one cannot, the same each time, and their mean is one net."""

from __future__ import annotations

import numpy as np
import pytest
from training.layered import Plan, fitted

PLAN = Plan(width=24, passes=60, rows=32, rate=1e-2, hidden_inputs=0.0, hidden_between=0.1)
CORNERS = np.array([[1, 1], [-1, -1], [1, -1], [-1, 1]], np.float32)


def _crossed(count: int) -> tuple[np.ndarray, np.ndarray]:
    """Points around four corners; opposite corners are of one class, which no straight line parts."""
    draw = np.random.default_rng(3)
    places = draw.integers(0, 4, count)
    rows = CORNERS[places] + draw.normal(0, 0.3, (count, 2)).astype(np.float32)
    return rows.astype(np.float32), (places >= 2).astype(int)


def test_it_learns_what_one_layer_cannot() -> None:
    rows, classes = _crossed(400)
    found = fitted(
        rows, np.eye(2, dtype=np.float32)[classes], np.ones(400, np.float32), plan=PLAN, seeds=(1,)
    )
    new, truth = _crossed(200)
    assert np.mean(found.logits(new).argmax(axis=1) == truth) > 0.95


def test_weights_count() -> None:
    rows = np.ones((200, 2), np.float32)
    shares = np.eye(2, dtype=np.float32)[np.arange(200) % 2]
    heavy = np.where(np.arange(200) % 2 == 0, 9, 1).astype(np.float32)
    logits = fitted(rows, shares, heavy, plan=PLAN, seeds=(1,)).logits(rows[:1])[0]
    share = 1 / (1 + np.exp(logits[1] - logits[0]))
    assert share == pytest.approx(0.9, abs=0.05)


def test_several_nets_are_their_mean() -> None:
    rows, classes = _crossed(100)
    given = (rows, np.eye(2, dtype=np.float32)[classes], np.ones(100, np.float32))
    one, two, both = (fitted(*given, plan=PLAN, seeds=seeds).logits(rows) for seeds in ((1,), (2,), (1, 2)))
    assert both == pytest.approx((one + two) / 2, abs=1e-3)
    assert one != pytest.approx(two, abs=1e-3)
    assert fitted(*given, plan=PLAN, seeds=(1,)).logits(rows) == pytest.approx(one)
