"""Is it changing? Charts, outbreaks, outliers, shifts and forecasts of one series."""

from heedful.methods.series.charts import (
    Cusum,
    Ewma,
    PChart,
    Xmr,
    cusum_arl,
    cusum_chart,
    ewma_chart,
    p_chart,
    xmr_chart,
)
from heedful.methods.series.forecasts import (
    Accuracy,
    HoltWinters,
    Smoothed,
    forecast_accuracy,
    holt_winters,
    ses,
)
from heedful.methods.series.interruptions import StepChange, interrupted_time_series
from heedful.methods.series.outbreaks import Ears, Farrington, ears, farrington
from heedful.methods.series.outliers import Changepoint, Outliers, changepoint_mean, generalized_esd

__all__ = [
    "Accuracy",
    "Changepoint",
    "Cusum",
    "Ears",
    "Ewma",
    "Farrington",
    "HoltWinters",
    "Outliers",
    "PChart",
    "Smoothed",
    "StepChange",
    "Xmr",
    "changepoint_mean",
    "cusum_arl",
    "cusum_chart",
    "ears",
    "ewma_chart",
    "farrington",
    "forecast_accuracy",
    "generalized_esd",
    "holt_winters",
    "interrupted_time_series",
    "p_chart",
    "ses",
    "xmr_chart",
]
