"""Small branches borrow strength from all: estimates pulled to the mean as far as chance explains them."""

from heedful.methods.shrinkage.james_stein import JamesStein, james_stein
from heedful.methods.shrinkage.random_effects import RandomEffects, random_effects
from heedful.methods.shrinkage.rates import BetaBinomial, ShrunkRates, beta_binomial_eb, eb_rates
from heedful.methods.shrinkage.regression import regression_to_mean

__all__ = [
    "BetaBinomial",
    "JamesStein",
    "RandomEffects",
    "ShrunkRates",
    "beta_binomial_eb",
    "eb_rates",
    "james_stein",
    "random_effects",
    "regression_to_mean",
]
