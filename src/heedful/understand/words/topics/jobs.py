"""Topics are looked for every night, and when somebody asks."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.utils import timezone

from heedful.platform.core.organizations import organization, organizations
from heedful.platform.core.queue import Run, job
from heedful.platform.core.schedule import every
from heedful.platform.core.scope import current_organization_id, organization_scope
from heedful.platform.core.types import Actor, OrganizationFacts

KIND = "words.topics.find"


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
    from heedful.understand.words.topics.standing import due_on, has_comments

    last = due_on(facts, now)
    if last is None or running_search() is not None:
        return False
    if not has_comments() or waiting_texts().history:
        return False
    start_search(by=Actor.system(facts.id), to_on=last)
    return True
