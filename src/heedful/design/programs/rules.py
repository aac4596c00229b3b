"""What makes a programme and its goals sound, and how many answers a goal needs: pure."""

from __future__ import annotations

from collections.abc import Iterable
from math import ceil, isfinite

from heedful.design.programs.types import AnswersNeeded, GoalDefinition, ProgramDefinition
from heedful.methods.errors import ArgumentError
from heedful.methods.sampling import answers_for_change, power_proportions
from heedful.platform.core.errors import Problem

PASSIVES = 30.0  # per cent: what most programmes see; the needed answers hardly depend on it
POWER = 0.8
_SCORES = {"nps", "enps"}
_SHARES = {"csat", "thumbs", "top_box", "response_rate", "completion_rate", "decline_rate"}


def program_problems(program: ProgramDefinition) -> Iterable[Problem]:
    if not 1 <= len(program.name.strip()) <= 200:
        yield Problem("name", "must have 1 to 200 characters")
    if not 1 <= len(program.business_question.strip()) <= 2_000:
        yield Problem("business_question", "say in up to 2,000 characters what you are solving for")
    for field, names in (("audiences", program.audiences), ("stakeholders", program.stakeholders)):
        if len(names) > 50 or any(len(name) > 200 for name in names):
            yield Problem(field, "at most 50, of up to 200 characters each")


def goal_problems(goal: GoalDefinition, metrics: Iterable[str]) -> Iterable[Problem]:
    known = sorted(metrics)
    if goal.metric not in known:
        yield Problem("metric", f"{goal.metric!r} is none of {', '.join(known)}")
    low, high = (-100, 100) if goal.metric in _SCORES else (0, 100)
    for field, value in (("target", goal.target), ("baseline", goal.baseline)):
        if value is not None and not (isfinite(value) and low <= value <= high):
            yield Problem(field, f"must lie from {low} to {high}")
    if goal.baseline is not None and goal.baseline == goal.target:
        yield Problem("target", "equals the baseline: there is nothing to be reached")
    for field, text, longest in (("segment", goal.segment, 200), ("owner", goal.owner, 254)):
        if len(text) > longest:
            yield Problem(field, f"must have at most {longest} characters")


def answers_needed(goal: GoalDefinition) -> AnswersNeeded | None:
    """Answers a wave so that the step of a goal can be told from noise; None where that is not known."""
    if goal.baseline is None:
        return None
    try:
        if goal.metric in _SCORES:
            return _for_scores(goal.baseline, goal.target)
        if goal.metric in _SHARES:
            return _for_shares(goal.baseline / 100, goal.target / 100)
    except ArgumentError:
        return None  # scores that so many passives do not allow
    return None


def _for_scores(baseline: float, target: float) -> AnswersNeeded:
    # At 30 % passives a score cannot pass 70; beyond that there are fewer of them.
    passives = min(PASSIVES, 100 - max(abs(baseline), abs(target)))
    return AnswersNeeded(
        answers_for_change(baseline, target, passives=passives).n,
        answers_for_change(baseline, target, passives=passives, power=POWER).n,
    )


def _for_shares(baseline: float, target: float) -> AnswersNeeded:
    # With a power of one half the difference is just significant.
    just = power_proportions(baseline, target, power=0.5).n
    return AnswersNeeded(ceil(just), ceil(power_proportions(baseline, target, power=POWER).n))
