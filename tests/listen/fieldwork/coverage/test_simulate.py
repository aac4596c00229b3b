"""Raw, weighted and true scores of a made-up population, where the truth is known."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings, strategies as st

from heedful.listen.fieldwork.coverage.population import counts, probabilities
from heedful.listen.fieldwork.coverage.scene import Scene
from heedful.listen.fieldwork.coverage.simulate import look

FAIR = Scene(age_ratio=1, score_ratio=1)


def test_where_everybody_is_as_ready_nothing_is_off():
    sight = look(FAIR)
    assert sight.bias == pytest.approx(0, abs=1e-6)
    assert sight.left == pytest.approx(0, abs=1e-6)
    assert sight.raw.coverage == pytest.approx(0.95, abs=0.035)
    assert sight.weighted.coverage == pytest.approx(0.95, abs=0.035)


def test_what_depends_on_age_is_weighted_away():
    sight = look(Scene(age_ratio=4, score_by_age=4))
    assert sight.bias > 5
    assert sight.left == pytest.approx(0, abs=1e-6)
    assert sight.raw.coverage < 0.6
    assert sight.weighted.coverage == pytest.approx(0.95, abs=0.04)
    for share in sight.ages:
        assert share.weighted == pytest.approx(share.people)


def test_what_depends_on_the_score_itself_is_not():
    sight = look(Scene(age_ratio=1, score_ratio=3, score_by_age=1))
    assert sight.bias > 10
    assert sight.corrected == pytest.approx(0, abs=1e-6)
    assert sight.left == pytest.approx(sight.bias)
    assert sight.weighted.coverage < 0.1
    for share in sight.ages:  # nothing that can be looked at says so
        assert share.answered == pytest.approx(share.people, abs=0.2)


def test_more_asks_make_the_wrong_interval_surer_not_righter():
    few, many = (look(Scene(score_ratio=2, asks=asks, people=200_000)) for asks in (500, 20_000))
    assert many.weighted.width < few.weighted.width
    assert many.weighted.coverage < few.weighted.coverage


def test_the_same_seed_gives_the_same_sight():
    assert look(Scene(seed=7, draws=50)) == look(Scene(seed=7, draws=50))
    assert look(Scene(seed=8, draws=50)).raw.estimates != look(Scene(seed=7, draws=50)).raw.estimates


def test_the_limits_are_reckoned_by_hand():
    scene = Scene(age_ratio=1, score_by_age=1, score_ratio=3, people=1_000_000)
    people, chance = counts(scene), probabilities(scene)
    promoters, passives, detractors = people.sum(axis=(0, 1))
    p, m, d = chance[0, 0]
    assert (p / (1 - p)) / (d / (1 - d)) == pytest.approx(3)
    by_hand = 100 * (promoters * p - detractors * d) / (promoters * p + passives * m + detractors * d)
    assert look(replace(scene, draws=2)).raw.limit == pytest.approx(by_hand)


ratios = st.floats(0.2, 5)


@settings(max_examples=40)
@given(
    people=st.integers(2_000, 50_000),
    rate=st.floats(0.02, 0.9),
    age=ratios,
    score=ratios,
    by_age=ratios,
    asks=st.integers(50, 5_000),
)
def test_the_parts_add_up_for_any_scene(people, rate, age, score, by_age, asks):
    scene = Scene(people, asks, rate, age, score, by_age, draws=5)
    people_counts, chance = counts(scene), probabilities(scene)
    assert float((people_counts * chance).sum() / people_counts.sum()) == pytest.approx(rate, abs=1e-6)
    assert abs(float(people_counts.sum()) - people) <= 18
    sight = look(scene)
    assert sight.bias == pytest.approx(sight.corrected + sight.left)
    assert len(sight.weighted.estimates) + sight.unweightable <= scene.draws
    for shares in (sight.ages, sight.classes):
        for column in ("people", "answered", "weighted"):
            assert sum(getattr(share, column) for share in shares) == pytest.approx(100)
    if sight.effective is not None:
        assert sight.effective <= sight.answers * 1.5


def test_where_nobody_answers_nothing_is_made_up():
    sight = look(Scene(asks=1, response_rate=0.001, draws=3))
    assert sight.raw.mean is None
    assert sight.raw.coverage is None
    assert sight.weighted.estimates == ()
    assert sight.unweightable == 3
