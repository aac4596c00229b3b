"""What the search hears. The index is loaded when there is something to do, not when a page starts."""

from __future__ import annotations

from heedful.listen.responses.events import ContactErased, ResponsesChanged, ResponsesDeleted
from heedful.platform.core.organizations import OrganizationChanged, cleans
from heedful.platform.core.outbox import on
from heedful.platform.core.queue import enqueue
from heedful.platform.core.scope import current_organization_id
from heedful.platform.core.types import Actor


@on(ResponsesChanged)
def queue_for_index(event: ResponsesChanged) -> None:
    from heedful.understand.words.search import services

    services.queue_changes(event.response_ids)


@on(ResponsesDeleted)
def forget_deleted_words(event: ResponsesDeleted) -> None:
    from heedful.understand.words.search import services

    services.forget_responses(event.response_ids)


@on(ContactErased)
def forget_erased_words(event: ContactErased) -> None:
    from heedful.understand.words.search import services

    services.forget_responses(event.response_ids)


@on(OrganizationChanged)
def index_in_time_zone(event: OrganizationChanged) -> None:
    if "time_zone" in event.changed:
        enqueue("words.search.rebuild", {}, by=Actor.system(current_organization_id()))


@cleans
def drop_index(uid: str) -> None:
    from heedful.understand.words.search import places as index
    from heedful.understand.words.vectors import places as vectors

    index.drop_organization(uid)
    vectors.drop_organization(uid)
