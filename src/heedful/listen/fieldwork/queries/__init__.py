"""Reads of fieldwork: the ledger, the rules, and what a decision looks at."""

from heedful.listen.fieldwork.queries.asks import (
    all_asks_of,
    ask,
    ask_answered_as,
    ask_by_id,
    ask_by_key,
    asks,
    asks_for_projection,
    asks_projected,
    ledger_counts,
    silent_asks,
    unasked_answers_of,
    visible_ask,
)
from heedful.listen.fieldwork.queries.deciding import (
    asked_survey,
    situation_of,
    situations,
    standing_at,
)
from heedful.listen.fieldwork.queries.events import all_events_of, event_names, tracked_events
from heedful.listen.fieldwork.queries.people import candidates, visitor
from heedful.listen.fieldwork.queries.plans import (
    always_on_plan,
    due_asks,
    due_plans,
    plan,
    plan_counts,
    plan_names,
    plans,
    plans_by_id,
)
from heedful.listen.fieldwork.queries.rules import (
    contact_rules,
    country_rules,
    followed_name,
    own_country_keys,
    rule_changes,
)

__all__ = [
    "all_asks_of",
    "all_events_of",
    "always_on_plan",
    "ask",
    "ask_answered_as",
    "ask_by_id",
    "ask_by_key",
    "asked_survey",
    "asks",
    "asks_for_projection",
    "asks_projected",
    "candidates",
    "contact_rules",
    "country_rules",
    "due_asks",
    "due_plans",
    "event_names",
    "followed_name",
    "ledger_counts",
    "own_country_keys",
    "plan",
    "plan_counts",
    "plan_names",
    "plans",
    "plans_by_id",
    "rule_changes",
    "silent_asks",
    "situation_of",
    "situations",
    "standing_at",
    "tracked_events",
    "unasked_answers_of",
    "visible_ask",
    "visitor",
]
