"""Weighting."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from heedful.methods import weighting
from heedful.methods.conformance import Runner
from heedful.methods.conformance.tables import read_table


def _kish(example: Mapping[str, Any]) -> dict[str, Any]:
    return asdict(weighting.kish(example["weights"]))


def _survey_mean(example: Mapping[str, Any]) -> dict[str, Any]:
    table = read_table(example["table"])

    def column(name: str) -> list[Any] | None:
        return None if example.get(name) is None else table[example[name]]

    domain = example.get("domain")
    inside = None if domain is None else [value == domain["value"] for value in table[domain["column"]]]
    return asdict(
        weighting.survey_mean(
            table[example["y"]],
            column("weights") or [1.0] * len(table[example["y"]]),
            strata=column("strata"),
            psu=column("psu"),
            fpc=column("fpc"),
            x=column("x"),
            estimand=example.get("estimand", "mean"),
            domain=inside,
            level=example.get("level", 0.95),
        )
    )


def _rake_table(example: Mapping[str, Any]) -> dict[str, Any]:
    fitted = weighting.rake_table(
        example["seed"],
        example["row_targets"],
        example["col_targets"],
        max_iter=example.get("max_iter", 1000),
        tol=example.get("tol", 1e-12),
    )
    return {"fitted": fitted.tolist()}


def _name(value: Any) -> str:
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _rake_weights(example: Mapping[str, Any]) -> dict[str, Any]:
    table = read_table(example["table"])
    margins = example["margins"]
    columns = {name: [_name(value) for value in table[name]] for name in margins}
    base = example.get("base_weights")
    raked = weighting.rake_weights(columns, margins, base_weights=None if base is None else table[base])
    cells = zip(*columns.values(), strict=True)
    found: dict[str, Any] = {
        "weights_by_cell": dict(zip(("|".join(cell) for cell in cells), raked.weights.tolist(), strict=True)),
        "n_effective": raked.base.n_effective,
        "deff": raked.base.deff,
    }
    if example.get("y") is not None:
        found["weighted_mean"] = weighting.survey_mean(table[example["y"]], raked.weights).estimate
    return found


def _poststratify(example: Mapping[str, Any]) -> dict[str, Any]:
    strata = [weighting.Stratum(s["name"], s["n"], s["mean"], s.get("var")) for s in example["strata"]]
    return asdict(weighting.poststratify(strata, example["population"]))


def _auxiliary(name: str, table: Mapping[str, Sequence[Any]], n: int) -> list[float]:
    if name == "intercept":
        return [1.0] * n
    if name.startswith("dummy:"):
        column, _, wanted = name.removeprefix("dummy:").partition("=")
        return [float(_name(value) == wanted) for value in table[column]]
    return list(table[name])


def _linear_calibration(example: Mapping[str, Any]) -> dict[str, Any]:
    table = read_table(example["table"])
    y = table[example["y"]]
    columns = [_auxiliary(name, table, len(y)) for name in example["calibrate"]]
    base = example.get("base_weights")
    found = weighting.linear_calibration(
        list(zip(*columns, strict=True)),
        list(example["calibrate"].values()),
        [1.0] * len(y) if base is None else table[base],
        y,
    )
    return asdict(found)


def _nonresponse_bias(example: Mapping[str, Any]) -> dict[str, Any]:
    return asdict(
        weighting.nonresponse_bias(
            example["response_rate"], example["mean_respondents"], example["mean_nonrespondents"]
        )
    )


def _data_defect(example: Mapping[str, Any]) -> dict[str, Any]:
    return asdict(
        weighting.data_defect(
            example["n"],
            example["N"],
            rho=example.get("rho"),
            error=example.get("error"),
            sigma=example.get("sigma"),
        )
    )


def _mix_shift(example: Mapping[str, Any]) -> dict[str, Any]:
    groups = [
        weighting.MixGroup(g["a_size"], g.get("a_rate"), g["b_size"], g.get("b_rate"))
        for g in example["groups"]
    ]
    return asdict(weighting.mix_shift(groups))


def _rubin_pool(example: Mapping[str, Any]) -> dict[str, Any]:
    return asdict(
        weighting.rubin_pool(
            example["estimates"], example["variances"], df_complete=example.get("df_complete")
        )
    )


def _aapor_rates(example: Mapping[str, Any]) -> dict[str, Any]:
    found = weighting.aapor_rates(
        complete=example["I"],
        partial=example.get("P", 0),
        refusal=example.get("R", 0),
        non_contact=example.get("NC", 0),
        other=example.get("O", 0),
        unknown_household=example.get("UH", 0),
        unknown_other=example.get("UO", 0),
        eligible_share=example.get("e"),
    )
    return {name.upper(): rate for name, rate in asdict(found).items()}


RUNNERS: dict[str, Runner] = {
    "kish": _kish,
    "survey_mean": _survey_mean,
    "rake_table": _rake_table,
    "rake_weights": _rake_weights,
    "poststratify": _poststratify,
    "linear_calibration": _linear_calibration,
    "nonresponse_bias": _nonresponse_bias,
    "data_defect": _data_defect,
    "mix_shift": _mix_shift,
    "rubin_pool": _rubin_pool,
    "aapor_rates": _aapor_rates,
}
