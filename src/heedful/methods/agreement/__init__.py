"""Do several measure the same? Items of a scale, coders of comments, judges, people of one branch."""

from heedful.methods.agreement.coders import (
    Kappa,
    cohen_kappa,
    fleiss_kappa,
    krippendorff_alpha,
)
from heedful.methods.agreement.groups import Aggregation, GroupMoments, aggregation
from heedful.methods.agreement.judges import IntraclassCorrelations, icc
from heedful.methods.agreement.mixed import MixedModel, mixed_model
from heedful.methods.agreement.scales import Consistency, cronbach_alpha

__all__ = [
    "Aggregation",
    "Consistency",
    "GroupMoments",
    "IntraclassCorrelations",
    "Kappa",
    "MixedModel",
    "aggregation",
    "cohen_kappa",
    "cronbach_alpha",
    "fleiss_kappa",
    "icc",
    "krippendorff_alpha",
    "mixed_model",
]
