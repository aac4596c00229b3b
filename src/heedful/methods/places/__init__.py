"""Compare places of different size: limits that widen for small ones, and rank within a set."""

from heedful.methods.places.benchmark import BenchmarkRank, percentile_benchmark
from heedful.methods.places.funnel import FunnelLimits, Overdispersion, funnel_limits, overdispersion

__all__ = [
    "BenchmarkRank",
    "FunnelLimits",
    "Overdispersion",
    "funnel_limits",
    "overdispersion",
    "percentile_benchmark",
]
