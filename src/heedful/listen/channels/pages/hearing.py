"""What comes in moves the ledger: an ask whose answer is here is partly or wholly answered.

Who answered though nobody had asked was heard all the same: that starts the clocks.
"""

from __future__ import annotations

from heedful.listen.fieldwork import queries as fieldwork
from heedful.listen.fieldwork.services import advance_ask, note_answers
from heedful.listen.fieldwork.types import Disposition, UnaskedAnswer
from heedful.listen.responses.events import ResponsesReceived
from heedful.listen.responses.queries.begun import answered_asks, unasked_answers
from heedful.listen.responses.types import Status
from heedful.platform.core.outbox import on
from heedful.platform.core.scope import current_organization_id
from heedful.platform.core.types import Actor

_REACHED = {Status.PARTIAL: Disposition.PARTIAL, Status.COMPLETED: Disposition.ANSWERED}


@on(ResponsesReceived)
def move_asks_on(event: ResponsesReceived) -> None:
    by = Actor.system(current_organization_id(), "Respondent")
    for key, status, at in answered_asks(event.response_ids):
        ask = fieldwork.ask_answered_as(key)
        if ask is not None:
            advance_ask(by=by, ask_uid=ask.uid, disposition=_REACHED[status], at=at)


@on(ResponsesReceived)
def start_clocks(event: ResponsesReceived) -> None:
    by = Actor.system(current_organization_id(), "Respondent")
    note_answers([UnaskedAnswer(*each) for each in unasked_answers(event.response_ids)], by=by)
