"""Which topics there are, how often they came up, and in whose words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet, Subquery

from heedful.listen.responses.types import ResponseFilter
from heedful.platform.core import queue
from heedful.platform.core.errors import InvalidInput, NotFound, Problem
from heedful.platform.core.types import Actor, JobFacts, Permission
from heedful.understand.words.models import Topic, TopicComment, TopicWindow
from heedful.understand.words.readings.queries import written_answers
from heedful.understand.words.topics.searching import SEARCH
from heedful.understand.words.topics.types import (
    SearchFacts,
    StretchFacts,
    TopicFacts,
    TopicQuote,
    TopicsFacts,
    TopicState,
    WindowFacts,
)

QUOTES = 3  # of a topic in the list
MOST_COMMENTS = 200  # of a topic that are looked through for what the asker may read


def topics(*, by: Actor, state: str = "") -> TopicsFacts:
    """Return the topics of the newest search and those that are followed, the clearest first.

    ``state`` asks for one kind alone; dismissed ones and those that became themes come only so.
    """
    by.require(Permission.READ_SCORES)
    search = latest_search()
    found = [_facts(row) for row in _wanted(state, search)]
    found.sort(key=lambda one: (one.window.q if one.window and one.window.q is not None else 2.0, one.name))
    if by.may(Permission.READ_ANSWERS):
        found = [_with_quotes(one, by, QUOTES) for one in found]
    hidden = Topic.objects.filter(state=TopicState.DISMISSED).count()
    return TopicsFacts(tuple(found), search, running_search(), hidden)


def topic(uid: str, *, by: Actor, most: int = 50) -> TopicFacts:
    """Return one topic with the comments that the asker may read."""
    by.require(Permission.READ_SCORES)
    row = _rows().filter(uid=uid).first()
    if row is None:
        raise NotFound(f"No topic {uid}.")
    facts = _facts(row)
    return _with_quotes(facts, by, most) if by.may(Permission.READ_ANSWERS) else facts


def windows(uid: str, *, by: Actor) -> tuple[WindowFacts, ...]:
    """Return every window a topic was counted in, the newest first."""
    by.require(Permission.READ_SCORES)
    rows = TopicWindow.objects.filter(topic__uid=uid).order_by("-to_on", "-id")
    return tuple(_window(row) for row in rows[:400])


def latest_search() -> SearchFacts | None:
    """Return the newest search that ended."""
    done = (job for job in queue.latest(SEARCH) if job.state == "done")
    job = next(done, None)
    return _search(job) if job else None


def running_search() -> JobFacts | None:
    return next((job for job in queue.latest(SEARCH, limit=3) if job.state in {"waiting", "running"}), None)


def _wanted(state: str, search: SearchFacts | None) -> QuerySet[Topic]:
    if state:
        if state not in set(TopicState):
            raise InvalidInput(Problem("state", f"{state!r} is none of {', '.join(TopicState)}"))
        return _rows().filter(state=state)
    if search is None:
        return _rows().filter(state=TopicState.FOLLOWED)
    counted = TopicWindow.objects.filter(topic=OuterRef("pk"), to_on=search.to_on)
    current = Q(state=TopicState.NEW) & Q(Exists(counted))
    return _rows().filter(current | Q(state=TopicState.FOLLOWED))


def _rows() -> QuerySet[Topic]:
    last = TopicWindow.objects.filter(topic=OuterRef("topic")).order_by("-to_on", "-id").values("pk")[:1]
    newest = TopicWindow.objects.filter(pk=Subquery(last))
    return (
        Topic.objects.annotate(seen=Count("windows"))
        .defer("centre")
        .prefetch_related(Prefetch("windows", newest, to_attr="newest"))
        .order_by("id")
    )


def _facts(row: Any) -> TopicFacts:
    newest = row.newest[0] if row.newest else None
    return TopicFacts(
        uid=row.uid,
        name=row.name,
        phrases=tuple(row.phrases),
        state=TopicState(row.state),
        theme=row.theme,
        first_on=row.first_on,
        window=_window(newest) if newest else None,
        windows=row.seen,
    )


def _window(row: TopicWindow) -> WindowFacts:
    return WindowFacts(
        from_on=row.from_on,
        to_on=row.to_on,
        count=row.count,
        base=row.base,
        expected=row.expected,
        low=row.facts.get("low"),
        high=row.facts.get("high"),
        p=row.p,
        q=row.q,
        series=tuple(_stretch(one) for one in row.facts.get("series", ())),
    )


def _stretch(one: Sequence[Any]) -> StretchFacts:
    first, last, count, base, expected = one
    return StretchFacts(date.fromisoformat(first), date.fromisoformat(last), count, base, expected)


def _with_quotes(facts: TopicFacts, by: Actor, most: int) -> TopicFacts:
    return TopicFacts(
        **{name: getattr(facts, name) for name in facts.__dataclass_fields__ if name != "quotes"},
        quotes=quotes(facts.uid, by=by, most=most),
    )


def quotes(uid: str, *, by: Actor, most: int = QUOTES) -> tuple[TopicQuote, ...]:
    """Return comments of a topic of the units that the asker may see: chosen ones first, then the nearest."""
    rows = TopicComment.objects.filter(topic__uid=uid).order_by("-is_quote", "-nearness", "id")
    keys = list(rows.values_list("response_id", "question_id", "nearness", "is_quote")[:MOST_COMMENTS])
    if not keys:
        return ()
    wanted = ResponseFilter(response_ids=tuple({key[0] for key in keys}), is_excluded=False, is_test=False)
    texts = {
        (one.response_id, one.question_id): one for one in written_answers(wanted, by=by, with_readings=False)
    }
    seen = [(texts[key[:2]], key) for key in keys if key[:2] in texts]
    if most <= QUOTES:  # of a few, none says the very same
        seen = list(
            {" ".join(one.text.casefold().split()): (one, key) for one, key in reversed(seen)}.values()
        )[::-1]
    seen = seen[:most]
    return tuple(
        TopicQuote(one.response_uid, one.question_id, one.text, one.answered_at, nearness, is_quote)
        for one, (_response, _question, nearness, is_quote) in seen
    )


def _search(job: JobFacts) -> SearchFacts:
    result = job.result
    return SearchFacts(
        from_on=date.fromisoformat(result["from_on"]),
        to_on=date.fromisoformat(result["to_on"]),
        past_from=date.fromisoformat(result["past_from"]),
        window=result["window"],
        past=result["past"],
        explained=result["explained"],
        unread=result["unread"],
        drawn_of=result["drawn_of"],
        tested=result["tested"],
        clumping=result["clumping"],
        why_not=result["why_not"],
        finished_at=job.finished_at,
    )
