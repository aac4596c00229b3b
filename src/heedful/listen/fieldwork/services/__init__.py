"""Writes of fieldwork: who may be asked, who was, and how it went on."""

from heedful.listen.fieldwork.services.advancing import advance_ask
from heedful.listen.fieldwork.services.asking import (
    ask_contact,
    ask_contacts,
    ask_visitor,
    decide_due,
)
from heedful.listen.fieldwork.services.book import Occasion
from heedful.listen.fieldwork.services.due import remind, remind_now, work_off
from heedful.listen.fieldwork.services.events import record_event, record_events
from heedful.listen.fieldwork.services.plans import (
    add_members,
    change_plan,
    define_plan,
    drop_plan,
    end_plan,
    pause_plan,
    start_plan,
)
from heedful.listen.fieldwork.services.recording import (
    forget_contact,
    hand_over_asks,
    note_answers,
    record_asks,
)
from heedful.listen.fieldwork.services.rules import change_rules, reset_country_rule, set_country_rule
from heedful.listen.fieldwork.services.triggering import ask_upon_events
from heedful.listen.fieldwork.services.waves import WAVE, run_wave, start_due_plan

__all__ = [
    "WAVE",
    "Occasion",
    "add_members",
    "advance_ask",
    "ask_contact",
    "ask_contacts",
    "ask_upon_events",
    "ask_visitor",
    "change_plan",
    "change_rules",
    "decide_due",
    "define_plan",
    "drop_plan",
    "end_plan",
    "forget_contact",
    "hand_over_asks",
    "note_answers",
    "pause_plan",
    "record_asks",
    "record_event",
    "record_events",
    "remind",
    "remind_now",
    "reset_country_rule",
    "run_wave",
    "set_country_rule",
    "start_due_plan",
    "start_plan",
    "work_off",
]
