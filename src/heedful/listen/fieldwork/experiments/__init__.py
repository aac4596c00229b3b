"""Variants of a survey, given to people by chance and kept, so that what is better can be told.

Nouns: experiment, arm (one of its variants), change. Pure here; ``models``, ``services`` and ``queries`` keep
experiments; what came of one is told by ``responses.experiments``.
"""

from heedful.listen.fieldwork.experiments.assignment import (
    ATTRIBUTE,
    arm_of,
    moment_in_arm,
    response_attributes,
    variant_of,
)
from heedful.listen.fieldwork.experiments.changes import with_changes
from heedful.listen.fieldwork.experiments.types import Arm, Changes, Experiment, Outcome, State

__all__ = [
    "ATTRIBUTE",
    "Arm",
    "Changes",
    "Experiment",
    "Outcome",
    "State",
    "arm_of",
    "moment_in_arm",
    "response_attributes",
    "variant_of",
    "with_changes",
]
