"""Does the sample speak for everybody? Weights, their price, designs, response, mix."""

from heedful.methods.weighting.design import SurveyEstimate, survey_mean
from heedful.methods.weighting.effective import (
    DataDefect,
    EffectiveBase,
    NonresponseBias,
    data_defect,
    kish,
    nonresponse_bias,
)
from heedful.methods.weighting.raking import (
    CalibratedTotal,
    Weights,
    linear_calibration,
    rake_table,
    rake_weights,
)
from heedful.methods.weighting.response import ResponseRates, aapor_rates
from heedful.methods.weighting.strata import (
    MixGroup,
    MixShift,
    Pooled,
    PostStratified,
    Stratum,
    mix_shift,
    poststratify,
    rubin_pool,
)

__all__ = [
    "CalibratedTotal",
    "DataDefect",
    "EffectiveBase",
    "MixGroup",
    "MixShift",
    "NonresponseBias",
    "Pooled",
    "PostStratified",
    "ResponseRates",
    "Stratum",
    "SurveyEstimate",
    "Weights",
    "aapor_rates",
    "data_defect",
    "kish",
    "linear_calibration",
    "mix_shift",
    "nonresponse_bias",
    "poststratify",
    "rake_table",
    "rake_weights",
    "rubin_pool",
    "survey_mean",
]
