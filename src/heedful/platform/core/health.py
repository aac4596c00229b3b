"""What is configured, what is switched off by that, and what is wrong.

A module adds checks in a ``health.py`` of its own: functions with ``@health_check("name")``.
"""

from __future__ import annotations

import logging
import os
import shutil
import stat
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from django.conf import settings
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from heedful.platform.core.models import Beat, Job, OutboxMessage
from heedful.platform.core.transactions import writing
from heedful.platform.core.types import Actor, Permission

log = logging.getLogger(__name__)
BEATS_WITHIN = timedelta(seconds=60)
LATE_AFTER = timedelta(minutes=10)
LEAST_FREE_BYTES = 1_000_000_000


class State(StrEnum):
    OK = "ok"
    OFF = "off"  # not configured, and that is allowed
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check found: in words, with what it switches off and how to set it up."""

    state: State
    says: str
    turns_off: str = ""
    how: str = ""
    name: str = ""


type Check = Callable[[], Finding]
_checks: dict[str, Check] = {}


def health_check[F: Check](name: str) -> Callable[[F], F]:
    """Register a check; it must be quick, it runs while somebody waits."""

    def register(check: F) -> F:
        _checks[name] = check
        return check

    return register


def ok(says: str) -> Finding:
    return Finding(State.OK, says)


def off(says: str, *, turns_off: str = "", how: str = "") -> Finding:
    return Finding(State.OFF, says, turns_off, how)


def bad(says: str, *, turns_off: str = "", how: str = "") -> Finding:
    return Finding(State.BAD, says, turns_off, how)


def findings(*, by: Actor) -> tuple[Finding, ...]:
    """Run every check of this instance."""
    by.require(Permission.MANAGE_ORGANIZATION)
    return tuple(_run(name, check) for name, check in _checks.items())


def is_able() -> bool:
    """Whether this process can do its work at all: for load balancers, who learn nothing else."""
    return all(_run(name, _checks[name]).state is not State.BAD for name in ("record store", "disk"))


def _run(name: str, check: Check) -> Finding:
    try:
        found = check()
    except Exception as error:
        log.exception("The health check %r failed", name)
        found = bad(_("The check itself failed: %(error)s") % {"error": type(error).__name__})
    return Finding(found.state, found.says, found.turns_off, found.how, name)


@health_check("record store")
def check_record_store() -> Finding:
    with writing(), connection.cursor() as cursor:
        # Takes the write lock and changes nothing.
        Beat.objects.filter(name="").update(name="")
        if connection.vendor != "sqlite":
            cursor.execute("SHOW server_version")
            return ok(_("PostgreSQL %(version)s, writable.") % {"version": cursor.fetchone()[0]})
        cursor.execute("PRAGMA journal_mode")
        mode = cursor.fetchone()[0]
    if mode != "wal":
        return bad(
            _("SQLite works in the journal mode %(mode)s instead of WAL.") % {"mode": mode},
            how=_("Move the instance's folder to a local disk; network file systems cannot do WAL."),
        )
    return ok(_("SQLite, writable, WAL."))


@health_check("disk")
def check_disk() -> Finding:
    free = shutil.disk_usage(settings.HEEDFUL_HOME).free
    says = _("%(free).1f GB free in %(folder)s.") % {"free": free / 1e9, "folder": settings.HEEDFUL_HOME}
    if free < LEAST_FREE_BYTES:
        return bad(says, turns_off=_("Imports and rebuilding the warehouse."), how=_("Free some space."))
    return ok(says)


@health_check("secrets")
def check_secrets() -> Finding:
    path = settings.HEEDFUL_HOME / "secrets.json"
    mode = stat.S_IMODE(path.stat().st_mode)
    if os.name == "posix" and mode & 0o077:
        return bad(
            _("Others on this machine can read %(path)s (mode %(mode)o).") % {"path": path, "mode": mode},
            how=f"chmod 600 {path}",
        )
    return ok(_("Only the instance's user can read its secrets."))


@health_check("address")
def check_address() -> Finding:
    if settings.BASE_URL.startswith("https://"):
        return ok(settings.BASE_URL)
    return off(
        _("%(url)s is not encrypted.") % {"url": settings.BASE_URL},
        turns_off=_("Cookies that only travel encrypted; links in mails that work from elsewhere."),
        how=_("Put a proxy with a certificate in front and set HEEDFUL_BASE_URL=https://…"),
    )


@health_check("debug")
def check_debug() -> Finding:
    if settings.DEBUG:
        return bad(_("HEEDFUL_DEBUG shows the insides of errors to all."), how=_("Unset HEEDFUL_DEBUG."))
    return ok(_("Errors keep their insides to the log."))


def is_worker_seen() -> bool:
    """Say whether a worker has told of itself lately."""
    return _fresh_beat() is not None


def _fresh_beat() -> Beat | None:
    lately = Beat.objects.filter(name__startswith="worker:", at__gte=timezone.now() - BEATS_WITHIN)
    return lately.order_by("-at").first()


@health_check("worker")
def check_worker() -> Finding:
    beat = _fresh_beat()
    how = _("`heedful up` runs one, `heedful work` runs another.")
    off_without = _("Received answers wait; nothing is mailed, imported or projected.")
    if beat is None:
        return bad(_("No worker has told of itself lately."), turns_off=off_without, how=how)
    failing = ", ".join(f"{loop}: {error}" for loop, error in beat.detail.items() if error)
    if failing:
        return bad(_("Failing: %(failing)s") % {"failing": failing}, how=_("See the log."))
    return ok(_("Working."))


@health_check("queue")
def check_queue() -> Finding:
    given_up = OutboxMessage.unscoped.filter(failed_at__isnull=False).count()
    if given_up:
        return bad(
            _("%(number)d messages between modules were given up.") % {"number": given_up},
            how=_("Their errors are in the log; they stay in the table core_outboxmessage."),
        )
    late = timezone.now() - LATE_AFTER
    waiting = Job.unscoped.filter(state=Job.State.WAITING, due_at__lt=late).count()
    if waiting or OutboxMessage.unscoped.filter(due_at__lt=late).exists():
        return bad(_("Work has been waiting for more than ten minutes."), how=_("Is a worker running?"))
    return ok(_("Nothing waits."))
