"""Who stays and who leaves: retention curves, what hastens leaving, and how good a predicted risk is."""

from heedful.methods.survival.curve import RetentionCurve, kaplan_meier
from heedful.methods.survival.hazards import CoxModel, cox_ph
from heedful.methods.survival.logrank import LogRank, logrank
from heedful.methods.survival.risk import Calibration, RocArea, calibration, roc_auc

__all__ = [
    "Calibration",
    "CoxModel",
    "LogRank",
    "RetentionCurve",
    "RocArea",
    "calibration",
    "cox_ph",
    "kaplan_meier",
    "logrank",
    "roc_auc",
]
