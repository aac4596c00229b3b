"""What comes in moves the ledger: an ask whose answer is here is partly or wholly answered."""

from __future__ import annotations

from heedful.listen.fieldwork import queries as fieldwork
from heedful.listen.fieldwork.services import advance_ask
from heedful.listen.fieldwork.types import Disposition
from heedful.listen.responses.events import ResponsesReceived
from heedful.listen.responses.queries import answered_asks
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
