"""What moves a score: regression, shares of explained variance, penalties and rewards, ordered answers.

Nouns: *target* (the score to explain), *driver* (what may explain it), *gram* (the sums that regression
needs, which add up across machines), *share* (the part of R² a driver is credited with).
"""

from heedful.methods.drivers.bootstrap import ImportanceIntervals, bootstrap_blocks, bootstrap_importance
from heedful.methods.drivers.contrasts import PenaltyReward, penalty_reward
from heedful.methods.drivers.correlation import Correlation, correlation
from heedful.methods.drivers.gram import Gram
from heedful.methods.drivers.importance import (
    Importance,
    RelativeWeights,
    relative_weights,
    relative_weights_of,
    shapley_r2,
)
from heedful.methods.drivers.leave_out import LeaveOutImpact, leave_out_impact
from heedful.methods.drivers.ordinal import OrdinalLogit, dummy_columns, ordinal_logit
from heedful.methods.drivers.regression import Regression, ols

__all__ = [
    "Correlation",
    "Gram",
    "Importance",
    "ImportanceIntervals",
    "LeaveOutImpact",
    "OrdinalLogit",
    "PenaltyReward",
    "Regression",
    "RelativeWeights",
    "bootstrap_blocks",
    "bootstrap_importance",
    "correlation",
    "dummy_columns",
    "leave_out_impact",
    "ols",
    "ordinal_logit",
    "penalty_reward",
    "relative_weights",
    "relative_weights_of",
    "shapley_r2",
]
