"""What a search found becomes rows; a topic that was known keeps its name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from heedful.methods.language.topics import (
    EmergingTopic,
    directions,
    expected_counts,
    matched_topics,
    surge_p,
    word_keys,
)
from heedful.understand.words.models import Topic, TopicComment, TopicWindow
from heedful.understand.words.topics.collecting import Drawn
from heedful.understand.words.topics.finding import Finding, FoundTopic, Stretch, Window, quotes_of, series_of
from heedful.understand.words.topics.types import TopicState
from heedful.understand.words.types import Floats

_REACH = 0.35  # nearness to its centre that a remark of a followed topic has, whatever else
_SLACK = 0.8


@dataclass(frozen=True, slots=True)
class Seen:
    """A topic in a window, found anew or looked for because it is followed."""

    members: Sequence[int]  # places of the comments looked at, in the window
    nearness: Sequence[float]
    quotes: Sequence[int]
    values: dict[str, Any]


def store_finding(finding: Finding, drawn: Drawn, window: Window) -> int:
    """Store the topics of one heap; return how many are new."""
    known = list(Topic.objects.filter(model=drawn.model).order_by("id"))
    places = _known_places(finding, known)
    created = 0
    for topic, place in zip(finding.topics, places, strict=True):
        row = known[place] if place is not None else _new(topic, drawn, window)
        created += place is None
        _store(row, _seen(topic, finding), drawn, window)
    taken = {known[place].pk for place in places if place is not None}
    for row in known:
        if row.state == TopicState.FOLLOWED and row.pk not in taken:
            _store(row, _looked_for(row, drawn, window, finding), drawn, window)
    return created


def _known_places(finding: Finding, known: Sequence[Topic]) -> list[int | None]:
    """Say which known topic each is: by where it lies, else by the word that its comments share.

    Comments that share a word and little else lie far apart, and the next ones' centre elsewhere.
    """
    places = matched_topics(
        [topic.group.centre for topic in finding.topics], [_centre(row) for row in known], finding.common
    )
    by_word = {word: place for place, row in enumerate(known) if place not in places and (word := _word(row))}
    return [
        by_word.pop(topic.word, None) if place is None else place
        for topic, place in zip(finding.topics, places, strict=True)
    ]


def _new(topic: FoundTopic, drawn: Drawn, window: Window) -> Topic:
    first = min((drawn.remarks[place].on for place in topic.members), default=window.from_on)
    return Topic.objects.create(
        name=topic.name[:120],
        phrases=list(topic.phrases),
        centre=topic.group.centre.astype(np.float32).tobytes(),
        model=drawn.model,
        first_on=first,
    )


def _centre(row: Topic) -> Floats:
    found: Floats = np.frombuffer(bytes(row.centre), np.float32)
    return found


def _seen(topic: FoundTopic, finding: Finding) -> Seen:
    group = topic.group
    values = {
        "count": group.count,
        "base": finding.window,
        "expected": group.expected or 0.0,
        "p": 1.0 if group.p is None else group.p,
        "q": 1.0 if group.q is None else group.q,
        "facts": _facts(group, finding, topic.series) | ({"word": topic.word} if topic.word else {}),
    }
    return Seen(topic.members, topic.nearness, topic.quotes, values)


def _facts(group: EmergingTopic, finding: Finding, series: Sequence[Stretch]) -> dict[str, Any]:
    return {
        "low": group.low,
        "high": group.high,
        "before": group.before,
        "past": finding.past,
        "clumping": finding.clumping,
        "reach": group.reach,
        "series": [_plain(one) for one in series],
    }


def _looked_for(row: Topic, drawn: Drawn, window: Window, finding: Finding) -> Seen:
    """Count a followed topic that is not more frequent now.

    Its comments are those near to its centre, or those that hold its word.
    """
    ways = directions(drawn.rows, finding.common)
    near = ways @ directions(_centre(row)[None], finding.common)[0]
    reach, word = _reach(row), _word(row)
    has_word = [bool(word) and word in word_keys(one.text, ()) for one in drawn.remarks]
    inside = np.flatnonzero(has_word if word else near >= reach)
    new = [int(place) for place in inside if drawn.remarks[place].on >= window.from_on]
    new.sort(key=lambda place: -near[place])
    before = len(inside) - len(new)
    expected, low, high = expected_counts(
        before, max(finding.past, 1), finding.window, clumping=finding.clumping
    )
    share = finding.window / max(1, finding.window + finding.past)
    p = float(surge_p([len(new)], [len(inside)], share, finding.clumping)[0]) if 0 < share < 1 else 1.0
    facts = {
        "low": low, "high": high, "before": before, "past": finding.past, "clumping": finding.clumping,
        "series": [_plain(one) for one in series_of(inside, drawn.remarks, window)],
        "reach": reach / _SLACK, "is_looked_for": True, **({"word": word} if word else {}),
    }  # fmt: skip
    values = {"count": len(new), "base": finding.window, "expected": expected, "p": p, "q": p, "facts": facts}
    quotes = quotes_of(new, [drawn.remarks[place].text for place in new], ways[new]) if new else ()
    return Seen(new, [float(near[place]) for place in new], quotes, values)


def _reach(row: Topic) -> float:
    """Return how near a remark must be: about as near as nine in ten were when the topic was found.

    Those had a part in where its centre lies; remarks that come later are a little farther from it.
    """
    return max(_SLACK * float(_last_facts(row).get("reach", _REACH)), _REACH)


def _word(row: Topic) -> str:
    return str(_last_facts(row).get("word", ""))


def _last_facts(row: Topic) -> dict[str, Any]:
    return row.windows.order_by("-to_on", "-id").values_list("facts", flat=True).first() or {}


def _plain(one: Stretch) -> list[Any]:
    return [one.from_on.isoformat(), one.to_on.isoformat(), one.count, one.base, one.expected]


def _store(row: Topic, seen: Seen, drawn: Drawn, window: Window) -> None:
    TopicWindow.objects.update_or_create(
        topic=row, from_on=window.from_on, to_on=window.to_on, defaults=seen.values
    )
    # Comments of earlier windows stay; which of them are quoted is settled anew.
    TopicComment.objects.filter(topic=row).update(is_quote=False)
    comments = [
        TopicComment(
            topic=row,
            response_id=drawn.keys[place].response_id,
            question_id=drawn.keys[place].question_id,
            nearness=nearness,
            is_quote=place in set(seen.quotes),
        )
        for place, nearness in zip(seen.members, seen.nearness, strict=True)
    ]
    TopicComment.objects.bulk_create(
        comments,
        update_conflicts=True,
        unique_fields=["topic", "response", "question"],
        update_fields=["nearness", "is_quote"],
    )
