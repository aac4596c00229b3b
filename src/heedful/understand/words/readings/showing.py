"""What the model page says, in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _, ngettext

from heedful.platform.core import queue
from heedful.platform.core.errors import NotFound
from heedful.platform.core.types import JobFacts
from heedful.platform.ui.languages import language_name
from heedful.understand.words.readings.types import EditionFacts, Tally


@dataclass(frozen=True, slots=True)
class ShownEdition:
    facts: EditionFacts
    job: JobFacts | None
    state: str
    may_go_on: bool
    may_count: bool
    may_go: bool


@dataclass(frozen=True, slots=True)
class ShownLanguage:
    code: str
    name: str
    n: int
    positive: float | None  # per cent of those whose sentiment was read
    negative: float | None
    is_read: bool


def shown_editions(editions: Sequence[EditionFacts]) -> list[ShownEdition]:
    return [_edition(one) for one in editions]


def _edition(facts: EditionFacts) -> ShownEdition:
    job = _job(facts)
    state = job.state if job else ""
    is_reading = facts.state == "reading"
    return ShownEdition(
        facts=facts,
        job=job,
        state=_edition_words(facts, state),
        may_go_on=is_reading and state in {"failed", "cancelled", ""},
        may_count=(is_reading and state == "done")
        or (facts.state == "retired" and facts.current_from is not None),
        may_go=not facts.is_current,
    )


def _job(facts: EditionFacts) -> JobFacts | None:
    try:
        return queue.find(facts.job_uid)
    except NotFound:
        return None


def _edition_words(facts: EditionFacts, job: str) -> str:
    if facts.is_current:
        return _("counts")
    if facts.state == "retired":
        return _("counted before") if facts.current_from else _("stopped")
    return {"done": _("read, does not count yet"), "failed": _("failed"), "cancelled": _("stopped")}.get(
        job, _("being read")
    )


def shown_languages(tallies: Sequence[Tally]) -> list[ShownLanguage]:
    return [_language(one) for one in tallies]


def _language(one: Tally) -> ShownLanguage:
    read = one.positive + one.neutral + one.negative
    return ShownLanguage(
        code=one.key,
        name=language_name(one.key) if one.key else _("cannot be told"),
        n=one.n,
        positive=100 * one.positive / read if read else None,
        negative=100 * one.negative / read if read else None,
        is_read=bool(read),
    )


def reader_label(key: str) -> str:
    from heedful.understand.words.kind import readers

    found = readers().get(key)
    return str(_(found.label)) if found else _("Length")


def time_left(seconds: float | None) -> str:
    if seconds is None:
        return ""
    if seconds < 90:
        return _("less than two minutes left")
    minutes = round(seconds / 60)
    if minutes < 90:
        return ngettext("about %(n)d minute left", "about %(n)d minutes left", minutes) % {"n": minutes}
    hours = round(minutes / 60)
    return ngettext("about %(n)d hour left", "about %(n)d hours left", hours) % {"n": hours}
