"""What happens before topics stand on the page: comments are read, a search waits, runs or broke off."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from heedful.platform.core import queue
from heedful.platform.core.organizations import organization
from heedful.platform.core.types import Actor, JobFacts, OrganizationFacts, Permission
from heedful.platform.ui.charting import say_count
from heedful.understand.words.readings.queries.state import status
from heedful.understand.words.readings.showing import time_left
from heedful.understand.words.readings.types import ReadingStatus
from heedful.understand.words.topics.queries import latest_search, running_search
from heedful.understand.words.topics.searching import COLLECTING, SEARCH
from heedful.understand.words.topics.types import Standing
from heedful.understand.words.vectors.places import stores

HOUR = 2  # o'clock in the organisation's time zone, from which the day before is looked at
_UNREAD = frozenset({"not_installed", "no_worker", "learning", "waiting", "reading"})


def standing(*, by: Actor) -> Standing | None:
    """Say what happens before the next topics come; None where there are some and nothing is under way."""
    by.require(Permission.READ_SCORES)
    if job := running_search():
        return Standing("searching", _searching_words(job))
    if latest_search() is not None:
        return None
    read = status(by=by)
    if read.state in _UNREAD:
        return _of_reading(read)
    facts = organization()
    if has_comments() and due_on(facts, timezone.now()):
        return Standing("soon", _("The comments are read; the search begins within two minutes."))
    if failed := next((job for job in queue.latest(SEARCH, limit=1) if job.state == "failed"), None):
        return Standing("failed", _("The last search broke off: %(error)s") % {"error": failed.error})
    return Standing("read" if has_comments() else "nothing")


def due_on(facts: OrganizationFacts, now: datetime) -> date | None:
    """Return the last day of the search that the schedule has still to start, None where there is none.

    The first search of all does not wait for the night: until then the page is empty.
    """
    local = now.astimezone(facts.zone)
    yesterday = local.date() - timedelta(days=1)
    tried = queue.latest(SEARCH, limit=3)
    # One that failed is not tried again the same night: the next one has the same days in it.
    if any(one.payload["to_on"] >= yesterday.isoformat() for one in tried):
        return None
    return yesterday if local.hour >= HOUR or not tried else None


def has_comments() -> bool:
    """Say whether any comment was read, and so has a row of numbers to be grouped by."""
    return any(len(store) for store in stores())


def _of_reading(read: ReadingStatus) -> Standing:
    says = _("Topics are searched once the comments are read.")
    if read.state == "reading" and read.left:
        said = _("Topics are searched once the comments are read: %(read)s of %(all)s.")
        says = said % {"read": say_count(read.read), "all": say_count(read.read + read.left)}
        left = time_left(read.seconds_left)
        says = f"{says} {left[:1].upper()}{left[1:]}." if left else says
        return Standing("reading", says, read.read, read.read + read.left)
    if read.learning:
        return Standing("reading", f"{says} {read.says}", read.learning.percent, 100)
    return Standing("reading", f"{says} {read.says}")


def _searching_words(job: JobFacts) -> str:
    if job.state == "waiting":
        return _("The search for topics waits for its turn.")
    if job.message == COLLECTING and job.done:
        return _("Searching now: %(n)s comments are gathered.") % {"n": say_count(job.done)}
    if not job.message or job.message == COLLECTING:
        return _("Searching now.")
    return _("Searching now: like comments are grouped and compared with the months before.")
