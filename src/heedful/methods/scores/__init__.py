"""Scores of a histogram: NPS, top box, mean; and scores built from other scores."""

from heedful.methods.scores.answers import NPS_SCALE, count_answers
from heedful.methods.scores.attributes import (
    BestWorstTask,
    ImportancePerformance,
    Kano,
    importance_performance,
    kano,
    kano_pairs,
    maxdiff_counts,
)
from heedful.methods.scores.boxes import mean, moments, top_box
from heedful.methods.scores.indices import StarRating, acsi_index, star_rating_bound
from heedful.methods.scores.nps import (
    DETRACTORS,
    PROMOTERS,
    NpsShares,
    effective_counts,
    nps,
    nps_shares,
)

__all__ = [
    "DETRACTORS",
    "NPS_SCALE",
    "PROMOTERS",
    "BestWorstTask",
    "ImportancePerformance",
    "Kano",
    "NpsShares",
    "StarRating",
    "acsi_index",
    "count_answers",
    "effective_counts",
    "importance_performance",
    "kano",
    "kano_pairs",
    "maxdiff_counts",
    "mean",
    "moments",
    "nps",
    "nps_shares",
    "star_rating_bound",
    "top_box",
]
