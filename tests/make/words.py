"""Readings for tests: what a model would have found, said outright."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import count

from heedful.listen.responses import services as responses
from heedful.listen.responses.models import Answer
from heedful.listen.responses.types import ResponseFacts
from heedful.understand.words.models import (
    Edition,
    Mention,
    Reading,
    Taxonomy,
    TaxonomyVersion,
    Topic,
    TopicComment,
    TopicWindow,
)

_numbers = count(1)
SIGNS = {"+": 1, "0": 0, "-": -1, "?": None}


def taxonomy(*themes: str, name: str = "", is_default: bool = True) -> Taxonomy:
    """A taxonomy of themes; ``service/staff`` is a theme below another."""
    made = Taxonomy.objects.create(name=name or f"Taxonomy {next(_numbers)}", is_default=is_default)
    document = {"name": made.name, "themes": [_theme(each) for each in themes]}
    TaxonomyVersion.objects.create(
        taxonomy=made, number=1, document=document, is_draft=False, created_by="Alice"
    )
    return made


def _theme(path: str) -> dict[str, object]:
    above, _slash, key = path.rpartition("/")
    words = key.replace("_", " ").capitalize()
    return {"key": key, "name": words, "description": f"Speaks of {words.lower()}.", "parent": above or None}


def edition(*taxonomies: Taxonomy) -> Edition:
    """The current edition, reading with these taxonomies."""
    return Edition.objects.create(
        state=Edition.State.CURRENT,
        versions={"sentiment": "test-1", "themes": "test-1"},
        taxonomy_versions={each.uid: 1 for each in taxonomies},
        created_by="Alice",
    )


def reading(
    response: ResponseFacts | int,
    *opinions: str,
    by: Edition,
    sentiment: int | None = 0,
    question_key: str = "why",
    **fields: object,
) -> Reading:
    """What was read in a response's answer: ``-staff`` speaks badly of staff; spans are the whole answer."""
    response_id = response if isinstance(response, int) else response.id
    answer = Answer.objects.get(response_id=response_id, question__key=question_key)
    made = Reading.objects.create(
        edition=by,
        response_id=response_id,
        question_id=answer.question_id,
        text_sha256="",
        sentiment=sentiment,
        sentiment_score=sentiment,
        **{"language": "en", **fields},
    )
    _mention(made, opinions, len(answer.text or ""))
    responses.mark_changed([response_id])
    return made


def _mention(of: Reading, opinions: Sequence[str], length: int) -> None:
    for opinion in opinions:
        Mention.objects.create(
            reading=of,
            response_id=of.response_id,
            theme=opinion[1:],
            start=0,
            end=length,
            polarity=SIGNS[opinion[0]],
            confidence=0.9,
        )


def topic(name: str, response_uids: Sequence[str], *, question_key: str = "why") -> Topic:
    """A topic of the window that ends on the day of these answers; each of them is a comment of it."""
    made = Topic.objects.create(
        name=name,
        phrases=[name],
        centre=bytes(4 * 384),
        model="bge-small-en",
        state=Topic.State.FOLLOWED,
        first_on=date(2026, 3, 2),
    )
    TopicWindow.objects.create(
        topic=made,
        from_on=date(2026, 2, 3),
        to_on=date(2026, 3, 2),
        count=len(response_uids),
        base=100,
        expected=1.0,
        p=0.001,
        q=0.01,
        facts={"low": 0, "high": 3, "series": [["2026-02-24", "2026-03-02", len(response_uids), 30, 0.3]]},
    )
    answers = Answer.objects.filter(response__uid__in=response_uids, question__key=question_key)
    for answer in answers:
        TopicComment.objects.create(
            topic=made,
            response_id=answer.response_id,
            question_id=answer.question_id,
            nearness=0.9,
            is_quote=True,
        )
    return made
