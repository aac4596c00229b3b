"""Reads of public links and votes."""

from __future__ import annotations

from django.db.models import Count, Q

from heedful.listen.channels.models import PublicLink, Vote
from heedful.listen.channels.pages.types import PublicLinkFacts, VoteCounts, VoteFacts
from heedful.listen.responses.queries import completed_count
from heedful.platform.core.pages import Page, cursor_page
from heedful.platform.core.types import Actor, Permission


def public_link(survey_id: int) -> PublicLinkFacts:
    row = PublicLink.objects.filter(survey_id=survey_id).first()
    if row is None:
        return PublicLinkFacts()
    return PublicLinkFacts(
        row.is_open,
        row.closes_at,
        row.max_answers,
        row.closed_text,
        tuple(row.frame_origins),
        row.kiosk_seconds,
    )


def answered(survey_id: int, link: PublicLinkFacts) -> int:
    """Return how many answered, where that can close the link; counting costs."""
    return completed_count(survey_id) if link.max_answers is not None else 0


def votes_set_aside(*, by: Actor, cursor: str | None = None, limit: int | None = None) -> Page[VoteFacts]:
    """Votes that nobody has confirmed, newest first."""
    by.require(Permission.READ_ANSWERS)
    rows = Vote.objects.filter(confirmed_at__isnull=True).select_related("survey")
    return cursor_page(rows, _vote, order=("-last_at", "-id"), cursor=cursor, limit=limit)


def vote_counts(*, by: Actor) -> VoteCounts:
    by.require(Permission.READ_ANSWERS)
    counts = Vote.objects.aggregate(
        opened=Count("id"), confirmed=Count("id", filter=Q(confirmed_at__isnull=False))
    )
    return VoteCounts(counts["opened"], counts["confirmed"], counts["opened"] - counts["confirmed"])


def _vote(row: Vote) -> VoteFacts:
    return VoteFacts(
        survey_uid=row.survey.uid,
        survey_name=row.survey.name,
        question_key=row.question_key,
        value=row.value,
        method=row.method,
        user_agent=row.user_agent,
        times=row.times,
        opened_at=row.opened_at,
        last_at=row.last_at,
        signals=row.signals,
        confirmed_at=row.confirmed_at,
        is_personal=row.key.startswith("ask_"),
    )
