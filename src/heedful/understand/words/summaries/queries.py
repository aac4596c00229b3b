"""Summaries as pages and the API ask for them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

import numpy as np
from django.db.models import Sum
from django.utils import timezone

from heedful.listen.responses import queries as responses
from heedful.listen.responses.types import ResponseFacts, ResponseFilter
from heedful.methods.language import personal_data, redact, sentences
from heedful.platform.core.errors import NotFound
from heedful.platform.core.organizations import organization
from heedful.platform.core.types import Actor, Permission
from heedful.understand.words.models import Summary, TopicComment
from heedful.understand.words.readings.queries import written_answers
from heedful.understand.words.readings.types import ReadAnswer
from heedful.understand.words.summaries.asking import Asked, asked_of, digest_of, signed
from heedful.understand.words.summaries.configuration import endpoint
from heedful.understand.words.summaries.extracting import Extracted, Sentence, covered, extract
from heedful.understand.words.summaries.types import Evidence, Passage, Point, SummaryFacts
from heedful.understand.words.types import Floats
from heedful.understand.words.vectors.places import stores
from heedful.understand.words.vectors.store import TextKey

MOST_PASSAGES = 1_000  # the first so many are looked at
EVIDENCE = 4  # of a point

type Found = list[tuple[Passage, Evidence]]


def summary_of(passages: Sequence[Passage], *, by: Actor, points: int = 5, title: str = "") -> SummaryFacts:
    """Summarise passages in their own words; those of units that ``by`` may not see are left out.

    ``title`` says what they are about (a theme's name) and is told to the endpoint, where there is one.
    """
    by.require(Permission.READ_ANSWERS)
    found = _found(passages[:MOST_PASSAGES], by)
    said = [Sentence(evidence.text, passage.response_id) for passage, evidence in found]
    made = extract(said, _rows(found), points)
    facts = SummaryFacts(
        of=len({one.by for one in said}),
        points=tuple(_point(one, found) for one in made),
        covered=covered(said, made),
    )
    return _with_written(facts, asked_of(title, facts, language=organization().language))


def passages_of(uids: Sequence[str], *, by: Actor) -> tuple[Passage, ...]:
    """Return all that was written in responses that the actor may see; the others are left out."""
    by.require(Permission.READ_ANSWERS)
    # Each is asked for by itself: there is no list of uids to filter by.
    ids = [one.id for uid in dict.fromkeys(uids) if (one := _visible(uid, by)) is not None]
    return tuple(Passage(one.response_id, one.question_id) for one in responses.written_answers(ids))


def spent_tokens(now: datetime | None = None) -> int:
    """Return the tokens of this month, by the organisation's calendar."""
    local = (now or timezone.now()).astimezone(organization().zone)
    begin = local.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    found = Summary.objects.filter(created_at__gte=begin).aggregate(spent=Sum("tokens"))
    return int(found["spent"] or 0)


def _visible(uid: str, by: Actor) -> ResponseFacts | None:
    try:
        return responses.response(uid, by=by)
    except NotFound:
        return None


def topic_passages(uid: str, *, by: Actor) -> tuple[Passage, ...]:
    """Return the comments of a topic, the nearest to its centre first."""
    by.require(Permission.READ_ANSWERS)
    rows = TopicComment.objects.filter(topic__uid=uid).order_by("-nearness", "id")
    keys = rows.values_list("response_id", "question_id")[:MOST_PASSAGES]
    return tuple(Passage(*key) for key in keys)


def _found(passages: Sequence[Passage], by: Actor) -> Found:
    """Cut each passage that may be seen into sentences, in the order given."""
    ids = tuple({passage.response_id for passage in passages})
    wanted = ResponseFilter(response_ids=ids, is_excluded=False, is_test=False)
    texts = {
        TextKey(one.response_id, one.question_id): one
        for one in (written_answers(wanted, by=by, with_readings=False) if ids else ())
    }
    found: Found = []
    for passage in dict.fromkeys(passages):
        answer = texts.get(TextKey(passage.response_id, passage.question_id))
        if answer is not None:
            found += [(passage, evidence) for evidence in _sentences(passage, answer)]
    return found


def _sentences(passage: Passage, answer: ReadAnswer) -> Iterator[Evidence]:
    end = passage.end or len(answer.text)
    for span in sentences(answer.text[passage.start : end]):
        start, stop = passage.start + span.start, passage.start + span.end
        yield Evidence(answer.response_uid, answer.question_id, answer.text[start:stop], start, stop)


def _rows(found: Found) -> Floats | None:
    """Return where the comments lie, by the model that knows most of them; unknown ones lie in the middle."""
    keys = [TextKey(passage.response_id, passage.question_id) for passage, _ in found]
    best: dict[TextKey, Floats] = {}
    for store in stores():
        known, rows = store.get(list(dict.fromkeys(keys)))
        if len(known) > len(best):
            best = dict(zip(known, rows, strict=True))
    if not best:
        return None
    middle = np.mean(list(best.values()), axis=0)
    return np.stack([best.get(key, middle) for key in keys]).astype(np.float32)


def _point(one: Extracted, found: Found) -> Point:
    shown: dict[str, Evidence] = {}
    for place in one.others:
        evidence = found[place][1]
        shown.setdefault(evidence.response_uid, evidence)
    chosen = tuple(_redacted(each) for each in list(shown.values())[:EVIDENCE])
    return Point(chosen[0].text, one.said_by, chosen)


def _redacted(one: Evidence) -> Evidence:
    text = redact(one.text, personal_data(one.text)).text
    return Evidence(one.response_uid, one.question_id, " ".join(text.split()), one.start, one.end)


def _with_written(facts: SummaryFacts, asked: Asked) -> SummaryFacts:
    """Add what an endpoint made of it before, or what to send to have it made."""
    own = endpoint()
    if own is None or not facts.points:
        return facts
    row = Summary.objects.filter(key=digest_of(asked, own.model)).first()
    if row is None:
        return _changed(facts, request=signed(asked))
    return _changed(
        facts,
        written=str(row.document.get("text", "")),
        model=own.model,
        refused=tuple(row.checks),
    )


def _changed(
    facts: SummaryFacts,
    *,
    written: str = "",
    model: str = "",
    refused: tuple[str, ...] = (),
    request: str = "",
) -> SummaryFacts:
    return SummaryFacts(facts.of, facts.points, facts.covered, written, model, refused, request)
