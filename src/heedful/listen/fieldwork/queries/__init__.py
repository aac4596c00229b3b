"""Reads of fieldwork: the ledger, the rules, and what a decision looks at."""

from heedful.listen.fieldwork.queries.asks import (
    all_asks_of,
    ask,
    asks,
    asks_for_projection,
    asks_projected,
)
from heedful.listen.fieldwork.queries.people import candidates, visitor
from heedful.listen.fieldwork.queries.rules import contact_rules, country_rules, rule_changes
from heedful.listen.fieldwork.queries.deciding import (
    asked_survey,
    situation_of,
    situations,
    standing_at,
)

__all__ = [
    "all_asks_of",
    "ask",
    "asked_survey",
    "asks",
    "asks_for_projection",
    "asks_projected",
    "candidates",
    "contact_rules",
    "country_rules",
    "rule_changes",
    "situation_of",
    "situations",
    "standing_at",
    "visitor",
]
