from __future__ import annotations

import pytest
from tests.again import MOST, worth_another_run

JOURNEY = "tests/browser/test_boards.py::test_open"


@pytest.mark.parametrize(
    ("failed", "expected"),
    [
        ([JOURNEY], True),
        ([], False),
        ([JOURNEY, "tests/methods/test_scores.py::test_nps"], False),
        ([f"{JOURNEY}_{number}" for number in range(MOST + 1)], False),
    ],
)
def test_only_a_few_journeys_are_run_once_more(failed, expected):
    assert worth_another_run(failed) is expected
