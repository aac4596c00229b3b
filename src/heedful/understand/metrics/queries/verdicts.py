"""Many differences judged at once: of many that are none, some look like one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from django.utils.translation import gettext as _

from heedful.methods.comparisons import multiple_testing
from heedful.methods.results import Comparison
from heedful.understand.metrics.queries.estimates import counted, estimate
from heedful.understand.metrics.queries.plans import Plan
from heedful.understand.metrics.rules import judge
from heedful.understand.metrics.types import Verdict
from heedful.understand.metrics.wording import verdict_sentence
from heedful.understand.warehouse.types import Cell


def adjusted_verdicts(pairs: Mapping[str, tuple[Cell, Cell]], definite: Plan) -> dict[str, Verdict]:
    """Judge each pair (now, then) with p-values adjusted for all of them (Benjamini-Hochberg)."""
    compared = {key: _compare(*pair, definite) for key, pair in pairs.items()}
    tested = [key for key, one in compared.items() if one.p_value is not None]
    adjusted = multiple_testing([compared[key].p_value or 0.0 for key in tested], adjust="bh").adjusted
    for key, p_value in zip(tested, adjusted, strict=True):
        compared[key] = replace(compared[key], p_value=float(p_value))
    return {key: _verdict(one, pairs[key], definite) for key, one in compared.items()}


def _compare(now: Cell, then: Cell, definite: Plan) -> Comparison:
    return definite.metric.compare(
        counted(now, definite), counted(then, definite), definite.question, level=definite.request.level
    )


def _verdict(comparison: Comparison, pair: tuple[Cell, Cell], definite: Plan) -> Verdict:
    finding, more = judge(comparison, *(estimate(cell, definite) for cell in pair))
    sentence = verdict_sentence(
        finding,
        comparison,
        label=_(definite.metric.label),
        unit=definite.metric.unit,
        since=_("the period before"),
        more=more,
    )
    return Verdict(finding, sentence, comparison, more)
