"""How many answers? For a margin, for a change to be seen, and how to spread them over strata."""

from heedful.methods.sampling.differences import answers_needed, power_proportions
from heedful.methods.sampling.scores import (
    Correction,
    answers_for_change,
    answers_for_margin,
    nps_sample_size,
    nps_variance,
)
from heedful.methods.sampling.sizes import MoreAnswers, Power, SampleSize
from heedful.methods.sampling.strata import allocate

__all__ = [
    "Correction",
    "MoreAnswers",
    "Power",
    "SampleSize",
    "allocate",
    "answers_for_change",
    "answers_for_margin",
    "answers_needed",
    "nps_sample_size",
    "nps_variance",
    "power_proportions",
]
