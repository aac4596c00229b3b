"""Found comments as lines of a CSV file."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from io import StringIO
from itertools import islice

from heedful.listen.responses.exports.escaping import harmless
from heedful.platform.core.types import Actor
from heedful.understand.words.search.facets import theme_names
from heedful.understand.words.search.queries import every_comment
from heedful.understand.words.search.types import CommentHit, CommentSearch

COLUMNS = (
    "response", "question", "survey", "unit", "channel", "answered_at", "language", "score", "score_class",
    "sentiment", "emotion", "types", "themes", "comment",
)  # fmt: skip


MOST = 20_000  # comments in one file; a job exports all answers there are


def csv_lines(wanted: CommentSearch, *, by: Actor) -> Iterator[str]:
    """Yield the lines of the file; what a spreadsheet would take for a formula is made harmless."""
    yield _line(COLUMNS)
    names = theme_names()
    for hit in islice(every_comment(wanted, by=by), MOST):
        yield _line([str(harmless(str(value))) for value in _row(hit, names)])


def _row(hit: CommentHit, names: dict[str, str]) -> list[object]:
    themes = dict.fromkeys(names.get(one.theme, one.theme) for one in hit.mentions)
    return [
        hit.response_uid,
        hit.question_text,
        hit.survey_name,
        hit.unit_name,
        hit.channel,
        hit.answered_at.isoformat(),
        hit.language,
        "" if hit.score is None else hit.score,
        hit.score_class,
        "" if hit.sentiment is None else hit.sentiment,
        hit.emotion,
        " ".join(hit.types),
        "; ".join(themes),
        hit.text,
    ]


def _line(values: list[str] | tuple[str, ...]) -> str:
    sink = StringIO()
    csv.writer(sink).writerow(values)
    return sink.getvalue()
