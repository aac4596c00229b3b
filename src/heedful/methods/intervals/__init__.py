"""How sure is this number? Intervals for scores, shares, counts and means."""

from heedful.methods.intervals.counts import poisson_interval
from heedful.methods.intervals.differences import proportion_difference_interval
from heedful.methods.intervals.means import ClusterSums, clustered_mean, mean_interval
from heedful.methods.intervals.proportions import (
    SimultaneousLimits,
    multinomial_simultaneous,
    proportion_interval,
)
from heedful.methods.intervals.trinomial import NPS_INTERVALS, NpsIntervals, nps_interval, nps_intervals

__all__ = [
    "NPS_INTERVALS",
    "ClusterSums",
    "NpsIntervals",
    "SimultaneousLimits",
    "clustered_mean",
    "mean_interval",
    "multinomial_simultaneous",
    "nps_interval",
    "nps_intervals",
    "poisson_interval",
    "proportion_difference_interval",
    "proportion_interval",
]
