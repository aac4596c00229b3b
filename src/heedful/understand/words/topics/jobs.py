"""Topics are looked for every night, and when somebody asks."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from heedful.platform.core import queue
from heedful.platform.core.organizations import organization, organizations
from heedful.platform.core.queue import Run, job
from heedful.platform.core.schedule import every
from heedful.platform.core.scope import current_organization_id, organization_scope
from heedful.platform.core.types import Actor, OrganizationFacts

KIND = "words.topics.find"
HOUR = 2  # o'clock in the organisation's time zone, from which the day before is looked at


@job(KIND)
def find(run: Run) -> dict[str, Any]:
    # Loads the arithmetic, which an idle process does without.
    from heedful.understand.words.topics.finding import Window
    from heedful.understand.words.topics.searching import run_search

    window = Window.ending(date.fromisoformat(run.payload["to_on"]))
    return run_search(run, window, by=Actor.system(current_organization_id()))


@every(minutes=2)
def look_for_topics() -> None:
    now = timezone.now()
    for each in organizations():
        with organization_scope(each.id):
            look_for_topics_of(organization(), now)


def look_for_topics_of(facts: OrganizationFacts, now: datetime) -> bool:
    """Queue the night's search of the organisation in scope, once a day; say whether it was.

    While the history waits to be read there is no past to compare with: then it is for later.
    """
    from heedful.understand.words.readings.queries.state import waiting_texts
    from heedful.understand.words.topics.queries import running_search
    from heedful.understand.words.topics.services import start_search
    from heedful.understand.words.vectors.places import stores

    local = now.astimezone(facts.zone)
    yesterday = local.date() - timedelta(days=1)
    # One that failed is not tried again the same night: the next one has the same days in it.
    was_tried = any(one.payload["to_on"] >= yesterday.isoformat() for one in queue.latest(KIND, limit=3))
    if local.hour < HOUR or was_tried or running_search() is not None:
        return False
    if not any(len(store) for store in stores()) or waiting_texts().history:
        return False
    start_search(by=Actor.system(facts.id), to_on=yesterday)
    return True
