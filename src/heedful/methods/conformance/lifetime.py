"""Worked examples of `heedful.methods.lifetime`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from heedful.methods import lifetime
from heedful.methods.conformance import Runner
from heedful.methods.conformance.tables import read_table


def _sbg(example: Mapping[str, Any]) -> dict[str, Any]:
    return asdict(lifetime.sbg(example["survivors"], horizon=example.get("horizon", 0)))


def _clv_multiple(example: Mapping[str, Any]) -> dict[str, Any]:
    return {"clv": lifetime.clv_multiple(**example)}


def _customer(example: Mapping[str, Any]) -> lifetime.Customer | None:
    given = example.get("customer")
    return None if given is None else lifetime.Customer(given["x"], given["t_x"], given["T"])


def _bgnbd(example: Mapping[str, Any]) -> dict[str, Any]:
    params = lifetime.BgNbdParameters(**example["params"]) if "params" in example else None
    answer: dict[str, Any] = {}
    if "table" in example:
        table = read_table(example["table"])
        columns = [table[example[key]] for key in ("x", "t_x", "T")]
        model = lifetime.fit_bgnbd(*columns, params=params)
        params, answer = model.params, asdict(model)
    assert params is not None
    forecast = lifetime.forecast_bgnbd(params, _customer(example), t=example.get("t"))
    return {**answer, **asdict(forecast)}


def _pareto_nbd(example: Mapping[str, Any]) -> dict[str, Any]:
    params = lifetime.ParetoNbdParameters(**example["params"])
    return asdict(lifetime.forecast_pareto_nbd(params, _customer(example), t=example.get("t")))


def _gamma_gamma(example: Mapping[str, Any]) -> dict[str, Any]:
    answer: dict[str, Any] = {}
    if "params" in example:
        params = lifetime.GammaGammaParameters(**example["params"])
    else:
        table = read_table(example["table"])
        model = lifetime.fit_gamma_gamma(table[example["x"]], table[example["mean_spend"]])
        params, answer = model.params, asdict(model)
    answer["population_mean"] = params.population_mean
    if "customer" in example:
        given = example["customer"]
        answer["expected_spend"] = lifetime.expected_spend(
            params, x=given["x"], mean_spend=given["mean_spend"]
        )
    return answer


def _bgbb(example: Mapping[str, Any]) -> dict[str, Any]:
    params = lifetime.BgbbParameters(**example["params"]) if "params" in example else None
    answer: dict[str, Any] = {}
    if "table" in example:
        table = read_table(example["table"])
        n, count = example["n"], example.get("count")
        model = lifetime.fit_bgbb(
            table[example["x"]],
            table[example["t_x"]],
            table[n] if isinstance(n, str) else n,
            count=None if count is None else table[count],
            params=params,
        )
        params, answer = model.params, asdict(model)
    assert params is not None
    given = example.get("customer", {})
    return {**answer, **asdict(lifetime.forecast_bgbb(params, **given, n_star=example.get("n_star")))}


RUNNERS: Mapping[str, Runner] = {
    "sbg": _sbg,
    "clv_multiple": _clv_multiple,
    "bgnbd": _bgnbd,
    "pareto_nbd": _pareto_nbd,
    "gamma_gamma": _gamma_gamma,
    "bgbb": _bgbb,
}
