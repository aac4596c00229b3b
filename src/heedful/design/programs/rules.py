"""What a sound programme is, and what a goal needs. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from heedful.design.programs.types import Feasibility, GoalFacts, NewGoal, NewProgram
from heedful.methods.sampling import nps_sample_size, nps_variance, power_proportions
from heedful.platform.core.errors import Problem

POINT_METRICS = frozenset({"nps", "enps"})
SHARE_METRICS = frozenset({"csat", "ces", "osat", "top_box", "thumbs", "smileys"})
ASSUMED_PASSIVES = 30.0


def problems_of(program: NewProgram) -> Iterator[Problem]:
    """Name what is wrong with a programme, goal by goal."""
    if not 1 <= len(program.name.strip()) <= 200:
        yield Problem("name", "Give a name of 1 to 200 characters.")
    if not program.business_question.strip():
        yield Problem("business_question", "Say in one question what you want to know.")
    for number, goal in enumerate(program.goals):
        for problem in problems_of_goal(goal):
            yield Problem(f"goals[{number}].{problem.field}", problem.reason)


def problems_of_goal(goal: NewGoal) -> Iterator[Problem]:
    """Name what is wrong with a goal."""
    low, high = value_range(goal.metric)
    for field, value in (("target", goal.target), ("baseline", goal.baseline)):
        if value is not None and not low <= value <= high:
            yield Problem(field, f"{value:g} is not from {low:g} to {high:g}, where {goal.metric} lies.")
    if goal.baseline is not None and goal.baseline == goal.target:
        yield Problem("target", "The target is where you stand already.")


def value_range(metric: str) -> tuple[float, float]:
    """Return the least and the largest value of a metric."""
    if metric in POINT_METRICS:
        return -100, 100
    return (0, 100) if metric in SHARE_METRICS else (float("-inf"), float("inf"))


def feasibility(goal: NewGoal | GoalFacts) -> Feasibility | None:
    """Return how many answers a wave needs for the step to be seen; None where it cannot be said."""
    if goal.baseline is None or goal.baseline == goal.target:
        return None
    if goal.metric in POINT_METRICS:
        return _of_points(goal.baseline, goal.target)
    if goal.metric in SHARE_METRICS:
        return _of_shares(goal.baseline / 100, goal.target / 100)
    return None


def _of_points(baseline: float, target: float) -> Feasibility:
    passives = min(ASSUMED_PASSIVES, 100 - max(abs(baseline), abs(target)))
    variance = (nps_variance(baseline, passives) + nps_variance(target, passives)) / 2
    step = abs(target - baseline)
    seen = nps_sample_size(variance, difference=step, correction="none").n
    found = nps_sample_size(variance, difference=step, power=0.8, correction="none").n
    return Feasibility(seen, found, passives)


def _of_shares(baseline: float, target: float) -> Feasibility:
    seen = power_proportions(baseline, target, power=0.5).n
    found = power_proportions(baseline, target, power=0.8).n
    return Feasibility(round(seen + 0.5), round(found + 0.5), 0.0)
