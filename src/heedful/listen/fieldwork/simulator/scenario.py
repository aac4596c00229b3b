"""What is tried: rules as they are or changed, plans that run or others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from heedful.listen.fieldwork.rules import rules_problems
from heedful.platform.core.errors import InvalidInput, Problem

MAX_DAYS = 366
USUAL_DAYS = 90
NO_OCCASION = "no_occasion"  # in place of a gate: no plan thought of the person


@dataclass(frozen=True, slots=True)
class Scenario:
    """``changes`` lie above the rules of organisation and surveys; no plans named: those that run."""

    name: str = ""
    changes: Mapping[str, Any] = field(default_factory=dict)
    plans: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Trial:
    """One simulation: one scenario, or two side by side."""

    scenarios: tuple[Scenario, ...] = (Scenario(),)
    days: int = USUAL_DAYS
    segment: str = ""  # attribute by which people are shown apart
    seed: str = "1"


def trial_document(trial: Trial) -> dict[str, Any]:
    return {
        "scenarios": [
            {"name": one.name, "changes": dict(one.changes), "plans": list(one.plans)}
            for one in trial.scenarios
        ],
        "days": trial.days,
        "segment": trial.segment,
        "seed": trial.seed,
    }


def trial_from(document: Mapping[str, Any]) -> Trial:
    """Read what :func:`trial_document` wrote, or what somebody asks for."""
    trial = Trial(
        scenarios=tuple(
            Scenario(one.get("name", ""), one.get("changes", {}), tuple(one.get("plans", ())))
            for one in document.get("scenarios") or [{}]
        ),
        days=document.get("days", USUAL_DAYS),
        segment=document.get("segment", ""),
        seed=str(document.get("seed", "1")),
    )
    problems = [*_problems(trial)]
    if problems:
        raise InvalidInput(*problems)
    return trial


def _problems(trial: Trial) -> Sequence[Problem]:
    found = []
    if not 1 <= trial.days <= MAX_DAYS:
        found.append(Problem("days", f"must be from 1 to {MAX_DAYS}"))
    if not 1 <= len(trial.scenarios) <= 2:
        found.append(Problem("scenarios", "must be one or two"))
    for number, scenario in enumerate(trial.scenarios):
        found += [
            Problem(f"scenarios[{number}].changes.{problem.field}", problem.reason)
            for problem in rules_problems(scenario.changes)
        ]
    return found
