"""May we ask this person? One small pure function a gate, and how an ask goes on."""

from heedful.listen.fieldwork.rules.changing import changes_of, resolved, rules_problems
from heedful.listen.fieldwork.rules.clocks import HELD_FOR, counts, holds
from heedful.listen.fieldwork.rules.countries import DEFAULT_COUNTRIES, by_country
from heedful.listen.fieldwork.rules.deciding import GATES, decide, disposition, first_closed, judged
from heedful.listen.fieldwork.rules.dispositions import further
from heedful.listen.fieldwork.rules.room import sample_round, sample_share
from heedful.listen.fieldwork.rules.situation import Situation

__all__ = [
    "DEFAULT_COUNTRIES",
    "GATES",
    "HELD_FOR",
    "Situation",
    "by_country",
    "changes_of",
    "counts",
    "decide",
    "disposition",
    "first_closed",
    "further",
    "holds",
    "judged",
    "resolved",
    "rules_problems",
    "sample_round",
    "sample_share",
]
