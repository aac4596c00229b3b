"""How reading stands: what is installed, what waits, how quickly it goes, what has changed since."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from heedful.listen.responses import queries as responses
from heedful.platform.core import queue
from heedful.platform.core.errors import NotFound
from heedful.platform.core.health import is_worker_seen
from heedful.platform.core.types import Actor, JobFacts, Permission
from heedful.understand.words.models import Reading, WaitingText
from heedful.understand.words.readings.cards import cards
from heedful.understand.words.readings.line import MAX_ATTEMPTS
from heedful.understand.words.readings.loaded import missing_models, versions_here
from heedful.understand.words.readings.queries.editions import current_edition, reading_editions
from heedful.understand.words.readings.types import EditionFacts, Learning, Queue, ReaderState, ReadingStatus
from heedful.understand.words.themes.queries import active_taxonomies
from heedful.understand.words.themes.services.applying import LEARN
from heedful.understand.words.themes.types import COMMENTS

_NEWEST = 2_000  # readings looked at for the speed
_WITHIN = 120.0  # seconds
_FEW = 20
_TOGETHER = timedelta(minutes=10)
_UNDER_WAY = frozenset({"waiting", "running"})

type Changes = Mapping[str, tuple[str, str]]


def status(*, by: Actor) -> ReadingStatus:
    """Return how the reading of the organisation in scope stands."""
    by.require(Permission.READ_SCORES)
    edition, waiting, job, learning = current_edition(), waiting_texts(), _job(), _learning()
    missing = missing_models(edition.tier if edition else "fast")
    changed = changes(edition) if edition and not missing else {}
    is_busy = bool(waiting.live or waiting.history or learning or (job and job.state in _UNDER_WAY))
    state = _state(missing, edition, learning, changed, is_busy=is_busy)
    read = Reading.objects.filter(edition_id=edition.id).count() if edition else 0
    per_second = _per_second()
    left = waiting.live + waiting.history - (_read_in_hand(edition) if edition else 0)
    beside = (job.total or 0) - job.done if job else 0
    return ReadingStatus(
        state=state,
        says=_says(state, missing, read, left, learning),
        missing=missing,
        edition=edition,
        job=job,
        queue=waiting,
        read=read,
        left=left,
        per_second=per_second,
        seconds_left=(left + beside) / per_second if per_second and left + beside else None,
        changed=changed,
        learning=learning,
    )


def reader_states(*, by: Actor) -> tuple[ReaderState, ...]:
    """Return every reader as it is here, with the cards of its heads."""
    by.require(Permission.READ_SCORES)
    from heedful.understand.words.kind import readers

    edition = current_edition()
    tier = edition.tier if edition else "fast"
    here, missing = versions_here(tier), set(missing_models(tier))
    return tuple(
        ReaderState(
            key=key,
            label=reader.label,
            version=here[key],
            current_version=edition.versions.get(key, "") if edition else "",
            missing=tuple(model for model in reader.models if model in missing),
            cards=tuple(card for card in cards() if card.reader == key),
        )
        for key, reader in readers().items()
    )


def waiting_texts() -> Queue:
    """Count what waits to be read in the organisation in scope."""
    rows = WaitingText.objects.filter(attempts__lt=MAX_ATTEMPTS)
    oldest = rows.filter(is_history=False).order_by("id").values_list("answered_at", flat=True).first()
    return Queue(
        live=rows.filter(is_history=False).count(),
        history=rows.filter(is_history=True).count(),
        failed=WaitingText.objects.filter(attempts__gte=MAX_ATTEMPTS).count(),
        oldest_at=oldest,
    )


def unread_responses() -> int:
    """Count the responses that the current edition has still to read."""
    return WaitingText.objects.filter(attempts__lt=MAX_ATTEMPTS, edition=None).count()


def _read_in_hand(edition: EditionFacts) -> int:
    """Count what a worker has read already of a batch that is taken out of the line as a whole."""
    read = Reading.objects.filter(edition_id=edition.id).values("response_id")
    claimed = WaitingText.objects.filter(edition=None, claimed_at__isnull=False)
    return claimed.filter(attempts__lt=MAX_ATTEMPTS, response_id__in=read).count()


def changes(edition: EditionFacts) -> Changes:
    """Return what would read otherwise now: readers and themes, with the version then and the one here."""
    here = versions_here(edition.tier)
    found = {
        key: (edition.versions.get(key, ""), version)
        for key, version in here.items()
        if edition.versions.get(key) != version
    }
    applied = {one.uid: (one.name, one.number) for one in active_taxonomies()}
    for uid, (name, number) in applied.items():
        if edition.taxonomy_versions.get(uid) != number:
            found[name] = (str(edition.taxonomy_versions.get(uid, "")), str(number))
    return found


def _state(
    missing: tuple[str, ...],
    edition: EditionFacts | None,
    learning: Learning | None,
    changed: Changes,
    *,
    is_busy: bool,
) -> str:
    if missing:
        return "not_installed"
    is_due = is_busy or (edition is None and bool(responses.written_ids(limit=1)))
    if is_due and not is_worker_seen():
        return "no_worker"
    if learning:
        return "learning"
    if is_due:
        return "reading" if edition else "waiting"
    if edition is None:
        return "nothing"
    return "outdated" if changed else "up_to_date"


def _says(state: str, missing: tuple[str, ...], read: int, left: int, learning: Learning | None) -> str:
    if state == "not_installed":
        return _("Reading: not installed (%(models)s). Run `heedful models fetch`; what came in waits.") % {
            "models": ", ".join(missing)
        }
    if state == "learning" and learning is not None:
        return _learning_words(learning)
    if state == "reading" and left:
        said = _("%(read)s of %(all)s written answers are read.")
        return said % {"read": _whole(read), "all": _whole(read + left)}
    return {
        "no_worker": _("What was written waits: no worker has told of itself lately. Run `heedful work`."),
        "waiting": _("Reading begins within two minutes."),
        "reading": _("The history is read anew."),
        "nothing": _("Nothing was written yet that could be read."),
        "outdated": _("Everything is read, by readers or themes that have changed since."),
        "up_to_date": _("Everything is read."),
    }[state]


def _learning_words(learning: Learning) -> str:
    said = _("Themes are learnt from %(n)s comments now (%(percent)d %%), then comments are read.")
    if learning.total > 1:
        said = _(
            "Themes are learnt from %(n)s comments now (taxonomy %(place)d of %(total)d, %(percent)d %%), "
            "then comments are read."
        )
    return said % {
        "n": _whole(learning.comments),
        "place": min(learning.done + 1, learning.total),
        "total": learning.total,
        "percent": learning.percent,
    }


def _learning() -> Learning | None:
    """Return how far the themes are that reading waits for, None where none are learnt now."""
    asked = [one for one in queue.latest(LEARN, limit=20) if one.payload["reason"] == "version"]
    left = [one for one in asked if one.state in _UNDER_WAY]
    if not left:
        return None
    # Those before them whose turn it was not yet to read: what reads is learnt together.
    begun = min(one.created_at for one in left)
    done = [one for one in asked if one.state == "done" and "edition" not in one.result]
    done = [one for one in done if begun - one.created_at < _TOGETHER]
    running = next((one for one in left if one.state == "running"), None)
    percent = 100 * running.done // running.total if running and running.total else 0
    comments = min(COMMENTS, responses.count_written())
    return Learning(len(done), len(done) + len(left), percent, comments)


def _whole(number: int) -> str:
    return str(number_format(number, use_l10n=True, force_grouping=True))


def _job() -> JobFacts | None:
    """Return the job that reads another edition, if one is on its way."""
    for edition in reversed(reading_editions()):
        try:
            return queue.find(edition.job_uid)
        except NotFound:
            continue
    return None


def _per_second() -> float | None:
    """Return how many answers were read a second lately; None where too few were to tell."""
    newest = list(Reading.objects.order_by("-id").values_list("read_at", flat=True)[:_NEWEST])
    now = timezone.now()
    recent = [at for at in newest if (now - at).total_seconds() <= _WITHIN]
    if len(recent) < _FEW:
        return None
    seconds = (now - min(recent)).total_seconds()
    return len(recent) / seconds if seconds >= 1 else None
