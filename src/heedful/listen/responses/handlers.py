"""What responses hear."""

from __future__ import annotations

from heedful.listen.audiences.events import ContactsMerged, UnitsChanged
from heedful.listen.responses import services
from heedful.listen.responses.events import AnswersWithdrawn
from heedful.platform.core.outbox import on


@on(ContactsMerged)
def hand_over_responses(event: ContactsMerged) -> None:
    services.hand_over_responses(event.kept_id, event.gone_id)


@on(UnitsChanged)
def mark_units_changed(event: UnitsChanged) -> None:
    services.mark_units_changed(event.unit_ids)


@on(AnswersWithdrawn)
def forget_withdrawn(event: AnswersWithdrawn) -> None:
    # Again: the worker may have held the answers in its hands when they were taken back.
    services.forget_withdrawn(event.key)
