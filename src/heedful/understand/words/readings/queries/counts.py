"""What an edition read, counted from its rows: any edition, also one that is retired.

Boards count in the warehouse, which holds the current edition; here an old chart is checked, and drawn again.
"""

from __future__ import annotations

from django.db.models import Count, Q, QuerySet

from heedful.listen.audiences.queries import within_sight
from heedful.platform.core.types import Actor, Permission
from heedful.understand.words.models import Mention, Reading
from heedful.understand.words.readings.types import Tally

_POSITIVE, _NEUTRAL, _NEGATIVE = (1, 0, -1)


def theme_counts(edition_uid: str, *, by: Actor) -> tuple[Tally, ...]:
    """Return in how many written answers each theme is mentioned, by how it is spoken of there."""
    by.require(Permission.READ_SCORES)
    rows = Mention.objects.filter(within_sight(by, "response__unit_id"), reading__edition__uid=edition_uid)
    counted = rows.values_list("theme").annotate(
        n=Count("reading_id", distinct=True),
        positive=Count("reading_id", filter=Q(polarity=_POSITIVE), distinct=True),
        neutral=Count("reading_id", filter=Q(polarity=_NEUTRAL), distinct=True),
        negative=Count("reading_id", filter=Q(polarity=_NEGATIVE), distinct=True),
    )
    found = [Tally(*row) for row in counted]
    return tuple(sorted(found, key=lambda one: (-one.n, one.key)))


def sentiment_counts(edition_uid: str, *, by: Actor) -> Tally:
    """Return how many written answers were read, by sentiment; those not read count in ``n`` alone."""
    by.require(Permission.READ_SCORES)
    counted = _readings(edition_uid, by).aggregate(
        n=Count("id"),
        positive=Count("id", filter=Q(sentiment=_POSITIVE)),
        neutral=Count("id", filter=Q(sentiment=_NEUTRAL)),
        negative=Count("id", filter=Q(sentiment=_NEGATIVE)),
    )
    return Tally("sentiment", **counted)


def language_counts(edition_uid: str, *, by: Actor) -> tuple[Tally, ...]:
    """Return how many written answers are in each language, with their sentiment; "" cannot be told."""
    by.require(Permission.READ_SCORES)
    counted = (
        _readings(edition_uid, by)
        .values_list("language")
        .annotate(
            n=Count("id"),
            positive=Count("id", filter=Q(sentiment=_POSITIVE)),
            neutral=Count("id", filter=Q(sentiment=_NEUTRAL)),
            negative=Count("id", filter=Q(sentiment=_NEGATIVE)),
        )
    )
    found = [Tally(*row) for row in counted]
    return tuple(sorted(found, key=lambda one: (-one.n, one.key)))


def skip_counts(edition_uid: str, *, by: Actor) -> tuple[tuple[str, str, int], ...]:
    """Return reader, reason and how often, of what was not read, the most frequent first."""
    by.require(Permission.READ_SCORES)
    counts: dict[tuple[str, str], int] = {}
    for skipped, n in (
        _readings(edition_uid, by).exclude(skipped={}).values_list("skipped").annotate(n=Count("id"))
    ):
        for reader, reason in skipped.items():
            counts[reader, reason] = counts.get((reader, reason), 0) + n
    return tuple((*key, n) for key, n in sorted(counts.items(), key=lambda one: (-one[1], one[0])))


def _readings(edition_uid: str, by: Actor) -> QuerySet[Reading]:
    return Reading.objects.filter(within_sight(by, "response__unit_id"), edition__uid=edition_uid)
