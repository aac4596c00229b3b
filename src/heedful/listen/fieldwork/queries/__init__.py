"""Reads of fieldwork: the ledger, the rules, and what a decision looks at."""

from heedful.listen.fieldwork.queries.asks import (
    all_asks_of,
    ask,
    ask_by_id,
    asks,
    asks_for_projection,
    asks_projected,
)
from heedful.listen.fieldwork.queries.deciding import (
    asked_survey,
    situation_of,
    situations,
    standing_at,
)
from heedful.listen.fieldwork.queries.events import all_events_of, event_names, tracked_events
from heedful.listen.fieldwork.queries.people import candidates, visitor
from heedful.listen.fieldwork.queries.rules import contact_rules, country_rules, rule_changes

__all__ = [
    "all_asks_of",
    "all_events_of",
    "ask",
    "ask_by_id",
    "asked_survey",
    "asks",
    "asks_for_projection",
    "asks_projected",
    "candidates",
    "contact_rules",
    "country_rules",
    "event_names",
    "rule_changes",
    "situation_of",
    "situations",
    "standing_at",
    "tracked_events",
    "visitor",
]
