"""Reads of what was read: editions, readings, counts, how it stands."""

from heedful.understand.words.readings.queries.counts import sentiment_counts, skip_counts, theme_counts
from heedful.understand.words.readings.queries.editions import current_edition, edition, editions
from heedful.understand.words.readings.queries.readings import reading_of, readings_of, written_answers

__all__ = [
    "current_edition",
    "edition",
    "editions",
    "reading_of",
    "readings_of",
    "sentiment_counts",
    "skip_counts",
    "theme_counts",
    "written_answers",
]
