"""What the warehouse hears. The engine is loaded when there is something to do, not when a page starts."""

from __future__ import annotations

from heedful.listen.fieldwork.events import AsksRecorded
from heedful.listen.responses.events import ContactErased, ResponsesDeleted
from heedful.platform.core.organizations import OrganizationChanged, cleans
from heedful.platform.core.outbox import on
from heedful.platform.core.queue import enqueue
from heedful.platform.core.scope import current_organization_id
from heedful.platform.core.types import Actor


@on(AsksRecorded)
def project_asks(event: AsksRecorded) -> None:
    from heedful.understand.warehouse import services

    services.project_asks(event.ask_ids)


@on(ContactErased)
def erase_contact(event: ContactErased) -> None:
    from heedful.understand.warehouse import services

    services.erase_responses(response_ids=event.response_ids)


@on(ResponsesDeleted)
def erase_responses(event: ResponsesDeleted) -> None:
    from heedful.understand.warehouse import services

    services.erase_responses(response_ids=event.response_ids)


@on(OrganizationChanged)
def rebuild_in_time_zone(event: OrganizationChanged) -> None:
    # Days and hours are columns, so another time zone means other rows.
    if "time_zone" in event.changed:
        enqueue("warehouse.rebuild", {}, by=Actor.system(current_organization_id()))


@cleans
def drop_organization(uid: str) -> None:
    from heedful.understand.warehouse import services

    services.drop_organization(uid)
