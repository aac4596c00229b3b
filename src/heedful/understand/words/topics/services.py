"""Topics are looked for, followed, dismissed, made themes."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from heedful.platform.core import audit, queue
from heedful.platform.core.errors import Conflict, InvalidInput, NotFound, Problem
from heedful.platform.core.organizations import organization
from heedful.platform.core.transactions import writing
from heedful.platform.core.types import Actor, JobFacts, Permission
from heedful.understand.words.models import Topic
from heedful.understand.words.themes.services import add_theme_from_topic
from heedful.understand.words.topics.queries import running_search
from heedful.understand.words.topics.searching import SEARCH
from heedful.understand.words.topics.types import TopicState


def start_search(*, by: Actor, to_on: date | None = None) -> JobFacts:
    """Queue a search over the days up to one, by default today; one search at a time."""
    by.require(Permission.WRITE_SURVEYS)
    with writing():
        if running_search() is not None:
            raise Conflict("Topics are being looked for already.")
        last = to_on or timezone.now().astimezone(organization().zone).date()
        return queue.find(queue.enqueue(SEARCH, {"to_on": last.isoformat()}, by=by).uid)


def follow_topic(uid: str, *, by: Actor) -> None:
    """Count a topic in every window from now on, also when it is not more frequent than before."""
    _set_state(uid, TopicState.FOLLOWED, "topic.followed", by)


def dismiss_topic(uid: str, *, by: Actor) -> None:
    """Hide a topic, for good: found again, it stays hidden."""
    _set_state(uid, TopicState.DISMISSED, "topic.dismissed", by)


def restore_topic(uid: str, *, by: Actor) -> None:
    """Take back that a topic is followed or dismissed."""
    _set_state(uid, TopicState.NEW, "topic.restored", by)


def rename_topic(uid: str, name: str, *, by: Actor) -> None:
    by.require(Permission.WRITE_SURVEYS)
    words = " ".join(name.replace("\x00", "").split())
    if not 1 <= len(words) <= 120:
        raise InvalidInput(Problem("name", "must have 1 to 120 characters"))
    with writing():
        row = _row(uid)
        audit.record("topic.renamed", by=by, subject_uid=uid, before=row.name, after=words)
        Topic.objects.filter(pk=row.pk).update(name=words)


def promote_topic(uid: str, *, by: Actor, taxonomy_uid: str | None = None, name: str = "") -> tuple[str, str]:
    """Make a topic a theme of a draft; return the taxonomy's uid and the theme's key."""
    by.require(Permission.WRITE_SURVEYS)
    with writing():
        row = _row(uid)
        if row.state == TopicState.PROMOTED:
            raise Conflict(f"{row.name} is a theme already.")
        phrases = [str(phrase) for phrase in row.phrases]
        wanted = " ".join(name.replace("\x00", "").split())[:80] or row.name[:80]
        taxonomy, key = add_theme_from_topic(wanted, phrases, by=by, taxonomy_uid=taxonomy_uid)
        Topic.objects.filter(pk=row.pk).update(state=TopicState.PROMOTED, theme=key)
        audit.record("topic.promoted", by=by, subject_uid=uid, taxonomy=taxonomy, theme=key)
    return taxonomy, key


def _set_state(uid: str, state: TopicState, action: str, by: Actor) -> None:
    by.require(Permission.WRITE_SURVEYS)
    with writing():
        row = _row(uid)
        if row.state == TopicState.PROMOTED:
            raise Conflict(f"{row.name} is a theme now; change it there.")
        if row.state != state:
            Topic.objects.filter(pk=row.pk).update(state=state)
            audit.record(action, by=by, subject_uid=uid, name=row.name)


def _row(uid: str) -> Topic:
    row = Topic.objects.select_for_update().filter(uid=uid).first()
    if row is None:
        raise NotFound(f"No topic {uid}.")
    return row
