"""Scores of a histogram."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from heedful.methods import scores
from heedful.methods.errors import ArgumentError
from heedful.methods.histograms import Histogram

answers = st.lists(st.one_of(st.none(), st.integers(0, 10)), max_size=40)
weighted = st.lists(st.tuples(st.integers(0, 10), st.floats(0.1, 10)), min_size=1, max_size=30)


def nps_of(promoters: int, passives: int, detractors: int) -> Histogram:
    return Histogram.of([10] * promoters + [8] * passives + [2] * detractors)


@pytest.mark.parametrize(
    ("counts", "score"),
    [((40, 30, 30), 10), ((18, 11, 2), 51.6), ((5, 0, 0), 100), ((0, 0, 5), -100), ((0, 5, 0), 0)],
)
def test_nps_of_the_feature_table(counts, score):
    assert scores.nps(nps_of(*counts)).value == pytest.approx(score, abs=0.05)


@pytest.mark.parametrize(("times", "low", "high"), [(1, -6.27, 25.69), (10, 4.83, 15.11)])
def test_default_interval_of_the_feature_table(times, low, high):
    e = scores.nps(nps_of(40 * times, 30 * times, 30 * times))
    assert (round(e.low, 2), round(e.high, 2)) == (low, high)


@pytest.mark.parametrize(("answer", "score"), [(9, 100), (10, 100), (7, 0), (8, 0), (0, -100), (6, -100)])
def test_where_the_classes_begin(answer, score):
    assert scores.nps(Histogram.of([answer])).value == score


def test_no_answers_are_no_score():
    e = scores.nps(Histogram.of([None, None]))
    assert (e.value, e.low, e.high, e.se, e.n, e.n_effective) == (None, None, None, None, 0, 0.0)
    assert scores.nps_shares(Histogram()).promoters is None
    assert scores.top_box(Histogram(), top=(5,)).value is None
    assert scores.mean(Histogram()).value is None


def test_weightless_answers_are_no_score():
    h = Histogram.of([10, 9], [0.0, 0.0])
    assert scores.nps(h).value is None
    assert scores.mean(h).value is None
    assert scores.nps(h).n == 2


def test_other_cut_points():
    h = Histogram.of([5, 4, 3, 1])
    assert scores.nps(h, promoters=(5,), detractors=(1, 2)).value == 0
    with pytest.raises(ArgumentError, match="detractors"):
        scores.nps(h, promoters=(5,), detractors=(5,))


def test_weights_move_the_score_and_shrink_the_base():
    h = scores.count_answers([10, 9, 7, 6, 2, 9], weights=[1.5, 0.5, 1.0, 2.0, 0.5, 1.0])
    e = scores.nps(h)
    assert e.value == pytest.approx(7.6923077)
    assert e.n == 6
    assert e.n_effective == pytest.approx(4.82857143)
    s = scores.nps_shares(h)
    assert s.promoters == pytest.approx(46.1538462)
    assert s.promoters + s.passives + s.detractors == pytest.approx(100)


@pytest.mark.parametrize("interval", ["adjusted_wald", "wald", "score", "trinomial_t"])
def test_every_interval_holds_the_score(interval):
    e = scores.nps(nps_of(40, 30, 30), interval=interval)
    assert e.low < e.value < e.high
    assert e.method.endswith(interval)


@given(a=answers, b=answers)
def test_merged_histograms_score_as_answers_taken_together(a, b):
    together = Histogram.of(a) + Histogram.of(b)
    assert scores.nps(together) == scores.nps(Histogram.of(a + b))
    assert scores.mean(together).value == pytest.approx(scores.mean(Histogram.of(a + b)).value)


@given(pairs=weighted, factor=st.floats(0.01, 100))
def test_the_scale_of_weights_does_not_matter(pairs, factor):
    values, weights = [v for v, _ in pairs], [w for _, w in pairs]
    plain, scaled = Histogram.of(values, weights), Histogram.of(values, [w * factor for w in weights])
    for score in (scores.nps, scores.mean, lambda h: scores.top_box(h, top=(9, 10))):
        one, other = score(plain), score(scaled)
        assert one.value == pytest.approx(other.value, abs=1e-9)
        if one.low is not None:
            assert one.low == pytest.approx(other.low, abs=1e-6)


@given(values=st.lists(st.integers(0, 10), min_size=1, max_size=30), weight=st.floats(0.1, 10))
def test_equal_weights_are_no_weights(values, weight):
    plain, equal = Histogram.of(values), Histogram.of(values, [weight] * len(values))
    assert scores.nps(equal).value == pytest.approx(scores.nps(plain).value, abs=1e-9)
    assert scores.nps(equal).high == pytest.approx(scores.nps(plain).high, abs=1e-9)
    assert scores.mean(equal).value == pytest.approx(scores.mean(plain).value)


@given(values=st.lists(st.integers(0, 10), min_size=1, max_size=30))
def test_order_and_mirror(values):
    e = scores.nps(Histogram.of(values))
    assert scores.nps(Histogram.of(values[::-1])) == e
    mirrored = scores.nps(Histogram.of(values), promoters=range(7), detractors=(9, 10))
    assert mirrored.value == pytest.approx(-e.value)
    assert mirrored.low == pytest.approx(-e.high)


def test_answers_off_the_scale_are_counted_not_coerced():
    h = scores.count_answers([10, 9, 8, 7, 6, 0, None, 11, -1, 7.5, 10, None, "8", True, float("nan")])
    assert (h.n, h.n_missing, h.n_invalid) == (7, 2, 6)
    assert scores.count_answers([7.0]).n == 1


def test_weights_must_match_answers():
    with pytest.raises(ArgumentError, match="weights"):
        scores.count_answers([1, 2], weights=[1.0])
    with pytest.raises(ArgumentError, match="weights"):
        scores.count_answers([1], weights=[-1.0])


def test_top_box_and_mean_of_a_csat():
    h = scores.count_answers([5, 4, 4, 3, 2, 1, 5, 5, None, 6, 4, 5], scale=range(1, 6))
    share, mean = scores.top_box(h, top=(4, 5)), scores.mean(h)
    assert (share.value, share.n) == (70.0, 10)
    assert share.low == pytest.approx(39.6778147)
    assert share.high == pytest.approx(89.2208733)
    assert (mean.value, mean.low, mean.high) == (3.8, pytest.approx(2.7996365), pytest.approx(4.8003635))


@pytest.mark.parametrize("weight", [0.1, 0.3, 0.7, 1.1, 3.3])
def test_one_answer_has_no_interval_whatever_its_weight(weight):
    one = Histogram.of([4], [weight])
    assert scores.mean(one).low is None
    assert scores.nps(one, interval="trinomial_t").low is None


def test_one_answer_has_a_mean_but_no_interval():
    e = scores.mean(Histogram.of([4]))
    assert (e.value, e.low, e.high, e.se) == (4, None, None, None)


def test_weights_lower_the_base_of_a_share():
    e = scores.top_box(Histogram.of([5, 1], [3.0, 1.0]), top=(5,))
    assert e.value == pytest.approx(75)
    assert e.n_effective == pytest.approx(1.6)


def test_acsi_form():
    assert scores.acsi_index([10, 10, 10]) == 100
    assert scores.acsi_index([1, 1]) == 0
    assert scores.acsi_index([8.2, 7.6, 7.9], [0.4, 0.3, 0.3]) == pytest.approx(77)
    assert scores.acsi_index([3], scale_min=1, scale_max=5) == 50


@pytest.mark.parametrize(
    ("means", "weights", "scale", "argument"),
    [
        ([5], [1, 2], (1, 10), "weights"),
        ([5], [0], (1, 10), "weights"),
        ([5], [-1], (1, 10), "weights"),
        ([], None, (1, 10), "weights"),
        ([11], None, (1, 10), "means"),
        ([5], None, (10, 1), "scale_max"),
    ],
)
def test_acsi_refuses(means, weights, scale, argument):
    with pytest.raises(ArgumentError) as refused:
        scores.acsi_index(means, weights, scale_min=scale[0], scale_max=scale[1])
    assert refused.value.argument == argument


def test_two_fives_do_not_beat_many_fours():
    few = scores.star_rating_bound([0, 0, 0, 0, 2])
    many = scores.star_rating_bound([1, 0, 2, 5, 92])
    assert few.mean == 5
    assert few.lower_bound == pytest.approx(2.7001028)
    assert few.lower_bound < many.lower_bound


def test_no_stars_yet():
    r = scores.star_rating_bound([0, 0, 0], values=[0, 50, 100])
    assert r.mean is None
    assert r.posterior_mean == 50


@pytest.mark.parametrize("arguments", [{"counts": []}, {"counts": [1], "values": [1, 2]}, {"counts": [-1]}])
def test_star_rating_refuses(arguments):
    with pytest.raises(ArgumentError):
        scores.star_rating_bound(**arguments)


def test_importance_performance_has_four_corners():
    found = scores.importance_performance([4, 4, 1, 1], [1, 5, 1, 5])
    assert found.quadrants == ("concentrate_here", "keep_up", "low_priority", "possible_overkill")
    assert (found.importance_mean, found.performance_mean) == (2.5, 3)


def test_importance_performance_counts_the_mean_as_above():
    found = scores.importance_performance([3, 3], [2, 2])
    assert found.quadrants == ("keep_up", "keep_up")
    with pytest.raises(ArgumentError, match="performance"):
        scores.importance_performance([1], [])
    with pytest.raises(ArgumentError, match="performance"):
        scores.importance_performance([], [])


def test_kano_table_has_its_corners():
    pairs = [("like", "like"), ("dislike", "dislike"), ("like", "dislike"), ("dislike", "like")]
    assert scores.kano_pairs(pairs) == {"A": 0, "O": 1, "M": 0, "I": 0, "R": 1, "Q": 2}
    middle = [("must_be", "live_with"), ("neutral", "dislike"), ("like", "neutral")]
    assert scores.kano_pairs(middle) == {"A": 1, "O": 0, "M": 1, "I": 1, "R": 0, "Q": 0}


def test_kano_without_answers():
    k = scores.kano({})
    assert (k.category, k.better, k.worse) == (None, None, None)
    questionable = scores.kano({"Q": 3, "R": 1})
    assert (questionable.category, questionable.better) == ("Q", None)


def test_kano_refuses():
    with pytest.raises(ArgumentError, match="pairs"):
        scores.kano_pairs([("like", "perhaps")])
    with pytest.raises(ArgumentError, match="counts"):
        scores.kano({"X": 1})
    with pytest.raises(ArgumentError, match="counts"):
        scores.kano({"A": -1})


def test_best_worst_scores_lie_between_minus_one_and_one():
    tasks = [
        scores.BestWorstTask(["a", "b", "c"], "a", "c"),
        scores.BestWorstTask(["a", "b", "d"], "b", None),
    ]
    assert scores.maxdiff_counts(tasks) == {"a": 0.5, "b": 0.5, "c": -1.0, "d": 0.0}


@pytest.mark.parametrize(
    "task",
    [
        scores.BestWorstTask(["a", "a"], "a", None),
        scores.BestWorstTask(["a", "b"], "c", None),
        scores.BestWorstTask(["a", "b"], None, "c"),
        scores.BestWorstTask(["a", "b"], "a", "a"),
    ],
)
def test_best_worst_refuses(task):
    with pytest.raises(ArgumentError, match="tasks"):
        scores.maxdiff_counts([task])
