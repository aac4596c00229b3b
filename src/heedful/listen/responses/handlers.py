"""What responses hear."""

from __future__ import annotations

from heedful.listen.audiences.events import ContactsMerged, UnitsChanged
from heedful.listen.responses import services
from heedful.listen.responses.events import AnswersWithdrawn, ResponsesReceived
from heedful.listen.responses.uploads.files import remove_folder
from heedful.listen.responses.uploads.services import adopt_uploads
from heedful.platform.core.organizations import cleans
from heedful.platform.core.outbox import on
from heedful.platform.core.scope import current_organization_id
from heedful.platform.core.types import Actor


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


@on(ResponsesReceived)
def look_at_responses(event: ResponsesReceived) -> None:
    by = Actor.system(current_organization_id())
    adopt_uploads(event.response_ids, by=by)
    services.flag_responses(event.response_ids, by=by)


@cleans
def remove_uploads(organization_uid: str) -> None:
    remove_folder(organization_uid)
