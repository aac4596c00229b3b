"""Readings for tests: what a model would have found, said outright."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import count

from tests.make.responses import stored

from heedful.listen.responses import services as responses
from heedful.listen.responses.models import Answer
from heedful.listen.responses.types import NewResponse, ResponseFacts
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


@dataclass(frozen=True)
class Said:
    """A response with a comment, and what is read in it: ``-staff`` speaks badly of staff."""

    response: NewResponse
    opinions: Sequence[str] = ()
    fields: Mapping[str, object] = field(default_factory=dict)


def tell(said: Sequence[Said], *, by: Edition) -> list[int]:
    """Store comments and what is read in them, all at once; return the responses' ids."""
    ids = stored([one.response for one in said])
    found = [(response_id, one.opinions, one.fields) for response_id, one in zip(ids, said, strict=True)]
    _readings(found, by=by)
    return ids


def reading(
    response: ResponseFacts | int,
    *opinions: str,
    by: Edition,
    question_key: str = "why",
    **fields: object,
) -> Reading:
    """What was read in a response's answer: ``-staff`` speaks badly of staff; spans are the whole answer."""
    response_id = response if isinstance(response, int) else response.id
    (made,) = _readings([(response_id, opinions, fields)], by=by, question_key=question_key)
    return made


type Found = tuple[int, Sequence[str], Mapping[str, object]]  # response, opinions, fields of the reading


def _readings(found: Sequence[Found], *, by: Edition, question_key: str = "why") -> list[Reading]:
    ids = [response_id for response_id, _opinions, _fields in found]
    answers = {
        answer.response_id: answer
        for answer in Answer.objects.filter(response_id__in=ids, question__key=question_key)
    }
    made = Reading.objects.bulk_create(
        _reading(answers[response_id], by, **fields) for response_id, _opinions, fields in found
    )
    Mention.objects.bulk_create(
        _mention(one, opinion, len(answers[one.response_id].text or ""))
        for one, (_response_id, opinions, _fields) in zip(made, found, strict=True)
        for opinion in opinions
    )
    responses.mark_changed(ids)
    return made


def _reading(answer: Answer, by: Edition, *, sentiment: int | None = 0, **fields: object) -> Reading:
    return Reading(
        edition=by,
        response_id=answer.response_id,
        question_id=answer.question_id,
        text_sha256="",
        sentiment=sentiment,
        sentiment_score=sentiment,
        **{"language": "en", **fields},
    )


def _mention(of: Reading, opinion: str, length: int) -> Mention:
    return Mention(
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
