"""What labelling leaves to the worker: drawing, learning curves, and the weekly look at drift."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from heedful.platform.core.organizations import organization, organizations
from heedful.platform.core.queue import Run, job
from heedful.platform.core.schedule import every
from heedful.platform.core.scope import organization_scope
from heedful.platform.core.types import Actor
from heedful.understand.words.labelling import services
from heedful.understand.words.model_files.here import models_folder
from heedful.understand.words.readings.queries import current_edition


@job(services.DRAW)
def draw(run: Run) -> dict[str, Any]:
    from heedful.understand.words.labelling.drawing import run_draw  # what idles loads no engine

    return run_draw(run)


@job(services.CURVE)
def measure_curve(run: Run) -> dict[str, Any]:
    from heedful.understand.words.labelling.curve import run_curve  # what idles loads no engine

    return run_curve(run, folder=models_folder())


@every(hours=6)
def look_for_drift() -> None:
    """Look at the last whole week of every organisation, once."""
    for one in organizations():
        with organization_scope(one.id):
            edition = current_edition()
            by = Actor.system(one.id)
            monday = last_monday(timezone.now().astimezone(organization().zone).date())
            if edition is not None and not _is_seen(edition.uid, monday, by):
                _watch(edition.uid, monday, by)


def last_monday(today: date) -> date:
    """Return the first day of the last week that is over."""
    return today - timedelta(days=today.weekday() + 7)


def _is_seen(edition_uid: str, monday: date, by: Actor) -> bool:
    from heedful.understand.words.labelling.queries import drift_weeks

    return any((week.edition_uid, week.from_on) == (edition_uid, monday) for week in drift_weeks(by=by))


def _watch(edition_uid: str, monday: date, by: Actor) -> None:
    from heedful.understand.words.labelling.watching import watch_week

    watch_week(edition_uid, monday, by=by)
