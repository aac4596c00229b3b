from __future__ import annotations

import pytest

from heedful.understand.boards.wording import because
from heedful.understand.metrics.types import Contribution, Contributions, Unit


class _Points:
    """What the sentence reads of a score."""

    unit = Unit.POINTS
    value = 10.0


def origin(total: float, *parts: float) -> Contributions:
    named = tuple(
        Contribution(("x",), f"group {n}", _Points(), change=part, part=part) for n, part in enumerate(parts)
    )
    return Contributions("site", "Site", total, rate=total, mix=0.0, named=named)


@pytest.mark.parametrize(
    ("total", "parts", "said"),
    [
        (-8.0, (-5.0,), "Site group 0 accounts for 5.0 of the 8.0 points"),
        (-8.0, (-5.0, -2.0), "Site group 0 and group 1 account for 7.0 of the 8.0 points"),
        (-3.0, (-5.0,), "Site group 0 alone would have moved it by 5.0"),
    ],
)
def test_a_part_is_never_larger_than_the_whole(total, parts, said):
    (sentence,) = because(None, None, [origin(total, *parts)])
    assert sentence.startswith(said)
    assert ("went the other way, which left 3.0 points" in sentence) == (abs(sum(parts)) > abs(total))
