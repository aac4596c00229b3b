from __future__ import annotations

import pytest

from heedful.methods.comparisons import compare_nps
from heedful.methods.histograms import Histogram
from heedful.methods.scores import nps
from heedful.understand.metrics.rules import judge
from heedful.understand.metrics.types import Finding, Unit
from heedful.understand.metrics.wording import round_for_words, verdict_sentence


def answers(promoters: int, passives: int, detractors: int) -> Histogram:
    return Histogram.of([10] * promoters + [8] * passives + [2] * detractors)


def judged(a: Histogram, b: Histogram):
    comparison = compare_nps(a, b)
    return (comparison, *judge(comparison, nps(a), nps(b)))


def test_a_large_difference_of_many_is_real():
    _comparison, finding, more = judged(answers(500, 300, 200), answers(300, 300, 400))
    assert finding is Finding.REAL_CHANGE
    assert more is None


def test_a_small_difference_of_few_is_noise_and_says_how_many_it_would_take():
    a, b = answers(45, 30, 25), answers(40, 30, 30)
    _comparison, finding, more = judged(a, b)
    assert finding is Finding.NOISE
    scale = (100 + more / 2) / 100
    enough = judged(
        answers(round(45 * scale), round(30 * scale), round(25 * scale)),
        answers(round(40 * scale), round(30 * scale), round(30 * scale)),
    )
    assert enough[0].p_value == pytest.approx(0.05, abs=0.01)


def test_a_handful_is_too_few_whatever_the_difference():
    assert judged(answers(9, 0, 0), answers(0, 0, 900))[1] is Finding.TOO_FEW


def test_without_answers_nothing_is_said():
    assert judged(Histogram(), answers(1, 1, 1))[1:] == (Finding.NO_ANSWERS, None)


def test_the_sentence_gives_points_and_what_is_missing():
    comparison, finding, more = judged(answers(40, 30, 30), answers(45, 30, 25))
    sentence = verdict_sentence(
        finding, comparison, label="NPS", unit=Unit.POINTS, since="the month before", more=more
    )
    assert sentence == (
        "NPS is 10.0 points lower than the month before. "
        f"That cannot be told from noise; about {round_for_words(more):,} more answers would be needed."
    )


@pytest.mark.parametrize(("count", "shown"), [(7, 7), (99, 99), (431, 430), (1_064, 1_100), (25_499, 25_000)])
def test_needed_answers_are_told_with_two_digits(count, shown):
    assert round_for_words(count) == shown
