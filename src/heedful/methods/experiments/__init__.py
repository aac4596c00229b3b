"""Trials with chance assignment: was the split right, what is the effect, and when may one look?"""

from heedful.methods.experiments.adjustment import Cuped, cuped
from heedful.methods.experiments.allocation import SampleRatio, srm
from heedful.methods.experiments.always_valid import (
    AlwaysValidTest,
    ConfidenceSequence,
    best_rho,
    confidence_sequence,
    msprt,
)
from heedful.methods.experiments.sequential import GROUP_DESIGNS, group_sequential
from heedful.methods.experiments.uplift import Qini, qini

__all__ = [
    "GROUP_DESIGNS",
    "AlwaysValidTest",
    "ConfidenceSequence",
    "Cuped",
    "Qini",
    "SampleRatio",
    "best_rho",
    "confidence_sequence",
    "cuped",
    "group_sequential",
    "msprt",
    "qini",
    "srm",
]
