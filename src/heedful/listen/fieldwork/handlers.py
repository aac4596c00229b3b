"""What fieldwork hears."""

from __future__ import annotations

from heedful.listen.audiences.events import ContactsMerged
from heedful.listen.fieldwork import services
from heedful.platform.core.outbox import on


@on(ContactsMerged)
def hand_over_asks(event: ContactsMerged) -> None:
    services.hand_over_asks(event.kept_id, event.gone_id)
