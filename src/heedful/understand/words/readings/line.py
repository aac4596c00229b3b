"""The line of answers that wait to be read: claimed in batches, live before history, new before old."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import InterfaceError, OperationalError
from django.db.models import F, Q
from django.utils import timezone

from heedful.listen.responses import inbox
from heedful.platform.core.errors import PermanentError
from heedful.platform.core.scope import organization_scope
from heedful.platform.core.transactions import writing
from heedful.platform.core.types import Actor
from heedful.understand.words.models import WaitingText
from heedful.understand.words.readings.queries.editions import current_edition, edition_by_id
from heedful.understand.words.readings.types import EditionFacts

log = logging.getLogger(__name__)
MAX_ATTEMPTS = 5
CLAIM_EXPIRES = timedelta(minutes=10)  # a worker that died holds its claim no longer than this
LIVE, BUSY, HISTORY = 256, 32, 1_000  # responses in a claim; the warehouse hears of each claim once
POLITENESS = 4.0  # while answers stream in, reading rests four times as long as it worked
LONGEST_REST = 2.0


@dataclass(frozen=True, slots=True)
class Claim:
    """Rows of one organisation for one edition, which nobody else reads now."""

    organization_id: int
    edition_id: int | None
    is_history: bool
    ids: tuple[int, ...]
    response_ids: tuple[int, ...]


class Stopping(Exception):
    """The worker ends: what it has in hand goes back into the line."""


class NotYet(Exception):
    """Themes are being learnt, which the first edition is to read with."""


def read_waiting(*, is_stopping: Callable[[], bool] = lambda: False) -> bool:
    """Read the next batch that waits, of any organisation; say whether there may be more.

    Nothing is loaded while nothing waits, and what was loaded is let go after a while.
    """
    if not _is_waiting():
        _let_go()
        return False
    if _is_unable():
        return False
    try:
        return _read_next(_free(), is_stopping)
    except (Stopping, NotYet):
        return False


def is_live_waiting() -> bool:
    """Say whether new answers wait to be read."""
    return WaitingText.unscoped.filter(_free(), is_history=False).exists()


def _read_next(which: Q, is_stopping: Callable[[], bool]) -> bool:
    claim = _claim(which)
    if claim is None:
        return False
    with organization_scope(claim.organization_id):
        _read_claim(claim, _pause(claim, is_stopping))
    return True


def _read_claim(claim: Claim, pause: Callable[[], None]) -> None:
    try:
        edition = _edition_of(claim)
    except Exception:
        _release(claim)
        raise
    try:
        _read(claim, edition, pause)
    except (OperationalError, InterfaceError, PermanentError, Stopping):
        # The database is away, a model is missing or damaged, the worker ends: the rows wait as they were.
        _release(claim)
        raise
    except Exception:
        log.exception("A batch of texts was not read; they follow one by one")
        _read_apart(claim, edition)


def _read(claim: Claim, edition: EditionFacts, pause: Callable[[], None] = lambda: None) -> None:
    from heedful.understand.words.readings.reader import read_responses
    from heedful.understand.words.readings.services.storing import finish_texts

    read_responses(edition, claim.response_ids, pause=pause)
    # All of them, also those a crashed worker had read already: nobody has heard of them.
    finish_texts(claim.ids, claim.response_ids, is_current=edition.is_current, is_live=not claim.is_history)


def _read_apart(claim: Claim, edition: EditionFacts) -> None:
    """One text that cannot be read must not hold up the others."""
    for id_, response_id in zip(claim.ids, claim.response_ids, strict=True):
        alone = Claim(claim.organization_id, claim.edition_id, claim.is_history, (id_,), (response_id,))
        try:
            _read(alone, edition)
        except (OperationalError, InterfaceError):
            raise
        except Exception as error:
            log.exception("The words of response %s were not read", response_id)
            with writing():
                told = f"{type(error).__name__}: {error}"[:300]
                WaitingText.objects.filter(pk=id_).update(error=told)


def _pause(claim: Claim, is_stopping: Callable[[], bool]) -> Callable[[], None]:
    """Return what is done between two batches: rest while answers stream in; new ones go before history."""
    worked = [time.monotonic()]

    def pause() -> None:
        if is_stopping():
            raise Stopping
        if inbox.is_busy():
            time.sleep(min(POLITENESS * (time.monotonic() - worked[0]), LONGEST_REST))
        while claim.is_history and _read_next(_free() & Q(is_history=False), is_stopping):
            pass
        worked[0] = time.monotonic()

    return pause


def _claim(which: Q) -> Claim | None:
    with writing():
        first = WaitingText.unscoped.filter(which).order_by("is_history", "-answered_at").first()
        if first is None:
            return None
        rows = _take(first, which)
        WaitingText.unscoped.filter(id__in=[row.pk for row in rows]).update(
            claimed_at=timezone.now(), attempts=F("attempts") + 1
        )
    ids, response_ids = tuple(row.pk for row in rows), tuple(row.response_id for row in rows)
    return Claim(first.organization_id, first.edition_id, first.is_history, ids, response_ids)


def _take(first: WaitingText, which: Q) -> Sequence[WaitingText]:
    most = BUSY if inbox.is_busy() else HISTORY if first.is_history else LIVE
    of_edition = Q(edition_id=first.edition_id) if first.edition_id else Q(edition_id__isnull=True)
    alike = WaitingText.unscoped.select_for_update(skip_locked=True).filter(
        which & of_edition, organization_id=first.organization_id, is_history=first.is_history
    )
    return list(alike.order_by("-answered_at", "id")[:most])


def _release(claim: Claim) -> None:
    with writing():
        WaitingText.objects.filter(id__in=claim.ids).update(claimed_at=None, attempts=F("attempts") - 1)


def _is_waiting() -> bool:
    return WaitingText.unscoped.filter(_free()).exists()


def _free(now: datetime | None = None) -> Q:
    expired = (now or timezone.now()) - CLAIM_EXPIRES
    return (Q(claimed_at=None) | Q(claimed_at__lt=expired)) & Q(attempts__lt=MAX_ATTEMPTS)


def _edition_of(claim: Claim) -> EditionFacts:
    if claim.edition_id is not None:
        return edition_by_id(claim.edition_id)
    return current_edition() or _first_edition(claim.organization_id)


def _first_edition(organization_id: int) -> EditionFacts:
    from heedful.understand.words.readings.beginning import is_learning
    from heedful.understand.words.readings.services.editions import start_edition

    if is_learning():
        raise NotYet
    return start_edition(by=Actor.system(organization_id))


def _is_unable() -> bool:
    from heedful.understand.words.readings.loaded import missing_models

    return bool(missing_models())


def _let_go() -> None:
    import sys

    # Not imported for this: where nothing was read yet there is nothing to let go.
    module = sys.modules.get("heedful.understand.words.readings.loaded")
    if module is not None:
        module.loaded.let_go()
