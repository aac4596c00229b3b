"""Reads of responses, for people and for projections."""

from heedful.listen.responses.queries.begun import answered_asks, answers_so_far, completed_count
from heedful.listen.responses.queries.conditions import SEARCHED
from heedful.listen.responses.queries.feed import latest_mark, pending_change_ids
from heedful.listen.responses.queries.lists import (
    all_responses_of,
    count_responses,
    response,
    responses,
)
from heedful.listen.responses.queries.projection import all_response_ids, projection_rows
from heedful.listen.responses.queries.refusals import invalid_counts, refusals, refused_counts
from heedful.listen.responses.queries.words import (
    count_written,
    still_written,
    visible_written_ids,
    with_words,
    written_answers,
    written_ids,
)

__all__ = [
    "SEARCHED",
    "all_response_ids",
    "all_responses_of",
    "answered_asks",
    "answers_so_far",
    "completed_count",
    "count_responses",
    "count_written",
    "invalid_counts",
    "latest_mark",
    "pending_change_ids",
    "projection_rows",
    "refusals",
    "refused_counts",
    "response",
    "responses",
    "still_written",
    "visible_written_ids",
    "with_words",
    "written_answers",
    "written_ids",
]
