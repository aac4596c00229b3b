"""How long a customer stays, how often he buys, what he spends, and what that is worth today."""

from heedful.methods.lifetime.contract import ContractModel, clv_multiple, sbg
from heedful.methods.lifetime.discrete import (
    BgbbForecast,
    BgbbModel,
    BgbbParameters,
    fit_bgbb,
    forecast_bgbb,
)
from heedful.methods.lifetime.forecast import Customer, PurchaseForecast
from heedful.methods.lifetime.pareto import ParetoNbdParameters, forecast_pareto_nbd
from heedful.methods.lifetime.purchases import BgNbdModel, BgNbdParameters, fit_bgnbd, forecast_bgnbd
from heedful.methods.lifetime.spend import (
    GammaGammaModel,
    GammaGammaParameters,
    expected_spend,
    fit_gamma_gamma,
)

__all__ = [
    "BgNbdModel",
    "BgNbdParameters",
    "BgbbForecast",
    "BgbbModel",
    "BgbbParameters",
    "ContractModel",
    "Customer",
    "GammaGammaModel",
    "GammaGammaParameters",
    "ParetoNbdParameters",
    "PurchaseForecast",
    "clv_multiple",
    "expected_spend",
    "fit_bgbb",
    "fit_bgnbd",
    "fit_gamma_gamma",
    "forecast_bgbb",
    "forecast_bgnbd",
    "forecast_pareto_nbd",
    "sbg",
]
