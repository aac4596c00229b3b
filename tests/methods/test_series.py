"""One series: published charts and thresholds, properties, what is refused."""

from __future__ import annotations

from math import log

import numpy as np
import pytest
from hypothesis import given, strategies as st

from heedful.methods import series
from heedful.methods.errors import ArgumentError, TooFewAnswers
from heedful.methods.series import counts
from heedful.methods.series.counts import fit_log_linear

numbers = st.lists(st.floats(-1000, 1000), min_size=4, max_size=40)
EWMA = [52.0, 47.0, 53.0, 49.3, 50.1, 47.0, 51.0, 50.1, 51.2, 50.5, 49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6]
MONTGOMERY = [
    9.45, 7.99, 9.29, 11.66, 12.16, 10.18, 8.04, 11.46,
    9.2, 10.34, 9.03, 11.47, 10.51, 9.4, 10.08, 9.37, 10.62,
    10.31, 8.52, 10.84, 10.9, 9.33, 12.29, 11.5, 10.6, 11.08, 10.38, 11.62, 11.31, 10.52,
]  # fmt: skip
WAFERS = [
    12,
    15,
    8,
    10,
    4,
    7,
    16,
    9,
    14,
    10,
    5,
    6,
    17,
    12,
    22,
    8,
    10,
    5,
    13,
    11,
    20,
    18,
    24,
    15,
    9,
    12,
    7,
    13,
    9,
    6,
]
ROSNER = [
    -0.25, 0.68, 0.94, 1.15, 1.20, 1.26, 1.26, 1.34, 1.38,
    1.43, 1.49, 1.49, 1.55, 1.56, 1.58, 1.65, 1.69, 1.70,
    1.76, 1.77, 1.81, 1.91, 1.94, 1.96, 1.99, 2.06, 2.09,
    2.10, 2.14, 2.15, 2.23, 2.24, 2.26, 2.35, 2.37, 2.40,
    2.47, 2.54, 2.62, 2.64, 2.90, 2.92, 2.92, 2.93, 3.21,
    3.26, 3.30, 3.59, 3.68, 4.30, 4.64, 5.34, 5.42, 6.01,
]  # fmt: skip
NILE = [
    1120, 1160, 963, 1210, 1160, 1160, 813, 1230, 1370, 1140,
    995, 935, 1110, 994, 1020, 960, 1180, 799, 958, 1140,
    1100, 1210, 1150, 1250, 1260, 1220, 1030, 1100, 774, 840,
    874, 694, 940, 833, 701, 916, 692, 1020, 1050, 969,
    831, 726, 456, 824, 702, 1120, 1100, 832, 764, 821, 768,
    845, 864, 862, 698, 845, 744, 796, 1040, 759, 781, 865,
    845, 944, 984, 897, 822, 1010, 771, 676, 649, 846, 812,
    742, 801, 1040, 860, 874, 848, 890, 744, 749, 838, 1050,
    918, 986, 797, 923, 975, 815, 1020, 906, 901, 1170, 912, 746, 919, 718, 714, 740,
]  # fmt: skip


def test_ewma_as_published():
    # NIST e-Handbook 6.3.2.4.
    c = series.ewma_chart(EWMA, target=50, sigma=2.0539, weight=0.3, is_exact=False)
    assert c.ewma[:5].round(2).tolist() == [50.6, 49.52, 50.56, 50.18, 50.16]
    assert (c.ucl[0], c.lcl[-1]) == (pytest.approx(52.5884, abs=5e-5), pytest.approx(47.4116, abs=5e-5))
    assert c.alarms == ()


def test_exact_ewma_limits_widen_to_the_asymptotic():
    exact = series.ewma_chart([0] * 60, target=0, sigma=1, weight=0.2)
    asymptotic = series.ewma_chart([0] * 60, target=0, sigma=1, weight=0.2, is_exact=False)
    assert np.all(np.diff(exact.ucl) > 0)
    assert exact.ucl[0] == pytest.approx(3 * 0.2)
    assert exact.ucl[-1] == pytest.approx(asymptotic.ucl[-1])
    assert series.ewma_chart([0, 9], target=0, sigma=1).alarms == (2,)


def test_ewma_of_weight_one_is_the_series():
    assert series.ewma_chart(EWMA, target=50, sigma=1, weight=1).ewma.tolist() == EWMA
    with pytest.raises(ArgumentError, match="weight"):
        series.ewma_chart([1], target=0, sigma=1, weight=0)
    with pytest.raises(ArgumentError, match="sigma"):
        series.ewma_chart([1], target=0, sigma=0)


def test_cusum_as_published():
    # Montgomery, table 9.2: signal at observation 29.
    c = series.cusum_chart(MONTGOMERY, target=10, k=0.5, h=5)
    assert c.alarms == (29, 30)
    assert c.c_plus[[3, 4, 28, 29]] == pytest.approx([1.16, 2.82, 5.28, 5.30])
    assert c.c_minus[1] == pytest.approx(1.56)


@given(x=numbers)
def test_cusum_mirrors(x):
    up, down = (series.cusum_chart(v, target=0, k=1, h=5) for v in (x, [-v for v in x]))
    assert up.c_plus == pytest.approx(down.c_minus)
    assert up.alarms == down.alarms


# R spc xcusum.arl, and Hawkins & Olwell (1998), table 3.1.
@pytest.mark.parametrize(
    ("k", "h", "shift", "arl"),
    [(0.5, 5, 0, 465.44), (0.5, 5, 1, 10.376), (0.5, 4, 0, 167.68), (0.5, 4, 0.5, 26.63)],
)
def test_run_lengths_as_tabled(k, h, shift, arl):
    assert series.cusum_arl(k=k, h=h, shift=shift) == pytest.approx(arl, rel=1e-3)
    assert series.cusum_arl(k=k, h=h, shift=-shift) == pytest.approx(arl, rel=1e-3)


def test_individuals_as_published():
    # NIST e-Handbook 6.3.2.2.
    c = series.xmr_chart([49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1])
    assert (round(c.mean, 2), round(c.mr_bar, 4)) == (50.81, 1.8778)
    assert (round(c.ucl, 4), round(c.lcl, 4)) == (55.8041, 45.8159)
    assert series.xmr_chart([1, 1.1, 1, 0.9, 1, 9, 1, 1.1, 1, 0.9, 1, 1]).alarms == (6,)
    with pytest.raises(TooFewAnswers, match="x"):
        series.xmr_chart([1])


def test_shares_as_published():
    # NIST e-Handbook 6.3.3.2.
    c = series.p_chart(WAFERS, [50] * 30)
    assert (round(c.center, 4), round(c.ucl[0], 4), round(c.lcl[0], 4)) == (0.2313, 0.4102, 0.0524)
    assert c.alarms == (15, 23)
    assert c.sigma_z == 1


def test_laney_widens_what_varies_more_than_binomial():
    x, n = [510, 480, 530, 455, 520, 498, 560, 470], [1000, 980, 1020, 950, 1000, 990, 1040, 970]
    c = series.p_chart(x, n, is_laney=True)
    assert c.sigma_z == pytest.approx(1.90292239)
    assert c.alarms == ()


def test_shares_at_the_ends():
    never = series.p_chart([0, 0], [5, 9], is_laney=True)
    assert (never.center, never.sigma_z, never.alarms) == (0, 1, ())
    always = series.p_chart([3, 3, 3], [3, 3, 3])
    assert always.alarms == ()


@pytest.mark.parametrize(
    ("x", "n", "is_laney"), [([1], [1, 2], False), ([1], [0], False), ([2], [1], False), ([1], [2], True)]
)
def test_shares_refused(x, n, is_laney):
    with pytest.raises(ArgumentError):
        series.p_chart(x, n, is_laney=is_laney)


def test_rosner_as_published():
    # NIST e-Handbook 1.3.5.17.3: three outliers, though the second step alone finds none.
    found = series.generalized_esd(ROSNER, max_outliers=10)
    assert (found.n_outliers, found.outliers) == (3, (6.01, 5.42, 5.34))
    assert found.statistics == pytest.approx(
        [3.118, 2.942, 3.179, 2.810, 2.815, 2.848, 2.279, 2.310, 2.101, 2.067], abs=1.1e-3
    )
    assert found.critical[:3] == pytest.approx([3.158, 3.151, 3.143], abs=1e-3)
    assert [ROSNER[place] for place in found.places] == [6.01, 5.42, 5.34]


def test_outliers_of_nothing_odd():
    assert series.generalized_esd([5, 5, 5, 5], max_outliers=2).n_outliers == 0
    for wrong in (0, 3):
        with pytest.raises(ArgumentError, match="max_outliers"):
            series.generalized_esd([1, 2, 3, 4], max_outliers=wrong)


def test_the_dam_at_aswan():
    # Cobb (1978): the Nile falls after 1898.
    c = series.changepoint_mean(NILE)
    assert c.index == 28
    assert (c.rss, c.rss_none) == (pytest.approx(1597457.19444), pytest.approx(2835156.75))
    assert c.f_statistic == pytest.approx(75.92977)


@given(x=numbers, shift=st.floats(-1e6, 1e6))
def test_the_break_does_not_move_with_the_level(x, shift):
    plain, moved = (series.changepoint_mean(v) for v in (x, [v + shift for v in x]))
    assert plain.rss <= plain.rss_none + 1e-6
    assert moved.rss == pytest.approx(plain.rss, abs=1e-3 * max(1, plain.rss_none))


def test_the_break_at_the_ends():
    clean = series.changepoint_mean([1, 1, 5, 5])
    assert (clean.index, clean.rss, clean.f_statistic) == (2, 0, None)
    assert series.changepoint_mean([9, 1, 1, 1], min_segment=1).index == 1
    with pytest.raises(ArgumentError, match="min_segment"):
        series.changepoint_mean([1, 2, 3], min_segment=2)
    with pytest.raises(TooFewAnswers, match="x"):
        series.changepoint_mean([1, 2])


def test_three_complaints_after_a_flat_history():
    e = series.ears([0, 0, 1, 0, 0, 0, 0, 1, 0, 3], variant="C1", start=10)
    assert (e.upper.tolist(), e.alarms) == ([pytest.approx(1.79359325)], (10,))


@pytest.mark.parametrize(("variant", "first"), [("C1", 8), ("C2", 10), ("C3", 12)])
def test_first_day_that_can_be_judged(variant, first):
    days = [1, 2, 0, 3, 1, 2, 1, 0, 2, 1, 1, 2, 30]
    e = series.ears(days, variant=variant)
    assert (e.start, e.upper.size) == (first, len(days) - first + 1)
    assert np.all(np.isfinite(e.upper))
    with pytest.raises(ArgumentError, match="start"):
        series.ears(days, variant=variant, start=first - 1)
    with pytest.raises(TooFewAnswers, match="counts"):
        series.ears(days[: first - 1], variant=variant)


def test_c3_remembers_two_days():
    quiet = [2, 3, 2, 1, 2, 3, 1, 2, 3]
    e = series.ears([*quiet, 9, 9, 3, 2, 2, 2], variant="C3")
    mean, sd = np.mean(quiet[2:9]), np.std(quiet[2:9], ddof=1)
    memory = sum(
        max((9 - np.mean(quiet[i : i + 7])) / np.std(quiet[i : i + 7], ddof=1) - 1, 0) for i in (0, 1)
    )
    assert e.upper[0] == pytest.approx(max(3 + sd * (1.959964 - memory), 0), abs=1e-5)
    assert mean > 0
    assert e.alarms[0] == 12


def test_a_baseline_without_spread():
    flat = [0] * 9
    assert series.ears([*flat, 1], variant="C2").alarms == (10,)
    c3 = series.ears([*flat, 5, 0, 0, 1, 0], variant="C3")
    assert np.all(np.isfinite(c3.upper))


@pytest.mark.parametrize(
    "arguments", [{"counts": [1, -1]}, {"counts": [1] * 20, "baseline": 1}, {"counts": [1] * 20, "alpha": 0}]
)
def test_ears_refuse(arguments):
    with pytest.raises(ArgumentError):
        series.ears(**arguments)


def test_regression_of_counts_by_hand():
    x = np.column_stack([np.ones(4), [0.0, 0, 1, 1]])
    fit = fit_log_linear(x, np.array([2.0, 4, 8, 10]), offset=np.log([1.0, 1, 2, 2]))
    assert fit.beta == pytest.approx([log(3), log(4.5 / 3)])
    assert fit.covariance[1, 1] == pytest.approx(1 / 6 + 1 / 18)
    assert fit.hat.sum() == pytest.approx(2)
    assert fit.dispersion == pytest.approx((2 / 3 + 2 / 9) / 2)


@pytest.mark.parametrize(
    ("x", "y", "error"),
    [
        (np.ones((3, 1)), [0.0, 0, 0], TooFewAnswers),
        (np.ones((1, 1)), [1.0], TooFewAnswers),
        (np.ones((3, 2)), [1.0, 2, 3], ArgumentError),
        (np.column_stack([np.ones(4), [0.0, 0, 1, 1]]), [0.0, 0, 3, 4], ArgumentError),
    ],
)
def test_regression_refuses(x, y, error):
    with pytest.raises(error):
        fit_log_linear(x, np.array(y))


def test_regression_that_does_not_settle(monkeypatch):
    monkeypatch.setattr(counts, "_ROUNDS", 2)
    with pytest.raises(ArgumentError, match="settle"):
        fit_log_linear(np.ones((3, 1)), np.array([1.0, 50, 900]))


def yearly(rng: np.random.Generator, weeks: int, slope: float = 0.0) -> np.ndarray:
    return rng.poisson(8 * np.exp(slope * np.arange(weeks)))


def test_farrington_by_hand():
    weeks = [4, 6] * 156 + [4]
    f = series.farrington(weeks, week=313, b=3, w=1, is_reweighted=False, may_trend=False, transform="none")
    baseline = np.array([weeks[313 - 52 * j + d - 1] for j in (3, 2, 1) for d in (-1, 0, 1)])
    mean = baseline.mean()
    assert f.expected == pytest.approx(mean)
    assert f.phi == 1
    assert f.upper == pytest.approx(
        mean + 2.5758293 * (mean * (1 + mean / baseline.sum() / 1)) ** 0.5, rel=0.02
    )
    assert (f.is_alarm, f.has_trend) == (False, False)


@pytest.mark.parametrize("transform", ["2/3", "1/2", "none"])
def test_an_outbreak_is_seen_whatever_the_transform(transform):
    weeks = yearly(np.random.default_rng(4), 312)
    weeks[-1] = 40
    f = series.farrington(weeks, week=312, transform=transform)
    assert f.is_alarm
    assert f.expected < f.upper < 40


def test_a_past_outbreak_is_weighed_down():
    weeks = yearly(np.random.default_rng(4), 312)
    weeks[258:261] = 60
    plain, reweighted = (
        series.farrington(weeks, week=312, is_reweighted=flag, may_trend=False) for flag in (False, True)
    )
    assert reweighted.expected < plain.expected
    assert reweighted.upper < plain.upper


def test_a_trend_is_kept_only_when_it_is_one():
    rng = np.random.default_rng(8)
    falling = series.farrington(yearly(rng, 312, -0.004), week=312, is_reweighted=False)
    assert falling.has_trend
    assert falling.expected < 5
    rising = yearly(rng, 312, 0.02)
    assert not series.farrington(rising, week=312).has_trend
    assert not series.farrington(yearly(rng, 312), week=312, b=2).has_trend


def test_cases_in_the_last_window_only_have_no_trend():
    late = np.zeros(312)
    late[257:] = 6
    f = series.farrington(late, week=312)
    assert not f.has_trend
    assert f.expected < 6 / 5


def test_few_recent_cases_never_alarm():
    weeks = np.zeros(312, dtype=int)
    weeks[[100, 205, 259]] = 1
    weeks[-1] = 4
    f = series.farrington(weeks, week=312)
    assert (f.upper, f.is_alarm) == (0, False)
    assert series.farrington(np.zeros(312), week=312).expected == 0


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ({"week": 0}, ArgumentError),
        ({"week": 400}, ArgumentError),
        ({"week": 300, "b": 0}, ArgumentError),
        ({"week": 300, "w": 30}, ArgumentError),
        ({"week": 100}, TooFewAnswers),
        ({"week": 300, "transform": "log"}, ArgumentError),
    ],
)
def test_farrington_refuses(arguments, error):
    with pytest.raises(error):
        series.farrington([1] * 312, **arguments)


def test_smoothing_as_published():
    # R forecast::ses and HoltWinters on the Nile.
    assert series.ses(NILE, alpha=0.25).level == pytest.approx(803.893988163)
    best = series.ses(NILE)
    assert (best.alpha, best.level) == (pytest.approx(0.24658, abs=1e-3), pytest.approx(805.04, abs=0.1))


def test_smoothing_at_the_ends():
    assert series.ses([5], alpha=0).forecast.tolist() == [5]
    assert series.ses([1, 2, 3, 4, 5], horizon=0).alpha == pytest.approx(1)
    assert series.ses([3, 3, 3]).sse == 0
    with pytest.raises(TooFewAnswers, match="x"):
        series.ses([5])
    with pytest.raises(ArgumentError, match="alpha"):
        series.ses([5, 6], alpha=1.5)
    with pytest.raises(ArgumentError, match="horizon"):
        series.ses([5, 6], horizon=-1)


def test_season_and_trend_without_noise_are_forecast():
    season = [1.0, -1, 3, -3]
    level = series.holt_winters(10 + np.tile(season, 5), period=4, alpha=0.3, beta=0.2, gamma=0.4, horizon=6)
    assert level.sse == pytest.approx(0, abs=1e-18)
    assert level.season == pytest.approx(season)
    assert level.forecast == pytest.approx(10 + np.tile(season, 2)[:6])
    # The start values sit half a period early, as R's do: a trend is found within some seasons.
    x = 10 + 0.5 * np.arange(200) + np.tile(season, 50)
    h = series.holt_winters(x, period=4, alpha=0.3, beta=0.2, gamma=0.4, horizon=6)
    assert h.forecast == pytest.approx(10 + 0.5 * np.arange(200, 206) + np.tile(season, 2)[:6], abs=0.01)


def test_odd_periods_and_broken_ends():
    x = np.tile([5.0, 7, 9], 5)[:14] + 1
    h = series.holt_winters(x, period=3, alpha=0.3, beta=0.1, gamma=0.2, seasonal="multiplicative", horizon=4)
    assert h.forecast == pytest.approx([10, 6, 8, 10])


@pytest.mark.parametrize(
    "changes",
    [
        {"period": 1},
        {"horizon": -1},
        {"alpha": 2},
        {"x": [1, 2, 3]},
        {"x": [1, 0, 1, 2], "seasonal": "multiplicative"},
        {"seasonal": "some"},
    ],
)
def test_seasons_refused(changes):
    with pytest.raises(ArgumentError):
        series.holt_winters(
            **{"x": [1, 2, 1, 2], "period": 2, "alpha": 0.1, "beta": 0.1, "gamma": 0.1, **changes}
        )


def test_accuracy_by_hand():
    a = series.forecast_accuracy([10, 12, 11, 13], [12, 14], [13, 13], low=[9, 9], high=[15, 13], level=0.9)
    assert (a.mae, a.rmse, a.mase) == (1, 1, pytest.approx(0.6))
    assert a.smape_pct == pytest.approx(100 * (1 / 25 + 1 / 27))
    assert (a.coverage, a.interval_score) == (0.5, pytest.approx((6 + 4 + 20) / 2))
    assert a.msis == pytest.approx(a.interval_score / (5 / 3))


def test_accuracy_without_scale_or_limits():
    a = series.forecast_accuracy([5, 5, 5], [0, 0], [0, 0])
    assert (a.mae, a.smape_pct, a.mase, a.coverage, a.msis) == (0, 0, None, None, None)
    short = series.forecast_accuracy([5], [1], [2], low=[0], high=[3])
    assert (short.mase, short.coverage, short.msis) == (None, 1, None)


@pytest.mark.parametrize(
    "changes",
    [{"actual": []}, {"forecast": [1, 2]}, {"period": 0}, {"low": [1]}, {"high": [1]}, {"train": [[1]]}],
)
def test_accuracy_refuses(changes):
    with pytest.raises(ArgumentError):
        series.forecast_accuracy(**{"train": [1, 2], "actual": [1], "forecast": [1], **changes})


def test_step_of_a_known_size():
    rng = np.random.default_rng(2)
    time, step = np.arange(120.0), (np.arange(120) >= 60).astype(float)
    people = rng.uniform(900, 1100, 120)
    count = rng.poisson(people * 0.2 * np.exp(0.002 * time + log(0.8) * step))
    s = series.interrupted_time_series(count, step, time, exposure=people)
    assert s.low < 0.8 < s.high < 1
    assert s.p_value < 1e-6
    assert s.dispersion == pytest.approx(1, abs=0.35)
    poisson = series.interrupted_time_series(count, step, 7 * time + 2000, exposure=people, is_quasi=False)
    assert poisson.rate_ratio == pytest.approx(s.rate_ratio)
    assert log(s.high / s.low) == pytest.approx(log(poisson.high / poisson.low) * s.dispersion**0.5)


@pytest.mark.parametrize(
    "changes",
    [
        {"count": [1, -1, 2, 3]},
        {"step": [0, 1]},
        {"step": [0, 0, 0, 0]},
        {"exposure": [1, 1, 0, 1]},
        {"time": [1, 1, 1, 1]},
    ],
)
def test_steps_refused(changes):
    plain = {"count": [1, 2, 3, 4], "step": [0, 0, 1, 1], "time": [1, 2, 3, 4]}
    with pytest.raises(ArgumentError):
        series.interrupted_time_series(**{**plain, **changes})
