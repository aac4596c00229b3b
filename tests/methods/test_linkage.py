"""Attribution: the three-touchpoint example, and paths counted by hand."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from heedful.methods.errors import ArgumentError
from heedful.methods.linkage import Path, markov_attribution

STEPS = st.lists(st.sampled_from("abcd"), max_size=5)
PATHS = st.lists(st.tuples(STEPS, st.integers(0, 5), st.integers(0, 5)), max_size=8)


def test_three_touchpoints() -> None:
    found = markov_attribution(
        [Path(["C1", "C2", "C3"], conversions=1), Path(["C1"], nulls=1), Path(["C2", "C3"], nulls=1)]
    )
    assert found.conversion_probability == pytest.approx(1 / 3)
    assert found.removal_effect == pytest.approx({"C1": 0.5, "C2": 1, "C3": 1})
    assert found.share == pytest.approx({"C1": 0.2, "C2": 0.4, "C3": 0.4})


@given(PATHS)
def test_chance_is_the_share_converted_and_shares_sum_to_one(paths: list) -> None:
    known = [Path(s, c, n) for s, c, n in paths]
    found = markov_attribution(known)
    total = sum(p.conversions + p.nulls for p in known)
    if not total:
        assert found.conversion_probability is None
        return
    converted = sum(p.conversions for p in known)
    assert found.conversion_probability == pytest.approx(converted / total)
    shares = list(found.share.values())
    assert None in shares or not shares or sum(shares) == pytest.approx(1)
    assert all(e is None or 0 <= e <= 1 for e in found.removal_effect.values())


def test_nobody_converted_or_nothing_was_touched() -> None:
    assert markov_attribution([]).conversion_probability is None
    lost = markov_attribution([Path(["a"], nulls=3)])
    assert (lost.conversion_probability, lost.share) == (0, {"a": None})
    direct = markov_attribution([Path([], conversions=1), Path(["a"], nulls=1)])
    assert (direct.conversion_probability, direct.share) == (0.5, {"a": None})
    loop = markov_attribution([Path(["a", "a", "b"], conversions=2, nulls=1)])
    assert loop.share == pytest.approx({"a": 0.5, "b": 0.5})
    with pytest.raises(ArgumentError, match="nulls"):
        Path(["a"], nulls=-1)
