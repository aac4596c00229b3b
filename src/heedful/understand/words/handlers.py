"""What words hear. Models are loaded when there is something to read, not when an answer comes."""

from __future__ import annotations

from heedful.listen.responses.events import ContactErased, ResponsesDeleted, ResponsesReceived
from heedful.platform.core.outbox import on
from heedful.understand.words.search import handlers as search

__all__ = ["forget_deleted", "forget_erased", "queue_texts", "search"]


@on(ResponsesReceived)
def queue_texts(event: ResponsesReceived) -> None:
    from heedful.understand.words.readings import services

    services.queue_texts(event.response_ids)


@on(ResponsesDeleted)
def forget_deleted(event: ResponsesDeleted) -> None:
    from heedful.understand.words.readings import services

    services.forget_readings(event.response_ids)
    services.forget_vectors(event.response_ids)


@on(ContactErased)
def forget_erased(event: ContactErased) -> None:
    from heedful.understand.words.readings import services

    # Once more: a worker may have held the words in its hands when they were erased.
    services.forget_readings(event.response_ids)
    services.forget_vectors(event.response_ids)
