"""Writes of responses: store what came in, exclude, delete, forget a person, feed the projections."""

from heedful.listen.responses.services.check import check_all
from heedful.listen.responses.services.feed import (
    forget_batch,
    mark_changed,
    mark_units_changed,
    take_changes,
)
from heedful.listen.responses.services.flagging import flag_responses
from heedful.listen.responses.services.people import erase_contact, hand_over_responses
from heedful.listen.responses.services.responses import (
    delete_responses,
    exclude_response,
    include_response,
)
from heedful.listen.responses.services.store import store_checked, store_responses
from heedful.listen.responses.services.withdrawing import forget_withdrawn, withdraw_answers

__all__ = [
    "check_all",
    "delete_responses",
    "erase_contact",
    "exclude_response",
    "flag_responses",
    "forget_batch",
    "forget_withdrawn",
    "hand_over_responses",
    "include_response",
    "mark_changed",
    "mark_units_changed",
    "store_checked",
    "store_responses",
    "take_changes",
    "withdraw_answers",
]
