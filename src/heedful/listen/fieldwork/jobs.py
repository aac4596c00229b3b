"""What fieldwork does by itself: waves, asks whose time has come, reminders."""

from __future__ import annotations

from itertools import groupby
from operator import itemgetter

from django.utils import timezone

from heedful.listen.fieldwork import queries, services
from heedful.listen.fieldwork.simulator import work as simulation
from heedful.platform.core.queue import job
from heedful.platform.core.schedule import every
from heedful.platform.core.scope import organization_scope
from heedful.platform.core.types import Actor

AT_ONCE = 200

job(services.WAVE)(services.run_wave)
job(simulation.KIND)(simulation.run_simulation)


@every(minutes=1)
def start_due_plans() -> None:
    now = timezone.now()
    for organization_id, uid in queries.due_plans(now):
        with organization_scope(organization_id):
            services.start_due_plan(uid, by=Actor.system(organization_id, "Fieldwork"), now=now)


@every(seconds=15)  # a reminder that somebody waits for on the page comes while they look
def ask_who_is_due() -> None:
    """A batch at a time, each ask once."""
    now, last = timezone.now(), 0
    while due := queries.due_asks(now, AT_ONCE, after_id=last):
        last = due[-1][1]
        for organization_id, some in groupby(sorted(due), key=itemgetter(0)):
            with organization_scope(organization_id):
                by = Actor.system(organization_id, "Fieldwork")
                services.work_off([ask_id for _, ask_id in some], by=by, now=now)
