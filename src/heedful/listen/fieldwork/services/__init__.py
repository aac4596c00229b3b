"""Writes of fieldwork: who may be asked, who was, and how it went on."""

from heedful.listen.fieldwork.services.advancing import advance_ask
from heedful.listen.fieldwork.services.asking import Occasion, ask_contact, ask_contacts, ask_visitor
from heedful.listen.fieldwork.services.events import record_event, record_events
from heedful.listen.fieldwork.services.recording import forget_contact, hand_over_asks, record_asks

__all__ = [
    "Occasion",
    "advance_ask",
    "ask_contact",
    "ask_contacts",
    "ask_visitor",
    "forget_contact",
    "hand_over_asks",
    "record_asks",
    "record_event",
    "record_events",
]
